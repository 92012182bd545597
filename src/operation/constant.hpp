#pragma once
#include "operation/operation.hpp"

#include <string>
#include <utility>
#include <vector>

namespace muster::operation {

/// An operation that makes the same change to every member.
class constant final : public operation {
public:
    /// `fields` and `text` are what fields() and describe() are to give.
    constant(core::change change, std::vector<std::string> fields, std::string text)
        : change_(std::move(change)),
          fields_(std::move(fields)),
          text_(std::move(text)) {}

    [[nodiscard]] decision decide(core::member const&) const override { return change_; }
    [[nodiscard]] core::change const* same_for_all() const override { return &change_; }
    [[nodiscard]] std::vector<std::string> fields() const override { return fields_; }
    [[nodiscard]] std::string describe() const override { return text_; }

private:
    core::change change_;
    std::vector<std::string> fields_;
    std::string text_;
};

} // namespace muster::operation
