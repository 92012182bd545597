#include "fleet/database_storage.hpp"

#include "../unit/scratch.hpp"
#include "core/errors.hpp"
#include "files/posix_storage.hpp"
#include "fleet/schema.hpp"
#include "server.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <random>
#include <thread>

BOOST_AUTO_TEST_SUITE(files_at_a_database)

using namespace muster;
using namespace muster::tests;

namespace {

namespace fs = std::filesystem;

database::postgres_address at_server() {
    return database::read_postgres_address(server().address("public"));
}

std::string ask(std::string const& sql) {
    return postgres_client(server().address("public")).ask(sql);
}

/// A store that nothing stands in.
struct desk {
    desk() {
        ask("DROP SCHEMA IF EXISTS muster CASCADE");
        database::postgres_connection on(at_server());
        fleet::make_store(on);
    }
    static std::unique_ptr<fleet::database_storage> open() {
        return std::make_unique<fleet::database_storage>(at_server(), root);
    }
    static inline fs::path const root = "store:";
};

int code_of(std::function<void()> const& work) {
    try {
        work();
        return 0;
    } catch (files::io_error const& e) {
        return e.code();
    }
}

/// Ends all connections of ours but the one that asks.
void cut_off() {
    ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'muster'");
}

/// The next host comes.
void expire_leases() {
    ask("UPDATE muster.leases SET until = clock_timestamp() - interval '1 s'");
}

} // namespace

/// The same things done at random to a disk and to a database, whose connection is cut now and then: both say
/// the same of each, and are the same at its end.
BOOST_FIXTURE_TEST_CASE(they_are_as_those_on_a_disk, desk) {
    constexpr int steps = 2000;
    std::mt19937_64 random(14);
    scratch on_disk;
    files::posix_storage disk;
    auto const base = open();
    auto const any = [&](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
    };
    std::vector<std::string> const names{"a", "b", "c", "d/a", "d/b", "e/f/a", "e/f", "d", "e", "g/h"};
    std::vector<std::unique_ptr<files::append_file>> open_disk(1), open_base(1);
    std::string open_name;

    for (int step = 0; step < steps; ++step) {
        auto const name = names[any(names.size())], other = names[any(names.size())];
        std::string bytes(any(40), static_cast<char>('a' + any(26)));
        if (any(4) == 0) bytes += std::string("\0\n\xff", 3);
        auto const n = any(60), m = any(60);
        auto const what = any(12);
        // What stands where the other kind should is an error on either, though not always at the same step.
        auto const is_for_directory = [](std::string const& of) {
            return of == "d" || of == "e" || of == "e/f";
        };
        bool const of_files = what == 1 || what == 5 || what == 6 || what == 9;
        if (is_for_directory(name) ? of_files : what == 0 || what == 11) continue;
        if (what == 7 && is_for_directory(name) != is_for_directory(other)) continue;
        if (any(50) == 0) cut_off();
        std::string said[2];
        files::storage* const both[]{&disk, base.get()};
        bool const file_is_open = !open_name.empty() && what >= 6 && what <= 9;
        if (file_is_open) { // what becomes of an open file whose name goes is no concern of a job
            open_disk[0].reset();
            open_base[0].reset();
            open_name.clear();
        }
        for (int i = 0; i < 2; ++i) {
            auto& files = *both[i];
            auto const p = (i == 0 ? on_disk.path : root) / name, q = (i == 0 ? on_disk.path : root) / other;
            auto& handle = i == 0 ? open_disk[0] : open_base[0];
            auto const code = code_of([&] {
                switch (what) {
                case 0: files.make_directories(p); break;
                case 1: handle = files.open_append(p); break;
                case 2:
                case 3:
                    if (handle) handle->append(bytes);
                    break;
                case 4:
                    if (handle) handle->sync();
                    break;
                case 5: said[i] = files.read(p, n, m).value_or("none"); break;
                case 6:
                    if (auto const there = files.look(p);
                        there && there->what == files::entry::kind::file && there->size >= n)
                        files.truncate(p, n);
                    break;
                case 7: files.rename(p, q); break;
                case 8: files.remove(p); break;
                case 9: files::replace_file(files, p, bytes); break;
                case 10:
                    if (auto const there = files.look(p))
                        said[i] =
                            there->name
                            + (there->what == files::entry::kind::file ? std::to_string(there->size) : "/");
                    break;
                case 11:
                    if (auto const there = files.list(p))
                        for (auto const& each : *there) said[i] += each.name + " ";
                    else
                        said[i] = "none";
                    break;
                }
            });
            if (code != 0) said[i] += " failed";
        }
        if (what == 1) open_name = open_disk[0] ? name : std::string();
        BOOST_REQUIRE_MESSAGE(said[0] == said[1], "step " << step << ", " << what << " " << name << " "
                                                          << other << ": '" << said[0] << "' and '" << said[1]
                                                          << "'");
    }
}

