#include "filter/needle.hpp"

#include "filter/fold.hpp"

namespace muster::filter {
namespace {

/// Whether what is left of `in` begins with `wanted`; then `in` stands after it.
bool skip(folding_reader& in, std::u32string const& wanted) {
    for (char32_t const c : wanted) {
        if (in.at_end() || in.next() != c) return false;
    }
    return true;
}

std::size_t length(folding_reader in) {
    std::size_t count = 0;
    for (; !in.at_end(); in.next()) ++count;
    return count;
}

} // namespace

needle::needle(std::string_view text, bool insensitive) : text_(text) {
    if (insensitive) folded_ = folded(text);
}

bool needle::equals(std::string_view text) const {
    if (!folded_) return text == text_;
    folding_reader in(text);
    return skip(in, *folded_) && in.at_end();
}

bool needle::is_in(std::string_view text) const {
    if (!folded_) return text.find(text_) != text.npos;
    for (folding_reader from(text);; from.next()) {
        auto in = from;
        if (skip(in, *folded_)) return true;
        if (from.at_end()) return false;
    }
}

bool needle::begins(std::string_view text) const {
    if (!folded_) return text.starts_with(text_);
    folding_reader in(text);
    return skip(in, *folded_);
}

bool needle::ends(std::string_view text) const {
    if (!folded_) return text.ends_with(text_);
    folding_reader in(text);
    auto const total = length(in);
    if (total < folded_->size()) return false;
    for (auto before = total - folded_->size(); before > 0; --before) in.next();
    return skip(in, *folded_);
}

} // namespace muster::filter
