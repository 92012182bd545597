// The body of a page, looked at as the reader does: filter, operation, provider.
#include "core/path.hpp"
#include "filter/filter.hpp"
#include "member.hpp"
#include "operation/registry.hpp"
#include "provider/memberstack/vocabulary.hpp"
#include "provider/replies.hpp"

using namespace muster;
using fuzz::check;
namespace json = boost::json;

namespace {

using read_result = std::variant<provider::page, provider::page_fault, core::verdict>;

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

/// Read with chosen fields only, a page is the same; and so is what they lead to, and each whole document.
void check_chosen(provider::provider const& platform, http::reply const& r, read_result const& result) {
    static std::vector<std::string> const paths{"id", "auth.email", "customFields.country", "json.a",
                                                "planConnections"};
    static core::field_choice const kept(paths, {"planConnections", "customFields"});
    provider::list_query q;
    q.kept = &kept;
    json::monotonic_resource arena;
    auto const read = platform.read_page(q, r, arena);
    check(read.index() == result.index(), "what is left out makes no difference to what a page is", r.body);
    auto const* const whole = std::get_if<provider::page>(&result);
    if (whole == nullptr) return;
    auto const& some = std::get<provider::page>(read);
    check(some.next == whole->next && some.more == whole->more && some.total_count == whole->total_count
              && some.members.size() == whole->members.size(),
          "nor to where it stands", r.body);
    for (std::size_t i = 0; i < whole->members.size(); ++i) {
        auto const& m = whole->members[i];
        auto const& shown = some.members[i];
        check(shown.id == m.id && shown.email == m.email, "nor to who its members are", r.body);
        for (auto const& p : paths) {
            auto const* const here = core::path(p).find(*shown.document);
            auto const* const there = core::path(p).find(*m.document);
            check((here == nullptr) == (there == nullptr) && (here == nullptr || *here == *there),
                  "nor to the chosen fields", r.body);
        }
        check(*provider::replies::whole(shown).document == *m.document, "and the rest can be read", r.body);
        auto const later = provider::replies::read_later(shown, kept);
        if (shown.text.empty()) continue; // it was read whole at once
        for (auto const& field : kept.later()) {
            auto const* const here = later.document->if_contains(field);
            auto const* const there = m.document->if_contains(field);
            check((here == nullptr) == (there == nullptr) && (here == nullptr || *here == *there),
                  "or those fields of it that were put off", r.body);
        }
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
    check_chosen(platform, r, result);
    return 0;
}
