#include "engine/row_feed.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/whole_number.hpp"

#include <algorithm>

namespace muster::engine {

namespace {

// A row is of no more use once its change is made, but for whoever looks at each.
constexpr std::size_t rows_held = 64;

source::position as_position(std::string const& cursor) {
    if (cursor.empty()) return {};
    auto const colon = cursor.find(':');
    auto const offset = core::whole_number(std::string_view(cursor).substr(0, colon));
    auto const line =
        colon == cursor.npos ? std::nullopt : core::whole_number(std::string_view(cursor).substr(colon + 1));
    if (!offset || !line)
        throw core::job_error(core::exit_status::internal, "the journal's cursor " + core::printable(cursor)
                                                               + " is none of a file of rows");
    return {*offset, *line};
}

std::string as_cursor(source::position const& p) {
    return std::to_string(p.offset) + ':' + std::to_string(p.line);
}

/// Tells what is wrong with the file to whoever gave it.
template <class Work>
void reading(Work const& work) {
    try {
        work();
    } catch (source::rows_error const& e) {
        throw core::job_error(core::exit_status::usage, e.what());
    } catch (source::packed_file_error const& e) {
        throw core::job_error(core::exit_status::usage, e.what());
    }
}

} // namespace

row_feed::row_feed(files::storage& storage, async::blocking_runner& runner, spec::spec const& spec,
                   async::stop& stop, std::string const& after, std::optional<std::uint64_t> total,
                   std::function<void(core::member const&)> on_member, std::unique_ptr<row_match> match)
    : storage_(storage),
      runner_(runner),
      spec_(spec),
      stop_(stop),
      total_(total),
      on_member_(std::move(on_member)),
      match_(std::move(match)),
      next_(after),
      resumed_at_(as_position(after)) {}

boost::asio::awaitable<std::optional<sheet>> row_feed::next() {
    if (ended_ || stop_.requested()) co_return std::nullopt;
    if (match_ && !prepared_) {
        auto const ready = co_await match_->prepare();
        if (!ready) co_return std::nullopt;
        prepared_ = true;
    }
    auto const made = std::make_shared<row_batch>();
    std::function<void()> work = [this, made] { reading([&] { read(*made); }); };
    co_await async::run_blocking(runner_, std::move(work));
    if (match_) {
        bool const met = co_await match_->meet(*made);
        if (!met) co_return std::nullopt;
        propose(*made, spec_);
    }
    sheet s;
    s.memory = made;
    s.from = next_;
    s.next = next_ = as_cursor(at_);
    s.more = !ended_;
    s.total = total_;
    s.proposals = std::move(made->proposals);
    if (on_member_)
        for (auto const& r : made->rows)
            if (r.member.document != nullptr) on_member_(r.member);
    co_return s;
}

boost::asio::awaitable<sheet> row_feed::recall(std::set<std::string, std::less<>> const& ids) {
    auto const found = std::make_shared<std::deque<row_batch>>();
    std::function<void()> work = [this, found, ids] { reading([&] { *found = search(ids); }); };
    co_await async::run_blocking(runner_, std::move(work));
    sheet s;
    s.memory = found;
    for (auto& each : *found) s.proposals.push_back(std::move(each.proposals.front()));
    co_return s;
}

void row_feed::read(row_batch& b) {
    auto const most = match_ ? match_->most() : most_on_sheet(spec_);
    if (!rows_) rows_.emplace(storage_, *spec_.rows, at_);
    b.proposals.reserve(most);
    while (b.proposals.size() < most && !ended_) {
        ended_ = !take_row(*rows_, b);
        at_ = rows_->at();
        bool const done_with = !match_ && !on_member_ && b.rows.size() >= rows_held;
        if (!done_with) continue;
        propose(b, spec_);
        forget_documents(b);
    }
    if (match_) {
        pass_over_unmatched(b, spec_);
        note_keys(b, *spec_.rows);
        if (spec_.upserts_by_look)
            refuse_unfit(b, spec_);
        else
            refuse_unfit_cells(b, spec_);
    } else {
        propose(b, spec_);
    }
}

std::deque<row_batch> row_feed::search(std::set<std::string, std::less<>> missing) const {
    std::deque<row_batch> found;
    auto const look_from = [&](source::position begin) {
        source::rows rows(storage_, *spec_.rows, begin);
        while (!missing.empty()) {
            row_batch one;
            if (!take_row(rows, one)) break;
            if (!spec_.upserts_by_look)
                propose(one, spec_);
            else // whom an intent names by the key of a row was to be made
                for (auto& r : one.rows) propose_for_nobody(one, r, spec_);
            auto const& p = one.proposals.front();
            if (p.what != proposal::kind::change || missing.erase(std::string(p.member)) == 0) continue;
            found.push_back(std::move(one));
        }
    };
    look_from(resumed_at_); // most of them
    look_from({});
    if (!missing.empty())
        throw core::job_error(core::exit_status::internal, "the journal has an intent for row "
                                                               + core::quoted(*missing.begin())
                                                               + ", which is not in " + spec_.rows->file);
    return found;
}

} // namespace muster::engine
