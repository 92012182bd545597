#include "launch/parent_job.hpp"

#include "core/errors.hpp"
#include "launch/job_spec.hpp"
#include "spec/read.hpp"

#include <boost/json/serialize.hpp>

namespace muster::launch {

using core::exit_status;
using core::job_error;

namespace json = boost::json;

namespace {

constexpr std::size_t longest_name = 63; // as specs may have them

} // namespace

json::object parent_job::document_for(std::string_view as) const {
    auto document = spec.document;
    for (auto const* const key : {"expect", "limit", "canary", "rollout", "schedule"}) document.erase(key);
    // Members that are named are there, whatever a platform's own filter leaves of its list.
    document["provider"].as_object().erase("query");
    auto const name = std::string(as) + "-" + spec.name;
    if (name.size() <= longest_name) document["name"] = name;
    return document;
}

descent parent_job::descent_for(std::string_view as) const {
    return {journal::parentage{where.id, std::string(as)}, stands.folded.key(), {}};
}

parent_job find_parent(store& jobs, std::string const& id) {
    auto& storage = jobs.storage();
    auto where = jobs.find(id);
    auto stands = standing_of(storage, where);
    if (stands.how == standing::kind::running)
        throw job_error(exit_status::busy, "job " + id
                                               + " is running: wait for its end, or stop it, before another "
                                                 "is made from it. Nothing was sent.");
    auto const opened = read_opening(storage, where);
    if (!opened || stands.how == standing::kind::damaged)
        throw job_error(exit_status::internal,
                        stands.reason.empty()
                            ? "the journal of job " + id + " has no sound first line. Nothing was sent."
                            : stands.reason);
    auto spec = read_job_spec(storage, where, *opened);
    if (spec.sink)
        throw job_error(
            exit_status::usage,
            "job " + id + " is an export, which changes no members: run its spec again. Nothing was sent.");
    return {std::move(where), std::move(stands), std::move(spec)};
}

void refuse_damage(journal::directory const& where, std::optional<journal::flaw> const& damage) {
    if (!damage) return;
    throw job_error(exit_status::internal, "the journal of job " + where.id + " is damaged: " + damage->what
                                               + ". muster fsck " + where.id
                                               + " says what to do. Nothing was sent.");
}

spec::spec spec_for_members(json::object const& document) {
    auto read = spec::read(json::serialize(document), {});
    if (!read.value)
        throw job_error(exit_status::usage,
                        spec::format("the new job's spec", read.mistakes) + "Nothing was sent.");
    return std::move(*read.value);
}

} // namespace muster::launch
