#include "support.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(request)

using namespace muster::operation;
using test::decide;
using test::mistake;

namespace {

std::string with(std::string const& fields) {
    return R"({"request": )" + fields + '}';
}

std::string with_path(std::string const& path) {
    return with(R"({"method": "POST", "path": ")" + path + R"(", "idempotent": false})");
}

/// The path for a member, or why there is none.
std::string path_for(std::string const& path, std::string_view member) {
    auto const text = decide(with_path(path), member);
    if (!text.starts_with('{')) return text;
    return std::string(boost::json::parse(text).at("request").at("path").as_string());
}

} // namespace

BOOST_AUTO_TEST_CASE(method_path_body_and_idempotence_are_taken_over) {
    BOOST_TEST(
        decide(
            with(
                R"({"method": "PUT", "path": "/m/{{id}}?x=1", "body": {"e": "{{auth.email}}", "n": [1]}, "idempotent": true})"),
            R"({"id": "mem_1", "auth": {"email": "a@b"}})")
        == R"({"request":{"method":"PUT","path":"/m/mem_1?x=1","body":{"e":"a@b","n":[1]},"idempotent":true}})");
    BOOST_TEST(decide(with(R"({"method": "DELETE", "path": "/m", "idempotent": false})"), "{}")
               == R"({"request":{"method":"DELETE","path":"/m","idempotent":false}})");
}

BOOST_AUTO_TEST_CASE(inserted_values_are_percent_encoded) {
    BOOST_TEST(path_for("/m/{{a}}/x", R"({"a": "a/b?c#d e%é"})") == "/m/a%2Fb%3Fc%23d%20e%25%C3%A9/x");
    BOOST_TEST(path_for("/m/{{a|x y}}", "{}") == "/m/x%20y");
    BOOST_TEST(path_for("/m?e={{a}}&f={{n}}", R"({"a": "a@b&c=d", "n": 7})") == "/m?e=a%40b%26c%3Dd&f=7");
}

BOOST_AUTO_TEST_CASE(no_value_can_lead_to_another_path) {
    for (auto const* const bad : {"", ".", ".."}) {
        auto const member = R"({"a": ")" + std::string(bad) + "\"}";
        BOOST_TEST(path_for("/m/{{a}}", member) == "impossible: bad-path");
        BOOST_TEST(path_for("/m/{{a}}/x", member) == "impossible: bad-path");
    }
    BOOST_TEST(path_for("/m/{{a}}{{a}}", R"({"a": "."})") == "impossible: bad-path");
    BOOST_TEST(path_for("/m/{{a}}", R"({"a": "..."})") == "/m/...");
    BOOST_TEST(path_for("/m?x={{a}}", R"({"a": ".."})") == "/m?x=..");
    BOOST_TEST(path_for("/m/{{a}}", R"({"a": "../x"})") == "/m/..%2Fx");
    BOOST_TEST(path_for("/m/{{a}}", R"({"a": "\r\nX: y"})") == "/m/%0D%0AX%3A%20y");
    BOOST_TEST(path_for("/m/{{a}}", "{}") == "impossible: missing-field");
}

BOOST_AUTO_TEST_CASE(a_body_that_cannot_be_filled_in_is_impossible) {
    BOOST_TEST(
        decide(with(R"({"method": "POST", "path": "/m", "body": {"x": "{{nope}}"}, "idempotent": true})"),
               "{}")
        == "impossible: missing-field");
}

BOOST_AUTO_TEST_CASE(idempotence_must_be_stated) {
    BOOST_TEST(mistake(with(R"({"method": "POST", "path": "/m"})"))
                   .starts_with("/operation/request: \"idempotent\" is missing"));
    BOOST_TEST(mistake(with(R"({"method": "POST", "path": "/m", "idempotent": "no"})"))
                   .starts_with("/operation/request/idempotent: must be true or false"));
}

BOOST_AUTO_TEST_CASE(the_method_is_one_of_five_words) {
    for (std::string const good : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
        BOOST_TEST(mistake(with(R"({"method": ")" + good + R"(", "path": "/m", "idempotent": true})")) == "");
    }
    for (std::string const bad : {"get", "HEAD", "", "POST "}) {
        BOOST_TEST(mistake(with(R"({"method": ")" + bad + R"(", "path": "/m", "idempotent": true})"))
                       .starts_with("/operation/request/method: must be GET, POST"));
    }
    BOOST_TEST(mistake(with(R"({"path": "/m", "idempotent": true})"))
               == "/operation/request: \"method\" is missing");
}

BOOST_AUTO_TEST_CASE(the_path_is_checked_before_any_member_is_seen) {
    for (std::string const bad : {"", "m", "//m", "https://x", "/a b", "/ä", "/a#b", "/../a", "/a/..",
                                  "/a/./b", "/a\\n", "/{{", "/{{}}", "/{{{{ x"}) {
        BOOST_TEST_CONTEXT(bad) {
            BOOST_TEST(mistake(with_path(bad)).starts_with("/operation/request/path: "));
        }
    }
    for (std::string const good : {"/", "/m", "/m/", "/m/{{ first name }}", "/m?a=b&c=%20", "/a..b", "/.a"}) {
        BOOST_TEST_CONTEXT(good) {
            BOOST_TEST(mistake(with_path(good)) == "");
        }
    }
    BOOST_TEST(mistake(with(R"({"method": "POST", "idempotent": true})"))
               == "/operation/request: \"path\" is missing");
}

BOOST_AUTO_TEST_CASE(a_get_request_has_no_body) {
    BOOST_TEST(mistake(with(R"({"method": "GET", "path": "/m", "body": {}, "idempotent": true})"))
               == "/operation/request/body: must be left out: a GET request has no body");
}

BOOST_AUTO_TEST_CASE(all_mistakes_are_listed) {
    BOOST_TEST(
        test::read_json(with(R"({"method": "x", "path": "y", "body": "{{", "idempotent": 1, "headers": {}})"))
            .found.size()
        == 5U);
}

BOOST_AUTO_TEST_CASE(it_lists_what_it_reads_and_says_what_it_sends) {
    auto const r = test::read_json(
        with(R"({"method": "POST", "path": "/m/{{id}}", "body": ["{{a.b}}"], "idempotent": true})"));
    BOOST_TEST(r.op->fields() == (std::vector<std::string>{"id", "a.b"}), boost::test_tools::per_element());
    BOOST_TEST(r.op->describe() == "POST /m/{{id}}");
}

BOOST_AUTO_TEST_SUITE_END()
