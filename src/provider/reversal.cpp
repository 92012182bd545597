#include "provider/reversal.hpp"

#include "core/overload.hpp"
#include "core/printable.hpp"
#include "provider/documents.hpp"
#include "provider/shown_value.hpp"

#include <algorithm>

namespace muster::provider {

namespace json = boost::json;
namespace {

using form = core::vocabulary::field::form;

std::optional<form> form_of(core::vocabulary const& words, std::string_view field) {
    auto const at = std::ranges::find(words.fields, field, &core::vocabulary::field::name);
    return at == words.fields.end() ? std::nullopt : std::optional(at->what);
}

/// A merge patch (RFC 7396) that takes the other one back, from what it was applied to.
json::value inverse_patch(json::value const& patch, json::value const& before) {
    auto const* const keys = patch.if_object();
    if (keys == nullptr || !before.is_object()) return before;
    json::object inverse;
    for (auto const& entry : *keys)
        inverse[entry.key()] =
            inverse_patch(entry.value(), documents::at_or_null(before.get_object(), entry.key()));
    return inverse;
}

/// One field of an update, by itself.
struct leaf {
    std::string path;
    core::update_fields written, old;
};

leaf whole_field(std::string_view key, json::value const& written, json::value old, bool merge) {
    leaf l{std::string(key), {{}, merge}, {{}, merge}};
    l.written.set[key] = written;
    l.old.set[key] = std::move(old);
    return l;
}

std::vector<leaf> leaves_of(core::update_fields const& update, json::object const& before,
                            core::vocabulary const& words) {
    std::vector<leaf> all;
    for (auto const& entry : update.set) {
        auto const& old = documents::at_or_null(before, entry.key());
        auto const what = form_of(words, entry.key());
        auto const* const keys = entry.value().if_object();
        if (what == form::merged && keys != nullptr) {
            auto const held = documents::part_of(old, *keys);
            for (auto const& each : *keys) {
                auto l = whole_field(entry.key(), json::object{{each.key(), each.value()}},
                                     json::object{{each.key(), held.at(each.key())}}, update.merge);
                l.path += '.' + std::string(each.key());
                all.push_back(std::move(l));
            }
            continue;
        }
        bool const patched = update.merge && what == form::replaced;
        all.push_back(whole_field(entry.key(), entry.value(),
                                  patched ? inverse_patch(entry.value(), old) : old, update.merge));
    }
    return all;
}

/// The value of the one field that an update sets, or that a before-image has.
json::value only_value(json::object const& fields, bool of_key) {
    if (fields.empty()) return nullptr;
    auto const& value = fields.begin()->value();
    auto const* const keys = value.if_object();
    return of_key && keys != nullptr && keys->size() == 1 ? keys->begin()->value() : value;
}

conflict conflict_at(provider const& platform, leaf const& l, core::member const& now) {
    bool const of_key = l.path.find('.') != l.path.npos;
    auto const held = platform.before_image(core::change(l.written), now);
    return {l.path, only_value(l.old.set, of_key), only_value(l.written.set, of_key),
            only_value(held, of_key)};
}

void add_to(core::update_fields& all, core::update_fields const& one) {
    for (auto const& entry : one.set) {
        auto& slot = all.set[entry.key()];
        if (!slot.is_object() || !entry.value().is_object())
            slot = entry.value();
        else
            for (auto const& each : entry.value().get_object()) slot.get_object()[each.key()] = each.value();
    }
}

reversal take_back_update(provider const& platform, core::update_fields const& done,
                          json::object const& before, core::member const& now, bool force) {
    core::update_fields restored;
    restored.merge = done.merge;
    conflicts found;
    for (auto const& l : leaves_of(done, before, platform.about().vocabulary)) {
        if (platform.test(core::change(l.old), now) == effect::present) continue;
        if (!force && platform.test(core::change(l.written), now) != effect::present)
            found.all.push_back(conflict_at(platform, l, now));
        add_to(restored, l.old);
    }
    if (!found.all.empty()) return found;
    if (restored.set.empty()) return as_before{};
    return core::change(std::move(restored));
}

core::delete_member plain_deletion(provider const& platform) {
    core::delete_member change;
    for (auto const& option : platform.about().vocabulary.of_delete) change.options[option.name] = false;
    return change;
}

} // namespace

std::optional<std::string> objection_to_undo(core::change const& done, json::object const& before) {
    if (std::holds_alternative<core::delete_member>(done)) return "who is deleted cannot be brought back";
    if (std::holds_alternative<core::raw_request>(done)) return "nobody knows what a raw request did";
    if (std::holds_alternative<core::upsert_member>(done))
        return "an upsert does not look at what it overwrites";
    auto const* const update = std::get_if<core::update_fields>(&done);
    if (update == nullptr) return std::nullopt;
    bool const known =
        std::ranges::all_of(update->set, [&](auto const& entry) { return before.contains(entry.key()); });
    if (!known) return "the platform does not show what it overwrites";
    return std::nullopt;
}

core::update_fields overwritten_by(provider const& platform, core::update_fields const& update,
                                   json::object const& before) {
    core::update_fields all;
    all.merge = update.merge;
    for (auto const& l : leaves_of(update, before, platform.about().vocabulary)) add_to(all, l.old);
    return all;
}

reversal take_back(provider const& platform, core::change const& done, json::object const& before,
                   core::member const& now, bool force) {
    // Of a plan there is no third state: a member has it, or not.
    auto const unless_so = [&](core::change back) -> reversal {
        if (platform.test(back, now) == effect::present) return as_before{};
        return back;
    };
    return std::visit(
        core::overload{
            [&](core::add_plan const& p) { return unless_so(core::remove_plan{p.plan_id}); },
            [&](core::remove_plan const& p) { return unless_so(core::add_plan{p.plan_id}); },
            [&](core::create_member const&) -> reversal { return core::change(plain_deletion(platform)); },
            [&](core::update_fields const& u) { return take_back_update(platform, u, before, now, force); },
            [](auto const&) -> reversal { return as_before{}; }},
        done);
}

std::string describe(conflicts const& c) {
    std::string text;
    for (auto const& each : c.all)
        text += (text.empty() ? "" : "; ") + core::printable(each.path) + " was " + shown_value(each.before)
                + ", was set to " + shown_value(each.written) + ", and is " + shown_value(each.now);
    return text;
}

} // namespace muster::provider
