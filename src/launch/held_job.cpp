#include "launch/held_job.hpp"

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "fleet/shared_lock.hpp"
#include "journal/create.hpp"
#include "launch/host_name.hpp"
#include "launch/job_spec.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <unistd.h>

namespace muster::launch {

using core::exit_status;
using core::job_error;

held_job::held_job(files::storage& storage, journal::directory where)
    : storage_(storage),
      where_(std::move(where)) {}

fleet::lease* held_job::lease() const {
    auto const* const shared = dynamic_cast<fleet::shared_lock const*>(lock_.get());
    return shared == nullptr ? nullptr : &shared->on();
}

void held_job::take_lock() {
    boost::json::object const self{{"pid", ::getpid()}, {"host", host_name()}};
    lock_ = storage_.lock(where_.lock(), boost::json::serialize(self) + "\n");
    if (lock_) return;
    auto holder = files::read_file(storage_, where_.lock()).value_or("");
    while (holder.ends_with('\n')) holder.pop_back();
    auto const outlives = storage_.lock_outlives(where_.lock());
    throw job_error(exit_status::busy,
                    "job " + where_.id + " is running already, as " + core::printable(holder)
                        + "; wait for it, or stop that process."
                        + (outlives.count() > 0 ? " If it was killed, the job can be had within "
                                                      + std::to_string(outlives.count()) + " s."
                                                : "")
                        + " Nothing was changed.");
}

held_job held_job::create(files::storage& storage, journal::directory where, spec::spec const& spec,
                          std::string const& key, core::wall_time now, made_of of,
                          std::function<void(journal::directory const&)> const& before) {
    held_job held(storage, std::move(where));
    auto const& at = held.where_;
    try {
        storage.make_directories(at.root);
        held.take_lock();
        if (storage.read(at.journal(), 0, 1)) refuse_taken(at.id);
        if (before) before(at);
        auto const text = boost::json::serialize(spec.document) + "\n";
        journal::job_opened opened{at.id, core::sha256(text), spec.at.base_url, core::fingerprint(key),
                                   core::to_iso8601(now)};
        if (of.rows) opened.source = of.rows->digest;
        if (of.rows) opened.rows = of.rows->rows;
        opened.key_lists = std::move(of.key_lists);
        opened.from = std::move(of.from);
        opened.plan = std::move(of.plan);
        journal::create(storage, at, text, opened);
    } catch (files::io_error const& e) {
        throw job_error(exit_status::usage, std::string(e.what()) + ". Nothing was sent.");
    }
    return held;
}

void refuse_taken(std::string const& id) {
    throw job_error(exit_status::usage,
                    "there is a job " + id + " already; to go on with it: muster resume " + id);
}

held_job held_job::open(files::storage& storage, journal::directory where) {
    held_job held(storage, std::move(where));
    held.take_lock();
    return held;
}

spec::spec held_job::read_spec(journal::job_opened const& opened) {
    return read_job_spec(storage_, where_, opened);
}

} // namespace muster::launch
