#include "provider/publisher/replies.hpp"

#include "core/printable.hpp"
#include "provider/replies.hpp"

namespace muster::provider::publisher {

namespace json = boost::json;

using replies::clean;
using replies::text_at;

namespace {

struct complaint {
    std::string code;    ///< may be empty
    std::string message; ///< may be empty
};

std::string code_at(json::object const& o) {
    auto const* const code = o.if_contains("code");
    return code != nullptr && code->is_int64() ? std::to_string(code->get_int64()) : text_at(o, "code");
}

complaint read_complaint(json::object const& o) {
    for (auto const* const key : {"message", "detail", "title"})
        if (auto message = text_at(o, key); !message.empty()) return {code_at(o), std::move(message)};
    return {code_at(o), {}};
}

/// `whole`: the status says error, so that the body is the complaint; in a success only `error` counts.
std::optional<complaint> find_complaint(json::value const& body, bool whole) {
    auto const* const object = body.if_object();
    if (object == nullptr) return std::nullopt;
    auto outer = read_complaint(*object);
    auto const* const error = object->if_contains("error");
    if (error != nullptr && error->is_object()) return read_complaint(error->get_object());
    if (error != nullptr && error->is_string()) {
        if (outer.message.empty()) outer.message = clean(error->get_string());
        return outer;
    }
    bool const other = error != nullptr && !error->is_null() && *error != json::value(false);
    return whole || other ? std::optional(std::move(outer)) : std::nullopt;
}

bool names_member_base(std::string const& text) {
    return replies::mentions(text, {"memberbase", "member base", "member-base", "member_base"});
}

core::rejected as_rejected(complaint const& c, unsigned status) {
    return {c.code.empty() ? "http-" + std::to_string(status) : c.code, c.message};
}

core::verdict judge_404(complaint const& c, settings const& s, std::string_view path) {
    if (names_member_base(c.code) || names_member_base(c.message))
        return core::refused{core::refused::cause::operation,
                             "there is no memberbase " + clean(s.member_base) + " (provider.memberBaseId): "
                                 + (c.message.empty() ? "HTTP 404" : c.message)};
    // The paths of most calls are guesses: a 404 that is about the path says nothing of the member.
    bool const about_path = c.message.find(path) != c.message.npos;
    bool const about_member =
        replies::mentions(c.code, {"member"}) || replies::mentions(c.message, {"member"});
    if (!about_path && (s.any_404 || about_member)) return core::gone{};
    auto told = as_rejected(c, 404);
    told.message += (told.message.empty() ? "" : "; ") + std::string("is ") + std::string(path)
                    + " a call of this instance (provider.paths)?";
    return told;
}

} // namespace

std::optional<core::verdict> judge_status(http::reply const& r, settings const& s, std::string_view path) {
    if (r.status >= 200 && r.status < 300) return std::nullopt;
    if (auto verdict = replies::judge_status(r)) return verdict;
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    auto const found = error ? std::nullopt : find_complaint(body, true);
    if (r.status == 401 || r.status == 403)
        return replies::refused_key(r.status, found ? found->message : std::string());
    if (error && r.body.starts_with('{')) return core::transient{"an error reply that was cut short"};
    if (r.status == 404 && found) return judge_404(*found, s, path);
    auto told = as_rejected(found ? *found : complaint{{}, clean(r.body)}, r.status);
    if (r.status == 413)
        told.message += (told.message.empty() ? "" : "; ") + std::string("the request is too large");
    return told;
}

std::optional<core::verdict> judge_error(json::value const& body) {
    auto const found = find_complaint(body, false);
    if (!found) return std::nullopt;
    return as_rejected(*found, 200);
}

std::optional<core::member> read_document(json::value const& v) {
    auto const* const document = v.if_object();
    auto const* const id = document != nullptr ? document->if_contains("id") : nullptr;
    if (id == nullptr || !id->is_string() || id->get_string().empty()) return std::nullopt;
    core::member m;
    m.id = id->get_string();
    m.document = document;
    if (auto const* const email = document->if_contains("email"); email != nullptr && email->is_string())
        m.email = email->get_string();
    return m;
}

json::array const* find_members(json::value const& body, settings const& s) {
    if (body.is_array()) return &body.get_array();
    auto const* const object = body.if_object();
    if (object == nullptr) return nullptr;
    auto const under = [&](std::string_view key) -> json::array const* {
        auto const* const found = object->if_contains(key);
        return found != nullptr ? found->if_array() : nullptr;
    };
    if (!s.list_key.empty()) return under(s.list_key);
    for (auto const* const key : {"members", "data", "items", "results"})
        if (auto const* const found = under(key)) return found;
    return nullptr;
}

std::variant<std::vector<core::member>, page_fault, core::verdict> read_list(
    http::reply const& r, settings const& s, json::monotonic_resource& arena) {
    if (auto verdict = judge_status(r, s, s.paths.list)) {
        // No list is a member that could be missing.
        if (std::holds_alternative<core::gone>(*verdict))
            return core::verdict(core::rejected{
                "http-404", "HTTP 404; is " + s.paths.list + " a call of this instance (provider.paths)?"});
        return std::move(*verdict);
    }
    boost::system::error_code error;
    auto const* const body = replies::parse_into(arena, r.body, error);
    if (error) return page_fault{"the page is not JSON (" + error.message() + ")"};
    if (auto verdict = judge_error(*body)) return std::move(*verdict);
    auto const* const found = find_members(*body, s);
    if (found == nullptr)
        return page_fault{"the page holds no list of members; is it under another key (provider.listKey)?"};
    std::vector<core::member> members;
    members.reserve(found->size());
    for (auto const& each : *found) {
        auto const m = read_document(each);
        if (!m) return page_fault{"member " + std::to_string(members.size() + 1) + " of the page has no id"};
        if (!m->id.starts_with(s.id_prefix))
            return core::verdict(core::rejected{
                "id-prefix", "the id " + core::printable(m->id) + " does not begin with `"
                                 + core::printable(s.id_prefix)
                                 + "`, by which ids are told from refs; set provider.idPrefix to how this "
                                   "instance's ids begin"});
        members.push_back(*m);
    }
    return members;
}

} // namespace muster::provider::publisher
