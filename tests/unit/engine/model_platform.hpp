#pragma once
#include "core/time.hpp"
#include "http/message.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace muster::simulated {

/// A little Memberstack: members in a list by position, the calls that the engine makes, and a ledger of what
/// took effect.
class model_platform {
public:
    /// What happened to one member; kept when the member is deleted.
    struct entry {
        unsigned changes = 0;         ///< a change that altered the member
        unsigned change_requests = 0; ///< requests that would change it, whatever came of them
    };

    explicit model_platform(std::size_t size);

    /// Takes effect and answers.
    http::reply answer(http::request const& r);

    /// Somebody else's doing: a new member at a free place, and one removed.
    void insert(std::uint64_t position);
    void erase(std::string const& id);

    [[nodiscard]] bool exists(std::string const& id) const { return positions_.contains(id); }
    [[nodiscard]] boost::json::object const& document(std::string const& id) const;
    [[nodiscard]] std::set<std::string> ids() const;
    /// Those whose country is Germany: every second one of those that were there at first.
    [[nodiscard]] static bool matches(std::uint64_t position) { return position / 10 % 2 == 0; }
    [[nodiscard]] std::set<std::string> matching() const;
    [[nodiscard]] std::map<std::string, entry> const& ledger() const { return ledger_; }
    [[nodiscard]] static std::string id_at(std::uint64_t position);

    std::size_t largest_page = 100;
    std::string key_trouble;                  ///< not empty: 401
    std::set<std::string> unacceptable;       ///< members whose changes are answered 400
    std::set<std::string> cursed;             ///< members whose changes are answered 500
    std::string unknown_plan = "pln_missing"; ///< a plan that does not exist

private:
    http::reply list(std::string const& query);
    http::reply change(http::request const& r, std::string const& id, std::string const& action);
    bool alter(http::request const& r, boost::json::object& document, std::string const& action,
               http::reply& said);

    std::map<std::uint64_t, boost::json::object> members_;
    std::map<std::string, std::uint64_t> positions_;
    std::map<std::string, entry> ledger_;
};

/// A strict limit: no second, wherever it begins, holds more accepted requests.
class strict_limit {
public:
    explicit strict_limit(std::size_t per_second = 0) : per_second_(per_second) {}
    bool accept(core::instant now) {
        while (!accepted_.empty() && now - accepted_.front() >= std::chrono::seconds(1))
            accepted_.pop_front();
        if (per_second_ > 0 && accepted_.size() >= per_second_) return false;
        accepted_.push_back(now);
        return true;
    }

private:
    std::size_t per_second_;
    std::deque<core::instant> accepted_;
};

} // namespace muster::simulated
