#pragma once
#include "provider/memberstack_v1/settings.hpp"
#include "provider/provider.hpp"

namespace muster::provider::memberstack_v1 {

/// Memberstack 1.0 (reference document "Members"): pages by number, no total, no word on whether there is
/// another page. One member per change request.
class platform final : public provider {
public:
    explicit platform(settings s = {});

    [[nodiscard]] profile const& about() const override { return profile_; }
    [[nodiscard]] bool is_live(std::string_view key, std::string_view base_url) const override;

    [[nodiscard]] http::request list(list_query const& q) const override;
    [[nodiscard]] std::variant<page, page_fault, core::verdict> read_page(
        list_query const& q, http::reply const& r, boost::json::monotonic_resource& arena) const override;

    [[nodiscard]] http::request get(std::string_view id) const override;
    [[nodiscard]] std::variant<found_member, core::verdict> read_member(
        http::reply const& r, boost::json::monotonic_resource& arena) const override;

    [[nodiscard]] http::request perform(std::span<assignment const> unit) const override;
    [[nodiscard]] judgement judge(std::span<assignment const> unit, http::reply const& r) const override;
    [[nodiscard]] doubt in_doubt(core::change const& c) const override;

    [[nodiscard]] bool needs_current(core::change const& c) const override;
    [[nodiscard]] core::change complete(core::change const& c, core::member const& now) const override;
    [[nodiscard]] effect test(core::change const& c, core::member const& now) const override;
    [[nodiscard]] boost::json::object before_image(core::change const& c,
                                                   core::member const& now) const override;
    [[nodiscard]] std::optional<std::string> objection(core::change const& c) const override;

    [[nodiscard]] inquiry inquire(std::span<http::reply const> so_far) const override;

private:
    settings settings_;
    profile profile_;
};

} // namespace muster::provider::memberstack_v1
