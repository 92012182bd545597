#include "launch/planned_job.hpp"

#include "core/errors.hpp"
#include "launch/line_writer.hpp"
#include "launch/parent_job.hpp"
#include "source/rows_settings.hpp"
#include "spec/keys.hpp"

namespace muster::launch {

namespace json = boost::json;

namespace {

/// Without what is said of a list that is not read, and of starts to come.
json::object without_list(json::object document) {
    document.erase("schedule");
    // Members that are named are there, whatever a platform's own filter leaves of its list.
    document.at("provider").as_object().erase("query");
    auto* const expect = document.if_contains("expect");
    auto* const matched = expect != nullptr ? expect->as_object().if_contains("matched") : nullptr;
    if (matched == nullptr) return document;
    matched->as_object().erase(spec::keys::max_share.name);
    if (matched->as_object().empty()) document.erase("expect");
    return document;
}

json::object document_for(plan const& of, plan_choices const& choices) {
    auto document = without_list(of.spec);
    json::object how{{"plan", of.digest}, {"operation", of.spec.at("operation")}};
    if (choices.replan) how["replan"] = true;
    how["mostStale"] = choices.most_stale(of.members);
    document["operation"] = json::object{{"apply", std::move(how)}};
    // Each is looked at right before it is changed: that is what tells whether it is as it was planned.
    document["source"] = json::object{
        {"jsonl", {{"file", source::rows_settings::standard_input}, {"key", "id"}, {"match", "lookUp"}}}};
    return document;
}

} // namespace

planned_job make_planned_job(files::storage& storage, std::filesystem::path const& file,
                             plan_choices const& choices) {
    auto of = read_plan(storage, file, [](std::string_view) {});
    for (auto const* const key : {"provider", "operation"})
        if (auto const* const block = of.spec.if_contains(key); block == nullptr || !block->is_object())
            throw core::job_error(core::exit_status::usage,
                                  "the plan's spec has no \"" + std::string(key) + "\". Nothing was sent.");
    planned_job made{{}, {}, {journal::planned{of.digest, choices.approved_by}, of.key, {}}};
    if (of.members > 0) made.spec = spec_for_members(document_for(of, choices));
    made.from.rows = [&storage, file, digest = of.digest](files::append_file& to) {
        line_writer lines(to);
        std::string with_end;
        auto const again = read_plan(storage, file, [&](std::string_view line) {
            with_end.assign(line).push_back('\n');
            lines.add(with_end);
        });
        lines.flush();
        if (again.digest != digest)
            throw core::job_error(core::exit_status::usage,
                                  "the plan was replaced by another while it was read. Nothing was sent.");
    };
    made.of = std::move(of);
    return made;
}

} // namespace muster::launch
