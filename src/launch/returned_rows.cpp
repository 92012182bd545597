#include "launch/returned_rows.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "engine/row_batch.hpp"
#include "files/lines.hpp"
#include "journal/inspect.hpp"
#include "launch/deeds.hpp"
#include "launch/descent.hpp"
#include "launch/job_spec.hpp"
#include "launch/row_survey.hpp"
#include "launch/scratch_directory.hpp"
#include "source/csv_remarks.hpp"
#include "source/key_set.hpp"
#include "spec/deed_operation.hpp"
#include "spec/planned_operation.hpp"

#include <cerrno>
#include <stdexcept>
#include <string>
#include <variant>

namespace muster::launch {

using core::exit_status;
using core::job_error;
using journal::member_settled;

namespace {

/// The key of the row that a deed is of, as it is compared. Where a row names its member by something else
/// than its id, the outcome tells it, but for those of earlier versions of muster.
std::string row_of(deed const& d, spec::spec const& spec) {
    if (!d.row.empty()) return d.row;
    bool const by_email = !spec.makes_members && spec.rows->by == "email" && !d.email.empty();
    return source::compared_key(*spec.rows, by_email ? d.email : d.settled.member);
}

/// What became of the rows of a job, looked up by what they are known by: on the disk, as the journal tells
/// it in its own order.
class outcomes_by_row {
public:
    outcomes_by_row(files::storage& storage, journal::directory const& where, spec::spec const& spec,
                    std::function<bool(member_settled const&)> const& wanted)
        : storage_(storage),
          journal_(where.journal()) {
        source::key_sorter sorter(storage, scratch_.file("sorting"));
        source::key_hasher hash;
        damage_ = for_each_deed(storage, where, wanted, [&](deed const& d) {
            sorter.add({hash(row_of(d, spec)), {d.line_at, 1}});
            return true;
        });
        set_ = source::key_set::make(storage, scratch_.file("outcomes"), "outcomes", sorter,
                                     [](source::key_entry const&) {});
    }

    [[nodiscard]] std::optional<journal::flaw> const& damage() const { return damage_; }

    /// nullopt if it has none that is wanted.
    std::optional<source::remark> find(std::string_view row) {
        auto const at = set_->find(row);
        if (!at) return std::nullopt;
        if (at->offset != last_at_) read_line(at->offset);
        return last_;
    }

private:
    /// Outcomes that share a line differ in nothing but whose they are.
    void read_line(std::uint64_t offset) {
        auto const outcome = [this](member_settled const& s) {
            auto const safe = [](std::string const& text) { return core::printable(core::redact(text)); };
            last_ = {std::string(core::to_string(s.outcome)), safe(s.code), safe(s.message)};
        };
        journal::decode(line_from(offset), [&](journal::record&& r) {
            if (auto const* const s = std::get_if<member_settled>(&r)) outcome(*s);
        });
        last_at_ = offset;
    }

    /// Rows come nearly in the order of their outcomes, so that most lines stand in what was read last.
    std::string_view line_from(std::uint64_t offset) {
        for (std::size_t most = usual_read;; most *= 2) {
            bool const there = offset >= begin_ && offset < begin_ + read_.size();
            auto const rest = there ? std::string_view(read_).substr(offset - begin_) : std::string_view();
            if (auto const end = rest.find('\n'); end != rest.npos) return rest.substr(0, end);
            read_ = storage_.read(journal_, offset, most).value_or("");
            begin_ = offset;
            if (read_.size() < most && read_.find('\n') == read_.npos)
                throw files::io_error("the journal " + journal_.string() + " was cut off meanwhile", EIO);
        }
    }

    static constexpr std::size_t usual_read = 64U * 1024U;
    static constexpr std::uint64_t nowhere = ~std::uint64_t{0};
    files::storage& storage_;
    std::filesystem::path journal_;
    scratch_directory scratch_;
    std::optional<journal::flaw> damage_;
    std::optional<source::key_set> set_;
    std::string read_; // of the journal, from begin_ on
    std::uint64_t begin_ = 0;
    source::remark last_; // of the line at last_at_
    std::uint64_t last_at_ = nowhere;
};

/// What a job goes by whose rows muster itself has made, as nobody can mend those, or feed them in again;
/// empty = it goes by rows of people's own.
std::string own_rows(spec::spec const& spec) {
    auto const* const operation = spec.document.if_contains("operation");
    if (operation == nullptr) return {};
    if (spec::is_planned_operation(*operation)) return "does what a plan says";
    if (spec::is_deed_operation(*operation)) return "goes by what another job did";
    return {};
}

/// What the next row is known by, be it of use or not; nullopt at the end.
std::optional<std::string> next_name(source::rows& rows) {
    try {
        if (!rows.next()) return std::nullopt;
        return std::string(rows.key());
    } catch (source::rows_error const& e) {
        if (!e.can_go_on()) throw;
        return engine::bad_row_name(rows.last());
    }
}

void give_back(source::rows& rows, source::rows_settings const& settings, outcomes_by_row& outcomes,
               std::function<bool(std::string_view)> const& each) {
    bool const csv = settings.what == source::rows_settings::format::csv;
    source::csv_remarks as_csv(rows.layout());
    if (auto const header = as_csv.header(); csv && !header.empty() && !each(header)) return;
    while (auto const name = next_name(rows)) {
        auto const remark = outcomes.find(source::compared_key(settings, *name));
        if (!remark) continue;
        auto const row = rows.last().bytes;
        if (!each(csv ? as_csv.row(row, *remark) : source::with_remark(row, *remark))) return;
    }
}

} // namespace

bool has_rows_to_return(spec::spec const& spec) {
    return spec.rows && own_rows(spec).empty();
}

void refuse_made_rows(files::storage& storage, journal::directory const& where) {
    auto const opened = read_opening(storage, where);
    if (!opened) return;
    if (auto const made = own_rows(read_job_spec(storage, where, *opened)); !made.empty())
        throw job_error(exit_status::usage,
                        "job " + where.id + " " + made
                            + ", and has no rows of a file to give back: leave out --as-rows");
}

std::optional<journal::flaw> return_rows(files::storage& storage, journal::directory const& where,
                                         std::function<bool(member_settled const&)> const& wanted,
                                         std::function<bool(std::string_view)> const& each) {
    auto const opened = read_opening(storage, where);
    if (!opened) return journal::inspect(storage, where).damage;
    if (opened->source.empty())
        throw job_error(exit_status::usage,
                        "job " + where.id
                            + " was not made of the rows of a file (\"source\": {\"csv\": ...} or "
                              "{\"jsonl\": ...}), so it has none to give back: leave out --as-rows");
    auto const spec = read_job_spec(storage, where, *opened);
    refuse_changed_rows(storage, spec, opened->source);
    try {
        outcomes_by_row outcomes(storage, where, spec, wanted);
        source::rows rows(storage, *spec.rows);
        give_back(rows, *spec.rows, outcomes, each);
        return outcomes.damage();
    } catch (source::rows_error const& e) {
        throw job_error(exit_status::usage, e.what());
    } catch (source::packed_file_error const& e) {
        throw job_error(exit_status::usage, e.what());
    }
}

} // namespace muster::launch
