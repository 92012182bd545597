#include "database/postgres.hpp"

#include "core/printable.hpp"
#include "core/whole_number.hpp"
#include "database/postgres_errors.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <libpq-fe.h>
#include <poll.h>

namespace muster::database {
namespace {

using std::chrono::steady_clock;

/// A query has ten minutes there.
constexpr std::chrono::seconds longest_query{660};

postgres_options options_of(PQconninfoOption* read) {
    std::unique_ptr<PQconninfoOption, decltype(&::PQconninfoFree)> const all(read, &::PQconninfoFree);
    postgres_options options;
    for (auto const* each = all.get(); each != nullptr && each->keyword != nullptr; ++each)
        if (each->val != nullptr && *each->val != '\0') options[each->keyword] = each->val;
    return options;
}

/// The certificates that this system trusts, unless the user has those of his own server where libpq looks.
std::string authorities() {
    std::error_code error;
    if (auto const* const home = std::getenv("HOME");
        home != nullptr
        && std::filesystem::exists(std::filesystem::path(home) / ".postgresql/root.crt", error))
        return {};
    auto const* const named = std::getenv("SSL_CERT_FILE"); // as OpenSSL has it
    auto const* const file = named != nullptr ? named : "/etc/ssl/certs/ca-certificates.crt";
    return std::filesystem::exists(file, error) ? file : "";
}

} // namespace

std::string version_of_libpq() {
    auto const number = ::PQlibVersion(); // since 10: the major version times 10,000, and the minor one
    return std::to_string(number / 10000) + "." + std::to_string(number % 10000);
}

postgres_address read_postgres_address(std::string const& text, postgres_access to) {
    char* why = nullptr; // is not shown: it quotes the address, and so the password
    auto* const read = text.empty() ? nullptr : ::PQconninfoParse(text.c_str(), &why);
    ::PQfreemem(why);
    if (read == nullptr) refuse_address();
    auto const given = options_of(read);
    if (holds_a_torn_password(given)) refuse_address();
    return complete(given, options_of(::PQconndefaults()), authorities(), to);
}

void postgres_result::clearer::operator()(pg_result* result) const {
    ::PQclear(result);
}

int postgres_result::rows() const {
    return ::PQntuples(result_.get());
}

int postgres_result::columns() const {
    return ::PQnfields(result_.get());
}

std::string_view postgres_result::name(int column) const {
    return ::PQfname(result_.get(), column);
}

unsigned postgres_result::type(int column) const {
    return ::PQftype(result_.get(), column);
}

bool postgres_result::is_null(int row, int column) const {
    return ::PQgetisnull(result_.get(), row, column) != 0;
}

std::string_view postgres_result::text(int row, int column) const {
    return {::PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(::PQgetlength(result_.get(), row, column))};
}

std::uint64_t postgres_result::number(int row, int column) const {
    return core::whole_number(text(row, column)).value_or(0);
}

std::uint64_t postgres_result::changed() const {
    return core::whole_number(::PQcmdTuples(result_.get())).value_or(0);
}

void postgres_connection::finisher::operator()(pg_conn* connection) const {
    ::PQfinish(connection);
}

postgres_connection::postgres_connection(postgres_address const& address)
    : shown_(address.shown),
      answers_within_(address.answers_within) {
    connect(address);
    set_up();
}

postgres_connection::~postgres_connection() = default;

void postgres_connection::connect(postgres_address const& address) {
    std::vector<char const*> keys, values;
    for (auto const& [key, value] : address.options) {
        keys.push_back(key.c_str());
        values.push_back(value.c_str());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    connection_.reset(::PQconnectStartParams(keys.data(), values.data(), 0));
    if (!connection_) throw std::bad_alloc();
    ::PQsetNoticeProcessor(
        connection_.get(), [](void*, char const*) {}, nullptr); // it would write to standard error
    // libpq gives no SQLSTATE of a login that is refused, but for in its words.
    ::PQsetErrorVerbosity(connection_.get(), PQERRORS_VERBOSE);
    auto const until = steady_clock::now() + address.patience;
    for (auto next = PGRES_POLLING_WRITING; next != PGRES_POLLING_OK;
         next = ::PQconnectPoll(connection_.get())) {
        if (next == PGRES_POLLING_FAILED || ::PQstatus(connection_.get()) == CONNECTION_BAD) fail(nullptr);
        wait(next == PGRES_POLLING_WRITING, until);
    }
    connecting_ = false;
    ::PQsetErrorVerbosity(connection_.get(), PQERRORS_DEFAULT);
    ::PQsetnonblocking(connection_.get(), 1);
}

void postgres_connection::set_up() {
    // A stricter limit of the user's own stays. What a server does not know is passed over.
    run("SELECT pg_catalog.set_config(s.name, w.most::text, false) FROM pg_catalog.pg_settings AS s JOIN "
        "(VALUES "
        "('statement_timeout', 60000), ('lock_timeout', 10000), ('idle_in_transaction_session_timeout', "
        "60000), "
        "('client_connection_check_interval', 10000), ('tcp_keepalives_idle', 30), "
        "('tcp_keepalives_interval', 10), "
        "('tcp_keepalives_count', 3)) AS w(name, most) ON s.name = w.name "
        "WHERE s.setting::bigint = 0 OR s.setting::bigint > w.most");
    run("SELECT pg_catalog.set_config('synchronous_commit', 'on', false) "
        "WHERE pg_catalog.current_setting('synchronous_commit') = 'off'");
}

void postgres_connection::wait(bool to_write, steady_clock::time_point until) {
    for (;;) {
        using std::chrono::milliseconds;
        auto const left = std::chrono::ceil<milliseconds>(until - steady_clock::now());
        if (left <= milliseconds::zero()) lost("the server does not answer");
        pollfd on{::PQsocket(connection_.get()), static_cast<short>(to_write ? POLLIN | POLLOUT : POLLIN), 0};
        auto const ready = ::poll(&on, 1, static_cast<int>(left.count()));
        if (ready > 0) return;
        if (ready < 0 && errno != EINTR) lost(std::strerror(errno));
    }
}

void postgres_connection::flush() {
    auto const until = steady_clock::now() + answers_within_;
    for (int left = 1; left != 0;) {
        left = ::PQflush(connection_.get());
        if (left < 0) fail(nullptr);
        if (left == 0) return;
        wait(true, until);
        if (::PQconsumeInput(connection_.get()) == 0) fail(nullptr); // the server may wait for us to read
    }
}

std::unique_ptr<pg_result, postgres_result::clearer> postgres_connection::next(std::chrono::seconds within) {
    auto const until = steady_clock::now() + within;
    while (::PQisBusy(connection_.get()) != 0) {
        wait(false, until);
        if (::PQconsumeInput(connection_.get()) == 0) fail(nullptr);
    }
    return std::unique_ptr<pg_result, postgres_result::clearer>(::PQgetResult(connection_.get()));
}

postgres_result postgres_connection::last() {
    postgres_result kept(nullptr), failed(nullptr);
    while (auto one = next(answers_within_)) {
        auto const status = ::PQresultStatus(one.get());
        bool const well =
            status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
        if (::PQstatus(connection_.get()) == CONNECTION_BAD) fail(one.get());
        if (well)
            kept.result_ = std::move(one);
        else if (!failed.result_)
            failed.result_ = std::move(one);
    }
    if (failed.result_) fail(failed.result_.get());
    if (!kept.result_) lost("the connection is lost");
    return kept;
}

postgres_result postgres_connection::run(std::string const& sql) {
    if (::PQsendQuery(connection_.get(), sql.c_str()) == 0) fail(nullptr);
    flush();
    return last();
}

void postgres_connection::send(std::string const& sql, std::vector<std::string> const& values) {
    std::vector<char const*> texts;
    for (auto const& each : values) texts.push_back(each.c_str());
    if (::PQsendQueryParams(connection_.get(), sql.c_str(), static_cast<int>(texts.size()), nullptr,
                            texts.data(), nullptr, nullptr, 0)
        == 0)
        fail(nullptr);
}

postgres_result postgres_connection::run(std::string const& sql, std::vector<std::string> const& values) {
    send(sql, values);
    flush();
    return last();
}

void postgres_connection::query(std::string const& sql, std::vector<std::string> const& values,
                                std::function<void(postgres_result const&)> const& see) {
    run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    // A stricter limit of the user's own stays.
    run("SELECT pg_catalog.set_config('statement_timeout', CASE WHEN s.reset_val::bigint BETWEEN 1 AND "
        "600000 "
        "THEN s.reset_val ELSE '600000' END, true) FROM pg_catalog.pg_settings AS s WHERE s.name = "
        "'statement_timeout'");
    send(sql, values);
    ::PQsetSingleRowMode(connection_.get());
    flush();
    postgres_result failed(nullptr);
    while (auto one = next(longest_query)) {
        auto const status = ::PQresultStatus(one.get());
        if (::PQstatus(connection_.get()) == CONNECTION_BAD) fail(one.get());
        if (status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK) {
            see(postgres_result(one.release()));
        } else if (status == PGRES_FATAL_ERROR) {
            if (!failed.result_) failed.result_ = std::move(one);
        } else { // COPY would go on for ever
            throw postgres_error(no_rows_state, "it gives no rows", shown_ + ": the statement gives no rows");
        }
    }
    if (failed.result_) fail(failed.result_.get());
    run("ROLLBACK");
}

void postgres_connection::copy(std::string const& sql, std::string_view rows) {
    constexpr std::size_t piece = 256 * 1024; // libpq keeps a copy until it is sent
    if (::PQsendQuery(connection_.get(), sql.c_str()) == 0) fail(nullptr);
    flush();
    if (auto const begun = next(answers_within_); ::PQresultStatus(begun.get()) != PGRES_COPY_IN)
        fail(begun.get());
    while (!rows.empty()) {
        auto const part = rows.substr(0, piece);
        auto const done = ::PQputCopyData(connection_.get(), part.data(), static_cast<int>(part.size()));
        if (done < 0) fail(nullptr);
        if (done > 0) rows.remove_prefix(part.size());
        flush();
    }
    for (int done = 0; done == 0;) {
        done = ::PQputCopyEnd(connection_.get(), nullptr);
        if (done < 0) fail(nullptr);
        flush();
    }
    last();
}

void postgres_connection::fail(pg_result const* result) {
    bool const gone = ::PQstatus(connection_.get()) == CONNECTION_BAD;
    auto const field = [&](int code) {
        auto const* const text = result == nullptr ? nullptr : ::PQresultErrorField(result, code);
        return text == nullptr ? std::string() : std::string(text);
    };
    std::string const whole = ::PQerrorMessage(connection_.get());
    auto state = field(PG_DIAG_SQLSTATE);
    if (state.empty()) state = sqlstate_in(whole);
    auto reason = in_short(field(PG_DIAG_MESSAGE_PRIMARY));
    if (reason.empty()) reason = in_short(whole);
    if (reason.empty()) reason = "the connection is lost";
    auto const means = meaning_of(state);
    // No server has said anything: its certificate is in doubt, or it has none.
    bool const distrusted =
        connecting_ && state.empty()
        && (whole.find("certificate") != whole.npos || whole.find("does not support SSL") != whole.npos);
    auto what = shown_ + ": " + reason + (means.advice.empty() ? "" : " (" + std::string(means.advice) + ")");
    if (distrusted)
        throw core::obstacle(
            core::obstacle::kind::lasting,
            what
                + ". Name the certificate of its authority in the address, sslrootcert=FILE, then "
                  "resume the job");
    // What the server said before it went away does not matter, but for why it did.
    throw postgres_error(means.by_row && gone ? "" : state, reason, what);
}

void postgres_connection::lost(std::string const& why) {
    throw postgres_error("", why, shown_ + ": " + why);
}

} // namespace muster::database
