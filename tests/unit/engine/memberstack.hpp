#pragma once
#include "model_server.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/memberstack/platform.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <set>
#include <string>

namespace muster::simulated {

/// The sandbox's Memberstack as the engine's tests need it: members that stand where a test puts them,
/// trouble that comes and goes, a raw route, and a ledger of what altered whom.
class memberstack final : public model_server {
public:
    /// Begins with `size` members, ten places apart. `of_records`: the job makes members of records, so that
    /// it names them by their e-mail addresses.
    explicit memberstack(std::size_t size, bool of_records = false);

    /// A request to `/bulk` (bulk_provider.hpp) does what its parts would do.
    http::reply answer(http::request const& r) override;
    [[nodiscard]] std::vector<std::string> changed_by(http::request const& r) const override;

    [[nodiscard]] bool is_page(http::request const& r) const override;
    /// 0: fewer members, 1: a cursor that goes back, 2: one that stays where it was.
    void disturb(http::reply& page, http::request const& asked, std::uint64_t how,
                 std::function<std::uint64_t(std::uint64_t)> const& below) const override;

    void insert(std::uint64_t position) override;
    void erase(std::string const& id) override;

    [[nodiscard]] std::set<std::string> members() const override;
    [[nodiscard]] bool exists(std::string const& id) const override;
    [[nodiscard]] boost::json::object document(std::string const& id) const override;
    /// Those whose country is Germany: every second one of those that were there at first.
    [[nodiscard]] static bool matches(std::uint64_t position) { return position / 10 % 2 == 0; }
    [[nodiscard]] std::set<std::string> matching() const;
    [[nodiscard]] static std::string id_at(std::uint64_t position);

    bool ignores_numbers = false; ///< a page by its number is always the first
    std::set<std::string> cursed; ///< members whose changes are answered 500

private:
    sandbox::reply pass_on(http::request const& r);
    sandbox::reply change(http::request const& r);
    [[nodiscard]] sandbox::reply numbered(std::string const& target) const;
    http::reply bulk(http::request const& r);
    http::reply look(http::request const& r);
    sandbox::reply bump(std::string const& id);
    [[nodiscard]] std::string text_of(std::string const& id) const;

    bool of_records_;
    sandbox::ledger effects_;
    sandbox::memberstack::platform platform_;
    std::set<std::string> erased_; // by somebody else
};

} // namespace muster::simulated
