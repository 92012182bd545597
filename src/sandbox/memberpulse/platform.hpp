#pragma once
#include "sandbox/memberpulse/rest_api.hpp"
#include "sandbox/platform.hpp"

namespace muster::sandbox::memberpulse {

/// The fake MemberPulse.
class platform final : public sandbox::platform {
public:
    /// `people`: with whom it begins. `open`: what the documents leave open. What takes effect is noted in
    /// `effects`, which must outlive this.
    platform(population people, custom open, ledger& effects) : api_(people, open, effects) {}

    reply answer(request const& r, core::wall_time today, fault const* spoiled) override;
    [[nodiscard]] std::string_view call(request const& r) const override;
    [[nodiscard]] bool lists(request const& r) const override;
    /// Any but none: how keys look is not documented.
    [[nodiscard]] bool accepts(std::string_view key) const override { return !key.empty(); }
    [[nodiscard]] reply error(unsigned status, std::string_view code,
                              std::string_view message) const override;
    [[nodiscard]] std::optional<std::string> member(std::string_view id) const override;

    [[nodiscard]] rest_api& api() { return api_; }

private:
    rest_api api_;
};

} // namespace muster::sandbox::memberpulse
