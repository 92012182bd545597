#include "crash_scene.hpp"

#include "platform_job.hpp"
#include "spec/planned_operation.hpp"

namespace muster::simulated {

namespace {

std::string const extra =
    R"(, "pace": {"pageSize": 10, "concurrency": 4, "requestsPerSecond": 10}, "canary": {"members": 3})";
constexpr std::size_t members = 40;
constexpr std::size_t fresh = 12; // records of members that are not there

constexpr auto max_share = R"(, "expect": {"matched": {"maxShare": 0.6}})";

std::string source_of(rows of) {
    if (of == rows::plan)
        return R"(, "source": {"jsonl": {"file": "/in/rows", "key": "id", "match": "lookUp"}})";
    auto const* const form = of == rows::cells ? "csv" : "jsonl";
    return R"(, "source": {")" + std::string(form)
           + R"(": {"file": "/in/rows", "key": "id", "match": "walk"}})";
}

std::string rows_text(rows of, model_server const& server) {
    std::string text = of == rows::cells ? "id,n\n" : "";
    for (auto const& id : server.members())
        text += of == rows::cells
                    ? id + ",7\n"
                    : R"({"id": ")" + id
                          + R"(", "change": {"update": {"set": {"customFields": {"score": null}}}}, )"
                            R"("before": {"customFields": {"score": "7"}}})"
                          + "\n";
    return text;
}

void write_rows(std::string const& text, memory_storage& disk) {
    disk.make_directories("/in");
    auto const file = disk.open_append("/in/rows");
    file->append(text);
    file->sync();
    disk.sync_directory("/in");
}

/// The operation of the job, which is not that of the plan that it applies.
std::string operation_of(scenario const& s) {
    if (s.of != rows::plan) return s.operation;
    return R"("apply": {"plan": "digest", "operation": {)" + s.operation + R"(}, "mostStale": 10})";
}

std::optional<planned_members> plan_of(scenario const& s, model_server& server) {
    if (s.of != rows::plan) return std::nullopt;
    return planned_members(spec_text(s.provider, s.operation, {}), server);
}

/// What is to become of a member.
bool is_fitting(journal::member_settled const& end, scenario const& s, scene const& in) {
    auto const& member = end.member;
    auto const o = end.outcome;
    if (in.plan && in.plan->stale().contains(member))
        return o == core::outcome::failed && end.code == spec::stale_code;
    if (in.plan && in.plan->in_effect().contains(member)) return o == core::outcome::already;
    if (in.server->unacceptable.contains(member)) return o == core::outcome::failed;
    if (o == core::outcome::already) return in.around.there_already.contains(member);
    return o == core::outcome::done || (!s.repeatable && o == core::outcome::unknown);
}

} // namespace

std::uint64_t scenario::stride() const {
    if (of == rows::plan) return 7; // each member is looked up
    return has_twin(provider) || of != rows::none ? 4 : 1;
}

