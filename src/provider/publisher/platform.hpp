#pragma once
#include "provider/provider.hpp"
#include "provider/publisher/settings.hpp"

namespace muster::provider::publisher {

/// Publisher's memberbases (reference document "Members"): every call is a POST with a JSON body. A member
/// has an id of the platform's and a ref of the site's own; records are upserted by ref, and deleted by id,
/// many in one request. An update is an upsert of the member's ref and the fields that are set.
class platform final : public provider {
public:
    explicit platform(settings s);

    [[nodiscard]] profile const& about() const override { return profile_; }
    [[nodiscard]] bool is_live(std::string_view key, std::string_view base_url) const override;

    [[nodiscard]] http::request list(list_query const& q) const override;
    [[nodiscard]] std::variant<page, page_fault, core::verdict> read_page(
        list_query const& q, http::reply const& r, boost::json::monotonic_resource& arena) const override;

    /// By id what begins as ids do (settings), else by ref.
    [[nodiscard]] http::request get(std::string_view id_or_ref) const override;
    [[nodiscard]] std::variant<found_member, core::verdict> read_member(
        http::reply const& r, boost::json::monotonic_resource& arena) const override;

    [[nodiscard]] http::request look_up(std::span<assignment const> members) const override;
    [[nodiscard]] std::variant<std::vector<found_member>, core::verdict> read_found(
        std::span<assignment const> members, http::reply const& r,
        boost::json::monotonic_resource& arena) const override;

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
    [[nodiscard]] bool looks_by_list(std::span<assignment const> members) const;

    settings settings_;
    profile profile_;
};

} // namespace muster::provider::publisher
