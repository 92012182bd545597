#pragma once
#include "core/change.hpp"
#include "core/field_choice.hpp"
#include "core/member.hpp"
#include "core/verdict.hpp"
#include "http/message.hpp"
#include "provider/inquiry.hpp"
#include "provider/profile.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::provider {

class webhook_calls;

/// A position in the member list, as the platform gave it; empty = the beginning. Opaque: compared, never
/// computed with, but for telling whether a numeric one moved forward.
using cursor = std::string;

/// What to ask the list for.
struct list_query {
    cursor after;
    std::size_t limit = 0;
    std::vector<std::string> fields; ///< dotted paths that the job reads, as some platforms leave some out
    bool newest_first = false;       ///< only where the platform can
    /// What of the documents is to be kept at least, profile::identity among it; more of it may be, as
    /// core::member::text tells. nullptr: all of it. Not owned.
    core::field_choice const* kept = nullptr;
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
    /// The platform's id; of one that is created or upserted, its reference (core::vocabulary::reference).
    std::string member_id;
    core::change what;
};

/// Nothing that is done: what to look a member up with, who is known by the platform's reference or by its id
/// (provider::look_up).
inline core::change sought_by(bool reference) {
    if (reference) return core::create_member();
    return core::delete_member();
}

/// What a reply says: one verdict for the request as a whole, or one for each of its members, in their order.
/// As a whole, `done` and `already` hold for each, and `rejected` and `gone` for all together: which of
/// several members is the culprit is not told, and none was changed.
using judgement = std::variant<core::verdict, std::vector<core::verdict>>;

/// What to do about a change whose request may have taken effect.
enum class doubt {
    read_back,  ///< look at the member, and send again only if the change is not there
    send_again, ///< sending twice does what sending once does
    give_up     ///< neither: the member's outcome is `unknown`
};

/// One platform: change → request, reply → verdicts, cursor → list request, reply → page. Pure: no I/O, no
/// clock, no state that changes; one instance serves a whole job.
class provider {
public:
    virtual ~provider() = default;

    [[nodiscard]] virtual profile const& about() const = 0;
    /// Whether this key works on real members at this address (as opposed to a sandbox or test mode).
    [[nodiscard]] virtual bool is_live(std::string_view key, std::string_view base_url) const = 0;

    /// Checks a key's form before it is sent; what is wrong with it, in words that go on from "the key cannot
    /// be used:" and quote nothing of it, or nullopt.
    [[nodiscard]] virtual std::optional<std::string> objection_to_key(std::string_view /*key*/) const {
        return std::nullopt;
    }

    [[nodiscard]] virtual http::request list(list_query const& q) const = 0;
    /// Reads the reply to list(q). Documents live in `arena` until it is released. A verdict is never `done`
    /// here.
    [[nodiscard]] virtual std::variant<page, page_fault, core::verdict> read_page(
        list_query const& q, http::reply const& r, boost::json::monotonic_resource& arena) const = 0;

    /// Asks for one member by id or, where the platform can, by e-mail address.
    [[nodiscard]] virtual http::request get(std::string_view id_or_email) const = 0;
    [[nodiscard]] virtual std::variant<found_member, core::verdict> read_member(
        http::reply const& r, boost::json::monotonic_resource& arena) const = 0;

    /// Asks for several members at once, members_per_look() of them at most; by their references where they
    /// are being created or upserted, else by their ids.
    [[nodiscard]] virtual http::request look_up(std::span<assignment const> members) const {
        return get(members.front().member_id);
    }
    /// Reads the reply to look_up(): for each of the members, in their order, what was found.
    [[nodiscard]] virtual std::variant<std::vector<found_member>, core::verdict> read_found(
        std::span<assignment const> /*members*/, http::reply const& r,
        boost::json::monotonic_resource& arena) const {
        auto one = read_member(r, arena);
        if (auto* const v = std::get_if<core::verdict>(&one)) return std::move(*v);
        return std::vector<found_member>{std::get<found_member>(one)};
    }

    /// Asks whether a member's session token is valid; only where about().can.verify_token.
    [[nodiscard]] virtual http::request verify_token(std::string_view /*token*/) const {
        throw std::logic_error("this platform verifies no tokens, and its profile says so");
    }

    /// The request that makes these changes, all of one kind: one, or as many as members_per_request()
    /// allows.
    [[nodiscard]] virtual http::request perform(std::span<assignment const> unit) const = 0;
    /// What the reply to perform() means.
    [[nodiscard]] virtual judgement judge(std::span<assignment const> unit, http::reply const& r) const = 0;
    [[nodiscard]] virtual doubt in_doubt(core::change const& c) const = 0;

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
    /// Which fields of a member's document (its own, no paths) test() and before_image() look at for this
    /// change; nullopt: it may be any.
    [[nodiscard]] virtual std::optional<std::vector<std::string>> fields_of(core::change const& /*c*/) const {
        return std::nullopt;
    }
    /// A text without which such a field might as well not be there, to test() and before_image(); empty: it
    /// tells them something in any case.
    [[nodiscard]] virtual std::string needed_in_fields_of(core::change const& /*c*/) const { return {}; }
    /// Checks a change against the platform's rules before anything is sent; a sentence on what is wrong, or
    /// nullopt.
    [[nodiscard]] virtual std::optional<std::string> objection(core::change const& c) const = 0;

    /// Finds out, by a few requests that change nothing, what the platform's documents leave open: holds what
    /// the replies show against the settings. The first request is list() of one member. Where nothing is
    /// left open, nothing is asked.
    [[nodiscard]] virtual inquiry inquire(std::span<http::reply const> /*so_far*/) const { return inquiry(); }

    /// The calls for the platform's webhooks; nullptr where it has none. They live as long as the program.
    [[nodiscard]] virtual webhook_calls const* webhooks() const { return nullptr; }
};

} // namespace muster::provider
