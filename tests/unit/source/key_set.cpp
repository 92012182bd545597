#include "source/key_set.hpp"

#include "../scratch.hpp"
#include "files/posix_storage.hpp"
#include "source/block.hpp"
#include "source/key_check.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace keys_of_a_file {

using namespace muster;
using source::key_entry;
using source::key_set;

namespace {

struct desk : tests::scratch {
    files::posix_storage storage;
    std::filesystem::path const file = path / "keys";
    std::filesystem::path const scratch_file = path / "sorting";

    /// A set of `key 0`, `key 1`, ...: the n-th begins at byte 10 n of line n + 1.
    key_set make(std::uint64_t count, std::size_t in_memory = 1000, std::string_view of = "digest") {
        source::key_sorter sorter(storage, scratch_file, in_memory);
        source::key_hasher hash;
        for (std::uint64_t i = 0; i < count; ++i)
            sorter.add({hash("key " + std::to_string(i)), {10 * i, i + 1}});
        return key_set::make(storage, file, of, sorter, [](key_entry const&) {});
    }

    source::rows_settings csv(std::string const& text) {
        tests::spill(path / "x.csv", text);
        source::rows_settings s;
        s.file = path / "x.csv";
        s.key = "id";
        return s;
    }

    /// What is said of keys that stand twice in a file, with `in_memory` of them sorted at a time.
    std::vector<std::string> repeats(source::rows_settings const& s, std::size_t in_memory) {
        source::rows all(storage, s);
        source::key_sorter sorter(storage, scratch_file, in_memory);
        add_keys(all, s, sorter);
        source::key_check check;
        while (auto const entry = sorter.next()) check.see(*entry);
        std::vector<std::string> told{std::to_string(check.count())};
        for (auto const& each : name_repeats(storage, s, check.found())) told.push_back(describe(each));
        return told;
    }
};

} // namespace
} // namespace keys_of_a_file

BOOST_FIXTURE_TEST_SUITE(keys_of_a_file, desk)

BOOST_AUTO_TEST_CASE(entries_come_sorted_however_little_is_held) {
    for (std::size_t const most : {1U, 3U, 100U, 1000U, 5000U}) {
        std::vector<key_entry> expected;
        source::key_sorter sorter(storage, scratch_file, most);
        for (std::uint64_t i = 0; i < 1000; ++i) {
            key_entry const e{{i * 7919 % 503, i % 3}, {i, i + 1}};
            expected.push_back(e);
            sorter.add(e);
        }
        std::sort(expected.begin(), expected.end());
        BOOST_TEST(sorter.size() == 1000U);
        std::vector<key_entry> given;
        while (auto const e = sorter.next()) given.push_back(*e);
        BOOST_TEST((given == expected));
        BOOST_TEST(!sorter.next());
        BOOST_TEST(std::filesystem::exists(scratch_file) == (most < 1000));
    }
    BOOST_TEST(!std::filesystem::exists(scratch_file)); // removed with the sorter
    source::key_sorter none(storage, scratch_file);
    BOOST_TEST(!none.next());
}

