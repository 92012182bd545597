#pragma once
#include "provider/provider.hpp"

namespace muster::provider::memberstack {

/// Memberstack's Admin REST API (https://developers.memberstack.com, "Admin Package (REST)"; where that
/// document is silent, the official SDK `@memberstack/admin` 1.7.0). One member per change request.
class platform final : public provider {
public:
    platform();

    [[nodiscard]] profile const& about() const override { return profile_; }
    [[nodiscard]] bool is_live(std::string_view key, std::string_view base_url) const override;

    [[nodiscard]] std::optional<std::string> objection_to_key(std::string_view key) const override;
    [[nodiscard]] http::request list(list_query const& q) const override;
    [[nodiscard]] std::variant<page, page_fault, core::verdict> read_page(
        list_query const& q, http::reply const& r, boost::json::monotonic_resource& arena) const override;

    [[nodiscard]] http::request get(std::string_view id_or_email) const override;
    [[nodiscard]] std::variant<found_member, core::verdict> read_member(
        http::reply const& r, boost::json::monotonic_resource& arena) const override;

    [[nodiscard]] http::request verify_token(std::string_view token) const override;

    [[nodiscard]] http::request perform(std::span<assignment const> unit) const override;
    [[nodiscard]] judgement judge(std::span<assignment const> unit, http::reply const& r) const override;
    [[nodiscard]] doubt in_doubt(core::change const& c) const override;

    [[nodiscard]] bool needs_current(core::change const& c) const override;
    [[nodiscard]] core::change complete(core::change const& c, core::member const& now) const override;
    [[nodiscard]] effect test(core::change const& c, core::member const& now) const override;
    [[nodiscard]] boost::json::object before_image(core::change const& c,
                                                   core::member const& now) const override;
    [[nodiscard]] std::optional<std::vector<std::string>> fields_of(core::change const& c) const override;
    [[nodiscard]] std::string needed_in_fields_of(core::change const& c) const override;
    [[nodiscard]] std::optional<std::string> objection(core::change const& c) const override;

private:
    profile profile_;
};

} // namespace muster::provider::memberstack
