#pragma once
#include "engine/list_walk.hpp"
#include "engine/row_match.hpp"
#include "engine/walk_files.hpp"
#include "source/key_set.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

/// Finds the members of rows in the list, which is read whole first: those whom a row names are kept, and
/// found by their keys. However many rows and members there are, it takes some 20 MiB.
class row_walk final : public row_match {
public:
    /// `why` = why the list is read and the rows are not looked up: a sentence for people. References must
    /// outlive it.
    row_walk(surroundings const& with, spec::spec const& spec, caller& platform_calls, async::stop& stop,
             walk_files files, std::string why);

    /// Walks the list, unless an earlier run did.
    boost::asio::awaitable<bool> prepare() override;
    [[nodiscard]] std::size_t most() const override;
    boost::asio::awaitable<bool> meet(row_batch& b) override;

private:
    /// By what rows know a member, as it is compared.
    [[nodiscard]] std::string key_of(core::member const& m) const;
    [[nodiscard]] std::optional<source::key_set> open(std::filesystem::path const& file) const;
    void take_up();
    void learn_rows();
    void find_members_by_keys();
    void meet_one(row_batch& b, known_row& r);
    snapshot::kept_member const* only_match(std::vector<snapshot::kept_member>& known,
                                            known_row const& r) const;

    surroundings const& with_;
    spec::spec const& spec_;
    async::stop& stop_;
    walk_files files_;
    std::string of_;                         // what the key sets are of
    std::optional<source::key_set> rows_;    // while the list is walked
    std::optional<source::key_set> members_; // once it is
    list_walk walk_;
};

} // namespace muster::engine
