#pragma once
#include "sandbox/ledger.hpp"
#include "sandbox/memberstack_v1/members_api.hpp"
#include "sandbox/platform.hpp"

#include <vector>

namespace muster::sandbox::memberstack_v1 {

/// The fake Memberstack 1.0.
class platform final : public sandbox::platform {
public:
    /// See members_api.
    platform(population people, std::vector<plan> plans, std::size_t largest_page, ledger& effects)
        : api_(people, std::move(plans), largest_page, effects) {}

    reply answer(request const& r, core::wall_time today, fault const* spoiled) override;
    [[nodiscard]] std::string_view call(request const& r) const override;
    [[nodiscard]] bool lists(request const& r) const override;
    [[nodiscard]] bool accepts(std::string_view key) const override;
    [[nodiscard]] reply error(unsigned status, std::string_view code,
                              std::string_view message) const override;
    [[nodiscard]] std::optional<std::string> member(std::string_view id) const override;

private:
    members_api api_;
};

} // namespace muster::sandbox::memberstack_v1
