#pragma once
#include "service/agenda.hpp"
#include "service/say.hpp"
#include "spec/spec.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace muster::service {

/// A spec that is supervised.
struct watched_spec {
    std::string path;
    plan what;
    std::optional<spec::notify> notify; ///< whom it tells
};

/// Specs in files and directories, read again when they change. Whatever is wrong with one is said once, and
/// hurts no other.
class watched_specs {
public:
    /// `places` = spec files, and directories of which all files that end in `.json` are taken.
    watched_specs(std::vector<std::string> places, say tell);

    /// Looks at the places, and reads what is new or has changed; `all` = everything anew. The names of the
    /// specs that are others than before, or have gone.
    std::set<std::string> refresh(core::wall_time now, bool all = false);

    /// By name. Of several files with one name, the first counts.
    [[nodiscard]] std::map<std::string, watched_spec> const& all() const { return specs_; }
    /// How many files there are that no start is made of, as something is wrong with them.
    [[nodiscard]] std::size_t bad() const { return bad_; }

private:
    struct stamp {
        std::uint64_t device = 0, inode = 0;
        std::int64_t size = 0, changed = 0; // changed in ns
        bool operator==(stamp const&) const = default;
    };
    struct file {
        stamp read_at;
        std::optional<plan> what;   // nullopt: it is wrong, or has no schedule
        std::optional<plan> before; // what it was before it went wrong
        std::optional<spec::notify> notify;
        bool wrong = false;
    };

    std::vector<std::string> files_in_places();
    void read(std::string const& path, file& into, core::wall_time now, bool named);
    static void date(file& f, core::wall_time written);
    void forget_future(core::wall_time now);
    void complain_once(std::string const& about, std::string const& what);
    std::set<std::string> take_names();

    std::vector<std::string> places_;
    say tell_;
    std::map<std::string, file> files_; // by path
    std::map<std::string, watched_spec> specs_;
    std::map<std::string, std::string> complaints_; // what was said of a place or name
    std::size_t bad_ = 0;
};

} // namespace muster::service
