#pragma once
#include "database/postgres_address.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muster::launch {

/// Where jobs are kept, as a user says it: a directory, or a store that several hosts share, at a database.
class job_place {
public:
    /// Reads what was given: a directory; `postgres://...`, `postgresql://...`; `env:NAME` for an address
    /// that stands in the environment. Empty: $MUSTER_STORE, or else journal::default_state_directory().
    /// Throws core::job_error(usage): an address that cannot be read or that holds a password, which others
    /// would see in the list of processes.
    explicit job_place(std::string const& given);

    [[nodiscard]] bool is_shared() const { return address_.has_value(); }
    /// Of a store.
    [[nodiscard]] database::postgres_address const& address() const { return *address_; }
    /// The directory, or the root of the paths in a store.
    [[nodiscard]] std::filesystem::path const& root() const { return root_; }
    /// A directory of this host's alone: the same one, or, of a store, for what is not shared.
    [[nodiscard]] std::filesystem::path const& local() const { return local_; }
    /// As the user said it.
    [[nodiscard]] std::string const& given() const { return given_; }
    /// Whether the user said it on the command line.
    [[nodiscard]] bool was_given() const { return !given_.empty(); }
    /// What a command of ours needs to find the same jobs: nothing, or an option and its value.
    [[nodiscard]] std::vector<std::string> options() const { return options_for(given_); }
    /// The same of what a user said, without reading it.
    static std::vector<std::string> options_for(std::string const& given);
    /// Whether that names a store, not a directory.
    static bool is_store(std::string const& given);
    /// For people.
    [[nodiscard]] std::string name() const;

private:
    void read_address(std::string const& text);

    std::string given_;
    std::optional<database::postgres_address> address_;
    std::filesystem::path root_, local_;
};

} // namespace muster::launch
