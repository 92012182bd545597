// Many jobs in a store that hosts share, looked at together.
#include "../unit/launch/desk.hpp"
#include "fleet/schema.hpp"
#include "journal/checkpoint.hpp"
#include "journal/replay.hpp"
#include "launch/descent.hpp"
#include "launch/move_job.hpp"
#include "launch/unfinished.hpp"
#include "server.hpp"
#include "service/job_view.hpp"
#include "web/job_list.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <fstream>
#include <sstream>

BOOST_AUTO_TEST_SUITE(many_jobs_in_a_store)

using namespace muster;
using namespace muster::tests;
using launch::job_part;

namespace {

std::string ask(std::string const& sql) {
    return postgres_client(server().address("public")).ask(sql);
}

core::wall_time now() {
    return std::chrono::system_clock::now();
}

/// Jobs are made on the disk, and moved to a store that nothing stands in.
struct desk : launch::tests::desk {
    desk() {
        ask("DROP SCHEMA IF EXISTS muster CASCADE");
        database::postgres_connection on(database::read_postgres_address(place));
        fleet::make_store(on);
        ask("ALTER ROLE tester SET log_statement = 'all'"); // of whoever connects from now on
    }
    ~desk() { ask("ALTER ROLE tester RESET log_statement"); }

    void checkpoint(journal::directory const& where) {
        auto found = journal::replay(storage, where);
        files::replace_file(storage, where.checkpoint(),
                            journal::encode(journal::checkpoint{found.offset, std::move(found.folded)}));
    }
    journal::directory make_ended(std::string const& id, bool complete = true) {
        auto where = make(id);
        append(where, {journal::run_started{1, 1, "host", "t"},
                       journal::run_ended{complete, complete ? "" : "a limit", "t"}});
        checkpoint(where);
        return where;
    }
    void move_all() {
        launch::store there(place);
        for (auto const& each : jobs.all()) launch::move_job(jobs, there, each.id);
    }
    void make_in_store(std::string const& prefix, int count) {
        for (int i = 0; i < count; ++i) make_ended(prefix + std::to_string(i));
        move_all();
    }

    std::string const place = server().address("public");
};

/// How many statements the server is asked to run meanwhile, by connections that begin with it.
template <class Work>
std::size_t statements_of(Work const& work) {
    std::ifstream log(server().directory() + "/log");
    log.seekg(0, std::ios::end);
    work();
    std::size_t count = 0;
    for (std::string line; std::getline(log, line);)
        if (line.find("LOG:  statement: ") != line.npos || line.find("LOG:  execute ") != line.npos) ++count;
    return count;
}

/// How each of them stands: by its id, or by a look at all of them.
std::string standing_each(launch::store& jobs) {
    std::string all;
    for (auto const& id : jobs.ids()) {
        if (!jobs.has(id)) continue;
        auto const v = service::view_of(jobs.storage(), jobs.where(id), "", now(), launch::scrutiny::newest);
        all += boost::json::serialize(service::as_json(v)) + "\n";
    }
    return all;
}

std::string standing_together(launch::store& jobs) {
    std::string all;
    jobs.look_at_all(job_part::standing, [&](files::storage& seen, journal::directory const& where) {
        auto const v = service::view_of(seen, where, "", now(), launch::scrutiny::newest);
        all += boost::json::serialize(service::as_json(v)) + "\n";
    });
    return all;
}

} // namespace

BOOST_FIXTURE_TEST_CASE(a_look_at_all_takes_no_more_statements_for_more_jobs, desk) {
    constexpr std::size_t handful = 20; // what a connection begins with among them
    auto const spec = a_spec();
    std::vector<std::function<void()>> const looks{
        [&] { static_cast<void>(launch::store(place).all()); },
        [&] {
            launch::store there(place);
            standing_together(there);
        },
        [&] { web::job_list(place).look(now()); },
        [&] {
            launch::store there(place);
            BOOST_TEST(!launch::find_unfinished(there, spec).of_spec);
        },
        [&] {
            launch::store there(place);
            launch::jobs_made_from(there, "none");
        },
    };
    std::vector<std::size_t> few;
    make_in_store("few-", 10);
    for (auto const& look : looks) few.push_back(statements_of(look));
    make_in_store("many-", 40);
    for (std::size_t i = 0; i < looks.size(); ++i) {
        BOOST_TEST(statements_of(looks[i]) == few[i]);
        BOOST_TEST(few[i] > 0U);
        BOOST_TEST(few[i] <= handful);
    }
}

BOOST_FIXTURE_TEST_CASE(a_list_that_is_looked_at_again_takes_few_statements_and_shows_what_is_new, desk) {
    make_in_store("job-", 50);
    web::job_list list(place);
    auto const first = list.look(now());
    BOOST_TEST(statements_of([&] { BOOST_TEST(list.look(now()) == first); }) <= 10U);
    launch::store there(place);
    std::string line;
    journal::encode(journal::run_started{2, 1, "host", "t"}, line);
    there.storage().open_append(there.where("job-7").journal())->append(line);
    BOOST_TEST(statements_of([&] {
                   auto const text = list.look(now());
                   BOOST_TEST(text.find("interrupted") != text.npos);
               })
               <= 20U);
}

BOOST_FIXTURE_TEST_CASE(more_jobs_than_are_read_at_once_are_all_seen, desk) {
    make_in_store("job-", 260);
    launch::store there(place);
    BOOST_TEST(there.all().size() == 260U);
    BOOST_TEST(standing_together(there) == standing_each(there));
}

