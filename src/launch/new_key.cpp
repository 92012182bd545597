#include "launch/new_key.hpp"

#include "core/errors.hpp"
#include "core/overload.hpp"
#include "core/printable.hpp"
#include "launch/acquaintances.hpp"
#include "launch/ask.hpp"
#include "spec/secret.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <vector>

namespace muster::launch {

using core::exit_status;
using core::job_error;

namespace {

constexpr char const* as_it_was = ". Nothing was changed; the job is as it was.";

[[noreturn]] void cannot_ask(core::verdict const& v, spec::spec const& spec) {
    if (auto const* const r = std::get_if<core::refused>(&v); r != nullptr) {
        bool const elsewhere = r->what == core::refused::cause::address;
        throw job_error(elsewhere ? exit_status::stopped : exit_status::refused,
                        elsewhere ? r->message + as_it_was
                                  : "the platform refused the key from " + spec::describe(spec.key)
                                        + ", too (" + core::printable(r->message) + ")" + as_it_was);
    }
    auto const why =
        std::visit(core::overload{[](core::throttled const&) { return std::string("it asks to slow down"); },
                                  [](core::transient const& t) { return t.why; },
                                  [](auto const&) { return std::string("it answered something else"); }},
                   v);
    throw job_error(exit_status::stopped,
                    "the platform could not be asked whether the new key is for the same application ("
                        + core::printable(why) + "); try again" + as_it_was);
}

/// The member that is known as `member`: by its reference, or by its id.
bool finds(spec::spec const& spec, std::string const& key, std::string const& member, bool by_reference) {
    auto const& platform = *spec.platform;
    std::vector<provider::assignment> const wanted{{member, provider::sought_by(by_reference)}};
    auto const answer = ask(platform.about(), spec.at, key, spec.pace.quotas, platform.look_up(wanted));
    boost::json::monotonic_resource memory;
    auto const found = platform.read_found(wanted, answer.reply, memory);
    if (auto const* const v = std::get_if<core::verdict>(&found)) {
        if (std::holds_alternative<core::gone>(*v)) return false;
        cannot_ask(*v, spec);
    }
    auto const& there = std::get<std::vector<provider::found_member>>(found).front();
    return there && (by_reference || there->id == member);
}

/// The member that the job knows as `member`: whoever it makes by a reference, and others by their ids.
bool finds(spec::spec const& spec, std::string const& key, std::string const& member) {
    bool const by_id = !spec.makes_members || spec.upserts_by_look;
    return (by_id && finds(spec, key, member, false))
           || (spec.makes_members && finds(spec, key, member, true));
}

} // namespace

std::string check_new_key(held_job& job, spec::spec const& spec, std::string const& key) {
    auto const known = acquaintances_of(job.storage(), job.where());
    for (auto const& member : known.members)
        if (finds(spec, key, member)) return {};
    auto const another = "a new job does the same there: muster run " + job.where().spec().string();
    if (!known.members.empty())
        throw job_error(
            exit_status::refused,
            "the key from " + spec::describe(spec.key) + " belongs to another application: it finds none of "
                + std::to_string(known.members.size()) + " members that the job knows, such as "
                + core::quoted(known.members.front()) + as_it_was + " If that is what you want, " + another);
    if (known.changed_any)
        throw job_error(
            exit_status::refused,
            "whether the new key is for the same application cannot be told: all members that the "
            "job knows are deleted"
                + std::string(as_it_was) + " If you are sure, " + another);
    return "the job has met no member yet that would tell whether the new key is for the same application; "
           "it is taken to be";
}

} // namespace muster::launch
