#pragma once
#include "sandbox/ledger.hpp"
#include "sandbox/memberstack/members_api.hpp"
#include "sandbox/memberstack/population.hpp"
#include "sandbox/memberstack/roll.hpp"
#include "sandbox/platform.hpp"

#include <vector>

namespace muster::sandbox::memberstack {

/// The fake Memberstack.
class platform final : public sandbox::platform {
public:
    /// `people`: whom it begins with. `plans`: those that the application has. What takes effect is noted in
    /// `effects`, which must outlive this.
    platform(population people, std::vector<plan> plans, ledger& effects)
        : api_(people, std::move(plans), effects) {}

    reply answer(request const& r, core::wall_time today, fault const* spoiled) override;
    [[nodiscard]] std::string_view call(request const& r) const override;
    [[nodiscard]] bool lists(request const& r) const override;
    [[nodiscard]] bool accepts(std::string_view key) const override;
    [[nodiscard]] reply refuse(std::string_view key) const override;
    [[nodiscard]] bool tells_limit() const override { return true; }
    [[nodiscard]] reply error(unsigned status, std::string_view code,
                              std::string_view message) const override;
    [[nodiscard]] std::optional<std::string> member(std::string_view id) const override;

    /// The members, which may be added, replaced and removed here as somebody else's doing: no call of the
    /// API, so the ledger does not have it.
    [[nodiscard]] roll& members() { return api_.members(); }
    [[nodiscard]] roll const& members() const { return api_.members(); }

private:
    members_api api_;
};

} // namespace muster::sandbox::memberstack
