#pragma once
#include "provider/registry.hpp"

#include <memory>

namespace muster::simulated {

/// A platform that is Memberstack in all but what a test overrides.
class memberstack_like : public provider::provider {
public:
    memberstack_like() : one_(muster::provider::make("memberstack")), profile_(one_->about()) {}

    muster::provider::profile const& about() const override { return profile_; }
    http::request perform(std::span<muster::provider::assignment const> unit) const override {
        return one_->perform(unit);
    }
    muster::provider::judgement judge(std::span<muster::provider::assignment const> unit,
                                      http::reply const& r) const override {
        return one_->judge(unit, r);
    }
    bool is_live(std::string_view key, std::string_view url) const override {
        return one_->is_live(key, url);
    }
    http::request list(muster::provider::list_query const& q) const override { return one_->list(q); }
    std::variant<muster::provider::page, muster::provider::page_fault, core::verdict> read_page(
        muster::provider::list_query const& q, http::reply const& r,
        boost::json::monotonic_resource& arena) const override {
        return one_->read_page(q, r, arena);
    }
    http::request get(std::string_view id) const override { return one_->get(id); }
    std::variant<muster::provider::found_member, core::verdict> read_member(
        http::reply const& r, boost::json::monotonic_resource& arena) const override {
        return one_->read_member(r, arena);
    }
    http::request verify_token(std::string_view token) const override { return one_->verify_token(token); }
    muster::provider::doubt in_doubt(core::change const& c) const override { return one_->in_doubt(c); }
    bool needs_current(core::change const& c) const override { return one_->needs_current(c); }
    core::change complete(core::change const& c, core::member const& now) const override {
        return one_->complete(c, now);
    }
    muster::provider::effect test(core::change const& c, core::member const& now) const override {
        return one_->test(c, now);
    }
    boost::json::object before_image(core::change const& c, core::member const& now) const override {
        return one_->before_image(c, now);
    }
    std::optional<std::string> objection(core::change const& c) const override { return one_->objection(c); }

protected:
    std::unique_ptr<muster::provider::provider> one_;
    muster::provider::profile profile_;
};

} // namespace muster::simulated
