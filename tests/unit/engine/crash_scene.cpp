#include "crash_scene.hpp"

#include "bulk_provider.hpp"
#include "numbered_provider.hpp"
#include "platform_job.hpp"

namespace muster::simulated {

namespace {

std::string const extra =
    R"(, "pace": {"pageSize": 10, "concurrency": 4, "requestsPerSecond": 10}, "canary": {"members": 3})";
constexpr std::size_t members = 40;
constexpr std::size_t fresh = 12; // records of members that are not there

constexpr auto max_share = R"(, "expect": {"matched": {"maxShare": 0.6}})";

std::string source_of(rows of) {
    auto const* const form = of == rows::cells ? "csv" : "jsonl";
    return R"(, "source": {")" + std::string(form)
           + R"(": {"file": "/in/rows", "key": "id", "match": "walk"}})";
}

void write_rows(rows of, model_server const& server, memory_storage& disk) {
    std::string text = of == rows::cells ? "id,n\n" : "";
    for (auto const& id : server.members())
        text += of == rows::cells
                    ? id + ",7\n"
                    : R"({"id": ")" + id
                          + R"(", "change": {"update": {"set": {"customFields": {"score": null}}}}, )"
                            R"("before": {"customFields": {"score": "7"}}})"
                          + "\n";
    disk.make_directories("/in");
    auto const file = disk.open_append("/in/rows");
    file->append(text);
    file->sync();
    disk.sync_directory("/in");
}

/// What is to become of a member.
bool is_fitting(core::outcome o, std::string const& member, scenario const& s, scene const& in) {
    if (in.server->unacceptable.contains(member)) return o == core::outcome::failed;
    if (o == core::outcome::already) return in.around.there_already.contains(member);
    return o == core::outcome::done || (!s.repeatable && o == core::outcome::unknown);
}

} // namespace

std::uint64_t scenario::stride() const {
    return has_twin(provider) || of != rows::none ? 4 : 1;
}

std::vector<scenario> const& scenarios() {
    add_bulk_providers();
    add_numbered_provider();
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
      around(*server,
             spec_text(s.provider, s.operation,
                       extra + s.more
                           + (s.of == rows::none ? some_records(s.provider, s.operation, *server, fresh)
                                                 : source_of(s.of))),
             1),
      expected(around.concerned()),
      before(*server, around.job) {
    if (s.of != rows::none) write_rows(s.of, *server, around.disk);
    if (s.poisoned) server->unacceptable = {*std::next(expected.begin(), 7)};
    if (s.operation.starts_with("\"create\"")) around.there_already = server->members();
    around.disk_latency = [latency = s.disk] { return latency; };
}

engine::run_choices resuming(scenario const& s) {
    return {std::nullopt, !s.repeatable, std::nullopt};
}

std::vector<std::string> bring_to_its_end(scenario const& s, scene& in) {
    auto& w = in.around;
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
        if (!is_fitting(o, id, s, in)) wrong.push_back(id + " is " + std::string(core::to_string(o)));
    }
    auto const differences = in.before.differences(done, unknown, {});
    wrong.insert(wrong.end(), differences.begin(), differences.end());
    return wrong;
}

} // namespace muster::simulated
