#include "numbered_provider.hpp"

#include "memberstack_like.hpp"

namespace muster::simulated {

namespace {

class numbered_provider final : public memberstack_like {
public:
    numbered_provider() {
        profile_.kind = "numbered";
        profile_.can.list_shifts = true;
    }
    http::request list(muster::provider::list_query const& q) const override {
        auto const page = q.after.empty() ? std::string("1") : q.after;
        return {http::method::get, "/numbered?page=" + page + "&limit=" + std::to_string(q.limit), {}};
    }
};

} // namespace

void add_numbered_provider() {
    if (muster::provider::find_kind("numbered") != nullptr) return;
    muster::provider::add_kind(
        {"numbered", "Pages by number.", {}, muster::provider::whole_vocabulary(), [](core::node const&) {
             return std::make_unique<numbered_provider>();
         }});
}

} // namespace muster::simulated
