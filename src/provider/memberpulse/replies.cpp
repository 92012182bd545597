#include "provider/memberpulse/replies.hpp"

#include "provider/replies.hpp"

#include <boost/json/array.hpp>

#include <string_view>

namespace muster::provider::memberpulse {

namespace json = boost::json;

using replies::clean;
using replies::text_at;

namespace {

std::string first_text(json::object const& o, std::initializer_list<std::string_view> keys) {
    for (auto const key : keys)
        if (auto text = text_at(o, key); !text.empty()) return text;
    return {};
}

/// The last part of an error's address, if it is one of the platform's own words for errors.
std::string word_of(std::string_view type) {
    constexpr std::string_view folder = "/errors/";
    auto const at = type.rfind(folder);
    if (at == std::string_view::npos) return {};
    auto const word = type.substr(at + folder.size());
    bool const plain =
        !word.empty()
        && word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
               == word.npos;
    bool const number = word.find_first_not_of("0123456789") == word.npos; // `/errors/404` says no more
    return plain && !number ? std::string(word) : std::string();
}

/// API Platform's list of what is wrong with which field: `[{"propertyPath": ..., "message": ...}]`.
std::string all_violations(json::array const& violations) {
    std::string text;
    for (auto const& each : violations) {
        auto const* const violation = each.if_object();
        if (violation == nullptr) continue;
        auto const field = text_at(*violation, "propertyPath");
        auto const message = text_at(*violation, "message");
        text += (text.empty() ? "" : "; ") + (field.empty() ? message : field + ": " + message);
    }
    return text;
}

} // namespace

std::optional<complaint> find_complaint(json::value const& body, unsigned status) {
    auto const* const object = body.if_object();
    if (object == nullptr) return std::nullopt;
    complaint c;
    auto const type = text_at(*object, "type");
    c.code = word_of(type);
    c.message = first_text(*object, {"detail", "hydra:description", "title", "hydra:title", "message"});
    if (type.empty() && c.message.empty()) return std::nullopt;
    if (c.code.empty()) c.code = "http-" + std::to_string(status);
    auto const* const found = object->if_contains("violations");
    auto const* const violations = found != nullptr ? found->if_array() : nullptr;
    c.names_fields = violations != nullptr && !violations->empty();
    if (!c.names_fields) return c;
    auto const listed = all_violations(*violations);
    // API Platform repeats them in `detail`.
    if (c.message.find(listed) == std::string::npos)
        c.message = clean(c.message.empty() ? listed : c.message + ": " + listed);
    return c;
}

std::optional<core::verdict> judge_status(http::reply const& r) {
    if (r.status >= 200 && r.status < 300) return std::nullopt;
    if (auto verdict = replies::judge_status(r)) return verdict;
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    auto const found = error ? std::nullopt : find_complaint(body, r.status);
    if (r.status == 401 || r.status == 403)
        return replies::refused_key(r.status, found ? found->message : std::string());
    if (error && r.body.starts_with('{')) return core::transient{"an error reply that was cut short"};
    // What is no problem document did not come from the platform's API: such a 404 says nothing of a record.
    if (!found) return core::rejected{"http-" + std::to_string(r.status), clean(r.body)};
    if (r.status == 404 || r.status == 410) return core::gone{};
    return core::rejected{found->code, found->message};
}

std::optional<core::verdict> judge_status_of_route(http::reply const& r) {
    auto verdict = judge_status(r);
    if (!verdict || !std::holds_alternative<core::gone>(*verdict)) return verdict;
    boost::system::error_code error;
    auto const found = find_complaint(replies::parse(r.body, error), r.status);
    return core::rejected{"http-" + std::to_string(r.status), found ? found->message : std::string()};
}

std::optional<core::rejected> judge_outdated(http::reply const& r) {
    if (r.status != 409 && r.status != 412) return std::nullopt;
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    auto const found = error ? std::nullopt : find_complaint(body, r.status);
    if (found && found->names_fields) return std::nullopt;
    auto const words = found && !found->message.empty() ? found->message : clean(r.body);
    return core::rejected{found ? found->code : "http-" + std::to_string(r.status),
                          words.empty() ? "the record has changed since it was read" : words,
                          core::rejected::certainty::outdated};
}

} // namespace muster::provider::memberpulse
