// The body of a page, looked at as the reader does: filter, operation, provider.
#include "filter/filter.hpp"
#include "member.hpp"
#include "operation/registry.hpp"
#include "provider/memberstack/vocabulary.hpp"

using namespace muster;
using fuzz::check;
namespace json = boost::json;

namespace {

/// What a job does; read once.
struct job {
    filter::filter where;
    std::unique_ptr<operation::operation> work;
};

job job_of(char const* where, char const* work) {
    core::problems found;
    auto const where_text = json::parse(where);
    auto const work_text = json::parse(work);
    job j{filter::read(core::node(where_text, "", found)),
          operation::read(core::node(work_text, "", found), provider::memberstack::vocabulary())};
    check(found.empty(), "the target's own specs are right", found.empty() ? "" : found.front().message);
    return j;
}

std::vector<job> const& jobs() {
    static std::vector<job> const all = [] {
        std::vector<job> made;
        made.push_back(job_of(R"({"customFields": {"country": {"contains": "ger", "mode": "insensitive"}}})",
                              R"({"addPlan": {"planId": "pln_free"}})"));
        made.push_back(
            job_of(R"({"planConnections": {"some": {"status": "ACTIVE", "planId": {"in": ["pln_free"]}}}})",
                   R"({"update": {"customFields": {"city": "{{customFields.country|none}}"}, "merge": true,)"
                   R"( "json": {"a": {"b": "{{json.a}}"}, "c": null}}})"));
        made.push_back(
            job_of(R"({"NOT": {"lastLogin": {"gte": "2025-01-01"}}, )"
                   R"("OR": [{"verified": true}, {"json.score": {"lt": 7.5}}]})",
                   R"({"request": {"method": "PUT", "path": "/members/{{id}}/x?y={{auth.email}}", )"
                   R"("body": {"all": "{{json}}"}, "idempotent": true}})"));
        made.push_back(job_of("{}", R"({"delete": {}})"));
        return made;
    }();
    return all;
}

void check_member(provider::provider const& platform, core::member const& m) {
    check(!m.id.empty(), "a member has an id");
    check(m.document != nullptr, "a member has a document");
    auto const& id = m.document->at("id");
    check(id.is_string() && std::string_view(id.get_string()) == m.id, "its id stands in the document");
    fuzz::check_request(platform.get(m.id));
    for (auto const& j : jobs()) {
        static_cast<void>(j.where.matches(m));
        auto const decision = j.work->decide(m);
        if (auto const* const change = std::get_if<core::change>(&decision))
            fuzz::check_change(platform, *change, m);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static provider::memberstack::platform const platform;
    http::reply r;
    r.status = 200;
    r.body = fuzz::text_of(data, size);
    json::monotonic_resource arena;
    auto const result = platform.read_page({}, r, arena);
    if (auto const* const fault = std::get_if<provider::page_fault>(&result)) {
        fuzz::check_shown(fault->message, 200, "what is wrong with a page is said in words of ours");
    } else if (auto const* const page = std::get_if<provider::page>(&result)) {
        check(!page->more || !page->next.empty(), "where there is more, there is a way on", r.body);
        provider::list_query q;
        q.after = page->next;
        fuzz::check_request(platform.list(q));
        for (auto const& m : page->members) check_member(platform, m);
    }
    return 0;
}
