#include "engine/field_census.hpp"

#include "core/node.hpp"

namespace muster::engine {

namespace {
// What the first members have is enough to tell what a misspelt name was to be.
constexpr std::uint64_t members_with_names = 300;
constexpr std::size_t most_names = 1000;
constexpr unsigned deepest = 3;
} // namespace

field_census::field_census(std::vector<std::string> const& fields) {
    for (auto const& f : fields) missing_.emplace_back(f);
}

void field_census::look_at(core::member const& m) {
    if (missing_.empty()) return;
    std::erase_if(missing_, [&](core::path const& p) { return p.find(*m.document) != nullptr; });
    if (looked_at_++ < members_with_names) note_names(*m.document, "", 1);
}

void field_census::note_names(boost::json::object const& o, std::string const& above, unsigned depth) {
    for (auto const& entry : o) {
        if (names_.size() >= most_names) return;
        auto name = above + std::string(entry.key());
        if (entry.value().is_object() && depth < deepest)
            note_names(entry.value().get_object(), name + '.', depth + 1);
        names_.insert(std::move(name));
    }
}

std::vector<missing_field> field_census::missing() const {
    std::vector<std::string_view> const known(names_.begin(), names_.end());
    std::vector<missing_field> all;
    for (auto const& p : missing_) all.push_back({p.text(), core::nearest(p.text(), known)});
    return all;
}

} // namespace muster::engine
