#include "source/row.hpp"

#include "core/ascii.hpp"
#include "source/remark.hpp"

#include <algorithm>

namespace muster::source {

namespace json = boost::json;

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view no_break = "\xC2\xA0";
    for (auto before = text.size() + 1; text.size() < before;) {
        before = text.size();
        text = core::trimmed(text);
        if (text.starts_with(no_break)) text.remove_prefix(no_break.size());
        if (text.ends_with(no_break)) text.remove_suffix(no_break.size());
    }
    return text;
}

cell row::find(core::path const& name) const {
    if (object_ != nullptr) {
        auto const* const value = name.find(*object_);
        if (value == nullptr || value->is_null()) return {};
        return value;
    }
    auto const column = std::find(columns_.begin(), columns_.end(), name.text());
    if (column == columns_.end()) return {};
    return cells_[static_cast<std::size_t>(column - columns_.begin())];
}

json::object row::document(json::storage_ptr memory) const {
    json::object all(std::move(memory));
    if (object_ != nullptr) {
        all.reserve(object_->size());
        for (auto const& each : *object_)
            if (!is_remark(each.key())) all.emplace(each.key(), each.value());
        return all;
    }
    all.reserve(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (!columns_[i].empty() && !is_remark(columns_[i]))
            all.emplace(columns_[i], json::string_view(cells_[i].data(), cells_[i].size()));
    return all;
}

} // namespace muster::source
