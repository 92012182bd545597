#include "source/key_check.hpp"

#include "core/printable.hpp"

#include <algorithm>
#include <utility>

namespace muster::source {

void key_check::see(key_entry const& e) {
    if (!begun_ || e.hash != first_.hash) {
        first_ = e;
        begun_ = true;
        return;
    }
    ++count_;
    keep({first_.row, e.row, {}});
}

void key_check::keep(repeat r) {
    auto const earlier = [](repeat const& a, repeat const& b) { return a.second < b.second; };
    found_.insert(std::upper_bound(found_.begin(), found_.end(), r, earlier), std::move(r));
    if (found_.size() > most_kept) found_.pop_back();
}

void add_keys(rows& all, rows_settings const& settings, key_sorter& to) {
    key_hasher hash;
    for (;;) {
        try {
            auto const row = all.next();
            if (!row) return;
            to.add({hash(compared_key(settings, all.key())), row->begins()});
        } catch (rows_error const& e) {
            if (!e.can_go_on()) throw;
        }
    }
}

std::vector<repeat> name_repeats(files::storage& files, rows_settings const& settings,
                                 std::vector<repeat> found) {
    auto const key_at = [&](position begins) {
        rows from_there(files, settings, begins);
        auto const row = from_there.next();
        return row ? std::string(from_there.key()) : std::string();
    };
    std::vector<repeat> named;
    for (auto& each : found) {
        each.key = key_at(each.second);
        if (compared_key(settings, key_at(each.first)) == compared_key(settings, each.key))
            named.push_back(std::move(each));
    }
    return named;
}

std::string describe(repeat const& r) {
    return "line " + std::to_string(r.second.line) + " has the same key as line "
           + std::to_string(r.first.line) + ": " + core::quoted(r.key);
}

} // namespace muster::source
