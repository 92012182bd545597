#include "database/postgres_address.hpp"

#include "core/obstacle.hpp"
#include "core/printable.hpp"
#include "core/whole_number.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace muster::database {
namespace {

constexpr std::string_view strict_mode = "verify-full";
constexpr std::uint64_t longest_patience_s = 600;

/// The elements of libpq's lists; of none, one that is empty.
std::vector<std::string_view> elements(std::string_view list) {
    std::vector<std::string_view> all;
    for (;;) {
        auto const comma = list.find(',');
        all.push_back(list.substr(0, comma));
        if (comma == list.npos) return all;
        list.remove_prefix(comma + 1);
    }
}

bool is_loopback(std::string_view host) {
    auto const is_number = [](std::string_view text) {
        return !text.empty() && text.find_first_not_of("0123456789.") == text.npos;
    };
    return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_number(host));
}

/// A directory or an abstract name; libpq takes the usual directory if there is no host at all.
bool is_socket(std::string_view host) {
    return host.empty() || host.front() == '/' || host.front() == '@';
}

/// Whether all servers that it may connect to are on this host.
bool is_local(std::string_view hosts, std::string_view addresses) {
    if (!addresses.empty()) return std::ranges::all_of(elements(addresses), is_loopback);
    return std::ranges::all_of(elements(hosts),
                               [](auto host) { return is_socket(host) || is_loopback(host); });
}

} // namespace

void refuse_address() {
    throw core::obstacle(core::obstacle::kind::unfit,
                         "the address of the PostgreSQL database cannot be read: write it as "
                         "postgresql://USER:PASSWORD@HOST/DATABASE, and characters like @ or / "
                         "in a password as %40 or %2F");
}

bool holds_a_torn_password(postgres_options const& given) {
    auto const of = [&](std::string const& key) -> std::string_view {
        auto const it = given.find(key);
        return it == given.end() ? std::string_view() : it->second;
    };
    // A socket's abstract name begins with @.
    auto const has_at = [](std::string_view text) { return text.find('@', 1) != text.npos; };
    return has_at(of("host")) || has_at(of("hostaddr")) || of("dbname").find('@') != std::string_view::npos
           || of("port").find_first_not_of("0123456789,") != std::string_view::npos;
}

postgres_address complete(postgres_options given, postgres_options const& defaults,
                          std::string const& authorities, postgres_access to) {
    std::erase_if(given, [](auto const& each) { return each.second.empty(); });
    auto const of = [&](std::string const& key) -> std::string {
        if (auto const it = given.find(key); it != given.end()) return it->second;
        auto const it = defaults.find(key);
        return it == defaults.end() ? "" : it->second;
    };
    postgres_address a;
    auto const host = of("host").empty() ? of("hostaddr") : of("host");
    auto const where = host.empty() || is_socket(host) ? "this host's socket" : core::printable(host);
    a.shown = "the PostgreSQL database " + core::printable(of("dbname").empty() ? of("user") : of("dbname"))
              + " at " + where;

    // What a service file says of the host is not known here.
    if (given.contains("service") || !is_local(of("host"), of("hostaddr"))) {
        auto& mode = given["sslmode"];
        if (!mode.empty() && mode != strict_mode)
            throw core::obstacle(core::obstacle::kind::unfit,
                                 a.shown + ": sslmode=" + core::printable(mode)
                                     + " does not check that the server is the one that is named; "
                                       "leave it out or write sslmode=verify-full, with "
                                       "sslrootcert=FILE if its authority is one of your own");
        mode = strict_mode;
        if (of("sslrootcert").empty() && !authorities.empty()) given["sslrootcert"] = authorities;
    }
    if (auto const patience = core::whole_number(of("connect_timeout")); patience && *patience > 0)
        a.patience = std::chrono::seconds(std::min(*patience, longest_patience_s));
    given["client_encoding"] = "UTF8"; // as all texts here
    given.insert({{"fallback_application_name", "muster"},
                  {"target_session_attrs", to == postgres_access::write ? "read-write" : "any"},
                  {"gssencmode", "disable"},
                  // A host that vanished is noticed within a minute.
                  {"keepalives", "1"},
                  {"keepalives_idle", "30"},
                  {"keepalives_interval", "10"},
                  {"keepalives_count", "3"},
                  {"tcp_user_timeout", "60000"}});
    a.options = std::move(given);
    return a;
}

} // namespace muster::database
