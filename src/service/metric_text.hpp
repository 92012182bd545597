#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::service {

/// Writes metrics as OpenMetrics text (version 1.0.0), a family at a time.
class metric_text {
public:
    using labels = std::vector<std::pair<std::string, std::string>>;

    /// Begins a family. `type` = gauge, counter, histogram, info or stateset; `unit` = of its name's end, or
    /// empty; `help` = a sentence.
    void family(std::string_view name, std::string_view type, std::string_view unit, std::string_view help);
    /// One sample of the family that was begun; `suffix` = what its type puts behind the name, such as
    /// `_total`.
    void sample(std::string_view suffix, labels const& with, double value);
    /// The text, with its end.
    std::string finish() &&;

private:
    std::string name_;
    std::string text_;
};

} // namespace muster::service
