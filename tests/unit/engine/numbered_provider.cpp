#include "memberstack_like.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::simulated {

namespace {

/// A platform whose pages go by numbers, so that they shift when members are deleted: Memberstack, with a
/// list at `/numbered?page=N&limit=L`, of which an empty page is the end. Specs of all cases can name it
/// "numbered".
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

/// Before the first case, so that none needs another to have run before it.
struct with_numbered_provider {
    with_numbered_provider() {
        muster::provider::add_kind(
            {"numbered", "Pages by number.", {}, muster::provider::whole_vocabulary(), [](core::node const&) {
                 return std::make_unique<numbered_provider>();
             }});
    }
};
BOOST_TEST_GLOBAL_FIXTURE(with_numbered_provider);

} // namespace

} // namespace muster::simulated
