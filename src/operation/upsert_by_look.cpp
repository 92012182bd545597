#include "core/printable.hpp"
#include "operation/builtin.hpp"

#include <algorithm>
#include <utility>

namespace muster::operation {
namespace {

namespace json = boost::json;
using form = core::vocabulary::field::form;

/// Of each row: the update of whoever is there, or the creation of who is not.
class make_or_update final : public operation {
public:
    make_or_update(std::unique_ptr<operation> make, std::unique_ptr<operation> update, std::string text)
        : make_(std::move(make)),
          update_(std::move(update)),
          text_(std::move(text)) {}

    [[nodiscard]] decision decide(core::member const& m) const override { return update_->decide(m); }
    [[nodiscard]] for_nobody decide_for_nobody(core::member const& row) const override {
        return make_->decide(row);
    }
    [[nodiscard]] std::vector<std::string> fields() const override {
        auto all = update_->fields();
        for (auto& field : make_->fields()) all.push_back(std::move(field));
        return all;
    }
    [[nodiscard]] std::string describe() const override { return text_; }

private:
    std::unique_ptr<operation> make_;
    std::unique_ptr<operation> update_;
    std::string text_;
};

/// What stands in an upsert, by whom it is for.
struct parts {
    json::object made;                  ///< of new members
    json::object updated;               ///< of those who are there
    std::vector<std::string> only_made; ///< the fields that an update cannot set
    bool updates_any = false;
};

parts split(json::object const& all, core::vocabulary const& v) {
    bool const replaces = std::ranges::count(v.fields, form::replaced, &core::vocabulary::field::what) > 0;
    parts p;
    for (auto const& entry : all) {
        std::string const name(entry.key());
        if (replaces && (name == "merge" || name == "replace")) { // words of an update, on what is there
            p.updated[name] = entry.value();
            continue;
        }
        p.made[name] = entry.value();
        if (name == v.reference) continue; // by which whoever is there was found
        if (std::ranges::count(v.fields, name, &core::vocabulary::field::name) > 0) {
            p.updated[name] = entry.value();
            p.updates_any = true;
        } else {
            p.only_made.push_back(name);
        }
    }
    return p;
}

std::vector<std::string_view> names_of_fields(core::vocabulary const& v) {
    std::vector<std::string_view> names;
    for (auto const& field : v.fields)
        if (field.name != v.reference) names.push_back(field.name);
    return names;
}

std::string in_words(std::vector<std::string_view> const& names) {
    std::string text;
    for (auto const name : names) text += (text.empty() ? "" : ", ") + core::printable(name);
    return text;
}

/// A field has one mistake, although it is read for both.
void note_once(core::problems const& of_part, core::problems& all) {
    for (auto const& p : of_part) {
        auto const is_same = [&](core::problem const& other) {
            return other.pointer == p.pointer && other.message == p.message;
        };
        if (std::ranges::none_of(all, is_same)) all.push_back(p);
    }
}

std::unique_ptr<operation> read_part(kind const& k, json::object const& part, core::node const& n,
                                     core::vocabulary const& v) {
    json::value const value(part);
    core::problems found;
    auto read = k.read(core::node(value, n.pointer(), found), v);
    note_once(found, n.found());
    return read;
}

} // namespace

std::unique_ptr<operation> read_upsert_by_look(core::node const& n, core::vocabulary const& v) {
    if (!n.is_object(R"({"email": "{{row.Email}}", "customFields": {"name": "{{row.Name}}"}})"))
        return nullptr;
    auto const p = split(n.value().get_object(), v);
    auto const fields = names_of_fields(v);
    for (auto const& name : p.only_made)
        if (auto const near = core::nearest(name, fields))
            n.warn_key(name, "is of new members alone; did you mean \"" + *near + "\"?");
    auto make = read_part(create_kind(), p.made, n, v);
    if (!p.updates_any) {
        // Of an empty one, whoever knows what it is made of tells more.
        if (!p.made.empty())
            n.fail("names nothing that can be set of a member that is there (" + in_words(fields)
                   + R"(); "create" leaves these as they are)");
        return make;
    }
    auto update = read_part(update_kind(), p.updated, n, v);
    if (!make || !update) return nullptr;
    auto text = "create the member, or " + update->describe() + " of the one that is there";
    if (!p.only_made.empty()) text += ", and not " + in_words({p.only_made.begin(), p.only_made.end()});
    return std::make_unique<make_or_update>(std::move(make), std::move(update), std::move(text));
}

} // namespace muster::operation
