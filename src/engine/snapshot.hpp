#pragma once
#include "core/member.hpp"
#include "files/lines.hpp"
#include "files/storage.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

/// A list as it was walked, on disk (`members.jsonl` of a job): sealed lines, a `member` for each that
/// matched, a `page` behind those of each page, and an `end` behind the last page of a walk that is complete.
namespace snapshot {

/// One page, as its line tells.
struct page {
    std::string cursor;        ///< that it was asked for with
    std::string next;          ///< that came with it
    bool more = false;         ///< there was another behind it
    std::uint64_t members = 0; ///< who were met on it first, matching or not
    std::string last;          ///< the id of the last member that it held, met before or not; empty = none
    std::uint64_t matched = 0; ///< of its members
    /// Bytes of the file with the lines of these, where it was read from there.
    std::uint64_t begins = 0, ends = 0;
};

/// Each appends a line to `out`.
void write_member(std::string& out, core::member const& m);
void write_page(std::string& out, page const& p);
void write_end(std::string& out, std::uint64_t members);

/// How far a walk has come.
struct walk {
    std::vector<page> pages; ///< in the list's order; a page that was read again stands as it was last
    std::uint64_t bytes = 0; ///< of whole pages; what is behind them is of no use
    bool complete = false;
};

/// Reads how far it is. Throws files::io_error; core::job_error(internal) where a line in the middle is
/// unsound.
walk read_walk(files::storage& storage, std::filesystem::path const& file);

/// Adds a page to those before it: it takes the place of one with the same cursor, and of all behind that.
void add(std::vector<page>& pages, page p);

/// The members of one page.
struct section {
    std::vector<boost::json::object> documents; ///< what the members below point into
    std::vector<std::string> ids, emails;
    std::vector<core::member> members; ///< those that matched
    page of;
    std::uint64_t next = 0;             ///< where the page behind it begins
    std::optional<std::uint64_t> total; ///< it is the last; members of the whole list
};

/// The page that begins at a byte of a complete walk. Throws files::io_error; core::job_error(internal) where
/// there is none.
std::unique_ptr<section> read_section(files::storage& storage, std::filesystem::path const& file,
                                      std::uint64_t from);

/// One member, as its line tells.
struct kept_member {
    std::string id, email;
    boost::json::object document;
};

/// Calls `see` for each member of a complete walk in the list's order, with the byte at which its line
/// begins; not for those of a page that was read again, as they were before. Throws files::io_error, and
/// core::job_error(internal) where the file is damaged.
void visit_members(files::storage& storage, std::filesystem::path const& file,
                   std::function<void(std::uint64_t begins, kept_member const&)> const& see);

/// The member whose line begins at that byte. Throws as visit_members does.
kept_member read_member(files::storage& storage, std::filesystem::path const& file, std::uint64_t from);

} // namespace snapshot

} // namespace muster::engine
