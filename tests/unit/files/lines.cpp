#include "files/lines.hpp"

#include "../scratch.hpp"
#include "files/posix_storage.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::files {

namespace lines_of_a_file {
namespace {

struct desk : tests::scratch {
    posix_storage storage;
    std::filesystem::path const file = path / "file";
};

} // namespace
} // namespace lines_of_a_file

BOOST_FIXTURE_TEST_SUITE(lines_of_a_file, desk)

BOOST_AUTO_TEST_CASE(each_line_comes_with_the_byte_where_it_ends) {
    tests::spill(file, "one\n\nthree\nrest");
    line_reader lines(storage, file);
    BOOST_TEST(lines.next().value() == "one");
    BOOST_TEST(lines.offset() == 4U);
    BOOST_TEST(lines.next().value() == "");
    BOOST_TEST(lines.offset() == 5U);
    BOOST_TEST(lines.next().value() == "three");
    BOOST_TEST(lines.offset() == 11U);
    BOOST_TEST(!lines.next()); // a last line without its newline is none yet
    BOOST_TEST(lines.offset() == 11U);
    BOOST_TEST(bytes_behind(storage, file, 11) == 4U);
}

BOOST_AUTO_TEST_CASE(it_begins_where_it_is_told_to_and_sees_what_is_appended_later) {
    tests::spill(file, "one\ntwo\n");
    line_reader lines(storage, file, 4);
    BOOST_TEST(lines.next().value() == "two");
    BOOST_TEST(!lines.next());
    storage.open_append(file)->append("three\n");
    BOOST_TEST(lines.next().value() == "three");
    BOOST_TEST(lines.offset() == 14U);
}

BOOST_AUTO_TEST_CASE(a_line_may_be_longer_than_what_is_read_at_a_time) {
    std::string const longest(3 << 20, 'x');
    tests::spill(file, longest + "\nnext\n");
    line_reader lines(storage, file);
    BOOST_TEST((lines.next() == longest));
    BOOST_TEST(lines.next().value() == "next");
}

BOOST_AUTO_TEST_CASE(no_file_has_no_lines) {
    line_reader lines(storage, file);
    BOOST_TEST(!lines.next());
    BOOST_TEST(bytes_behind(storage, file, 0) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::files
