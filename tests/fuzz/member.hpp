#pragma once
#include "core/change.hpp"
#include "input.hpp"
#include "journal/record.hpp"
#include "provider/memberstack/platform.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace muster::fuzz {

/// What is the same for all requests: nothing of a member gets into the target but percent-encoded.
inline void check_request(http::request const& r) {
    check(r.target.starts_with('/'), "a target is a path", r.target);
    for (char const c : r.target)
        check(c > ' ' && c < '\x7f' && c != '#', "a target is visible ASCII", r.target);
    if (!r.body.empty()) {
        boost::json::parse_options options;
        options.max_depth = 512;
        boost::system::error_code error;
        boost::json::parse(r.body, error, {}, options);
        check(!error, "a body is JSON", r.body);
    }
}

/// The member's document once the platform has done what an update asks of it.
inline boost::json::object updated(boost::json::object document, boost::json::object const& set) {
    for (auto const& entry : set) {
        auto const key = std::string_view(entry.key());
        bool const shallow = (key == "customFields" || key == "metaData") && entry.value().is_object();
        auto& slot = key == "email" ? document["auth"] : document[key];
        if (key != "email" && !shallow) {
            slot = entry.value();
            continue;
        }
        if (!slot.is_object()) slot.emplace_object();
        if (key == "email") slot.get_object()["email"] = entry.value();
        if (!shallow) continue;
        for (auto const& each : entry.value().get_object()) slot.get_object()[each.key()] = each.value();
    }
    return document;
}

/// Takes a change for a member all the way that the engine takes it.
inline void check_change(provider::provider const& platform, core::change const& change,
                         core::member const& m) {
    auto const written = core::to_json(change);
    check(core::to_json(core::change_from_json(written)) == written, "a change that was written is the same",
          boost::json::serialize(written));
    static_cast<void>(platform.objection(change));
    std::string line;
    encode(journal::intent{std::string(m.id), 1, written, platform.before_image(change, m)}, line);
    static_cast<void>(
        journal::decode(std::string_view(line).substr(0, line.size() - 1))); // throws where it cannot
    auto const ready = platform.needs_current(change) ? platform.complete(change, m) : change;
    check(!platform.needs_current(ready), "a change is completed once");
    provider::assignment const unit[] = {{std::string(m.id), ready}};
    check_request(platform.perform(unit));
    auto const effect = platform.test(change, m);
    check(platform.test(ready, m) == effect, "completing a change does not change what it asks for",
          boost::json::serialize(written) + boost::json::serialize(*m.document));
    auto const* const update = std::get_if<core::update_fields>(&ready);
    if (update == nullptr) return;
    auto const after = updated(*m.document, update->set);
    core::member const then{m.id, m.email, &after};
    check(platform.test(ready, then) == provider::effect::present, "a change that was made is there",
          boost::json::serialize(written) + boost::json::serialize(after));
    check(platform.test(change, then) == provider::effect::present, "and so is what was asked for",
          boost::json::serialize(written) + boost::json::serialize(after));
}

} // namespace muster::fuzz
