#include "tag_inactive.hpp"

#include "core/path.hpp"
#include "core/time.hpp"

#include <boost/json/parse.hpp>

namespace {

namespace core = muster::core;
namespace op = muster::operation;

class tag_inactive final : public op::operation {
public:
    tag_inactive(core::wall_time before, std::string tag) : before_(before), tag_(std::move(tag)) {}

    // What is to become of one member. No need to look whether they are tagged already: muster does, and
    // sends nothing then.
    [[nodiscard]] op::decision decide(core::member const& m) const override {
        auto const* const text = last_login_.find(*m.document);
        if (text == nullptr || !text->is_string()) return op::nothing_to_do{};
        auto const last_login = core::parse_iso8601(text->get_string());
        if (!last_login) return op::impossible{"bad-date", "lastLogin is not a date"};
        if (*last_login >= before_) return op::nothing_to_do{};
        core::update_fields change;
        change.set["metaData"] = {{"tag", tag_}}; // the platform merges metaData: other keys stay
        return change;
    }

    [[nodiscard]] std::vector<std::string> fields() const override { return {"lastLogin", "metaData"}; }

    [[nodiscard]] std::string describe() const override {
        return "tag as " + tag_ + " who last logged in before " + core::to_iso8601(before_);
    }

private:
    core::path last_login_{"lastLogin"};
    core::wall_time before_;
    std::string tag_;
};

// Reads what stands under "tagInactive" in a spec; every mistake is noted at its place.
std::unique_ptr<op::operation> read_tag_inactive(core::node const& n, core::vocabulary const&) {
    if (!n.is_object(R"({"before": "2024-01-01", "tag": "inactive"})")) return nullptr;
    n.allow_keys({"before", "tag"});
    auto const before = n.require("before");
    auto const tag = n.require("tag");
    auto const day = before ? before->non_empty_string() : std::nullopt;
    auto const name = tag ? tag->non_empty_string() : std::nullopt;
    if (!day || !name) return nullptr;
    auto const when = core::parse_iso8601(*day);
    if (!when) {
        before->fail("must be an ISO 8601 date, e.g. 2024-01-31");
        return nullptr;
    }
    return std::make_unique<tag_inactive>(*when, *name);
}

constexpr char const* schema = R"({
    "type": "object",
    "properties": {
        "before": { "type": "string", "description": "an ISO 8601 date" },
        "tag": { "type": "string", "minLength": 1 }
    },
    "required": ["before", "tag"],
    "additionalProperties": false
})";

} // namespace

muster::operation::kind tag_inactive_kind() {
    return {"tagInactive", "Tag the members who last logged in before a date.",
            [](core::vocabulary const&) { return boost::json::parse(schema).as_object(); },
            read_tag_inactive};
}
