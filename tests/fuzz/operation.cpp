// `operation`: reading it, and what it makes of a member, down to the request.
#include "member.hpp"
#include "operation/registry.hpp"
#include "operation/text_template.hpp"

using namespace muster;
using fuzz::check;
namespace json = boost::json;

namespace {

/// Templates in texts.
void check_text(std::string_view text, json::object const& document) {
    std::optional<std::string> mistake;
    auto const t = operation::text_template::compile(text, mistake);
    if (mistake) return check(t.constant() && t.sample("x").empty(), "a mistake leaves nothing", text);
    std::vector<std::string> fields;
    t.add_fields(fields);
    check(fields.empty() == t.constant(), "what is constant reads no field", text);
    auto const filled = t.fill(document);
    auto const* const result = std::get_if<std::string>(&filled);
    if (t.constant())
        check(result != nullptr && *result == t.sample("x"), "what is constant is filled in", text);
    if (!result) fuzz::check_shown(std::get<operation::impossible>(filled).code, 20, "a code is short");
    if (text.find("{{") == text.npos)
        check(result && *result == text, "a text without templates stays", text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static provider::memberstack::platform const platform;
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 2);
    auto const spec = fuzz::json_of(parts[0]);
    auto const document = fuzz::json_of(parts[1]);
    json::object const nothing;
    core::member m;
    m.id = "mem_1";
    m.document = document && document->is_object() ? &document->get_object() : &nothing;
    check_text(parts[0], *m.document);
    if (!spec) return 0;

    core::problems found;
    auto const made = operation::read(core::node(*spec, "", found), platform.about().vocabulary);
    for (auto const& p : found) {
        boost::system::error_code error;
        check(spec->find_pointer(p.pointer, error) != nullptr, "a mistake stands in the operation",
              p.pointer);
    }
    check(made || !found.empty(), "there is an operation, or a mistake", parts[0]);
    if (!found.empty()) return 0;
    check(core::printable(made->describe()) == made->describe(), "a description is printable",
          made->describe());
    auto const decision = made->decide(m);
    if (auto const* const why = std::get_if<operation::impossible>(&decision)) {
        check(core::printable(why->message) == why->message, "a reason is printable", why->message);
    } else if (auto const* const change = std::get_if<core::change>(&decision)) {
        fuzz::check_change(platform, *change, m);
    }
    return 0;
}