std::vector<scenario> const& scenarios() {
    static const std::vector<scenario> all{
        {R"("addPlan": {"planId": "pln_gold"})"},
        {R"("addPlan": {"planId": "pln_gold"})", true, std::chrono::milliseconds(150)},
        {R"("removePlan": {"planId": "pln_silver"})"},
        {R"("update": {"customFields": {"score": "7"}})"},
        {R"("update": {"json": {"score": 7}, "merge": true})"},
        {R"("delete": {})"},
        {R"("request": {"method": "POST", "path": "/members/{{id}}/bump", "idempotent": false})", false},
        // Three in a request, one of them poisonous but in the last.
        {R"("addPlan": {"planId": "pln_gold"})", true, {}, "bulk", true},
        {R"("update": {"json": {"score": 7}, "merge": true})", true, {}, "bulk", true},
        {R"("update": {"customFields": {"score": "7"}})", true, {}, "bulk-each", true},
        {R"("delete": {})", true, std::chrono::milliseconds(150), "bulk"},
        // Walked whole first.
        {R"("delete": {})", true, {}, "numbered"},
        {R"("delete": {})", true, {}, "memberstack", false, rows::none, max_share},
        // Rows that name members, and what another job did to them.
        {R"("addPlan": {"planId": "pln_gold"})", true, {}, "memberstack", false, rows::cells},
        {R"("update": {"customFields": {"score": "{{row.n}}"}})", true, {}, "numbered", false, rows::cells},
        {R"("undo": {"job": "x"})", true, {}, "memberstack", false, rows::deeds},
        {R"("undo": {"job": "x"})", true, {}, "numbered", false, rows::deeds},
        // What was planned, where some are not as they were.
        {R"("update": {"customFields": {"score": "7"}})", true, {}, "memberstack", false, rows::plan},
        {R"("addPlan": {"planId": "pln_gold"})", true, {}, "bulk", true, rows::plan},
        {R"("delete": {})", true, {}, "memberstack", false, rows::plan},
        // Records.
        {R"("create": {})"},
        {R"("create": {})", true, {}, "memberstack-v1"},
        {R"("create": {})", true, {}, "memberpulse"},
        {R"("create": {})", true, {}, "memberstack-tables"},
        {R"("upsert": {})", true, {}, "publisher", true},
        // By what answers `muster sandbox`.
        {R"("update": {"metaData": {"country": "Sweden"}})", true, {}, "memberstack-v1", true},
        {R"("update": {"customFields": {"score": "7"}})", true, {}, "memberstack-v1"},
        {R"("delete": {})", true, {}, "memberstack-v1"},
        {R"("update": {"attributes": {"score": "7"}})", true, {}, "publisher", true},
        {R"("delete": {})", true, std::chrono::milliseconds(150), "publisher", true},
        {R"("update": {"status": "lapsed"})", true, {}, "memberpulse", true},
        {R"("delete": {})", true, {}, "memberpulse"},
        {R"("update": {"data": {"status": "lapsed", "price": 7.25}})", true, {}, "memberstack-tables", true},
        {R"("delete": {})", true, {}, "memberstack-tables"}};
    return all;
}

scene::scene(scenario const& s)
    : server(make_server(s.provider, members, s.operation)),
      plan(plan_of(s, *server)),
      around(*server,
             spec_text(s.provider, operation_of(s),
                       extra + s.more
                           + (s.of == rows::none ? some_records(s.provider, s.operation, *server, fresh)
                                                 : source_of(s.of))),
             1),
      expected(plan ? plan->named() : around.concerned()),
      before(*server, plan ? plan->made_of() : around.job) {
    if (s.of != rows::none) write_rows(plan ? plan->rows() : rows_text(s.of, *server), around.disk);
    if (s.poisoned) server->unacceptable = {*std::next(expected.begin(), 7)};
    if (s.operation.starts_with("\"create\"")) around.there_already = server->members();
    around.disk_latency = [latency = s.disk] { return latency; };
}

engine::run_choices resuming(scenario const& s) {
    return {std::nullopt, !s.repeatable, std::nullopt};
}

std::vector<std::string> bring_to_its_end(scenario const& s, scene& in) {
    auto& w = in.around;
    if (in.plan && in.plan->meddle(*in.server, w)) in.meddled_with.insert(in.plan->latecomer());
    auto const resumed = w.run(resuming(s));
    if (!resumed.complete) return {"not complete: " + resumed.reason};
    auto wrong = w.problems(in.expected);
    if (resumed.end.matched != in.expected.size())
        wrong.push_back("matched " + std::to_string(resumed.end.matched));
    std::set<std::string> done;
    std::set<std::string> unknown;
    for (auto const& [id, outcomes] : w.outcomes()) {
        auto const o = outcomes.front().outcome;
        if (o == core::outcome::done && !w.there_already.contains(id)) done.insert(id);
        if (o == core::outcome::unknown) unknown.insert(id);
        if (!is_fitting(outcomes.front(), s, in))
            wrong.push_back(id + " is " + std::string(core::to_string(o)));
    }
    auto const differences = in.before.differences(done, unknown, in.meddled_with);
    wrong.insert(wrong.end(), differences.begin(), differences.end());
    return wrong;
}

} // namespace muster::simulated
