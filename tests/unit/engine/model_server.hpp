#pragma once
#include "http/message.hpp"
#include "sandbox/limiter.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace muster::simulated {

/// A platform at the other end of the model's network: a request takes effect and is answered, at once and
/// without a clock. It keeps a ledger of what altered whom. Members are named as a job names them: by their
/// ids, or by the references of the records that it makes members of.
class model_server {
public:
    /// What happened to one member; kept when the member is deleted.
    struct entry {
        unsigned changes = 0;         ///< a change that altered the member
        unsigned change_requests = 0; ///< requests that would change it, whatever came of them
    };

    virtual ~model_server() = default;

    /// Takes effect and answers; the limit is not asked.
    virtual http::reply answer(http::request const& r) = 0;
    /// The members that a request is to change; none if it only reads.
    [[nodiscard]] virtual std::vector<std::string> changed_by(http::request const& r) const = 0;
    /// Whether it asks for a page of the list.
    [[nodiscard]] virtual bool is_page(http::request const& r) const = 0;
    /// Changes the reply to that request for a page into what a list under load may give, in the way `how`:
    /// 0, 1 or 2. `below` gives a random number below another.
    virtual void disturb(http::reply& page, http::request const& asked, std::uint64_t how,
                         std::function<std::uint64_t(std::uint64_t)> const& below) const = 0;

    /// Somebody else's doing: a new member at that place, if nobody is there, nor was removed from there, and
    /// one removed, who must be there.
    virtual void insert(std::uint64_t position) = 0;
    virtual void erase(std::string const& member) = 0;

    [[nodiscard]] virtual std::set<std::string> members() const = 0;
    [[nodiscard]] virtual bool exists(std::string const& member) const = 0;
    /// All that is kept of a member, who must be there.
    [[nodiscard]] virtual boost::json::object document(std::string const& member) const = 0;

    /// Whether the limits let a request pass that arrives now; one that passes counts.
    bool accept(core::instant now) {
        if (!quota.has_room(now)) {
            ++beyond_quota;
            return false;
        }
        if (!limit.has_room(now)) return false;
        limit.take(now);
        quota.take(now);
        return true;
    }
    [[nodiscard]] std::map<std::string, entry> const& ledger() const { return ledger_; }
    /// Another job begins: what altered whom before is not its doing.
    void begin_ledger() { ledger_.clear(); }
    /// What altered that member so far was somebody else's doing.
    void forget(std::string const& member) { ledger_.erase(member); }

    sandbox::limiter limit{0};
    sandbox::limiter quota{0};
    std::size_t largest_page = 100;     ///< members; where a platform cuts its pages at all
    unsigned beyond_quota = 0;          ///< requests that came when the quota was used up
    std::string key_trouble;            ///< not empty: 401
    std::set<std::string> unacceptable; ///< members whose changes are refused

protected:
    std::map<std::string, entry> ledger_;
};

} // namespace muster::simulated
