#pragma once
#include "table_world.hpp"

/// When members are taken to be gone, in any database.
namespace muster::tests::promises {

inline void whom_any_page_met_is_not_gone(table_world& w) {
    auto const id = [](int n) { return "m" + std::to_string(10'000 + n); };
    constexpr int pages = 20, of = 150;
    for (auto const* job : {"job-1", "job-2"}) {
        auto const to = w.make(settings(job, true));
        to->open("");
        for (int p = 0; p < pages; ++p) {
            std::vector<exported> rows;
            for (int i = 0; i < of; ++i)
                // In the second export, every hundredth is missing, and each page ends with one that was
                // there.
                if (auto const n = p * of + i; job == std::string("job-1") || n % 100 != 0)
                    rows.push_back(member(id(n), nullptr, n));
            if (p > 0) rows.push_back(member(id(p * of - 1), nullptr, p * of - 1));
            write(*to, rows);
        }
        BOOST_TEST(to->finish(true).removed == (job == std::string("job-1") ? 0U : 30U));
    }
    BOOST_TEST(w.ask("SELECT count(*), min(id), max(id) FROM members WHERE deleted_at IS NOT NULL")
               == "30|m10000|m12900\n");
    BOOST_TEST(w.ask("SELECT count(*) FROM members_changes WHERE change = 'removed'") == "30\n");
}

inline void who_is_gone_is_marked_and_lives_again_when_back(table_world& w) {
    auto s = settings("job-1", true);
    s.max_removals = 0.5;
    export_all(w, s, {member("a", "a@x.de", 1), member("b", "b@x.de", 2), member("c", "c@x.de", 3)});
    s.job = "job-2";
    auto const end = export_all(w, s, {member("a", "a@x.de", 1), member("c", "c@x.de", 3)});
    BOOST_TEST(end.removed == 1U);
    BOOST_TEST(end.withheld == 0U);
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@x.de|2|gone\nc|c@x.de|3|lives\n");
    s.job = "job-3"; // who is gone already is not marked again
    BOOST_TEST(export_all(w, s, {member("a", "a@x.de", 1), member("c", "c@x.de", 3)}).removed == 0U);
    s.job = "job-4";
    export_all(w, s, {member("a", "a@x.de", 1), member("b", "b@x.de", 2), member("c", "c@x.de", 3)});
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@x.de|2|lives\nc|c@x.de|3|lives\n");
    BOOST_TEST(changes(w)
               == "a|inserted|job-1\nb|inserted|job-1\nc|inserted|job-1\n"
                  "b|removed|job-2\nb|returned|job-4\n");
}

inline void a_full_export_marks_and_revives_too(table_world& w) {
    auto s = settings();
    s.max_removals = 1;
    export_all(w, s, {member("a", "a@x.de", 1), member("b", "b@x.de", 2)});
    s.job = "job-2";
    BOOST_TEST(export_all(w, s, {member("b", "b@x.de", 2)}).removed == 1U);
    BOOST_TEST(standing(w) == "a|a@x.de|1|gone\nb|b@x.de|2|lives\n");
    s.job = "job-3";
    export_all(w, s, {member("a", "a@x.de", 1), member("b", "b@x.de", 2)});
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@x.de|2|lives\n");
}

inline void too_many_are_not_marked(table_world& w) {
    std::vector<exported> all;
    for (char c = 'a'; c <= 't'; ++c) all.push_back(member(std::string(1, c), nullptr, 1));
    export_all(w, settings("job-1", true), all);
    auto const some = [&](std::size_t without) {
        return std::vector(all.begin() + static_cast<long>(without), all.end());
    };

    auto const end = export_all(w, settings("job-2", true), some(6));
    BOOST_TEST(end.removed == 0U);
    BOOST_TEST(end.withheld == 6U);
    BOOST_TEST(end.rows == 20U);
    BOOST_TEST((end.examples == std::vector<std::string>{"a", "b", "c", "d", "e"}));
    BOOST_TEST(w.ask("SELECT count(*) FROM members WHERE deleted_at IS NOT NULL") == "0\n");
    BOOST_TEST(w.ask("SELECT count(*) FROM members_changes WHERE change = 'removed'") == "0\n");
    BOOST_TEST(export_all(w, settings("job-3", true), some(3)).withheld == 3U);
    BOOST_TEST(export_all(w, settings("job-4", true), some(2)).removed == 2U);  // a tenth, as allowed
    BOOST_TEST(export_all(w, settings("job-5", true), some(4)).withheld == 2U); // of 18 that live
}

inline void nobody_is_marked_after_half_a_list(table_world& w) {
    auto s = settings();
    s.max_removals = 1;
    export_all(w, s, {member("a", nullptr, 1), member("b", nullptr, 2)});
    s.job = "job-2";
    auto const to = w.make(s);
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    BOOST_TEST(to->finish(false).removed == 0U);
    BOOST_TEST(standing(w) == "a|-|1|lives\nb|-|2|lives\n");
}

inline void who_cannot_be_exported_is_not_gone(table_world& w) {
    auto s = settings();
    s.max_removals = 1;
    export_all(w, s, {member("a", "a@x.de", 1), member("b", "b@x.de", 2)});
    s.job = "job-2";
    auto const to = w.make(s);
    to->open("");
    auto const done = write(*to, {member("a", "a@x.de", 1), {"b", {}}});
    BOOST_TEST(done.written == 1U);
    BOOST_TEST(to->finish(true).removed == 0U);
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@x.de|2|lives\n");
}

} // namespace muster::tests::promises
