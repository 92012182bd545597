#include "engine/snapshot.hpp"

#include "../scratch.hpp"
#include "core/errors.hpp"
#include "files/posix_storage.hpp"

#include <boost/test/unit_test.hpp>

namespace list_on_disk {

using namespace muster;
namespace snapshot = engine::snapshot;

namespace {

struct desk : tests::scratch {
    files::posix_storage storage;
    std::filesystem::path const file = path / "members.jsonl";
    std::string lines;

    void member(std::string const& id) {
        boost::json::object const document{{"id", id}};
        snapshot::write_member(lines, {id, id + "@example.com", &document});
    }
    void page(std::string const& cursor, std::string const& next, std::uint64_t members, bool more = true) {
        snapshot::write_page(lines, {cursor, next, more, members, "last", members});
    }
    std::string visited() {
        tests::spill(file, lines);
        std::string all;
        snapshot::visit_members(storage, file, [&](std::uint64_t begins, snapshot::kept_member const& m) {
            all += m.id + ' ';
            BOOST_TEST(snapshot::read_member(storage, file, begins).id == m.id);
        });
        return all;
    }
};

} // namespace
} // namespace list_on_disk

BOOST_FIXTURE_TEST_SUITE(list_on_disk, desk)

BOOST_AUTO_TEST_CASE(each_member_is_visited_where_its_line_begins) {
    member("a");
    member("b");
    page("", "2", 2);
    page("2", "3", 0);
    member("c");
    page("3", "4", 1, false);
    snapshot::write_end(lines, 3);
    BOOST_TEST(visited() == "a b c ");
}

BOOST_AUTO_TEST_CASE(members_of_a_page_that_was_read_again_are_those_of_the_last_time) {
    member("a");
    page("", "2", 1);
    member("left");
    member("stays");
    page("2", "3", 2);
    member("d");
    page("3", "4", 1);
    member("stays"); // the walk stepped back
    member("d");
    page("2", "3", 2);
    member("e");
    page("3", "4", 1, false);
    snapshot::write_end(lines, 4);
    BOOST_TEST(visited() == "a stays d e ");
}

BOOST_AUTO_TEST_CASE(damage_is_told_with_what_mends_it) {
    member("a");
    page("", "2", 1, false);
    snapshot::write_end(lines, 1);
    tests::spill(file, lines);
    BOOST_CHECK_EXCEPTION(snapshot::read_member(storage, file, 3), core::job_error, [](auto const& e) {
        return e.status() == core::exit_status::internal
               && std::string(e.what()).find("remove it, then resume the job") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()
