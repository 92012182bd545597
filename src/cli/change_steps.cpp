#include "cli/change_steps.hpp"

#include "cli/columns.hpp"
#include "cli/shown.hpp"
#include "core/overload.hpp"
#include "core/write_json.hpp"

namespace muster::cli {

namespace json = boost::json;

namespace {

/// Tells the steps of one change.
class teller {
public:
    explicit teller(std::size_t longest) : longest_(longest) {}

    void add(std::string field, std::string from, std::string to) {
        steps_.push_back({std::move(field), std::move(from), std::move(to)});
    }
    void add_update(json::object const& set, json::object const& before) {
        for (auto const& entry : set) {
            auto const* const from = before.if_contains(entry.key());
            bool const both = entry.value().is_object() && (from == nullptr || from->is_object());
            if (both)
                add_inner(entry.key(), entry.value().get_object(),
                          from == nullptr ? json::object() : from->get_object());
            else
                add_value(entry.key(), from, &entry.value());
        }
    }
    [[nodiscard]] std::string value_text(json::value const* v) const {
        if (v == nullptr || v->is_null()) return "(none)";
        std::string text;
        core::write_json(text, *v);
        return cut_to(shown_line(text), longest_);
    }
    std::vector<change_step> take() { return std::move(steps_); }

private:
    void add_value(std::string_view field, json::value const* from, json::value const* to) {
        add(shown_line(field), value_text(from), value_text(to));
    }
    /// The fields of an object that is set: those inside it, so that only what changes is told.
    void add_inner(std::string const& name, json::object const& to, json::object const& from) {
        for (auto const& entry : to)
            add_value(name + '.' + std::string(entry.key()), from.if_contains(entry.key()), &entry.value());
        for (auto const& entry : from)
            if (!to.contains(entry.key()))
                add_value(name + '.' + std::string(entry.key()), &entry.value(), nullptr);
    }

    std::size_t longest_;
    std::vector<change_step> steps_;
};

} // namespace

std::string change_step::text() const {
    if (field.empty()) return to;
    return from.empty() ? field + " -> " + to : field + ": " + from + " -> " + to;
}

core::change shown_change(core::change c) {
    auto const hide = [](json::object& record) {
        if (auto* const password = record.if_contains("password")) *password = "***";
    };
    if (auto* const create = std::get_if<core::create_member>(&c)) hide(create->document);
    if (auto* const upsert = std::get_if<core::upsert_member>(&c)) hide(upsert->document);
    return c;
}

std::vector<change_step> change_steps(core::change const& change, json::object const& before,
                                      std::size_t longest) {
    teller t(longest);
    std::visit(core::overload{
                   [&](core::add_plan const& a) { t.add("plan " + shown_line(a.plan_id), "no", "yes"); },
                   [&](core::remove_plan const& r) { t.add("plan " + shown_line(r.plan_id), "yes", "no"); },
                   [&](core::update_fields const& u) { t.add_update(u.set, before); },
                   [&](core::create_member const& n) { t.add_update(n.document, {}); },
                   [&](core::upsert_member const& u) { t.add_update(u.document, before); },
                   [&](core::delete_member const&) { t.add("the member", "", "deleted"); },
                   [&](core::raw_request const& r) {
                       auto text = shown_line(r.method + ' ' + r.path);
                       if (r.body) text += ' ' + t.value_text(&*r.body);
                       t.add("", "", std::move(text));
                   }},
               shown_change(change));
    return t.take();
}

} // namespace muster::cli
