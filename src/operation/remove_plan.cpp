#include "operation/builtin.hpp"
#include "operation/constant.hpp"
#include "operation/plan_id.hpp"

namespace muster::operation {
namespace {

std::unique_ptr<operation> read_remove_plan(core::node const& n, core::vocabulary const&) {
    auto id = read_plan_id(n);
    if (!id) return nullptr;
    std::vector<std::string> fields{"planConnections"};
    return std::make_unique<constant>(core::remove_plan{*id}, std::move(fields), "remove plan " + *id);
}

} // namespace

kind remove_plan_kind() {
    return {"removePlan", "Take a free plan away from the member.", plan_id_schema, read_remove_plan};
}

} // namespace muster::operation
