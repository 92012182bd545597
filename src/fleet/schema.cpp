#include "fleet/schema.hpp"

#include "core/errors.hpp"

namespace muster::fleet {

// A file's bytes are pieces, each as it was appended; its size says where the next one begins, so that what
// was sent twice, because a reply was lost, is seen. An epoch counts how often a lease has changed hands:
// what is written under it says which one it means. The next block of a rate begins at next_at, in
// microseconds since 1970 by this server's clock.
std::string_view const store_tables = R"(
CREATE SCHEMA muster;
CREATE TABLE muster.store (format integer NOT NULL);
CREATE TABLE muster.entries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  path text COLLATE "C" NOT NULL UNIQUE,
  parent text COLLATE "C" NOT NULL,
  directory boolean NOT NULL,
  mode integer NOT NULL,
  size bigint NOT NULL DEFAULT 0,
  changed timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE INDEX entries_by_parent ON muster.entries (parent);
CREATE TABLE muster.pieces (
  entry bigint NOT NULL REFERENCES muster.entries ON DELETE CASCADE,
  at bigint NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (entry, at));
CREATE TABLE muster.leases (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  path text COLLATE "C" NOT NULL UNIQUE,
  epoch bigint NOT NULL,
  holder text NOT NULL,
  says text NOT NULL DEFAULT '',
  until timestamptz NOT NULL);
CREATE TABLE muster.questions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lease bigint NOT NULL REFERENCES muster.leases ON DELETE CASCADE,
  epoch bigint NOT NULL,
  asked timestamptz NOT NULL DEFAULT clock_timestamp(),
  method text NOT NULL,
  target text NOT NULL,
  body text NOT NULL,
  status integer,
  reply text);
CREATE INDEX questions_by_lease ON muster.questions (lease) WHERE status IS NULL;
CREATE TABLE muster.rates (
  name text COLLATE "C" PRIMARY KEY,
  next_at bigint NOT NULL);
CREATE TABLE muster.quotas (
  name text COLLATE "C" PRIMARY KEY,
  state bytea NOT NULL);
)";

bool make_store(database::postgres_connection& on) {
    // Of two who make it at once, one waits here, and then finds it made.
    on.run("BEGIN");
    on.run("SELECT pg_advisory_xact_lock(7234017283807667300)");
    bool const there = on.run("SELECT to_regclass('muster.store')").text(0, 0) != "";
    if (!there) {
        on.run(std::string(store_tables));
        on.run("INSERT INTO muster.store VALUES (" + std::to_string(store_format) + ")");
    }
    on.run("COMMIT");
    return !there;
}

void expect_store(database::postgres_connection& on) {
    using core::exit_status;
    if (on.run("SELECT to_regclass('muster.store')").text(0, 0).empty())
        throw core::job_error(exit_status::usage,
                              "the database holds no store yet; to make it: muster store init");
    auto const found = on.run("SELECT format FROM muster.store");
    if (found.rows() == 1 && found.text(0, 0) == std::to_string(store_format)) return;
    throw core::job_error(exit_status::usage,
                          "the store is of another version of muster (format "
                              + std::string(found.rows() == 1 ? found.text(0, 0) : "unknown")
                              + ", this one knows " + std::to_string(store_format)
                              + "); use the muster that made it");
}

} // namespace muster::fleet
