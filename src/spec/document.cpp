#include "spec/document.hpp"

#include "core/ascii.hpp"
#include "core/printable.hpp"
#include "operation/registry.hpp"
#include "provider/registry.hpp"
#include "source/key_list.hpp"
#include "spec/deed_operation.hpp"
#include "spec/deletes_members.hpp"
#include "spec/export_block.hpp"
#include "spec/keys.hpp"
#include "spec/notify_block.hpp"
#include "spec/planned_operation.hpp"
#include "spec/provider_block.hpp"
#include "spec/quota_block.hpp"
#include "spec/rollout_block.hpp"
#include "spec/schedule_block.hpp"
#include "spec/source_block.hpp"
#include "spec/template_fields.hpp"
#include "spec/window_block.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace muster::spec {
namespace {

constexpr std::size_t longest_name = 63;

bool is_name(std::string_view name) {
    auto const fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return name.size() <= longest_name && name.front() != '-' && std::all_of(name.begin(), name.end(), fits);
}

std::string read_name(core::node const& n) {
    auto name = n.non_empty_string();
    if (!name) return {};
    if (!is_name(*name)) {
        n.fail("must be 1 to 63 lower-case letters, digits and \"-\", not beginning with \"-\": it becomes "
               "part of job ids");
    }
    return *name;
}

muster::spec::retry read_retry(core::node const& n) {
    muster::spec::retry r;
    if (!n.is_object(R"({"attempts": 6, "patience": "30m"})")) return r;
    n.allow_keys({keys::attempts.name, keys::patience.name, keys::base_delay.name, keys::max_delay.name});
    r.attempts = static_cast<unsigned>(keys::read(n, keys::attempts).value_or(r.attempts));
    r.patience = keys::read(n, keys::patience);
    r.base_delay = keys::read(n, keys::base_delay);
    r.max_delay = keys::read(n, keys::max_delay);
    if (r.max_delay < r.base_delay) n.fail("\"maxDelay\" must not be shorter than \"baseDelay\"");
    return r;
}

muster::spec::stop_after read_stop_after(core::node const& n) {
    muster::spec::stop_after s;
    if (n.value().is_null() || !n.is_object(R"({"failures": 100, "failureRate": 0.2})")) return s;
    n.allow_keys({keys::failures.name, keys::failure_rate.name});
    if (auto const failures = keys::read(n, keys::failures))
        s.failures = static_cast<std::uint64_t>(*failures);
    s.failure_rate = keys::read(n, keys::failure_rate);
    return s;
}

void read_expect(core::node const& n, spec& s) {
    if (!n.is_object(R"({"matched": {"atMost": 500}})")) return;
    n.allow_keys({"matched"});
    auto const matched = n.require("matched");
    if (!matched || !matched->is_object(R"({"atMost": 500})")) return;
    matched->allow_keys({keys::at_most.name, keys::max_share.name});
    auto const members = keys::read(*matched, keys::at_most);
    if (members) s.at_most = static_cast<std::uint64_t>(*members);
    s.max_share = keys::read(*matched, keys::max_share);
    if (matched->value().get_object().empty())
        matched->fail(
            R"(is empty; say how many, e.g. {"atMost": 500}, or which part, e.g. {"maxShare": 0.1})");
    if (matched->get(keys::max_share.name) && (s.rows || s.records))
        matched->fail_key(keys::max_share.name, "is a part of the platform's list, and \"source\" is none");
}

/// How a value of that field is held against the keys of a file.
source::key_list::same sameness(filter::set_place const& at) {
    auto const last = at.path.substr(at.path.rfind('.') + 1);
    if (core::lower_ascii(last) == "email") return source::key_list::same::email;
    return at.insensitive ? source::key_list::same::folded : source::key_list::same::bytes;
}

/// Reads the `where`; gives whether those are to match whom a file does not name.
bool read_where(core::node const& n, core::shape const* holds, std::optional<core::wall_time> now, spec& s) {
    bool negated = false;
    filter::known about{holds, now};
    about.outside = [&](core::node const& place, filter::set_place const& at) {
        auto list = source::read_key_list(place, sameness(at));
        if (list) s.key_lists.push_back(list);
        negated = negated || at.negated;
        return std::shared_ptr<filter::outside_set>(std::move(list));
    };
    s.where = filter::read(n, about);
    return negated;
}

std::optional<verify> read_verify(core::node const& n) {
    if (n.value().is_bool()) return n.value().get_bool() ? std::optional(verify{}) : std::nullopt;
    if (!n.is_object(R"({"sample": 200}, or true)")) return std::nullopt;
    n.allow_keys({keys::sample.name});
    static_cast<void>(n.require(keys::sample.name));
    auto const members = keys::read(n, keys::sample);
    return members ? std::optional(verify{static_cast<std::uint64_t>(*members)}) : std::nullopt;
}

/// What an operation can be asked for. Where the platform is not known (that is a mistake of its own), all
/// that any of them has.
core::vocabulary vocabulary_of(provider::provider const* platform) {
    return platform ? platform->about().vocabulary : provider::whole_vocabulary();
}

} // namespace

