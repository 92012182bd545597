#pragma once
#include "core/change.hpp"
#include "core/member.hpp"
#include "core/verdict.hpp"
#include "http/message.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::provider {

/// What a platform promises and can do, as data. Each figure can be overridden by the spec.
struct profile {
    std::string kind;                    ///< the word in the spec: "memberstack"
    std::string base_url;                ///< https, without a trailing slash
    std::string key_header;              ///< the header that carries the key
    std::string key_prefix;              ///< what stands before the key in that header, e.g. "Bearer "
    double requests_per_second = 0;      ///< the platform's limit; counted per client address
    std::size_t page_size = 0;           ///< members to ask for in one page: the most that the platform gives
    std::size_t members_per_request = 1; ///< the most members that one change request can carry
};

/// A position in the member list, as the platform gave it; empty = the beginning. Opaque: compared, never
/// computed with, but for telling whether a numeric one moved forward.
using cursor = std::string;

/// What to ask the list for.
struct list_query {
    cursor after;
    std::size_t limit = 0;
    bool include_json = false; ///< the job reads the members' `json` field
    bool newest_first = false;
};

/// One page. The members are views into documents in the arena that read_page was given.
struct page {
    std::vector<core::member> members;
    cursor next;                              ///< where to go on; meaningless when !more
    bool more = false;                        ///< the platform says that there is another page
    std::optional<std::uint64_t> total_count; ///< of the whole list, as of now, if the platform says
};

/// A page reply that cannot be used although the platform called it a success: not JSON, not a list, a member
/// without an id. Asking again may help; going on without it would skip members.
struct page_fault {
    std::string message;
};

/// The member that was asked for, or that there is none.
using found_member = std::optional<core::member>;

/// Answers to "is this change in effect for this member?".
enum class effect { present, absent, cannot_tell };

/// One member and what is to happen to it.
struct assignment {
    std::string member_id;
    core::change what;
};

/// One platform: change → request, reply → verdict, cursor → list request, reply → page. Pure: no I/O, no
/// clock, no state that changes; one instance serves a whole job.
class provider {
public:
    virtual ~provider() = default;

    [[nodiscard]] virtual profile const& about() const = 0;
    /// Whether this key works on real members (as opposed to a sandbox or test mode).
    [[nodiscard]] virtual bool is_live_key(std::string_view key) const = 0;

    [[nodiscard]] virtual http::request list(list_query const& q) const = 0;
    /// Reads the reply to list(). Documents live in `arena` until it is released. A verdict is never
    /// `done` here.
    [[nodiscard]] virtual std::variant<page, page_fault, core::verdict> read_page(
        http::reply const& r, boost::json::monotonic_resource& arena) const = 0;

    /// Asks for one member by id or, where the platform can, by e-mail address.
    [[nodiscard]] virtual http::request get(std::string_view id_or_email) const = 0;
    [[nodiscard]] virtual std::variant<found_member, core::verdict> read_member(
        http::reply const& r, boost::json::monotonic_resource& arena) const = 0;

    /// Asks whether a member's session token is valid; nullopt where the platform has no such call.
    [[nodiscard]] virtual std::optional<http::request> verify_token(std::string_view token) const = 0;

    /// The request that makes these changes; 1..members_per_request of them, all of one kind.
    [[nodiscard]] virtual http::request perform(std::span<assignment const> unit) const = 0;
    /// What the reply to perform() means, one verdict for each assignment, in their order.
    [[nodiscard]] virtual std::vector<core::verdict> judge(std::span<assignment const> unit,
                                                           http::reply const& r) const = 0;

    /// True if the change must be completed from the member's present state before perform()
    /// (read-modify-write).
    [[nodiscard]] virtual bool needs_current(core::change const& c) const = 0;
    /// That completion: the change as it is to be sent, given the member as it is now.
    [[nodiscard]] virtual core::change complete(core::change const& c, core::member const& now) const = 0;

    /// Whether the change is in effect: the test before anything is sent (`already`) and the postcondition
    /// that settles a doubtful request.
    [[nodiscard]] virtual effect test(core::change const& c, core::member const& now) const = 0;
    /// What the change would overwrite, for undo: a part of the member's document, in its shape.
    [[nodiscard]] virtual boost::json::object before_image(core::change const& c,
                                                           core::member const& now) const = 0;
    /// Checks a change against the platform's rules before anything is sent; a sentence on what is wrong, or
    /// nullopt.
    [[nodiscard]] virtual std::optional<std::string> objection(core::change const& c) const = 0;
};

} // namespace muster::provider
