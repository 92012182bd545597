#pragma once
#include "provider/memberstack_tables/settings.hpp"
#include "provider/provider.hpp"

namespace muster::provider::memberstack_tables {

/// A table of Memberstack's Data Tables (https://developers.memberstack.com, "Data Tables (REST)"), whose
/// records are the members. One record per change request; an update is of the fields that it names.
class platform final : public provider {
public:
    explicit platform(settings s);

    [[nodiscard]] profile const& about() const override { return profile_; }
    [[nodiscard]] bool is_live(std::string_view key, std::string_view base_url) const override;
    [[nodiscard]] std::optional<std::string> objection_to_key(std::string_view key) const override;

    [[nodiscard]] http::request list(list_query const& q) const override;
    [[nodiscard]] std::variant<page, page_fault, core::verdict> read_page(
        list_query const& q, http::reply const& r, boost::json::monotonic_resource& arena) const override;

    /// By id: records have no e-mail address.
    [[nodiscard]] http::request get(std::string_view id) const override;
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
    [[nodiscard]] core::verdict judge_success(core::change const& c, http::reply const& r) const;
    [[nodiscard]] std::variant<found_member, core::verdict> read_unique(
        std::string_view value, http::reply const& r, boost::json::monotonic_resource& arena) const;

    settings settings_;
    profile profile_;
};

} // namespace muster::provider::memberstack_tables
