#include "engine/row_walk.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "source/key_check.hpp"
#include "source/plain_bytes.hpp"

namespace muster::engine {

namespace asio = boost::asio;

namespace {

/// Runs work on the disk where it holds nothing up, and tells what it failed of to whoever can mend that.
asio::awaitable<void> on_disk(surroundings const& with, std::function<void()> work) {
    std::function<void()> guarded = [&work] {
        try {
            work();
        } catch (source::rows_error const& e) {
            throw core::job_error(core::exit_status::usage, e.what());
        } catch (source::packed_file_error const& e) {
            throw core::job_error(core::exit_status::usage, e.what());
        } catch (source::damaged_key_set const& e) {
            throw core::job_error(core::exit_status::internal, e.what());
        } catch (files::io_error const& e) {
            throw core::job_error(core::exit_status::stopped,
                                  std::string(e.what()) + ". Mend that, then resume the job.");
        }
    };
    co_await async::run_blocking(with.blocking, std::move(guarded));
}

} // namespace

row_walk::row_walk(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                   async::stop& stop, walk_files files, std::string why)
    : with_(with),
      spec_(spec),
      stop_(stop),
      files_(std::move(files)),
      of_(spec.rows->by + " of " + spec.rows->file),
      walk_(with, spec, platform_calls, stop, files_.members,
            {[this](core::member const& m) {
                 auto const key = key_of(m);
                 return !key.empty() && rows_->find(key).has_value();
             },
             std::move(why)}) {}

std::string row_walk::key_of(core::member const& m) const {
    auto const known_by = spec_.rows->by == "id" ? m.id : provider::reference_of(spec_.platform->about(), m);
    return source::compared_key(*spec_.rows, known_by);
}

std::size_t row_walk::most() const {
    return most_on_sheet(spec_);
}

asio::awaitable<bool> row_walk::prepare() {
    std::function<void()> begin = [this] { take_up(); };
    co_await on_disk(with_, std::move(begin));
    if (members_) co_return true;
    auto const whole = co_await walk_.go_on();
    if (!whole) co_return false;
    std::function<void()> end = [this] { find_members_by_keys(); };
    co_await on_disk(with_, std::move(end));
    co_return true;
}

std::optional<source::key_set> row_walk::open(std::filesystem::path const& file) const {
    try {
        return source::key_set::open(with_.storage, file, of_);
    } catch (source::damaged_key_set const&) {
        return std::nullopt; // it is made again
    }
}

void row_walk::take_up() {
    if (with_.storage.look(files_.members)) members_ = open(files_.member_keys);
    if (!members_) return learn_rows();
    if (with_.storage.look(files_.row_keys)) with_.storage.remove(files_.row_keys); // a kill left it
}

void row_walk::learn_rows() {
    rows_ = open(files_.row_keys);
    if (rows_) return;
    auto scratch = files_.row_keys;
    scratch += ".sorting";
    source::key_sorter keys(with_.storage, scratch);
    source::rows rows(with_.storage, *spec_.rows);
    source::add_keys(rows, *spec_.rows, keys);
    rows_ = source::key_set::make(with_.storage, files_.row_keys, of_, keys, [](auto const&) {});
}

void row_walk::find_members_by_keys() {
    auto scratch = files_.member_keys;
    scratch += ".sorting";
    source::key_sorter keys(with_.storage, scratch);
    source::key_hasher hash;
    snapshot::visit_members(with_.storage, files_.members,
                            [&](std::uint64_t begins, snapshot::kept_member const& m) {
                                keys.add({hash(key_of({m.id, m.email, &m.document})), {begins, 1}});
                            });
    members_ = source::key_set::make(with_.storage, files_.member_keys, of_, keys, [](auto const&) {});
    rows_.reset();
    with_.storage.remove(files_.row_keys);
}

asio::awaitable<bool> row_walk::meet(row_batch& b) {
    std::function<void()> work = [this, &b] {
        for (auto& r : b.rows) meet_one(b, r);
    };
    co_await on_disk(with_, std::move(work));
    co_return !stop_.requested();
}

void row_walk::meet_one(row_batch& b, known_row& r) {
    std::vector<snapshot::kept_member> known; // the last that stands in the list of each
    for (auto const& at : members_->find_all(source::compared_key(*spec_.rows, r.member.id))) {
        auto one = snapshot::read_member(with_.storage, files_.members, at.offset);
        std::erase_if(known, [&](auto const& other) { return other.id == one.id; });
        known.push_back(std::move(one));
    }
    if (known.empty()) return refuse_nobody(b, r, spec_);
    auto const* const found = known.size() == 1 ? &known.front() : only_match(known, r);
    if (found == nullptr)
        return refuse_row(b, r, "ambiguous-key",
                          "several members have the " + spec_.rows->by + ' '
                              + core::quoted(b.proposals[r.proposal].member) + ", " + known.front().id
                              + " and " + known[1].id + " among them: name the one who is meant by its id");
    auto const& id = b.ids.emplace_back(found->id);
    auto const& email = b.ids.emplace_back(found->email);
    lay_beside(b, r, {id, email, &found->document});
}

/// Of several members with one key, the one who matches the `where` with the row; nullptr if several do. If
/// none does, any will do.
snapshot::kept_member const* row_walk::only_match(std::vector<snapshot::kept_member>& known,
                                                  known_row const& r) const {
    std::vector<snapshot::kept_member const*> matching;
    for (auto& each : known) {
        each.document["row"] = r.member.document->at("row");
        if (spec_.where.matches({each.id, each.email, &each.document})) matching.push_back(&each);
    }
    if (matching.empty()) return &known.back();
    return matching.size() == 1 ? matching.front() : nullptr;
}

} // namespace muster::engine
