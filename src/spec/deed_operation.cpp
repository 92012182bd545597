#include "spec/deed_operation.hpp"

#include "core/ascii.hpp"
#include "core/overload.hpp"
#include "core/printable.hpp"
#include "provider/reversal.hpp"
#include "spec/recorded_change.hpp"

namespace muster::spec {

namespace json = boost::json;
using operation::decision;
using operation::for_nobody;
using operation::impossible;
using operation::nothing_to_do;

namespace {

constexpr std::string_view undo = "undo";
constexpr std::string_view redo = "redo";

class over_deeds : public operation::operation {
public:
    over_deeds(std::string job, std::vector<std::string> fields)
        : job_(std::move(job)),
          fields_(std::move(fields)) {}
    [[nodiscard]] std::vector<std::string> fields() const override { return fields_; }

protected:
    [[nodiscard]] std::string job() const { return core::printable(job_); }

private:
    std::string job_;
    std::vector<std::string> fields_;
};

class undo_operation final : public over_deeds {
public:
    undo_operation(std::string job, std::vector<std::string> fields, provider::provider const& platform,
                   bool force)
        : over_deeds(std::move(job), std::move(fields)),
          platform_(platform),
          force_(force) {}

    [[nodiscard]] decision decide(core::member const& m) const override {
        auto read = recorded_in(m);
        if (auto* const why = std::get_if<impossible>(&read)) return std::move(*why);
        auto const& d = std::get<recorded_change>(read);
        if (auto const why = provider::objection_to_undo(d.change, d.before))
            return impossible{"irreversible", "it cannot be undone: " + *why};
        if (auto const why = objection_to_deletion(d, m); !why.empty() && !force_)
            return impossible{"conflict", "somebody changed it since: " + why};
        auto back = provider::take_back(platform_, d.change, d.before, m, force_);
        return std::visit(
            core::overload{
                [](core::change& c) -> decision { return std::move(c); },
                [](provider::as_before const&) -> decision { return nothing_to_do(); },
                [](provider::conflicts const& c) -> decision {
                    return impossible{"conflict", "somebody changed it since: " + provider::describe(c)};
                }},
            back);
    }
    /// Whom the other job made is gone already.
    [[nodiscard]] for_nobody decide_for_nobody(core::member const& row) const override {
        return tells_of<core::create_member>(row) ? for_nobody(nothing_to_do()) : std::nullopt;
    }
    [[nodiscard]] std::string describe() const override { return "take back what job " + job() + " did"; }

private:
    /// Why whoever was made is not to be deleted; empty if nothing tells against it.
    [[nodiscard]] std::string objection_to_deletion(recorded_change const& d, core::member const& now) const {
        if (!std::holds_alternative<core::create_member>(d.change)) return {};
        auto const& reference = platform_.about().vocabulary.reference;
        auto const known_by = provider::reference_of(platform_.about(), now);
        if (known_by.empty() || core::lower_ascii(known_by) == core::lower_ascii(d.known_by)) return {};
        return core::printable(reference) + " was " + core::quoted(d.known_by) + ", and is "
               + core::quoted(known_by);
    }

    provider::provider const& platform_;
    bool force_;
};

class redo_operation final : public over_deeds {
public:
    redo_operation(std::string job, std::vector<std::string> fields, provider::provider const& platform)
        : over_deeds(std::move(job), std::move(fields)),
          platform_(platform) {}

    [[nodiscard]] decision decide(core::member const& m) const override {
        auto read = recorded_in(m);
        if (auto* const why = std::get_if<impossible>(&read)) return std::move(*why);
        auto& d = std::get<recorded_change>(read);
        // Of whoever was made, a journal tells only that: there they are.
        if (core::makes_member(d.change)) return nothing_to_do();
        if (platform_.test(d.change, m) == provider::effect::cannot_tell)
            return impossible{"not-shown", "the platform does not show what was written"};
        return std::move(d.change);
    }
    [[nodiscard]] for_nobody decide_for_nobody(core::member const& row) const override {
        return tells_of<core::delete_member>(row) ? for_nobody(nothing_to_do()) : std::nullopt;
    }
    [[nodiscard]] std::string describe() const override { return "do again what job " + job() + " did"; }

private:
    provider::provider const& platform_;
};

} // namespace

bool is_deed_operation(json::value const& operation) {
    auto const* const keys = operation.if_object();
    return keys != nullptr && (keys->contains(undo) || keys->contains(redo));
}

deed_operation read_deed_operation(core::node const& operation, provider::provider const& platform) {
    operation.allow_keys({undo, redo});
    auto const back = operation.get(undo);
    auto const n = back ? *back : *operation.get(redo);
    if (!n.is_object(R"({"job": "..."})")) return {};
    n.allow_keys({"job", "fields", "force", "deletes"});
    auto const place = n.require("job");
    auto job = place ? place->non_empty_string().value_or("") : "";
    std::vector<std::string> fields;
    if (auto const list = n.get("fields")) {
        if (!list->value().is_array()) list->fail("must be a list of paths");
        for (std::size_t i = 0; list->value().is_array() && i < list->value().get_array().size(); ++i)
            if (auto path = list->at(i).non_empty_string()) fields.push_back(std::move(*path));
    }
    auto const says = [&n](std::string_view key) {
        auto const flag = n.get(key);
        return flag && flag->boolean().value_or(false);
    };
    bool const deletes = says("deletes");
    if (back)
        return {std::make_unique<undo_operation>(std::move(job), std::move(fields), platform, says("force")),
                deletes};
    return {std::make_unique<redo_operation>(std::move(job), std::move(fields), platform), deletes};
}

} // namespace muster::spec
