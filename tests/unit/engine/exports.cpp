// Exports to a file, whatever happens: each row once, and no file under its name before it is whole.
#include "../printing.hpp"
#include "../scratch.hpp"
#include "database/sqlite.hpp"
#include "engine/exporter.hpp"
#include "journal/replay.hpp"
#include "support.hpp"

#include <boost/json/parse.hpp>

BOOST_AUTO_TEST_SUITE(exports)

using namespace muster;
using namespace muster::simulated;
using core::outcome;
using std::chrono::milliseconds;

namespace {

constexpr auto to_csv = R"({"to": {"csv": "/out/members.csv"},
    "columns": {"id": "id", "country": "customFields.country"}})";
constexpr auto to_jsonl = R"({"to": {"jsonl": "/out/members.csv"}, "columns": {"id": "id"}})";
constexpr auto with_misfits = R"({"to": {"csv": "/out/members.csv"},
    "columns": {"id": "id", "n": {"path": "customFields.country", "type": "number"}}})";

std::string spec_of(std::string const& block, std::string const& more = {}) {
    return R"({"name": "test", "provider": {"kind": "memberstack", "key": {"env": "KEY"}},
               "pace": {"pageSize": 7}, "export": )"
           + block + more + "}";
}

struct desk : memberstack_below, model_world {
    explicit desk(std::size_t members, std::string const& block = to_csv, std::string const& more = {},
                  std::uint64_t seed = 1)
        : memberstack_below{memberstack(members)},
          model_world(platform, spec_of(block, more), seed) {
        disk.make_directories("/out");
        disk.sync_directory("/out");
    }

    std::string file(std::string const& name = "members.csv") {
        return files::read_file(disk, "/out/" + name).value_or("none");
    }
    [[nodiscard]] std::string expected() const {
        std::string text = "id,country\n";
        auto const all = platform.members();
        std::vector<std::string> in_order(all.begin(), all.end()); // of the list: by their numbers
        std::sort(in_order.begin(), in_order.end(), [](auto const& a, auto const& b) {
            return std::pair(a.size(), a) < std::pair(b.size(), b);
        });
        for (auto const& id : in_order)
            text += id + "," + std::string(platform.document(id).at("customFields").at("country").as_string())
                    + "\n";
        return text;
    }
    std::size_t files_left() { return disk.list("/out")->size(); }
    journal::counts totals() { return journal::replay(disk, {"/state", "job-1"}).folded.totals(); }
    /// What has to be so once it is complete.
    void check() {
        BOOST_TEST(file() == expected());
        BOOST_TEST(files_left() == 1U);
        BOOST_TEST(totals().of(outcome::done) == platform.members().size());
        BOOST_TEST(totals().settled() == platform.members().size());
        BOOST_TEST(unannounced.empty());
    }
};

/// From then on each page says that it is the last.
void cut_list(model_world& w, int pages) {
    w.direct = [left = pages](http::request const& r) mutable {
        treatment t;
        if (is_change(r) || --left > 0) return t;
        t.alter = [](http::reply& page) {
            constexpr std::string_view more = R"("hasNextPage":true)";
            auto const at = page.body.find(more);
            if (at != page.body.npos) page.body.replace(at, more.size(), R"("hasNextPage":false)");
        };
        return t;
    };
}

} // namespace

BOOST_AUTO_TEST_CASE(pages_that_come_faster_than_the_disk_are_written_together) {
    auto const pages_in = [](desk& w) {
        auto const all = w.records();
        return std::count_if(all.begin(), all.end(),
                             [](auto const& r) { return std::holds_alternative<journal::page_read>(r); });
    };
    desk slow_disk(140);
    slow_disk.disk_latency = [] { return milliseconds(100); };
    BOOST_TEST(slow_disk.run().complete);
    BOOST_TEST(pages_in(slow_disk) < 7); // of 20
    slow_disk.check();
    desk slow_list(140);
    set_latency(slow_list, milliseconds(100));
    BOOST_TEST(slow_list.run().complete);
    BOOST_TEST(pages_in(slow_list) == 20);
    slow_list.check();
}

