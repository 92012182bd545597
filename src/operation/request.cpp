#include "core/printable.hpp"
#include "http/message.hpp"
#include "operation/builtin.hpp"
#include "operation/value_template.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace muster::operation {
namespace {

constexpr std::array<std::string_view, 5> methods{"GET", "POST", "PUT", "PATCH", "DELETE"};

/// Whether a path holds a segment `.` or `..`, which servers and proxies resolve to another path.
bool climbs(std::string_view target) {
    auto path = target.substr(0, target.find('?'));
    while (!path.empty()) {
        path.remove_prefix(1); // the slash
        auto const segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..") return true;
        path.remove_prefix(segment.size());
    }
    return false;
}

/// A raw request. Nothing of the member gets into the path but percent-encoded, so that no member's data can
/// choose another path.
class request final : public operation {
public:
    request(core::raw_request frame, text_template path, std::optional<value_template> body, std::string text)
        : frame_(std::move(frame)),
          path_(std::move(path)),
          body_(std::move(body)),
          text_(std::move(text)) {}

    [[nodiscard]] decision decide(core::member const& m) const override {
        auto path = path_.fill(*m.document, checked_encode);
        if (auto* const why = std::get_if<impossible>(&path)) return std::move(*why);
        auto change = frame_;
        change.path = std::get<std::string>(std::move(path));
        bool const empty_value = change.path.find(empty_mark) != change.path.npos;
        if (empty_value || climbs(change.path)) {
            return impossible{"bad-path",
                              "a field that the spec inserts into the request's path is empty, \".\" or "
                              "\"..\", and would lead to another path"};
        }
        if (!body_) return core::change(std::move(change));
        auto body = body_->fill(*m.document);
        if (auto* const why = std::get_if<impossible>(&body)) return std::move(*why);
        change.body = std::get<boost::json::value>(std::move(body));
        return core::change(std::move(change));
    }

    [[nodiscard]] std::vector<std::string> fields() const override {
        std::vector<std::string> all;
        path_.add_fields(all);
        if (body_) body_->add_fields(all);
        return all;
    }

    [[nodiscard]] std::string describe() const override { return text_; }

private:
    /// No percent-encoded text holds a line feed, so it can mark where an empty value was inserted.
    static constexpr char empty_mark = '\n';

    static std::string checked_encode(std::string_view value) {
        return value.empty() ? std::string(1, empty_mark) : http::percent_encode(value);
    }

    core::raw_request frame_; ///< all that is the same for every member
    text_template path_;
    std::optional<value_template> body_;
    std::string text_;
};

bool is_method(std::string_view word) {
    return std::find(methods.begin(), methods.end(), word) != methods.end();
}

/// What is wrong with a path, if anything.
std::optional<std::string> path_mistake(std::string_view path) {
    if (!path.starts_with('/') || path.starts_with("//")) {
        return R"(must be a path below the provider's base URL that begins with one "/", e.g. "/members/{{id}}")";
    }
    if (climbs(path)) return R"(must not hold a segment "." or "..")";
    if (path.find('#') != path.npos) return R"(must not hold "#": a fragment is never sent)";
    for (char const c : path) {
        bool const visible = c > ' ' && c < '\x7f';
        if (!visible) return "must be ASCII without spaces; percent-encode other characters";
    }
    return std::nullopt;
}

std::optional<text_template> read_path(core::node const& n) {
    auto const text = n.non_empty_string();
    if (!text) return std::nullopt;
    std::optional<std::string> mistake;
    auto path = text_template::compile(*text, mistake);
    if (!mistake) mistake = path_mistake(path.sample("x"));
    if (!mistake) return path;
    n.fail(*mistake);
    return std::nullopt;
}

std::optional<std::string> read_method(core::node const& n) {
    auto const word = n.string();
    if (!word || is_method(*word)) return word;
    n.fail("must be GET, POST, PUT, PATCH or DELETE, in capitals");
    return std::nullopt;
}

std::unique_ptr<operation> read_request(core::node const& n, core::vocabulary const&) {
    if (!n.is_object(R"({"method": "POST", "path": "/members/{{id}}", "idempotent": false})")) return nullptr;
    n.allow_keys({"method", "path", "body", "idempotent"});
    auto const method_place = n.require("method");
    auto const path_place = n.require("path");
    auto const body_place = n.get("body");
    auto const idempotent_place = n.get("idempotent");
    if (!idempotent_place) {
        n.fail(
            R"("idempotent" is missing: say true if sending the request twice has the effect of sending it once, )"
            "else false (then a request whose reply was lost is not sent again)");
    }

    core::raw_request frame;
    auto const method = method_place ? read_method(*method_place) : std::nullopt;
    auto path = path_place ? read_path(*path_place) : std::nullopt;
    std::optional<value_template> body;
    if (body_place) body = value_template::read(*body_place);
    frame.idempotent = idempotent_place && idempotent_place->boolean().value_or(false);
    if (method == "GET" && body_place) body_place->fail("must be left out: a GET request has no body");
    if (!method || !path) return nullptr;
    frame.method = *method;
    auto text = frame.method + ' ' + core::printable(*path_place->string());
    return std::make_unique<request>(std::move(frame), std::move(*path), std::move(body), std::move(text));
}

boost::json::object schema_of_request(core::vocabulary const&) {
    boost::json::array words;
    for (auto const word : methods) words.emplace_back(word);
    return {
        {"type", "object"},
        {"properties",
         {{"method", {{"anyOf", boost::json::array{{{"enum", words}}, {{"$ref", "#/$defs/parameter"}}}}}},
          {"path",
           {{"type", "string"},
            {"minLength", 1},
            {"description",
             "A path below the base URL, e.g. /members/{{id}}; inserted values are percent-encoded."}}},
          {"body", {{"description", "Sent as JSON; its strings may be templates such as {{auth.email}}."}}},
          {"idempotent",
           {{"anyOf", boost::json::array{{{"type", "boolean"}}, {{"$ref", "#/$defs/parameter"}}}},
            {"description", "Whether sending the request twice has the effect of sending it once."}}}}},
        {"required", boost::json::array{"method", "path", "idempotent"}},
        {"additionalProperties", false}};
}

} // namespace

kind request_kind() {
    return {"request", "Send a request of your own for each member.", schema_of_request, read_request};
}

} // namespace muster::operation
