#include "model_fleet.hpp"

#include "fleet/lease.hpp"
#include "journal/create.hpp"
#include "model_transport.hpp"

#include <boost/asio/co_spawn.hpp>

#include <cerrno>

namespace muster::simulated {

namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

constexpr core::duration looked_every = std::chrono::seconds(1);
constexpr core::duration between_clocks = std::chrono::seconds(1); // as fleet/lease has it

class no_watcher final : public engine::observer {
public:
    void settled(journal::member_settled const&, core::duration) override {}
    void notice(level, std::string const&) override {}
};

} // namespace

/// The files, as long as this host's epoch is the last one; bytes are there once they are synced, and not
/// before.
class model_host::storage final : public files::storage {
public:
    storage(model_host& host, std::uint64_t epoch) : host_(host), epoch_(epoch) {}

    void make_directories(fs::path const& p) override {
        commit([&] { disk().make_directories(p); });
    }
    std::unique_ptr<files::append_file> open_append(fs::path const& p) override {
        commit([&] { static_cast<void>(disk().open_append(p)); });
        return std::make_unique<handle>(*this, p);
    }
    std::optional<std::string> read(fs::path const& p, std::uint64_t offset, std::size_t most) override {
        return disk().read(p, offset, most);
    }
    std::optional<files::entry> look(fs::path const& p) override { return disk().look(p); }
    std::optional<std::vector<files::entry>> list(fs::path const& p) override { return disk().list(p); }
    void truncate(fs::path const& p, std::uint64_t size) override {
        commit([&] { disk().truncate(p, size); });
    }
    void rename(fs::path const& from, fs::path const& to) override {
        commit([&] { disk().rename(from, to); });
    }
    void remove(fs::path const& p) override {
        commit([&] { disk().remove(p); });
    }
    void set_mode(fs::path const&, unsigned) override {}
    void sync_directory(fs::path const& p) override { disk().sync_directory(p); }
    std::unique_ptr<files::file_lock> lock(fs::path const&, std::string_view) override { return nullptr; }
    bool is_locked(fs::path const&) override { return false; }

    void commit(std::function<void()> const& work) {
        if (epoch_ != host_.shared_.epoch)
            throw files::io_error("another host has taken the job over", ESTALE);
        work();
        if (host_.loses_reply()) throw files::io_error("the connection is lost", EIO);
    }
    memory_storage& disk() { return host_.shared_.disk; }

private:
    class handle final : public files::append_file {
    public:
        handle(storage& in, fs::path p) : in_(in), path_(std::move(p)) {}
        void append(std::string_view bytes) override { gathered_ += bytes; }
        void sync() override {
            in_.commit([this] {
                auto const file = in_.disk().open_append(path_);
                file->append(gathered_);
                file->sync();
                in_.disk().sync_directory(path_.parent_path());
                gathered_.clear();
            });
        }

    private:
        storage& in_;
        fs::path path_;
        std::string gathered_;
    };

    model_host& host_;
    std::uint64_t epoch_;
};

/// While the host is frozen, nobody there wakes up.
class model_host::time final : public async::timekeeper {
public:
    explicit time(model_host& host) : host_(host) {}
    [[nodiscard]] core::instant now() const override { return host_.world_.time.now(); }
    [[nodiscard]] core::wall_time wall_now() const override { return host_.world_.time.wall_now(); }
    [[nodiscard]] core::duration uptime() const override { return host_.world_.time.uptime(); }
    asio::awaitable<void> sleep_until(core::instant t, async::stop& until) override {
        co_await host_.world_.time.sleep_until(t, until);
        async::stop never;
        co_await host_.world_.time.sleep_until(host_.stalled_until(false), never);
    }

private:
    model_host& host_;
};

class model_host::lock final : public files::file_lock {
public:
    explicit lock(model_host const& host) : host_(host), epoch_(host.epoch_) {}
    [[nodiscard]] std::optional<core::instant> certain_until() const override {
        return host_.epoch_ == epoch_ ? host_.certain_until_ : core::instant();
    }
    [[nodiscard]] bool lost() const override { return host_.epoch_ != epoch_ || host_.lost_; }

private:
    model_host const& host_;
    std::uint64_t epoch_;
};

