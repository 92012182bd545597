#include "source/rows.hpp"

#include "../scratch.hpp"
#include "files/posix_storage.hpp"
#include "gzip.hpp"
#include "source/file_digest.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace rows_of_a_file {

using namespace muster;
using tests::gzip;
namespace json = boost::json;

namespace {

struct desk : tests::scratch {
    files::posix_storage storage;

    source::rows_settings settings(std::string const& name, std::string const& bytes) {
        tests::spill(path / name, bytes);
        source::rows_settings s;
        s.what = name.starts_with("x.jsonl") ? source::rows_settings::format::jsonl
                                             : source::rows_settings::format::csv;
        s.file = path / name;
        s.key = "id";
        return s;
    }

    /// The rows, a line each: line, key and document; or what is wrong, without the folder.
    std::string read(source::rows_settings const& s, source::position from = {}) {
        std::string told;
        try {
            source::rows all(storage, s, from);
            for (bool more = true; more;) more = read_on(all, told);
        } catch (std::runtime_error const& e) {
            told += e.what();
        }
        for (auto at = told.find(path.string()); at != told.npos; at = told.find(path.string()))
            told.erase(at, path.string().size() + 1);
        return told;
    }

private:
    static bool read_on(source::rows& all, std::string& told) {
        try {
            auto const row = all.next();
            if (!row) return false;
            told += std::to_string(row->begins().line) + " " + std::string(all.key()) + " "
                    + json::serialize(row->document()) + "\n";
            BOOST_TEST((all.at() == row->ends()));
        } catch (source::rows_error const& e) {
            told += std::string(e.what()) + "\n";
            if (e.can_go_on()) BOOST_TEST((all.at() == all.last().ends));
            return e.can_go_on();
        }
        return true;
    }
};

} // namespace
} // namespace rows_of_a_file

BOOST_FIXTURE_TEST_SUITE(rows_of_a_file, desk)

BOOST_AUTO_TEST_CASE(csv_is_read_as_its_beginning_shows) {
    auto const s = settings("x.csv", "\xEF\xBB\xBFid;name\r\n1;Ann\r\n\r\n2;\"B;\r\nb\"\r\n;\r\n3;\r\n;\n");
    BOOST_TEST(read(s)
               == "2 1 {\"id\":\"1\",\"name\":\"Ann\"}\n4 2 {\"id\":\"2\",\"name\":\"B;\\r\\nb\"}\n"
                  "7 3 {\"id\":\"3\",\"name\":\"\"}\n");
}

BOOST_AUTO_TEST_CASE(json_lines_have_their_keys_at_a_path) {
    auto s =
        settings("x.jsonl", "{\"id\": \"a\"}\n{\"id\": 7}\n{\"id\": -7}\n{\"id\": 18446744073709551615}\n");
    BOOST_TEST(read(s)
               == "1 a {\"id\":\"a\"}\n2 7 {\"id\":7}\n3 -7 {\"id\":-7}\n"
                  "4 18446744073709551615 {\"id\":18446744073709551615}\n");
    s = settings("x.jsonl", "{\"auth\": {\"email\": \"a@b\"}}");
    s.key = "auth.email";
    BOOST_TEST(read(s) == "1 a@b {\"auth\":{\"email\":\"a@b\"}}\n");
}

BOOST_AUTO_TEST_CASE(reading_goes_on_behind_any_row) {
    for (auto const& [name, text] : {std::pair("x.csv", "id,x\n1,\"a\nb\"\n\n2,c\n3,d"),
                                     std::pair("x.jsonl", "{\"id\": 1}\n\n{\"id\": 2}\r\n{\"id\": 3}\n")}) {
        auto const s = settings(name, text);
        auto const whole = read(s);
        source::rows all(storage, s);
        std::string before;
        while (auto const row = all.next()) {
            before += whole.substr(before.size(), whole.find('\n', before.size()) + 1 - before.size());
            BOOST_TEST(before + read(s, all.at()) == whole);
        }
        BOOST_TEST(before == whole);
    }
}

