#pragma once
#include "sandbox/platform.hpp"
#include "sandbox/publisher/members_api.hpp"

namespace muster::sandbox::publisher {

/// The fake Publisher: one instance with one memberbase. Its calls but the upsert are named as PROTOCOLS.md
/// guesses.
class platform final : public sandbox::platform {
public:
    /// What takes effect is noted in `effects`, which must outlive this.
    platform(population people, manners how, ledger& effects) : api_(people, how, effects) {}

    reply answer(request const& r, core::wall_time today, fault const* spoiled) override;
    [[nodiscard]] std::string_view call(request const& r) const override;
    /// A look-up by the list's filter is none for a page.
    [[nodiscard]] bool lists(request const& r) const override;
    [[nodiscard]] bool accepts(std::string_view key) const override { return !key.empty(); }
    [[nodiscard]] reply error(unsigned status, std::string_view code,
                              std::string_view message) const override;
    /// By id, or by ref.
    [[nodiscard]] std::optional<std::string> member(std::string_view id_or_ref) const override;

    /// The members, which may be added, replaced and removed here as somebody else's doing: no call of the
    /// API, so the ledger does not have it.
    [[nodiscard]] roll& members() { return api_.members(); }
    [[nodiscard]] roll const& members() const { return api_.members(); }

private:
    members_api api_;
};

} // namespace muster::sandbox::publisher
