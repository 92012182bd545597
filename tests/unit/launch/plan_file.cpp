#include "launch/plan_file.hpp"

#include "core/read_json.hpp"
#include "desk.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace plan_files {

using namespace muster;
namespace json = boost::json;

struct desk : launch::tests::desk {
    launch::plan make(std::vector<std::string> const& members) {
        launch::plan_writer writer(storage, file, a_spec());
        for (auto const& id : members) add(writer, id, "Schön");
        return writer.finish(a_spec(), "sk_sb_0123456789", {{"toChange", members.size()}},
                             std::chrono::system_clock::now());
    }
    void add(launch::plan_writer& writer, std::string const& id, std::string const& value) const {
        engine::proposal p;
        p.member = id;
        p.email = "a@example.com";
        p.change = core::update_fields{{{"note", value}}, false};
        p.before = {{"note", nullptr}};
        writer.add(p);
    }
    std::vector<std::string> read() {
        std::vector<std::string> ids;
        seen = launch::read_plan(storage, file, [&](std::string_view line) {
            ids.push_back(launch::read_planned_member(line).id);
        });
        return ids;
    }
    std::string refusal() {
        try {
            read();
        } catch (core::job_error const& e) {
            BOOST_TEST((e.status() == core::exit_status::usage));
            return e.what();
        }
        return "taken";
    }

    std::filesystem::path const file = path / "job.plan";
    launch::plan seen;
};

using all = std::vector<std::string>;

} // namespace plan_files

BOOST_FIXTURE_TEST_SUITE(plan_files, desk)

BOOST_AUTO_TEST_CASE(it_is_read_as_it_was_written) {
    auto const made = make({"mem_1", "mem \"2\"", "mem_3"});
    BOOST_TEST(read() == (all{"mem_1", "mem \"2\"", "mem_3"}), boost::test_tools::per_element());
    BOOST_TEST(seen.digest == made.digest);
    BOOST_TEST(seen.digest.size() == 64U);
    BOOST_TEST(seen.members == 3U);
    BOOST_TEST(seen.key == made.key);
    BOOST_TEST(seen.key.find("0123456789") == seen.key.npos);
    BOOST_TEST(json::serialize(seen.spec) == json::serialize(a_spec().document));
    BOOST_TEST(seen.preview.at("toChange").as_int64() == 3);
    BOOST_TEST(tests::mode(file) == 0600U);
    auto const text = tests::slurp(file);
    auto const member = launch::read_planned_member(
        text.substr(text.find('\n') + 1, text.find('\n', text.find('\n') + 1) - text.find('\n') - 1));
    BOOST_TEST(json::serialize(core::to_json(member.change)) == R"({"update":{"set":{"note":"Schön"}}})");
    BOOST_TEST(member.email == "a@example.com");
}

BOOST_AUTO_TEST_CASE(one_of_nobody_is_a_plan_too) {
    make({});
    BOOST_TEST(read().empty());
}

BOOST_AUTO_TEST_CASE(every_byte_counts) {
    make({"mem_1", "mem_2"});
    auto const whole = tests::slurp(file);
    BOOST_TEST(refusal() == "taken");
    for (std::size_t i = 0; i < whole.size(); ++i) {
        auto other = whole;
        other[i] = static_cast<char>(other[i] ^ 1);
        tests::spill(file, other);
        BOOST_TEST(refusal() != "taken", "byte " << i);
    }
    for (std::size_t i = 0; i < whole.size(); ++i) {
        tests::spill(file, whole.substr(0, i));
        BOOST_TEST(refusal() != "taken", "the first " << i << " bytes");
    }
}

BOOST_AUTO_TEST_CASE(lines_of_other_plans_do_not_fit) {
    make({"mem_1", "mem_2"});
    auto const one = tests::slurp(file);
    std::filesystem::remove(file);
    make({"mem_1", "mem_3"});
    auto const other = tests::slurp(file);
    auto const head = [](std::string const& t) { return t.substr(0, t.find('\n') + 1); };
    auto const rest = [](std::string const& t) { return t.substr(t.find('\n') + 1); };
    tests::spill(file, head(one) + rest(other));
    BOOST_TEST(refusal().find("or others, or in another order") != std::string::npos);
    tests::spill(file, one + rest(one).substr(0, rest(one).find('\n') + 1));
    BOOST_TEST(refusal().find("it has 3 members, and 2 were planned") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_taken_is_left_alone) {
    tests::spill(file, "mine");
    BOOST_CHECK_THROW(make({"mem_1"}), core::job_error);
    BOOST_TEST(tests::slurp(file) == "mine");
    BOOST_TEST(refusal().find("is no plan") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_no_row_can_hold_is_refused_when_it_is_planned) {
    launch::plan_writer writer(storage, file, a_spec());
    add(writer, "mem_1", std::string(1'000'000, 'x'));
    BOOST_CHECK_THROW(add(writer, "mem_2", std::string(1'100'000, 'x')), core::job_error);
    BOOST_TEST(!std::filesystem::exists(file));
}

BOOST_AUTO_TEST_CASE(a_member_that_the_list_gave_twice_is_in_no_plan) {
    BOOST_CHECK_THROW(make({"mem_1", "mem_2", "mem_1"}), core::job_error);
    BOOST_TEST(!std::filesystem::exists(file));
    BOOST_TEST(!std::filesystem::exists(file.string() + ".part"));
}

BOOST_AUTO_TEST_CASE(what_another_plan_writes_is_left_alone) {
    auto const part = file.string() + ".part";
    tests::spill(part, "mine");
    BOOST_CHECK_THROW(make({"mem_1"}), core::job_error);
    BOOST_TEST(tests::slurp(part) == "mine");
    std::filesystem::remove(part);
    launch::plan_writer writer(storage, file, a_spec());
    add(writer, "mem_1", "x");
    tests::spill(file, "mine"); // meanwhile
    BOOST_CHECK_THROW(writer.finish(a_spec(), "k", {}, {}), core::job_error);
    BOOST_TEST(tests::slurp(file) == "mine");
}

BOOST_AUTO_TEST_CASE(of_a_row_only_what_the_spec_reads_is_kept) {
    auto const spec = a_spec(R"(, "source": {"jsonl": {"file": "/rows", "key": "id"}},
                                 "where": {"row.vip": "yes", "row.a.b": 1})");
    json::value const row{{"id", "mem_1"}, {"vip", "yes"}, {"a", {{"b", 1}}}, {"password", "secret"}};
    launch::plan_writer writer(storage, file, spec);
    engine::proposal p;
    p.member = "mem_1";
    p.change = core::add_plan{"pln_a"};
    p.beside = &row;
    writer.add(p);
    writer.finish(spec, "k", {}, {});
    auto const text = tests::slurp(file);
    BOOST_TEST(text.find(R"("row":{"vip":"yes","a":{"b":1}})") != text.npos);
    BOOST_TEST(text.find("secret") == text.npos);
}

BOOST_AUTO_TEST_SUITE_END()
