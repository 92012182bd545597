#include "engine/snapshot_feed.hpp"

#include "core/errors.hpp"
#include "core/whole_number.hpp"
#include "engine/share.hpp"

namespace muster::engine {

namespace asio = boost::asio;

namespace {

std::uint64_t as_offset(std::string const& cursor) {
    auto const at = cursor.empty() ? 0 : core::whole_number(cursor);
    if (!at)
        throw core::job_error(core::exit_status::internal,
                              "the journal's cursor " + cursor + " is none of the job's snapshot");
    return *at;
}

list_walk::purpose who_matches(spec::spec const& spec) {
    return {[&spec](core::member const& m) { return spec.where.matches(m); },
            spec.platform->about().can.list_shifts
                ? "pages of this platform shift when members are deleted: the whole list is read first"
                : "the whole list is read first, to see which part of it matches"};
}

} // namespace

snapshot_feed::snapshot_feed(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                             async::stop& stop, std::filesystem::path file, std::string const& after)
    : with_(with),
      spec_(spec),
      stop_(stop),
      file_(std::move(file)),
      at_(as_offset(after)),
      walked_(!after.empty()), // a job's pages come from a complete walk only
      walk_(with, spec, platform_calls, stop, file_, who_matches(spec)) {}

asio::awaitable<std::optional<sheet>> snapshot_feed::next() {
    if (!walked_) {
        auto const found = co_await walk_.go_on();
        if (found) refuse_share(*found);
        walked_ = found.has_value();
    }
    if (!walked_ || ended_ || stop_.requested()) co_return std::nullopt;
    std::shared_ptr<snapshot::section> const section = snapshot::read_section(with_.storage, file_, at_);
    sheet s;
    s.memory = section;
    s.from = at_ == 0 ? std::string() : std::to_string(at_);
    s.next = std::to_string(section->next);
    s.more = !section->total.has_value();
    s.total = section->total;
    for (auto const& m : section->members) s.proposals.push_back(look_at(m, spec_));
    // The others are counted as seen.
    if (section->of.members > s.proposals.size()) s.proposals.resize(section->of.members);
    at_ = section->next;
    ended_ = !s.more;
    co_return s;
}

/// Whoever mends what was wrong with the list and resumes the job has it read anew.
void snapshot_feed::refuse_share(list_walk::extent const& found) {
    auto const why = objection_to_share(spec_, found.kept, found.members);
    if (!why) return;
    with_.storage.remove(file_);
    throw core::job_error(core::exit_status::usage, *why + ". Nothing was sent.");
}

} // namespace muster::engine
