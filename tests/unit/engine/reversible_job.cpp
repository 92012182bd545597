#include "reversible_job.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::simulated {

namespace json = boost::json;

namespace {

/// What may stand in a field.
struct writable {
    std::string path;
    json::array values;
};

/// The fields of a platform that jobs and people write here.
struct fields_of_platform {
    std::vector<writable> places;
    std::string copied_from; ///< a text that each member has, and where it may be copied to
    std::string copied_to;
    std::string reference = "email";
};

fields_of_platform make_fields(json::object const& places, std::string from, std::string to,
                               std::string reference = "email") {
    fields_of_platform all{{}, std::move(from), std::move(to), std::move(reference)};
    for (auto const& each : places) all.places.push_back({each.key(), each.value().as_array()});
    return all;
}

fields_of_platform const& fields_of(std::string const& provider) {
    static auto const memberstack = make_fields({{"customFields.score", {"7", "8", 7, nullptr}},
                                                 {"customFields.country", {"Sweden", "Germany", "France"}},
                                                 {"customFields.level", {"gold", "silver", nullptr}},
                                                 {"metaData.seen", {"yes", 3}},
                                                 {"loginRedirect", {"/here", "/there"}}},
                                                "customFields.country", "customFields.level", "auth.email");
    static auto const memberstack_v1 = make_fields({{"metaData.country", {"Sweden", "Germany", "France"}},
                                                    {"metaData.level", {"gold", "silver", nullptr}},
                                                    {"metaData.newsletter", {"yes", "no"}}},
                                                   "email", "metaData.level");
    static auto const publisher = make_fields({{"attributes.country", {"Sweden", "Germany", nullptr}},
                                               {"attributes.level", {"reader", "patron"}},
                                               {"attributes.visits", {7, 2.5}},
                                               {"attributes.active", {true, false}},
                                               {"note", {"a", "b", nullptr}}},
                                              "ref", "note", "ref");
    static auto const memberpulse =
        make_fields({{"status", {"lapsed", "active", nullptr}},
                     {"firstName", {"Nova", "Zoë 🦊"}},
                     {"level", {3, "x", nullptr}},
                     {"tags", {json::array{"x"}, json::array{"newsletter"}, json::array{}}}},
                    "email", "level");
    static auto const tables = make_fields({{"data.status", {"lapsed", "active", "draft", nullptr}},
                                            {"data.price", {7.25, 8.5}},
                                            {"data.stock", {3, 4}},
                                            {"data.inStock", {true, false}},
                                            {"data.description", {"one", "other", nullptr}}},
                                           "data.sku", "data.description", "data.sku");
    if (provider == "memberstack-v1") return memberstack_v1;
    if (provider == "publisher") return publisher;
    if (provider == "memberpulse") return memberpulse;
    if (provider == "memberstack-tables") return tables;
    return memberstack;
}

json::value one_of(dice& d, json::array const& values) {
    return values[d.below(values.size())];
}

std::string update_text(json::object const& set) {
    return "\"update\": " + json::serialize(set);
}

/// What a spec sets, of fields and the values or templates that they get.
json::object as_set(std::vector<written_field> const& fields) {
    json::object set;
    for (auto const& f : fields) {
        auto const value = f.copied_from.empty() ? f.value : json::value("{{" + f.copied_from + "}}");
        auto const dot = f.path.find('.');
        if (dot == f.path.npos) {
            set[f.path] = value;
        } else {
            auto& slot = set[f.path.substr(0, dot)];
            (slot.is_object() ? slot.get_object() : slot.emplace_object())[f.path.substr(dot + 1)] = value;
        }
    }
    return set;
}

reversible_job some_update(dice& d, std::string const& provider) {
    auto const& of = fields_of(provider);
    std::vector<written_field> fields;
    for (auto const& p : of.places) {
        if (!d.chance(0.4)) continue;
        auto value = one_of(d, p.values); // thrown in any case: operands have no order
        bool const copies = p.path == of.copied_to && d.chance(0.5);
        fields.push_back({p.path, std::move(value), copies ? of.copied_from : std::string()});
    }
    if (fields.empty()) fields.push_back({of.places.front().path, one_of(d, of.places.front().values)});
    return {update_text(as_set(fields)), fields};
}

/// Memberstack's `json`, which it replaces whole: some keys of it, or all.
reversible_job some_json(dice& d) {
    json::object const document{{"score", d.below(3)}, {"level", "gold"}};
    if (d.chance(0.5)) {
        auto set = json::object{{"json", document}, {"replace", true}};
        return {update_text(set), {{"json", document}}};
    }
    return {update_text({{"json", document}, {"merge", true}}),
            {{"json.score", document.at("score")}, {"json.level", document.at("level")}}};
}

reversible_job plan_job(bool gives) {
    std::string const plan = gives ? "pln_gold" : "pln_silver"; // which nobody has, and everybody
    return {(gives ? R"("addPlan": {"planId": ")" : R"("removePlan": {"planId": ")") + plan + "\"}",
            {{"plans." + plan, gives ? json::value(true) : json::value()}}};
}

} // namespace

reversible_job some_reversible_job(dice& d, std::string const& provider) {
    auto const way = d.below(10);
    if (provider == "publisher") return some_update(d, provider); // it can do no more that can be undone
    if (way < 2) return {create, {}};
    if (provider == "memberstack-v1" && way == 2)
        return {R"("update": {"customFields": {"score": "7"}})", {{"customFields.score", "7"}}, false};
    bool const is_table = provider == "memberstack-tables";
    if (provider == "memberstack-v1" || provider == "memberpulse" || is_table)
        return some_update(d, provider);
    if (way < 5) return plan_job(way < 4);
    return way == 5 ? some_json(d) : some_update(d, provider);
}

written_field some_field(dice& d, std::string const& provider) {
    auto const& all = fields_of(provider).places;
    auto const& p = all[d.below(all.size())];
    return {p.path, one_of(d, p.values)};
}

json::value some_value(dice& d, std::string const& provider, std::string const& path) {
    auto const& all = fields_of(provider).places;
    auto const at = std::find_if(all.begin(), all.end(), [&](auto const& p) { return p.path == path; });
    if (at != all.end()) return one_of(d, at->values);
    if (path.starts_with("plans.")) return d.chance(0.5) ? json::value(true) : json::value();
    if (path == "json") return json::object{{"score", d.below(4)}};
    return d.below(4); // a key of `json`
}

std::string reference_path(std::string const& provider) {
    return fields_of(provider).reference;
}

} // namespace muster::simulated