BOOST_AUTO_TEST_CASE(what_a_crash_left_of_sorting_does_not_matter) {
    tests::spill(scratch_file, std::string(1000, 'x'));
    tests::spill(file.string() + ".new", std::string(10'000, 'x'));
    auto set = make(50, 7);
    BOOST_TEST(set.find("key 49").value().line == 50U);
    BOOST_TEST(!std::filesystem::exists(scratch_file));
    BOOST_TEST(!std::filesystem::exists(file.string() + ".new"));
}

BOOST_AUTO_TEST_CASE(every_key_is_found_with_its_row_and_no_other_is) {
    for (std::uint64_t const count : {0U, 1U, 2U, 126U, 127U, 128U, 254U, 255U, 20'000U}) {
        static_cast<void>(make(count));
        auto set = key_set::open(storage, file, "digest").value();
        BOOST_TEST(set.size() == count);
        for (std::uint64_t i = 0; i<count; i += count> 1000 ? 13 : 1) {
            auto const row = set.find("key " + std::to_string(i));
            BOOST_TEST_REQUIRE(row.has_value());
            BOOST_TEST(row->offset == 10 * i);
            BOOST_TEST(row->line == i + 1);
        }
        for (std::uint64_t i = 0; i < 500; ++i) BOOST_TEST(!set.find("other " + std::to_string(i)));
        BOOST_TEST(std::filesystem::file_size(file) == source::block_size * (1 + (count + 126) / 127));
    }
}

BOOST_AUTO_TEST_CASE(hashes_that_are_not_spread_evenly_are_found_too) {
    source::key_sorter sorter(storage, scratch_file);
    source::key_hasher hash;
    auto const wanted = hash("wanted");
    sorter.add({wanted, {7, 8}});
    for (std::uint64_t i = 1; i < 20'000; ++i) sorter.add({{wanted.high + (i % 2 == 0 ? i : -i), i}, {i, i}});
    auto set = key_set::make(storage, file, "", sorter, [](key_entry const&) {});
    BOOST_TEST(set.find("wanted").value().offset == 7U);
    BOOST_TEST(!set.find("other"));
}

BOOST_AUTO_TEST_CASE(a_set_of_something_else_is_to_be_made_again) {
    BOOST_TEST(!key_set::open(storage, file, "digest"));
    static_cast<void>(make(10));
    BOOST_TEST(key_set::open(storage, file, "digest").has_value());
    BOOST_TEST(!key_set::open(storage, file, "another"));
    static_cast<void>(make(5, 1000, "another"));
    BOOST_TEST(key_set::open(storage, file, "another").value().size() == 5U);
}

BOOST_AUTO_TEST_CASE(damage_is_found_out) {
    static_cast<void>(make(300));
    auto const whole = tests::slurp(file);
    BOOST_TEST_REQUIRE(whole.size() == 4 * source::block_size);
    auto const look = [&](std::string const& bytes) {
        std::filesystem::remove(file);
        tests::spill(file, bytes);
        if (key_set::check(storage, file) != 300U) BOOST_ERROR("it holds 300 keys");
        auto set = key_set::open(storage, file, "digest").value();
        for (int i = 0; i < 300; ++i)
            if (!set.find("key " + std::to_string(i))) BOOST_ERROR("a key is missing, and nothing said so");
    };
    look(whole);
    for (std::size_t size = 0; size < whole.size(); size += 1000) {
        BOOST_CHECK_THROW(look(whole.substr(0, size)), source::damaged_key_set);
        BOOST_CHECK_THROW(key_set::check(storage, file), source::damaged_key_set);
    }
    for (std::size_t at = 0; at < whole.size(); at += 97) {
        auto damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 4);
        BOOST_CHECK_THROW(look(damaged), source::damaged_key_set);
    }
    auto const block = [&](std::size_t i) {
        return whole.substr(i * source::block_size, source::block_size);
    };
    BOOST_CHECK_THROW(look(block(0) + block(2) + block(1) + block(3)), source::damaged_key_set);
}

BOOST_AUTO_TEST_CASE(keys_that_stand_twice_are_named_with_both_lines) {
    auto const s = csv("id,x\na,1\nb,2\n\na,3\nc,4\n\"b\",5\na,6\n");
    std::vector<std::string> const told{"3", "line 5 has the same key as line 2: \"a\"",
                                        "line 7 has the same key as line 3: \"b\"",
                                        "line 8 has the same key as line 2: \"a\""};
    for (std::size_t const in_memory : {1U, 2U, 100U})
        BOOST_TEST(repeats(s, in_memory) == told, boost::test_tools::per_element());
    BOOST_TEST(repeats(csv("id\na\nA\nb\n"), 2).front() == "0");
}

BOOST_AUTO_TEST_CASE(of_many_repeats_the_first_of_the_file_are_kept) {
    std::string text = "id\n";
    for (int i = 0; i < 3000; ++i) text += std::to_string(i % 1000) + "\n";
    auto const told = repeats(csv(text), 100);
    BOOST_TEST_REQUIRE(told.size() == 1 + source::key_check::most_kept);
    BOOST_TEST(told.front() == "2000");
    BOOST_TEST(told[1] == "line 1002 has the same key as line 2: \"0\"");
    BOOST_TEST(told.back() == "line 1011 has the same key as line 11: \"9\"");
}

BOOST_AUTO_TEST_CASE(hashes_alone_make_no_repeat) {
    auto const s = csv("id\na\nb\n");
    source::key_check check;
    check.see({{1, 1}, {3, 2}});
    check.see({{1, 1}, {5, 3}}); // as if `a` and `b` had one hash
    BOOST_TEST(check.count() == 1U);
    BOOST_TEST(name_repeats(storage, s, check.found()).empty());
}

BOOST_AUTO_TEST_CASE(all_rows_of_a_key_are_found_over_several_blocks) {
    for (std::uint64_t const repeats : {1U, 2U, 126U, 127U, 128U, 500U}) {
        source::key_sorter sorter(storage, scratch_file);
        source::key_hasher hash;
        for (std::uint64_t i = 0; i < 300; ++i) sorter.add({hash("key " + std::to_string(i)), {i, 1}});
        for (std::uint64_t i = 0; i < repeats; ++i) sorter.add({hash("often"), {1000 + i, 1}});
        auto set = key_set::make(storage, file, std::to_string(repeats), sorter, [](key_entry const&) {});
        auto const found = set.find_all("often");
        BOOST_TEST_REQUIRE(found.size() == repeats);
        for (std::uint64_t i = 0; i < repeats; ++i) BOOST_TEST(found[i].offset == 1000 + i);
        BOOST_TEST(set.find_all("key 7").size() == 1U);
        BOOST_TEST(set.find_all("never").empty());
        std::filesystem::remove(file);
    }
}

BOOST_AUTO_TEST_SUITE_END()
