#include "journal/record.hpp"

#include "../printing.hpp"
#include "journal/sealed.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

namespace muster::journal {

BOOST_AUTO_TEST_SUITE(journal_record)

namespace {

namespace json = boost::json;

/// A line without its newline.
std::string line(record const& r) {
    std::string out;
    encode(r, out);
    BOOST_REQUIRE(out.ends_with('\n'));
    BOOST_REQUIRE_EQUAL(out.find('\n'), out.size() - 1);
    out.pop_back();
    return out;
}

/// A line of these fields, sealed by its checksum.
std::string sealed(std::string fields) {
    return fields + ",\"crc\":\"" + checksum(fields) + "\"}";
}

json::value nested(int depth) {
    json::value v = 1;
    for (int i = 0; i < depth; ++i) {
        json::object around;
        around["k"] = std::move(v);
        v = std::move(around);
    }
    return v;
}

std::vector<std::string> const& odd_texts() {
    static std::vector<std::string> const all{
        "",
        "plain",
        "\"quotes\" and \\backslashes\\",
        "Zoë 例 \xf0\x9f\xa6\x86",
        std::string("nul \0 inside", 12),
        "\n\r\t\x01\x1f\x7f",
        std::string(4096, 'x'),
        std::string(4096, '"'),
        "\",\"crc\":\"00000000\"}",
        "not UTF-8: \xff\xc3(",
    };
    return all;
}

std::vector<record> every_kind(std::string const& s) {
    page_read small{1, s, s, false, 0, 0, 0, std::nullopt};
    page_read full{1U << 31U, s, s, true, 100, 40, 3, 1'000'000, s};
    intent bare{s, 7, json::object{{"addPlan", {{"planId", s}}}}, {}};
    intent imaged{s,
                  7,
                  json::object{{"update", {{"set", {{"json", nested(60)}}}}}},
                  {{"old", s}, {"none", nullptr}},
                  s};
    std::vector<record> all{job_opened{s, s, s, s, s},
                            job_opened{s, s, s, s, s, 2, s, 7, {s, s}},
                            job_opened{s, s, s, s, s, 2, "", 0, {}, parentage{s, s}},
                            job_opened{s, s, s, s, s, 2, "", 0, {}, {}, planned{s, s}},
                            run_started{3, 4711, s, s, true},
                            run_started{3, 4711, s, s, false, s},
                            run_started{3, 4711, s, s, false, "", true, s},
                            small,
                            full,
                            bare,
                            imaged,
                            intent_withdrawn{s},
                            step_passed{1, 10},
                            step_passed{2, 100, 10, 3},
                            rows_exported{7, 98, 2, "m" + s},
                            rows_exported{7, 0, 1, "m" + s},
                            run_ended{true, "", s},
                            run_ended{false, s, s, s},
                            run_ended{false, s, s, s, work_left{1234.5, 19.75, 20}, s},
                            job_steered{act::pause, s, s, s},
                            job_steered{act::go_on, s, "", s},
                            job_steered{act::rate, s, s, s, 0.1},
                            job_steered{act::stop, s, s, s}};
    for (int i = 0; i < core::outcome_kinds; ++i)
        all.push_back(member_settled{s, 9, static_cast<core::outcome>(i), 6, s, s, i % 2 == 0, s, s, s, s});
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_kind_comes_back_as_it_was) {
    for (auto const& s : odd_texts())
        for (auto const& r : every_kind(s)) {
            auto const written = line(r);
            auto const read = decode(written);
            BOOST_TEST(read.index() == r.index());
            BOOST_TEST(line(read) == written);
        }
}

BOOST_AUTO_TEST_CASE(fields_come_back_in_their_places) {
    auto const job = std::get<job_opened>(decode(line(job_opened{"j", "h", "u", "k", "t"})));
    BOOST_TEST((job.job + job.spec_hash + job.base_url + job.key + job.at) == "jhukt");
    BOOST_TEST(job.key_lists.empty());
    auto const of_files =
        std::get<job_opened>(decode(line(job_opened{"j", "h", "u", "k", "t", 2, "s", 7, {"a", "b"}})));
    BOOST_TEST((of_files.source + of_files.key_lists.at(0) + of_files.key_lists.at(1)) == "sab");
    BOOST_TEST(of_files.rows == 7U);

    auto const run = std::get<run_started>(decode(line(run_started{2, 99, "host", "t"})));
    BOOST_TEST(run.run == 2U);
    BOOST_TEST(run.pid == 99);
    BOOST_TEST((run.host + run.at) == "hostt");
    BOOST_TEST(run.who.empty());
    auto const told =
        std::get<run_started>(decode(line(run_started{2, 9, "h", "t", false, "", false, "ann"})));
    BOOST_TEST(told.who == "ann");

    auto const p = std::get<page_read>(decode(line(page_read{5, "a", "b", true, 100, 40, 3, 777})));
    BOOST_TEST(p.number == 5U);
    BOOST_TEST((p.from + p.next) == "ab");
    BOOST_TEST(p.more);
    BOOST_TEST(p.members == 100U);
    BOOST_TEST(p.matched == 40U);
    BOOST_TEST(p.again == 3U);
    BOOST_TEST(p.total.value() == 777U);

    json::value const change{{"addPlan", {{"planId", "pln_a"}}}};
    auto const i = std::get<intent>(decode(line(intent{"m", 5, change, {{"x", 1}}})));
    BOOST_TEST(i.member == "m");
    BOOST_TEST(i.page == 5U);
    BOOST_TEST((i.change == change));
    BOOST_TEST((i.before == json::object{{"x", 1}}));

    BOOST_TEST(std::get<intent_withdrawn>(decode(line(intent_withdrawn{"m"}))).member == "m");

    auto const s = std::get<member_settled>(
        decode(line(member_settled{"m", 5, core::outcome::gone, 6, "c", "w", true})));
    BOOST_TEST((s.member + s.code + s.message) == "mcw");
    BOOST_TEST(s.page == 5U);
    BOOST_TEST(s.outcome == core::outcome::gone);
    BOOST_TEST(s.attempts == 6U);
    BOOST_TEST(s.read_back);

    auto const end = std::get<run_ended>(decode(line(run_ended{true, "r", "t"})));
    BOOST_TEST(end.complete);
    BOOST_TEST((end.reason + end.at) == "rt");
    auto const used_up = std::get<run_ended>(decode(line(run_ended{false, "r", "t", "c", {}, "u"})));
    BOOST_TEST((used_up.cause + used_up.until) == "cu");
}

BOOST_AUTO_TEST_CASE(a_line_is_json_with_its_type_first_and_its_checksum_last) {
    auto const text = line(member_settled{"mem_1", 2, core::outcome::done, 1, "", "", false});
    BOOST_TEST(
        text.starts_with(R"({"t":"outcome","id":"mem_1","page":2,"outcome":"done","attempts":1,"crc":")"));
    auto const parsed = json::parse(text).as_object();
    auto const covered = text.substr(0, text.find(",\"crc\""));
    BOOST_TEST(std::string(parsed.at("crc").as_string()) == checksum(covered));
}

BOOST_AUTO_TEST_CASE(records_are_appended_to_what_is_there) {
    std::string out = "before\n";
    encode(intent_withdrawn{"a"}, out);
    encode(intent_withdrawn{"b"}, out);
    BOOST_TEST(out == "before\n" + line(intent_withdrawn{"a"}) + "\n" + line(intent_withdrawn{"b"}) + "\n");
}

BOOST_AUTO_TEST_CASE(the_checksum_is_zlibs_crc32) {
    BOOST_TEST(checksum("123456789") == "cbf43926"); // the check value of CRC-32/ISO-HDLC
    BOOST_TEST(checksum("") == "00000000");
}

BOOST_AUTO_TEST_CASE(every_flip_of_one_byte_is_refused) {
    for (auto const& r : every_kind("mem_\"ë")) {
        auto text = line(r);
        for (std::size_t i = 0; i < text.size(); ++i)
            for (unsigned const bits : {1U, 0x20U, 0xffU}) {
                auto const was = text[i];
                text[i] = static_cast<char>(static_cast<unsigned char>(was) ^ bits);
                BOOST_REQUIRE_THROW(decode(text), std::invalid_argument);
                text[i] = was;
            }
        BOOST_REQUIRE_NO_THROW(decode(text));
    }
}

BOOST_AUTO_TEST_CASE(every_truncation_is_refused) {
    for (auto const& r : every_kind("mem_1")) {
        auto const text = line(r);
        for (std::size_t size = 0; size < text.size(); ++size)
            BOOST_REQUIRE(!is_intact(text.substr(0, size)));
    }
}

BOOST_AUTO_TEST_CASE(a_sound_line_that_makes_no_sense_is_refused) {
    auto const refuses = [](std::string const& fields, std::string const& because) {
        BOOST_CHECK_EXCEPTION(decode(sealed(fields)), std::invalid_argument,
                              [&](std::invalid_argument const& e) {
                                  BOOST_TEST_CONTEXT(e.what())
                                  BOOST_TEST(std::string(e.what()).find(because) != std::string::npos);
                                  return true;
                              });
    };
    refuses(R"({"t":"act","act":"sing","who":"a","at":"t")", "`act`");
    refuses(R"({"t":"act","act":"rate","who":"a","at":"t","rate":0)", "`rate`");
    refuses(R"({"t":"act","act":"rate","who":"a","at":"t","rate":"5")", "`rate`");
    refuses(R"({"t":"act","act":"pause","at":"t")", "`who`");
    refuses(R"({"t":"exported","page":1,"written":2,"mark":"")", "`mark`");
    refuses(R"({"t":"exported","page":1,"mark":"7")", "`written`");
    refuses(R"({"t":"note","id":"a")", "unknown record type");
    refuses(R"({"id":"a")", "`t`");
    refuses(R"({"t":7)", "`t`");
    refuses(R"(["t","withdrawn")", "JSON");
    refuses(
        R"({"t":"job","format":"muster-journal","version":3,"job":"","spec":"","baseUrl":"","key":"","at":"")",
        "version is 3");
    refuses(R"({"t":"job","format":"other","version":1,"job":"","spec":"","baseUrl":"","key":"","at":"")",
            "journal");
    refuses(R"({"t":"withdrawn","id":null)", "`id`");
    refuses(R"({"t":"intent","id":"a","page":1)", "`change`");
    refuses(R"({"t":"intent","id":"a","page":1,"change":{},"before":[])", "`before`");
    refuses(R"({"t":"outcome","id":"a","page":1,"outcome":"fine","attempts":1)", "`outcome`");
    refuses(R"({"t":"outcome","id":"a","page":-1,"outcome":"done","attempts":1)", "`page`");
    refuses(R"({"t":"outcome","id":"a","page":1,"outcome":"done","attempts":"1")", "`attempts`");
    refuses(R"({"t":"outcome","id":"a","page":1,"outcome":"done","attempts":1,"readBack":1)", "`readBack`");
    refuses(R"({"t":"page","n":1,"from":"","next":"","members":1.5,"matched":0)", "`members`");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::journal
