#include "core/field_choice.hpp"

#include <algorithm>
#include <utility>

namespace muster::core {

namespace {

/// The beginnings of a path that may be a key: up to each dot, and all of it.
template <typename Use>
void each_run(std::string_view path, Use const& use) {
    for (auto dot = path.find('.'); dot != path.npos; dot = path.find('.', dot + 1)) use(path.substr(0, dot));
    use(path);
}

std::size_t size_class(std::string_view key) {
    return std::min<std::size_t>(key.size(), 63);
}

} // namespace

field_choice::field_choice(std::vector<std::string> const& paths, std::vector<std::string> later,
                           std::string needed)
    : later_(std::move(later)),
      needed_(std::move(needed)) {
    for (std::string_view const path : paths)
        each_run(path, [&](std::string_view key) {
            auto& f = at(key);
            if (key.size() == path.size()) {
                f.whole = true;
                return;
            }
            each_run(path.substr(key.size() + 1), [&](std::string_view part) {
                if (f.find_part(part) == nullptr) f.parts.emplace_back(part);
            });
        });
    for (std::size_t i = 0; i < later_.size(); ++i) at(later_[i]).later = i;
}

std::string const* field_choice::field::find_part(std::string_view part) const {
    auto const found = std::ranges::find(parts, part);
    return found != parts.end() ? &*found : nullptr;
}

bool field_choice::is_of_use(std::string_view value) const {
    // Where there are escapes, it may be written with them.
    return value.find(needed_) != value.npos || value.find('\\') != value.npos;
}

field_choice::field const* field_choice::find(std::string_view key) const {
    if ((sizes_ >> size_class(key) & 1U) == 0) return nullptr;
    auto const found = std::ranges::find(fields_, key, &field::key);
    return found != fields_.end() ? &*found : nullptr;
}

field_choice::field& field_choice::at(std::string_view key) {
    auto const found = std::ranges::find(fields_, key, &field::key);
    if (found != fields_.end()) return *found;
    fields_.push_back({std::string(key), false, {}, std::nullopt});
    sizes_ |= std::uint64_t{1} << size_class(key);
    return fields_.back();
}

} // namespace muster::core
