#include "launch/job_place.hpp"

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "core/obstacle.hpp"
#include "core/printable.hpp"
#include "database/postgres.hpp"
#include "journal/directory.hpp"

#include <cstdlib>

namespace muster::launch {

namespace {

constexpr std::string_view by_variable = "env:";
constexpr char const* variable_of_store = "MUSTER_STORE";

bool is_store_address(std::string_view text) {
    return text.starts_with("postgres://") || text.starts_with("postgresql://");
}

[[noreturn]] void refuse(std::string const& what) {
    throw core::job_error(core::exit_status::usage, what);
}

std::string from_environment(std::string const& name) {
    auto const* const value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0')
        refuse("the environment variable " + core::printable(name)
               + ", which is to say where the store is, is not set");
    return value;
}

} // namespace

job_place::job_place(std::string const& given) : given_(given) {
    auto const* const set = std::getenv(variable_of_store);
    if (is_store_address(given)) {
        read_address(given);
        if (address_->options.contains("password"))
            refuse(
                "a password on the command line can be seen by others: put the address into an environment "
                "variable, and say --store env:NAME; or the password into ~/.pgpass");
    } else if (given.starts_with(by_variable)) {
        read_address(from_environment(given.substr(by_variable.size())));
    } else if (given.empty() && set != nullptr && *set != '\0') {
        read_address(set);
    } else {
        root_ = given.empty() ? journal::default_state_directory() : std::filesystem::path(given);
        local_ = root_;
    }
}

void job_place::read_address(std::string const& text) {
    try {
        address_ = database::read_postgres_address(text);
    } catch (core::obstacle const& e) {
        refuse(e.what());
    }
    root_ = "store:";
    // What belongs to one store is not taken for another's.
    std::string which;
    for (auto const* const key : {"host", "hostaddr", "port", "dbname", "service"})
        if (auto const it = address_->options.find(key); it != address_->options.end())
            which += it->second + "\n";
    local_ = journal::default_state_directory() / "stores" / core::fingerprint(which);
}

bool job_place::is_store(std::string const& given) {
    return is_store_address(given) || given.starts_with(by_variable);
}

std::vector<std::string> job_place::options_for(std::string const& given) {
    if (given.empty()) return {};
    return {is_store(given) ? "--store" : "--state-dir", given};
}

std::string job_place::name() const {
    return is_shared() ? address_->shown : root_.string();
}

} // namespace muster::launch
