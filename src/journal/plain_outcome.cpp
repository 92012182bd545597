#include "journal/plain_outcome.hpp"

#include "journal/plain_fields.hpp"

namespace muster::journal {

std::optional<member_settled> read_intact_outcome(std::string_view line) {
    plain_fields f(line);
    auto const id = f.text(R"({"t":"outcome","id":")");
    if (!id) return std::nullopt;
    auto const page = f.number(R"(,"page":)");
    auto const word = f.text(R"(,"outcome":")");
    auto const attempts = f.number(R"(,"attempts":)");
    if (!page || !word || !attempts) return std::nullopt;
    auto const outcome = core::parse_outcome(*word);
    if (!outcome) return std::nullopt;
    member_settled s{std::string(*id), *page, *outcome, *attempts, {}, {}, false, {}, {}, {}, {}};
    if (!f.text_if_there(R"(,"code":")", s.code) || !f.text_if_there(R"(,"message":")", s.message))
        return std::nullopt;
    s.read_back = f.take(R"(,"readBack":true)");
    if (!f.text_if_there(R"(,"email":")", s.email) || !f.text_if_there(R"(,"at":")", s.at)
        || !f.text_if_there(R"(,"row":")", s.row) || !f.text_if_there(R"(,"made":")", s.made))
        return std::nullopt;
    if (!f.at_end()) return std::nullopt;
    return s;
}

std::optional<member_settled> read_plain_outcome(std::string_view line) {
    auto s = read_intact_outcome(line);
    return s && is_intact(line) ? s : std::nullopt;
}

} // namespace muster::journal