BOOST_AUTO_TEST_CASE(a_packed_file_is_as_the_plain_one) {
    auto const plain = settings("x.csv", "id,name\n1,ilo\n2,me\n");
    auto const whole = read(plain);
    source::rows first(storage, plain);
    BOOST_TEST(first.next().has_value());
    auto packed = settings("x.csv.gz", gzip("id,name\n1,ilo\n2,me\n"));
    BOOST_TEST(read(packed) == whole);
    BOOST_TEST(read(packed, first.at()) == "3 2 {\"id\":\"2\",\"name\":\"me\"}\n");
    packed = settings("x.csv.gz", gzip("id,name\n1,ilo\n2,me\n").substr(0, 30));
    BOOST_TEST(read(packed) == "x.csv.gz: the packed file ends too early: was it copied whole?");
}

BOOST_AUTO_TEST_CASE(rows_that_cannot_be_used_are_named_and_the_others_read) {
    BOOST_TEST(read(settings("x.csv", "id,name\n1,a\n,b\n2\n3,c\n"))
               == "2 1 {\"id\":\"1\",\"name\":\"a\"}\nx.csv, line 3: the column \"id\", the key, is empty\n"
                  "x.csv, line 4: the row has 1 cell instead of 2\n5 3 {\"id\":\"3\",\"name\":\"c\"}\n");
    BOOST_TEST(read(settings("x.jsonl", "{\"id\": 1.5}\n{}\n{\"id\": \"\"}\n{\"id\": [1]}\nx\n{\"id\": 1}\n"))
               == "x.jsonl, line 1: there is no text and no whole number at \"id\", the key\n"
                  "x.jsonl, line 2: there is no text and no whole number at \"id\", the key\n"
                  "x.jsonl, line 3: there is no text and no whole number at \"id\", the key\n"
                  "x.jsonl, line 4: there is no text and no whole number at \"id\", the key\n"
                  "x.jsonl, line 5, byte 1: this is not JSON (syntax error)\n6 1 {\"id\":1}\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_used_is_refused_at_once) {
    BOOST_TEST(read(settings("x.csv", "\nemail,name\na,b\n"))
               == "x.csv, line 2: no column is called \"id\", the key; there are \"email\", \"name\"");
    BOOST_TEST(read(settings("x.csv", "")) == "x.csv, line 1: the file holds no row, not even a header");
    auto missing = settings("x.csv", "");
    missing.file += "x";
    BOOST_TEST(read(missing) == "there is no file x.csvx");
}

BOOST_AUTO_TEST_CASE(a_large_file_is_read_to_its_end) {
    std::string text = "id,x\n";
    for (int i = 1; i <= 100'000; ++i) text += std::to_string(i) + ",\"some \"\"text\"\"\"\n";
    auto const s = settings("x.csv", text);
    source::rows all(storage, s);
    std::uint64_t count = 0;
    while (auto const row = all.next()) {
        ++count;
        if (all.key() != std::to_string(count)) BOOST_ERROR("row " << count << " is " << all.key());
    }
    BOOST_TEST(count == 100'000U);
    BOOST_TEST(all.at().offset == text.size());
    BOOST_TEST(all.at().line == 100'002U);
}

BOOST_AUTO_TEST_CASE(a_digest_is_that_of_the_bytes_on_the_disk) {
    tests::spill(path / "abc", "abc");
    tests::spill(path / "many", std::string(1'000'000, 'a'));
    BOOST_TEST(source::file_digest(storage, path / "abc")
               == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(source::file_digest(storage, path / "many") // FIPS 180-2, B.3
               == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    BOOST_CHECK_THROW(source::file_digest(storage, path / "none"), files::io_error);
}

BOOST_AUTO_TEST_SUITE_END()