pace read_pace(std::optional<core::node> const& n, provider::provider const* platform) {
    pace p;
    auto page_size = keys::page_size;
    if (platform) {
        p.requests_per_second = provider::requests_per_second(platform->about());
        p.quotas = provider::quotas(platform->about());
        p.page_size = platform->about().page_size;
        page_size.max = static_cast<long>(platform->about().page_size);
    }
    if (!n || !n->is_object(R"({"requestsPerSecond": 25})")) return p;
    n->allow_keys({keys::requests_per_second.name, "quota", keys::concurrency.name, keys::page_size.name});
    p.requests_per_second = keys::read(*n, keys::requests_per_second).value_or(p.requests_per_second);
    if (auto const quota = n->get("quota")) p.quotas = read_quota(*quota, std::move(p.quotas));
    p.concurrency = static_cast<unsigned>(keys::read(*n, keys::concurrency).value_or(p.concurrency));
    if (auto const size = keys::read(*n, page_size)) p.page_size = static_cast<std::size_t>(*size);
    return p;
}

std::vector<std::string> spec::fields() const {
    if (!sink) return operation->fields();
    auto all = sink->fields();
    if (sink->reads_everything())
        for (auto const& field : platform->about().vocabulary.document.fields) all.push_back(field.name);
    return all;
}

spec read_document(boost::json::object const& document, std::optional<core::wall_time> now,
                   core::problems& found) {
    boost::json::value const whole(document);
    core::node const root(whole, "", found);
    root.allow_keys({std::begin(spec_keys), std::end(spec_keys)});

    spec result;
    result.document = document;
    if (auto const schema = root.get("$schema")) static_cast<void>(schema->string());
    if (auto const name = root.require("name")) result.name = read_name(*name);
    if (auto const text = root.get("description")) result.description = text->string().value_or("");
    if (auto const moment = root.get(as_of)) {
        auto const text = moment->string();
        if (text && !core::parse_iso8601(*text)) moment->fail("must be an ISO 8601 date; muster writes it");
    }
    result.live = keys::read(root, keys::live);
    if (auto const provider = root.require("provider")) read_provider(*provider, result);
    auto const exported = root.get("export");
    auto const operation = exported ? root.get("operation") : root.require("operation");
    result.makes_members = operation && makes_members(*operation);
    result.upserts_by_look = result.makes_members && operation->get("upsert") && result.platform
                             && operation::upserts_by_look(result.platform->about().vocabulary);
    if (auto const source = root.get("source")) read_source(*source, result);

    auto const where = root.get("where");
    auto const* holds = result.platform ? &result.platform->about().vocabulary.document : nullptr;
    auto const with_rows = holds != nullptr && result.rows ? shape_with_rows(*holds, result) : core::shape();
    if (holds != nullptr && result.rows) holds = &with_rows;
    bool const negated = where && read_where(*where, holds, now, result);
    bool const about_changes = operation && result.rows && result.platform;
    bool const of_plan = about_changes && is_planned_operation(operation->value());
    std::optional<std::uint64_t> most_stale;
    result.deletes = operation && deletes_members(*operation);
    if (of_plan) {
        auto planned = read_planned_operation(*operation, std::exchange(result.where, {}), *result.platform);
        result.operation = std::move(planned.does);
        result.applies_plan = true;
        result.deletes = planned.deletes;
        most_stale = planned.most_stale;
    } else if (about_changes && is_deed_operation(operation->value())) {
        auto over = read_deed_operation(*operation, *result.platform);
        result.operation = std::move(over.does);
        result.deletes = over.deletes;
    } else if (operation) {
        result.operation = operation::read(*operation, vocabulary_of(result.platform.get()));
    }
    if (exported) {
        read_export(*exported, holds, now, result);
        check_export(root);
    }
    if (result.platform && result.operation) check_source(root, result);
    if (operation && holds != nullptr && !of_plan) note_unknown_fields(*operation, *holds);
    if (!where && result.deletes && !result.rows) {
        operation->fail(
            R"(would delete every member, as there is no "where"; add one, or write "where": {} if you )"
            "mean them all");
    }

    boost::json::value const nothing(boost::json::object_kind);
    result.pace = read_pace(root.get("pace"), result.platform.get());
    result.retry = read_retry(root.get("retry").value_or(core::node(nothing, "/retry", found)));
    result.stop_after =
        read_stop_after(root.get("stopAfter").value_or(core::node(nothing, "/stopAfter", found)));
    result.stop_after.stale = most_stale;
    if (auto const expect = root.get("expect")) read_expect(*expect, result);
    bool const of_list = !result.rows && !result.records;
    if (of_list && result.deletes && negated && !result.max_share) result.max_share = keys::usual_max_share;
    read_steps(root, result);
    if (auto const verify = root.get("verify")) result.verify = read_verify(*verify);
    if (auto const limit = keys::read(root, keys::limit)) result.limit = static_cast<std::uint64_t>(*limit);
    if (auto const window = root.get("window"))
        result.windows = read_windows(*window, result.at.request_timeout);
    if (auto const timetable = root.get("schedule"))
        result.schedule = read_timetable(*timetable, result.name);
    if (auto const notify = root.get("notify")) result.notify = read_notify(*notify);
    return result;
}

} // namespace muster::spec