BOOST_FIXTURE_TEST_CASE(whoever_reads_sees_what_was_appended_and_another_what_was_synced, desk) {
    auto const one = open(), other = open();
    auto const file = one->open_append(root / "file");
    file->append("one");
    BOOST_TEST(one->read(root / "file", 0, 10).value() == "one");
    file->append("two");
    file->sync();
    BOOST_TEST(other->read(root / "file", 1, 4).value() == "netw");
}

BOOST_FIXTURE_TEST_CASE(a_file_that_grows_past_a_piece_is_read_at_any_place, desk) {
    auto const one = open();
    std::string all;
    {
        auto const file = one->open_append(root / "file");
        for (int i = 0; all.size() < (1U << 20U); ++i) {
            auto const line = "line " + std::to_string(i) + "\n";
            file->append(line);
            if (i % 7000 == 0) file->sync();
            all += line;
        }
    }
    for (std::size_t const at :
         {std::size_t{0}, std::size_t{262143}, std::size_t{262144}, all.size() - 5, all.size()})
        BOOST_TEST((one->read(root / "file", at, 300'000).value() == all.substr(at, 300'000)));
    one->truncate(root / "file", 300'000);
    BOOST_TEST((one->read(root / "file", 0, all.size()).value() == all.substr(0, 300'000)));
    one->open_append(root / "file")->append("end");
    BOOST_TEST((one->read(root / "file", 299'999, 10).value() == all.substr(299'999, 1) + "end"));
}

BOOST_FIXTURE_TEST_CASE(two_who_append_to_one_file_do_not_mix, desk) {
    auto const one = open(), other = open();
    auto const first = one->open_append(root / "file"), second = other->open_append(root / "file");
    first->append("one");
    first->sync();
    second->append("two");
    BOOST_TEST(code_of([&] { second->sync(); }) == EBUSY);
    BOOST_TEST(one->read(root / "file", 0, 10).value() == "one");
}

BOOST_FIXTURE_TEST_CASE(a_lock_is_one_process_s_and_tells_of_it, desk) {
    auto const one = open(), other = open();
    one->make_directories(root / "jobs/a");
    auto const lock = root / "jobs/a/lock";
    BOOST_TEST(!one->is_locked(lock));
    auto held = one->lock(lock, "pid 1\n");
    BOOST_REQUIRE(held);
    BOOST_TEST(other->is_locked(lock));
    BOOST_TEST(!other->lock(lock, "pid 2\n"));
    BOOST_TEST(!one->lock(lock, "pid 1\n")); // the process itself is no exception
    BOOST_TEST(files::read_file(*other, lock).value() == "pid 1\n");
    auto const left = *held->certain_until() - std::chrono::steady_clock::now();
    BOOST_TEST((left > std::chrono::seconds(15) && left < fleet::lease_length));
    held.reset();
    BOOST_TEST(!other->is_locked(lock));
    BOOST_TEST(other->lock(lock, "p\n"));
    BOOST_TEST(files::read_file(*one, lock).value() == "p\n");
}

BOOST_FIXTURE_TEST_CASE(who_lost_its_lease_changes_nothing_any_more, desk) {
    auto const one = open(), other = open();
    one->make_directories(root / "jobs/a");
    one->make_directories(root / "jobs/ab");
    auto const held = one->lock(root / "jobs/a/lock", "one\n");
    auto const journal = one->open_append(root / "jobs/a/journal");
    journal->append("1\n");
    journal->sync();
    files::replace_file(*one, root / "jobs/a/checkpoint", "old");

    expire_leases();
    journal->append("2\n");
    journal->sync(); // nobody has come yet
    auto const taken = other->lock(root / "jobs/a/lock", "other\n");
    BOOST_REQUIRE(taken);
    journal->append("3\n");
    BOOST_TEST(code_of([&] { journal->sync(); }) == ESTALE);
    BOOST_TEST(code_of([&] { files::replace_file(*one, root / "jobs/a/checkpoint", "new"); }) == ESTALE);
    BOOST_TEST(code_of([&] { one->truncate(root / "jobs/a/journal", 0); }) == ESTALE);
    BOOST_TEST(code_of([&] { one->remove(root / "jobs/a/journal"); }) == ESTALE);
    BOOST_TEST(code_of([&] { one->rename(root / "jobs/a/journal", root / "jobs/a/other"); }) == ESTALE);
    BOOST_TEST(code_of([&] { one->set_mode(root / "jobs/a/journal", 0); }) == ESTALE);
    BOOST_TEST(files::read_file(*other, root / "jobs/a/journal").value() == "1\n2\n");
    BOOST_TEST(files::read_file(*other, root / "jobs/a/checkpoint").value() == "old");
    BOOST_TEST(code_of([&] { files::replace_file(*one, root / "jobs/ab/file", "x"); }) == 0); // another job's
    files::replace_file(*other, root / "jobs/a/checkpoint", "theirs");
    BOOST_TEST(files::read_file(*one, root / "jobs/a/checkpoint").value() == "theirs");
}

BOOST_FIXTURE_TEST_CASE(a_lease_is_renewed_and_its_loss_is_noticed, desk) {
    auto const one = open(), other = open();
    one->make_directories(root / "jobs/a");
    auto const held = one->lock(root / "jobs/a/lock", "one\n");
    auto const first = *held->certain_until();
    cut_off(); // it connects anew
    std::this_thread::sleep_for(fleet::renewed_every + std::chrono::milliseconds(1500));
    BOOST_TEST((*held->certain_until() > first + std::chrono::seconds(4)));
    BOOST_TEST(!held->lost());
    expire_leases();
    auto const taken = other->lock(root / "jobs/a/lock", "other\n");
    for (int i = 0; i < 80 && !held->lost(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    BOOST_TEST(held->lost());
}

BOOST_FIXTURE_TEST_CASE(a_job_that_is_moved_aside_stays_locked, desk) {
    auto const one = open(), other = open();
    one->make_directories(root / "jobs/a");
    auto held = one->lock(root / "jobs/a/lock", "one\n");
    one->open_append(root / "jobs/a/journal")->append("x");
    one->rename(root / "jobs/a", root / "jobs/.gone");
    BOOST_TEST(other->is_locked(root / "jobs/.gone/lock"));
    BOOST_TEST(!other->is_locked(root / "jobs/a/lock"));
    one->remove(root / "jobs/.gone/journal");
    one->remove(root / "jobs/.gone/lock");
    one->remove(root / "jobs/.gone");
    held.reset();
    BOOST_TEST(other->list(root / "jobs")->empty());
    BOOST_TEST(ask("SELECT (SELECT count(*) FROM muster.pieces), (SELECT count(*) FROM muster.leases)")
               == "0|0\n");
}

/// A server that is killed while much is appended: what was synced is there once, in order, and nothing else
/// but the last of it.
BOOST_FIXTURE_TEST_CASE(nothing_is_lost_or_doubled_when_the_server_dies, desk) {
    auto const one = open();
    one->make_directories(root / "jobs/a");
    auto const held = one->lock(root / "jobs/a/lock", "one\n");
    std::atomic<bool> done{false};
    std::thread killer([&] {
        for (int i = 0; i < 2; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            server().kill();
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            server().start();
        }
        done = true;
    });
    std::string expected;
    {
        auto const file = one->open_append(root / "jobs/a/journal");
        for (int i = 0; !done; ++i) {
            auto const line = std::to_string(i) + "\n";
            expected += line;
            file->append(line);
            file->sync();
        }
    }
    killer.join();
    BOOST_TEST((files::read_file(*one, root / "jobs/a/journal").value() == expected));
    BOOST_TEST(!held->lost());
}

BOOST_FIXTURE_TEST_CASE(a_database_without_a_store_says_what_to_do, desk) {
    database::postgres_connection on(at_server());
    BOOST_TEST(!fleet::make_store(on)); // a second time, it is left as it is
    ask("UPDATE muster.store SET format = 999");
    BOOST_CHECK_EXCEPTION(open(), core::job_error, [](core::job_error const& e) {
        return std::string(e.what()).find("format 999") != std::string::npos;
    });
    ask("DROP SCHEMA muster CASCADE");
    BOOST_CHECK_EXCEPTION(open(), core::job_error, [](core::job_error const& e) {
        return std::string(e.what()).find("muster store init") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()
