#include "core/change.hpp"

#include "core/overload.hpp"

#include <initializer_list>
#include <stdexcept>
#include <string_view>

namespace muster::core {
namespace {

namespace json = boost::json;

[[noreturn]] void fail(std::string const& message) {
    throw std::invalid_argument("not a change: " + message);
}

std::string quoted(std::string_view key) {
    return '"' + std::string(key) + '"';
}

/// What stands under the key of a change, with what every reader needs: typed access that names what is
/// wrong.
class fields {
public:
    fields(std::string_view kind, json::value const& v) : kind_(kind) {
        if (!v.is_object()) fail(quoted(kind) + " must hold an object");
        object_ = &v.get_object();
    }

    void allow(std::initializer_list<std::string_view> keys) const {
        for (auto const& entry : *object_) {
            bool known = false;
            for (auto const key : keys) known = known || key == std::string_view(entry.key());
            if (!known) fail(quoted(kind_) + " holds a key of another version");
        }
    }
    [[nodiscard]] json::value const* find(std::string_view key) const { return object_->if_contains(key); }
    [[nodiscard]] std::string string(std::string_view key) const {
        auto const* const v = find(key);
        if (!v || !v->is_string()) fail(quoted(kind_) + " needs a string " + quoted(key));
        return std::string(v->get_string());
    }
    [[nodiscard]] bool boolean(std::string_view key) const {
        auto const* const v = find(key);
        if (!v || !v->is_bool()) fail(quoted(kind_) + " needs true or false as " + quoted(key));
        return v->get_bool();
    }
    [[nodiscard]] json::object object(std::string_view key) const {
        auto const* const v = find(key);
        if (!v || !v->is_object()) fail(quoted(kind_) + " needs an object " + quoted(key));
        return v->get_object();
    }

    [[nodiscard]] json::object const& whole() const { return *object_; }

private:
    std::string_view kind_;
    json::object const* object_ = nullptr;
};

change read_update(fields const& in) {
    in.allow({"set", "mergeJson"});
    bool const merge = in.find("mergeJson") && in.boolean("mergeJson");
    return update_fields{in.object("set"), merge};
}

change read_delete(fields const& in) {
    for (auto const& option : in.whole())
        if (!option.value().is_bool()) fail("\"delete\" needs true or false as " + quoted(option.key()));
    return delete_member{in.whole()};
}

change read_request(fields const& in) {
    in.allow({"method", "path", "body", "idempotent"});
    raw_request r{in.string("method"), in.string("path"), std::nullopt, in.boolean("idempotent")};
    if (auto const* const body = in.find("body")) r.body = *body;
    return r;
}

} // namespace

std::string_view kind_of(change const& c) {
    return std::visit(
        overload{[](add_plan const&) { return "addPlan"; }, [](remove_plan const&) { return "removePlan"; },
                 [](update_fields const&) { return "update"; }, [](create_member const&) { return "create"; },
                 [](upsert_member const&) { return "upsert"; }, [](delete_member const&) { return "delete"; },
                 [](raw_request const&) { return "request"; }},
        c);
}

json::value to_json(change const& c) {
    auto const add = [](add_plan const& a) -> json::object { return {{"planId", a.plan_id}}; };
    auto const remove = [](remove_plan const& r) -> json::object { return {{"planId", r.plan_id}}; };
    auto const update = [](update_fields const& u) {
        json::object body;
        body["set"] = u.set;
        if (u.merge) body["mergeJson"] = true;
        return body;
    };
    auto const document = [](auto const& m) {
        return m.document.empty() ? json::object() : json::object{{"document", m.document}};
    };
    auto const del = [](delete_member const& d) { return d.options; };
    auto const request = [](raw_request const& r) {
        json::object body;
        body["method"] = r.method;
        body["path"] = r.path;
        if (r.body) body["body"] = *r.body;
        body["idempotent"] = r.idempotent;
        return body;
    };
    json::object whole;
    whole[kind_of(c)] = std::visit(overload{add, remove, update, document, del, request}, c);
    return whole;
}

bool makes_member(change const& c) {
    return std::holds_alternative<create_member>(c) || std::holds_alternative<upsert_member>(c);
}

change change_from_json(json::value const& v) {
    if (!v.is_object() || v.get_object().size() != 1) fail("must be an object with one key");
    auto const& entry = *v.get_object().begin();
    std::string_view const kind = entry.key();
    fields const in(kind, entry.value());
    if (kind == "addPlan" || kind == "removePlan") {
        in.allow({"planId"});
        auto plan_id = in.string("planId");
        if (kind == "addPlan") return add_plan{std::move(plan_id)};
        return remove_plan{std::move(plan_id)};
    }
    if (kind == "create" || kind == "upsert") {
        in.allow({"document"});
        auto document = in.find("document") ? in.object("document") : json::object();
        if (kind == "create") return create_member{std::move(document)};
        return upsert_member{std::move(document)};
    }
    if (kind == "update") return read_update(in);
    if (kind == "delete") return read_delete(in);
    if (kind == "request") return read_request(in);
    fail("its one key must be addPlan, removePlan, update, create, upsert, delete or request");
}

} // namespace muster::core
