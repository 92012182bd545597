#pragma once
#include "sandbox/memberstack_tables/tables_api.hpp"
#include "sandbox/platform.hpp"

namespace muster::sandbox::memberstack_tables {

/// The fake Data Tables, with one table.
class platform final : public sandbox::platform {
public:
    /// `records`: with which it begins. `most`: records of one page. What takes effect is noted in `effects`,
    /// which must outlive this.
    platform(population records, std::uint64_t most, ledger& effects)
        : api_(records, most, effects),
          most_(most) {}

    reply answer(request const& r, core::wall_time today, fault const* spoiled) override;
    [[nodiscard]] std::string_view call(request const& r) const override;
    /// A look-up by a field is no page.
    [[nodiscard]] bool lists(request const& r) const override;
    [[nodiscard]] bool accepts(std::string_view key) const override { return key.starts_with("sk_sb_"); }
    [[nodiscard]] reply refuse(std::string_view key) const override;
    [[nodiscard]] bool tells_limit() const override { return true; }
    [[nodiscard]] reply error(unsigned status, std::string_view code,
                              std::string_view message) const override;
    [[nodiscard]] std::optional<std::string> member(std::string_view id) const override;

    [[nodiscard]] tables_api& api() { return api_; }

private:
    tables_api api_;
    std::uint64_t most_;
};

} // namespace muster::sandbox::memberstack_tables
