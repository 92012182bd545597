#pragma once
#include "core/time.hpp"
#include "http/message.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/limiter.hpp"
#include "sandbox/memberstack/platform.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace muster::simulated {

/// The sandbox's Memberstack as the engine's tests need it: members that stand where a test puts them,
/// trouble that comes and goes, a raw route, and a ledger of what altered whom.
class memberstack {
public:
    /// What happened to one member; kept when the member is deleted.
    struct entry {
        unsigned changes = 0;         ///< a change that altered the member
        unsigned change_requests = 0; ///< requests that would change it, whatever came of them
    };

    /// Begins with `size` members, ten places apart.
    explicit memberstack(std::size_t size);

    /// Takes effect and answers; the limit is not asked. A request to `/bulk` (bulk_provider.hpp) does what
    /// its parts would do.
    http::reply answer(http::request const& r);
    /// Whether the limit lets a request pass that arrives now; one that passes counts.
    bool accept(core::instant now);

    /// Somebody else's doing: a new member at a free place, and one removed.
    void insert(std::uint64_t position);
    void erase(std::string const& id);

    [[nodiscard]] bool exists(std::string const& id) const;
    /// The document of a member, who must be there.
    [[nodiscard]] boost::json::object document(std::string const& id) const;
    [[nodiscard]] std::set<std::string> ids() const;
    /// Those whose country is Germany: every second one of those that were there at first.
    [[nodiscard]] static bool matches(std::uint64_t position) { return position / 10 % 2 == 0; }
    [[nodiscard]] std::set<std::string> matching() const;
    [[nodiscard]] std::map<std::string, entry> const& ledger() const { return ledger_; }
    [[nodiscard]] static std::string id_at(std::uint64_t position);

    sandbox::limiter limit{0};
    std::size_t largest_page = 100;
    bool ignores_numbers = false;       ///< a page by its number is always the first
    std::string key_trouble;            ///< not empty: 401
    std::set<std::string> unacceptable; ///< members whose changes are answered 400
    std::set<std::string> cursed;       ///< members whose changes are answered 500

private:
    sandbox::reply pass_on(http::request const& r);
    sandbox::reply change(http::request const& r);
    [[nodiscard]] sandbox::reply numbered(std::string const& target) const;
    http::reply bulk(http::request const& r);
    http::reply look(http::request const& r);
    sandbox::reply bump(std::string const& id);
    [[nodiscard]] std::string text_of(std::string const& id) const;

    sandbox::ledger effects_;
    sandbox::memberstack::platform platform_;
    std::map<std::string, entry> ledger_;
};

} // namespace muster::simulated
