#pragma once
#include <chrono>
#include <map>
#include <string>

namespace muster::database {

/// Settings of a connection by libpq's keywords (PostgreSQL's manual, 34.1.2); those that are empty are
/// absent.
using postgres_options = std::map<std::string, std::string>;

/// A connection as it is to be made.
struct postgres_address {
    postgres_options options;          ///< hold the password
    std::string shown;                 ///< database and host, for people
    std::chrono::seconds patience{10}; ///< to connect
    /// For the server's next word, once it was asked. It is given a minute for a statement, so that whoever
    /// has not answered by then is lost.
    std::chrono::seconds answers_within{90};
};

/// Throws core::obstacle (unfit): how an address is to be written, without any part of the one that was
/// given.
[[noreturn]] void refuse_address();

/// Whether parts of an address must be those of a password with a `@` or `/` that is not escaped: no message
/// may quote them.
bool holds_a_torn_password(postgres_options const& given);

/// What a connection is for.
enum class postgres_access {
    write, ///< of several hosts, the one that is no standby
    read   ///< any of them
};

/// Completes what an address says. `defaults` = what libpq would take for what it leaves open (environment,
/// service file); `authorities` = a file of the certificates that this system trusts, for a user who has none
/// of his own, or empty.
///
/// Unless the server is on this host (a socket, the loopback interface), its certificate is checked, and
/// whether it is the host's (sslmode verify-full): a weaker mode in the address is refused by core::obstacle
/// (unfit), one in the environment is passed over.
postgres_address complete(postgres_options given, postgres_options const& defaults,
                          std::string const& authorities, postgres_access to = postgres_access::write);

} // namespace muster::database