BOOST_AUTO_TEST_CASE(large_pages_are_not_kept_in_memory_together) {
    BOOST_TEST(engine::exporter::sheets_ready(5000) == 1U);
    BOOST_TEST(engine::exporter::sheets_ready(500) == 2U);
    BOOST_TEST(engine::exporter::sheets_ready(100) == 8U);
    BOOST_TEST(engine::exporter::sheets_ready(1) == 8U);
}

BOOST_AUTO_TEST_CASE(a_list_is_exported_whole_and_in_its_order) {
    desk w(40);
    auto const report = w.run();
    BOOST_TEST(report.complete);
    w.check();
    BOOST_TEST(w.outcomes().empty()); // a page is a line of the journal, however many members it has
}

BOOST_AUTO_TEST_CASE(a_list_that_ends_before_its_own_count_is_told_of) {
    for (auto const& [pages, told] : {std::pair(10, true), std::pair(27, true), std::pair(28, false)}) {
        desk w(200);
        cut_list(w, pages);
        BOOST_TEST(w.run().complete);
        auto const end = std::get<journal::run_ended>(w.records().back());
        BOOST_TEST(end.complete);
        BOOST_TEST((end.cause == journal::ending_withheld) == told);
        auto const words = "the list says that it has 200 members, and ended behind "
                           + std::to_string(7 * pages) + " of them, so that some may be missing";
        BOOST_TEST(end.reason.starts_with(words) == told, end.reason);
    }
}

BOOST_AUTO_TEST_CASE(a_table_forgets_nobody_for_it_unless_it_may_forget_all) {
    tests::scratch const real;
    auto const to = [&](std::string const& most) {
        return R"({"to": {"sqlite": ")" + (real.path / "m.db").string()
               + R"(", "table": "members"}, "columns": {"id": "id"}, "maxRemovals": )" + most + "}";
    };
    auto const gone = [&] {
        database::sqlite_database db(real.path / "m.db", 1000, database::sqlite_database::access::read);
        database::sqlite_statement all(db, "SELECT count(*) FROM members WHERE deleted_at IS NOT NULL");
        BOOST_REQUIRE(all.step());
        return all.number(0);
    };
    for (auto const& [most, pages, removed] :
         {std::tuple("0.9", 100, 0), std::tuple("0.9", 10, 0), std::tuple("1", 10, 130)}) {
        desk w(200, to(most));
        w.disk.make_directories(real.path);
        cut_list(w, pages);
        BOOST_TEST(w.run().complete);
        auto const end = std::get<journal::run_ended>(w.records().back());
        BOOST_TEST((end.cause == journal::ending_withheld) == (pages == 10 && removed == 0));
        BOOST_TEST(gone() == removed);
    }
}

BOOST_AUTO_TEST_CASE(a_job_is_warned_of_that_too) {
    for (bool const told : {true, false}) {
        world w(200, add_plan, R"(, "pace": {"pageSize": 7})");
        if (told) cut_list(w, 10);
        BOOST_TEST(w.run().complete);
        BOOST_TEST(std::any_of(w.notices.begin(), w.notices.end(),
                               [](auto const& each) {
                                   return each.starts_with(
                                       "the list says that it has 200 members, and ended behind 70");
                               })
                   == told);
    }
}