BOOST_FIXTURE_TEST_CASE(jobs_stand_as_the_store_has_them_one_by_one, desk) {
    make_ended("complete");
    make_ended("stopped", false);
    append(make("interrupted"), {journal::run_started{1, 1, "host", "t"}});
    append(make("held"), {journal::run_started{1, 1, "host", "t"}});
    spill(make("no-journal-of-ours").journal(), "this is no journal\n");
    spill(make("empty-journal").journal(), "");
    storage.remove(make("gone").journal());
    auto const far = make_ended("far-behind", false); // more stands behind the checkpoint than is held
    auto const long_ago = make("not-checkpointed");
    for (auto const& where : {far, long_ago})
        for (int i = 0; i < 200; ++i) append(where, {journal::run_started{2, 1, std::string(200, 'h'), "t"}});
    spill(make_ended("large-checkpoint").checkpoint(), std::string(100'000, 'x'));
    spill(make_ended("wrong-checkpoint").checkpoint(), "{}\n");
    move_all();
    launch::store there(place), other(place);
    other.storage().make_directories(other.where("nothing-yet").root);
    auto const held = other.storage().lock(other.where("held").lock(), "x");
    auto const each = standing_each(there);
    BOOST_TEST(standing_together(there) == each);
    for (auto const* const state : {"complete", "stopped", "interrupted", "running", "damaged"})
        BOOST_TEST(each.find("\"state\":\"" + std::string(state)) != each.npos, state);
}

BOOST_FIXTURE_TEST_CASE(what_is_seen_is_of_one_moment_and_changes_nothing, desk) {
    auto const far = make_ended("b", false);
    for (int i = 0; i < 200; ++i) append(far, {journal::run_started{2, 1, std::string(200, 'h'), "t"}});
    make_ended("a");
    make_ended("c");
    move_all();
    launch::store there(place), other(place);
    auto const before = standing_each(there);
    std::string text;
    int changes_refused = 0;
    there.look_at_all(job_part::standing, [&](files::storage& seen, journal::directory const& where) {
        for (auto const& id : {"b", "c"}) { // somebody works on them meanwhile
            std::string line;
            journal::encode(journal::run_started{9, 1, "host", "t"}, line);
            other.storage().open_append(other.where(id).journal())->append(line);
            files::replace_file(other.storage(), other.where(id).checkpoint(), "new");
        }
        auto const v = service::view_of(seen, where, "", now(), launch::scrutiny::newest);
        text += boost::json::serialize(service::as_json(v)) + "\n";
        for (auto const& change : std::vector<std::function<void()>>{
                 [&] { seen.open_append(where.journal()); },
                 [&] { seen.truncate(where.journal(), 0); },
                 [&] { seen.rename(where.journal(), where.spec()); },
                 [&] { seen.remove(where.journal()); },
                 [&] { seen.set_mode(where.journal(), 0); },
                 [&] { seen.make_directories(where.root / "x"); },
                 [&] { seen.sync_directory(where.root); },
                 [&] { static_cast<void>(seen.lock(where.lock(), "")); },
             }) {
            try {
                change();
            } catch (files::io_error const& e) {
                changes_refused += e.code() == EROFS ? 1 : 0;
            }
        }
    });
    BOOST_TEST(text == before);
    BOOST_TEST(changes_refused == 3 * 8);
    BOOST_TEST(standing_together(there) != before);
}

BOOST_FIXTURE_TEST_CASE(files_are_read_at_any_place_as_the_store_has_them, desk) {
    append(make("job"),
           std::vector<journal::record>(300, journal::run_started{2, 1, std::string(200, 'h'), "t"}));
    move_all();
    launch::store there(place);
    auto const at = there.where("job");
    auto& files = there.storage();
    there.storage().make_directories(at.root / "folder"); // none of a job's, but there it may be
    auto const size = files.look(at.journal())->size;
    there.look_at_all(job_part::standing, [&](files::storage& seen, journal::directory const&) {
        for (auto const& p : {at.journal(), at.spec(), at.lock(), at.checkpoint(), at.root / "none"})
            for (std::uint64_t const offset :
                 {std::uint64_t{0}, std::uint64_t{1}, size - 8193, size - 8192, size - 1, size, size + 1})
                for (std::size_t const most : {1U, 2U, 8192U, 1U << 20U})
                    BOOST_TEST((seen.read(p, offset, most) == files.read(p, offset, most)),
                               p << ' ' << offset);
        auto const names = [](std::optional<std::vector<files::entry>> const& all) {
            std::string text;
            for (auto const& e : all.value())
                text += e.name + ' ' + std::to_string(e.size) + ' ' + std::to_string(e.changed) + '\n';
            return text;
        };
        BOOST_TEST(names(seen.list(at.root)) == names(files.list(at.root)));
        BOOST_TEST(names(seen.list(there.state_directory())) == names(files.list(there.state_directory())));
        BOOST_TEST(!seen.look(at.root / "none"));
        BOOST_TEST(seen.look(at.journal())->number == files.look(at.journal())->number);
        BOOST_TEST((seen.look(at.root / "folder")->what == files::entry::kind::directory));
        BOOST_CHECK_THROW(seen.read(at.root / "folder", 0, 1), files::io_error);
        BOOST_TEST(!seen.is_locked(at.lock()));
        BOOST_TEST((seen.lock_outlives(at.lock()) == files.lock_outlives(at.lock())));
    });
}

BOOST_AUTO_TEST_SUITE_END()
