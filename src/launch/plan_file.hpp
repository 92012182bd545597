#pragma once
#include "engine/proposal.hpp"
#include "files/storage.hpp"
#include "launch/line_writer.hpp"
#include "launch/scratch_directory.hpp"
#include "spec/spec.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace muster::launch {

/// A plan that is kept: what looking at the members gave, to be looked at by others and to be applied later.
/// In a file, sealed lines (journal/sealed.hpp): the first tells the whole, each other one what is to become
/// of a member: `{"id", "email"?, "change", "before", "row"?}`.
struct plan {
    std::string digest;       ///< SHA-256 of the first line, in which that of the rest stands: names the plan
    boost::json::object spec; ///< the document of the spec that it was made of
    std::string key;          ///< core::fingerprint of the key that it was made with
    std::string at;           ///< when, ISO 8601
    std::string by;           ///< user and host, for people; may be empty
    std::uint64_t members = 0;   ///< that are to be changed
    boost::json::object preview; ///< what `muster plan --output json` printed
};

/// Enough of a plan's digest to tell it from others: 12 hex digits.
inline std::string short_name(std::string_view digest) {
    return std::string(digest.substr(0, 12));
}

/// One member of a plan.
struct planned_member {
    std::string id;
    std::string email; ///< empty where the platform sent none
    core::change change;
    boost::json::object before; ///< what the change overwrites
};

/// Writes a plan. The members come first, into a scratch file; nothing stands under the plan's name before it
/// is whole.
class plan_writer {
public:
    /// The storage must outlive it. `spec` = whose plan it is. Throws core::job_error(usage) if there is
    /// something at `file` already, or nothing can be written there.
    plan_writer(files::storage& storage, std::filesystem::path file, spec::spec const& spec);
    ~plan_writer(); ///< takes away what is not finished
    plan_writer(plan_writer const&) = delete;
    plan_writer& operator=(plan_writer const&) = delete;

    /// A member with a change. Throws core::job_error(usage) for one that no line of a plan can hold.
    void add(engine::proposal const& p);

    /// Puts the plan under its name. `key` = the key itself. Throws core::job_error(usage) where it cannot be
    /// written, or a member came twice.
    plan finish(spec::spec const& spec, std::string const& key, boost::json::object preview,
                core::wall_time now);

private:
    [[nodiscard]] boost::json::object needed_of(boost::json::value const& row) const;
    void refuse_repeats();

    files::storage& storage_;
    std::filesystem::path file_;
    std::filesystem::path part_;                 ///< under which it is written
    std::set<std::string, std::less<>> columns_; ///< of a row, that the spec reads
    std::unique_ptr<files::append_file> out_;    ///< what it is written to; nullptr once it is finished
    std::vector<std::uint64_t> ids_;             ///< hashes of the members' ids
    scratch_directory scratch_;
    std::unique_ptr<files::append_file> members_;
    line_writer lines_;
    std::uint64_t count_ = 0;
};

/// Reads a plan, and holds every line against its seals; `each` is given the line of each member, in their
/// order. Memory: a line. Throws core::job_error(usage), also if anything was changed in it since it was
/// made; lines before that have been given by then.
plan read_plan(files::storage& storage, std::filesystem::path const& file,
               std::function<void(std::string_view line)> const& each);

/// Reads the line of a member. Throws std::invalid_argument.
planned_member read_planned_member(std::string_view line);

} // namespace muster::launch