BOOST_AUTO_TEST_CASE(whatever_the_point_of_a_crash_no_row_is_lost_or_doubled) {
    using kept = memory_storage::kept;
    using kind = fate::moment::kind;
    desk whole(20);
    auto const steps = whole.run().steps;
    std::uint64_t tried = 0;
    for (std::uint64_t step = 0; step < steps.size(); step += thinned_out)
        for (auto const when :
             {fate::moment{kind::before, 0}, fate::moment{kind::midway, 0.4}, fate::moment{kind::after, 0}})
            for (auto const cut :
                 {std::optional<kept>(), std::optional(kept::nothing), std::optional(kept::some)}) {
                if (when.where == kind::midway && !steps[step]) continue;
                BOOST_TEST_CONTEXT("step " << step << ", moment " << static_cast<int>(when.where)) {
                    desk w(20, to_csv, {}, step + 1);
                    w.end.decide(step, when);
                    BOOST_TEST(w.run().died);
                    if (cut) w.power_cut(*cut);
                    BOOST_TEST((w.file() == "none" || w.file() == w.expected()));
                    auto const report = w.run();
                    BOOST_TEST(report.complete, report.reason);
                    w.check();
                    ++tried;
                }
            }
    BOOST_TEST(tried >= 200 / thinned_out);
}

BOOST_AUTO_TEST_CASE(kills_at_any_time_and_a_platform_in_trouble) {
    for (std::uint64_t seed = 1; seed <= 300 / thinned_out; ++seed) BOOST_TEST_CONTEXT("seed " << seed) {
            desk w(60, to_csv, {}, seed);
            w.direct = [&w](http::request const&) {
                treatment t;
                t.there = t.back = milliseconds(w.random() % 80);
                auto const dice = w.random() % 10;
                if (dice == 0) t.what = treatment::kind::error_before;
                if (dice == 1) t.what = treatment::kind::reset_after;
                return t;
            };
            for (int kills = 0; kills < 4; ++kills) {
                w.kill_at(milliseconds(w.random() % 1500));
                if (!w.run().died) break;
                w.power_cut(seed % 2 == 0 ? memory_storage::kept::nothing : memory_storage::kept::some);
            }
            auto const report = w.run();
            BOOST_TEST((report.complete || w.file() == w.expected()), report.reason);
            w.check();
        }
}

BOOST_AUTO_TEST_CASE(a_member_whose_value_does_not_fit_fails_alone_also_across_a_crash) {
    desk w(20, with_misfits, R"(, "stopAfter": null)");
    for (int step = 20; step < 60; step += 10) {
        w.end.decide(static_cast<std::uint64_t>(step), {fate::moment::kind::after, 0});
        if (!w.run().died) break;
        w.power_cut(memory_storage::kept::some);
    }
    BOOST_TEST(w.run().complete);
    BOOST_TEST(w.file() == "id,n\n");
    BOOST_TEST(count(w, outcome::failed) == 20U);
    BOOST_TEST(w.totals().settled() == 20U);
    BOOST_TEST(w.outcomes().begin()->second.front().code == "unfit-value");
}

BOOST_AUTO_TEST_CASE(a_full_disk_ends_the_run_and_a_resume_goes_on) {
    desk w(60, to_jsonl);
    w.disk.fill_up_after(1500);
    auto const report = w.run();
    BOOST_TEST((report.error == core::exit_status::stopped));
    BOOST_TEST(w.file() == "none");
    w.disk.fill_up_after(1U << 20U);
    BOOST_TEST(w.run().complete);
    auto const text = w.file();
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 60);
}

BOOST_AUTO_TEST_CASE(what_the_job_wrote_is_gone) {
    desk w(60);
    set_latency(w, milliseconds(100));
    w.kill_at(milliseconds(450));
    BOOST_TEST(w.run().died);
    w.disk.remove("/out/.members.csv.job-1.part");
    auto const report = w.run();
    BOOST_TEST((report.error == core::exit_status::usage));
    BOOST_TEST(report.reason.find("begin a new job") != std::string::npos, report.reason);
}

BOOST_AUTO_TEST_CASE(an_empty_list_gives_an_empty_file) {
    desk w(0);
    BOOST_TEST(w.run().complete);
    BOOST_TEST(w.file() == "id,country\n");
}

BOOST_AUTO_TEST_SUITE_END()