/// One run, and what it stands on.
struct model_host::one_run {
    one_run(model_host& host, asio::io_context& loop)
        : files(host, host.epoch_),
          held(host),
          runner(loop.get_executor(), host.world_.time,
                 [&host] { return host.stalled_until(true) - host.world_.time.now(); }),
          way(
              host.world_.time, never_dies, host.server_,
              [&host](http::request const& r) {
                  auto how = host.world_.direct(r);
                  // What comes back to a frozen host waits for it.
                  auto const here = host.world_.time.now() + how.there + how.back;
                  for (auto const& each : host.frozen)
                      if (each.covers(here)) how.back += each.to - here;
                  return how;
              },
              [&host, epoch = host.epoch_](http::request const& r) {
                  for (auto const& member : host.server_.changed_by(r)) {
                      host.world_.arrivals.emplace_back(host.world_.time.now(), host.name_ + " " + member);
                      if (epoch != host.shared_.epoch)
                          host.world_.unannounced.push_back(host.name_ + " changed " + member
                                                            + " when another host had the job");
                  }
              }) {}
    fate never_dies;
    storage files;
    lock held;
    no_watcher watcher;
    pacing::local_rate_store rates;
    model_runner runner;
    model_transport way;
    std::unique_ptr<engine::run> work;
};

model_host::model_host(model_world& w, model_server& server, model_database& shared, std::string name)
    : world_(w),
      server_(server),
      shared_(shared),
      name_(std::move(name)),
      time_(std::make_unique<time>(*this)) {}

model_host::~model_host() = default;

core::instant model_host::stalled_until(bool database) const {
    auto at = world_.time.now();
    for (bool moved = true; moved;) {
        moved = false;
        auto const pass = [&](std::vector<outage> const& all) {
            for (auto const& each : all)
                if (each.covers(at)) {
                    at = each.to;
                    moved = true;
                }
        };
        pass(frozen);
        if (database) pass(cut);
    }
    return at;
}

bool model_host::reaches_database() const {
    return stalled_until(true) == world_.time.now();
}

bool model_host::is_complete() const {
    auto const& at = world_.directory();
    if (!shared_.disk.read(at.journal(), 0, 1)) return false;
    auto const found = journal::replay(shared_.disk, at);
    return found.folded.ending() && found.folded.ending()->complete;
}

asio::awaitable<void> model_host::renew(async::stop& over) {
    while (!over.requested()) {
        co_await time_->sleep_until(world_.time.now() + fleet::renewed_every, over);
        if (over.requested() || !reaches_database()) continue;
        if (shared_.epoch != epoch_) {
            lost_ = true;
            co_return;
        }
        shared_.until = world_.time.now() + fleet::lease_length;
        certain_until_ = shared_.until - between_clocks;
    }
}

asio::awaitable<void> model_host::live(asio::io_context& loop) {
    async::stop never;
    while (!is_complete()) {
        co_await time_->sleep_until(world_.time.now() + looked_every, never);
        if (!reaches_database() || shared_.until > world_.time.now() || is_complete()) continue;
        if (shared_.until != core::instant()) ++shared_.takeovers;
        epoch_ = ++shared_.epoch;
        lost_ = false;
        shared_.until = world_.time.now() + fleet::lease_length;
        certain_until_ = shared_.until - between_clocks;
        co_await run_once(loop);
        if (shared_.epoch == epoch_) shared_.until = core::instant(); // given back
    }
}

asio::awaitable<void> model_host::run_once(asio::io_context& loop) {
    auto& r = *runs_.emplace_back(std::make_unique<one_run>(*this, loop));
    async::stop over;
    bool renewing = true;
    asio::co_spawn(loop, renew(over), [&renewing](std::exception_ptr) { renewing = false; });
    std::string end = "complete";
    try {
        auto const& at = world_.directory();
        if (!r.files.read(at.journal(), 0, 1)) {
            r.files.make_directories(at.root);
            journal::create(r.files, at, "{}",
                            {"job-1", "hash", "url", "key", "now", journal::format_version});
        }
        auto found = journal::replay(r.files, at);
        journal::prepare_to_append(r.files, at, found);
        journal::run_started opening;
        opening.run = found.folded.runs() + 1;
        opening.host = name_;
        opening.at = "now";
        engine::surroundings with{loop.get_executor(),
                                  r.way,
                                  r.rates,
                                  r.runner,
                                  *time_,
                                  r.files,
                                  r.watcher,
                                  [this] { return uniform01(world_.random); },
                                  {}};
        with.lock = &r.held;
        r.work = std::make_unique<engine::run>(with, world_.job, at, std::move(found), engine::run_choices());
        auto const result = co_await r.work->execute(opening);
        if (!result.complete) end = "stopped: " + (result.stopped ? result.stopped->words : std::string());
    } catch (std::exception const& e) {
        end = e.what();
    }
    ends.push_back(end);
    over.request();
    async::stop never;
    while (renewing) co_await world_.time.sleep_until(world_.time.now() + looked_every, never);
}

} // namespace muster::simulated
