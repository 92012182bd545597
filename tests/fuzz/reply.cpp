// Replies to changes and to reading one member: a status, and a body that may be anything.
#include "core/overload.hpp"
#include "member.hpp"

#include <charconv>

using namespace muster;
using fuzz::check;

namespace {

// A message of the platform is cut after 300 bytes, and words of ours stand around it.
constexpr std::size_t longest_message = 600;

void check_verdict(core::verdict const& v, http::reply const& r) {
    bool const success = r.status >= 200 && r.status < 300;
    std::visit(core::overload{
                   [&](core::done const&) { check(success, "only a success is done"); },
                   [&](core::already const&) {}, [&](core::gone const&) { check(r.status == 404, "404"); },
                   [&](core::throttled const&) { check(r.status == 429, "only 429 is throttled"); },
                   [&](core::transient const& t) {
                       fuzz::check_shown(t.why, longest_message, "a reason can be shown");
                   },
                   [&](core::rejected const& x) {
                       check(!x.code.empty(), "a rejection has a code");
                       fuzz::check_shown(x.code, longest_message, "a code can be shown");
                       fuzz::check_shown(x.message, longest_message, "a message can be shown");
                   },
                   [&](core::refused const& x) {
                       check(!x.message.empty(), "a refusal says why");
                       fuzz::check_shown(x.message, 2 * longest_message, "a refusal can be shown");
                   }},
               v);
    if (r.status == 408 || r.status >= 500)
        check(std::holds_alternative<core::transient>(v), "a fault of the platform may pass");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static provider::memberstack::platform const platform;
    static std::vector<core::change> const changes{core::add_plan{"pln_free"}, core::remove_plan{"pln_free"},
                                                   core::update_fields{{{"verified", true}}, false},
                                                   core::delete_member{},
                                                   core::raw_request{"POST", "/x", std::nullopt, false}};
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 3); // status, Location, body
    http::reply r;
    r.status = 200;
    std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), r.status);
    r.location = parts[1];
    r.body = parts[2];

    for (auto const& change : changes) {
        provider::assignment const unit[] = {{"mem_1", change}};
        auto const judged = platform.judge(unit, r);
        check(std::holds_alternative<core::verdict>(judged), "a unit of one is judged as a whole");
        check_verdict(std::get<core::verdict>(judged), r);
    }
    boost::json::monotonic_resource arena;
    auto const read = platform.read_member(r, arena);
    if (auto const* const verdict = std::get_if<core::verdict>(&read)) {
        check(!std::holds_alternative<core::done>(*verdict), "reading does nothing");
        check_verdict(*verdict, r);
    } else if (auto const& m = std::get<provider::found_member>(read)) {
        check(r.status >= 200 && r.status < 300, "only a success holds a member");
        check(!m->id.empty() && m->document != nullptr, "a member has an id");
        for (auto const& change : changes) fuzz::check_change(platform, change, *m);
    }
    return 0;
}
