#include "spec/planned_operation.hpp"

#include "core/overload.hpp"
#include "operation/registry.hpp"
#include "provider/documents.hpp"
#include "provider/drift.hpp"
#include "spec/deletes_members.hpp"
#include "spec/recorded_change.hpp"

#include <limits>

namespace muster::spec {

namespace json = boost::json;
using operation::decision;
using operation::for_nobody;
using operation::impossible;
using operation::nothing_to_do;

namespace {

constexpr std::string_view apply = "apply";

/// A member as the plan's own spec looks at it: beside what it holds there is the row that the plan was made
/// of, if it was made of one.
class member_of_plan {
public:
    explicit member_of_plan(core::member const& m) : document_(*m.document, {}), seen_(m) {
        auto const* const planned = document_.if_contains("row");
        auto const* const given =
            planned != nullptr && planned->is_object() ? planned->get_object().if_contains("row") : nullptr;
        if (given != nullptr)
            document_["row"] = json::value(*given);
        else
            document_.erase("row");
        seen_.document = &document_;
    }
    member_of_plan(member_of_plan const&) = delete;
    member_of_plan& operator=(member_of_plan const&) = delete;

    [[nodiscard]] core::member const& seen() const { return seen_; }

private:
    json::object document_;
    core::member seen_;
};

impossible stale(std::string const& why) {
    return {std::string(stale_code), "it is not as it was when this was planned: " + why};
}

class apply_operation final : public operation::operation {
public:
    apply_operation(std::unique_ptr<muster::operation::operation> planned, filter::filter where,
                    provider::provider const& platform, bool replan)
        : planned_(std::move(planned)),
          where_(std::move(where)),
          platform_(platform),
          replan_(replan) {}

    [[nodiscard]] decision decide(core::member const& m) const override {
        auto read = recorded_in(m);
        if (auto* const why = std::get_if<impossible>(&read)) return std::move(*why);
        auto& plan = std::get<recorded_change>(read);
        if (platform_.test(plan.change, m) == provider::effect::present) return nothing_to_do();
        member_of_plan const now(m);
        if (!where_.matches(now.seen())) return stale("the where does not match it any more");
        auto decided = planned_->decide(now.seen());
        if (replan_) return decided;
        auto const drifted = provider::drift(platform_, plan.change, plan.before, m);
        if (!drifted.empty()) return stale(drifted);
        return std::visit(
            core::overload{[&](core::change const& c) -> decision {
                               if (provider::documents::same(core::to_json(c), core::to_json(plan.change)))
                                   return std::move(plan.change);
                               return stale("what it would be changed to now is something else");
                           },
                           [](nothing_to_do const& n) -> decision { return n; },
                           [](impossible const& i) -> decision { return stale(i.message); }},
            decided);
    }
    [[nodiscard]] std::vector<std::string> fields() const override {
        auto all = planned_->fields();
        for (auto const& each : where_.fields()) all.push_back(each);
        return all;
    }
    [[nodiscard]] for_nobody decide_for_nobody(core::member const& row) const override {
        if (tells_of<core::delete_member>(row)) return nothing_to_do();
        return stale("the member is not there any more");
    }
    [[nodiscard]] std::string describe() const override { return planned_->describe() + ", as planned"; }

private:
    std::unique_ptr<muster::operation::operation> planned_;
    filter::filter where_;
    provider::provider const& platform_;
    bool replan_;
};

} // namespace

bool is_planned_operation(json::value const& operation) {
    auto const* const keys = operation.if_object();
    return keys != nullptr && keys->contains(apply);
}

planned_operation read_planned_operation(core::node const& operation, filter::filter where,
                                         provider::provider const& platform) {
    planned_operation result;
    operation.allow_keys({apply});
    auto const n = operation.get(apply);
    if (!n || !n->is_object(R"({"plan": "..."})")) return result;
    n->allow_keys({"plan", "operation", "replan", "mostStale"});
    if (auto const digest = n->require("plan")) static_cast<void>(digest->non_empty_string());
    auto const replan = n->get("replan");
    bool const anew = replan && replan->boolean().value_or(false);
    if (auto const most = n->get("mostStale"))
        if (auto const number = most->integer(0, std::numeric_limits<long>::max()))
            result.most_stale = static_cast<std::uint64_t>(*number);
    auto const planned = n->require("operation");
    if (!planned) return result;
    result.deletes = deletes_members(*planned);
    auto does = muster::operation::read(*planned, platform.about().vocabulary);
    if (does)
        result.does = std::make_unique<apply_operation>(std::move(does), std::move(where), platform, anew);
    return result;
}

} // namespace muster::spec
