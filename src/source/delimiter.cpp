#include "source/delimiter.hpp"

namespace muster::source {

std::optional<char> read_delimiter(core::node const& n) {
    auto const text = n.string();
    if (!text) return std::nullopt;
    bool const one = text->size() == 1 && ((*text)[0] == '\t' || ((*text)[0] >= ' ' && (*text)[0] <= '~'));
    if (!one || *text == "\"") {
        n.fail(R"(must be one character of ASCII other than the quote, e.g. ";" or "\t")");
        return std::nullopt;
    }
    return text->front();
}

} // namespace muster::source
