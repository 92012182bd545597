#include "operation/builtin.hpp"
#include "operation/constant.hpp"
#include "operation/plan_id.hpp"

namespace muster::operation {
namespace {

std::unique_ptr<operation> read_add_plan(core::node const& n, core::vocabulary const&) {
    auto id = read_plan_id(n);
    if (!id) return nullptr;
    std::vector<std::string> fields{"planConnections"};
    return std::make_unique<constant>(core::add_plan{*id}, std::move(fields), "add plan " + *id);
}

} // namespace

kind add_plan_kind() {
    return {"addPlan", "Give the member a free plan.", plan_id_schema, read_add_plan};
}

} // namespace muster::operation
