#include "web/guard.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::web {

BOOST_AUTO_TEST_SUITE(web_guard)

namespace {

struct gate {
    gate() : known([this] { return "secret-" + std::to_string(++made); }) {
        settings.hosts = {"127.0.0.1:8080", "localhost:8080"};
        settings.user = "ann";
        known.accept("reader", role::read);
        known.accept("actor", role::act);
        reader = *known.begin("reader");
        actor = *known.begin("actor");
    }

    static http::served_request request(std::string method,
                                        std::vector<std::pair<std::string, std::string>> fields) {
        http::served_request r;
        r.method = std::move(method);
        r.target = "/api/jobs";
        r.fields = std::move(fields);
        r.from.address = "127.0.0.1";
        return r;
    }
    [[nodiscard]] std::string asked(http::served_request const& r) const {
        auto const found = admit(settings, known, r);
        if (auto const* const who = std::get_if<caller>(&found))
            return who->user + " " + std::string(to_string(who->may));
        return std::get<refusal>(found).code;
    }

    int made = 0;
    sessions known;
    guard_settings settings;
    std::string reader, actor;
};

} // namespace

BOOST_FIXTURE_TEST_CASE(every_combination_of_host_cookie_origin_type_and_method, gate) {
    struct value {
        std::optional<std::string> text; // nullopt: there is no such field
        bool good;
    };
    std::vector<value> const hosts{{"127.0.0.1:8080", true},
                                   {"LocalHost:8080", true},
                                   {"evil.example:8080", false},
                                   {"127.0.0.1", false},
                                   {"", false},
                                   {std::nullopt, false}};
    struct cookie {
        std::optional<std::string> text;
        std::optional<role> may;
    };
    std::vector<cookie> const cookies{{"muster=" + reader, role::read},
                                      {"a=b; muster=" + actor, role::act},
                                      {"muster=wrong; muster=" + actor + "; c=d", role::act},
                                      {"muster=" + actor.substr(1), std::nullopt},
                                      {"muster=", std::nullopt},
                                      {"other=" + actor, std::nullopt},
                                      {"muster", std::nullopt},
                                      {std::nullopt, std::nullopt}};
    std::vector<std::optional<std::string>> const origins{"http://127.0.0.1:8080",
                                                          "http://localhost:8080",
                                                          "https://127.0.0.1:8080",
                                                          "http://evil.example:8080",
                                                          "null",
                                                          "",
                                                          std::nullopt};
    std::vector<value> const types{{"application/json", true},
                                   {"Application/JSON; charset=utf-8", true},
                                   {"text/plain", false},
                                   {"application/jsonx", false},
                                   {std::nullopt, false}};
    int admitted = 0;
    for (std::string const method : {"GET", "POST", "PUT", "DELETE", "get", ""})
        for (auto const& host : hosts)
            for (auto const& c : cookies)
                for (auto const& origin : origins)
                    for (auto const& type : types) {
                        std::vector<std::pair<std::string, std::string>> fields;
                        if (host.text) fields.emplace_back("Host", *host.text);
                        if (c.text) fields.emplace_back("cookie", *c.text);
                        if (origin) fields.emplace_back("Origin", *origin);
                        if (type.text) fields.emplace_back("Content-Type", *type.text);
                        bool const own = origin && host.text
                                         && *origin
                                                == (*host.text == "LocalHost:8080" ? "http://localhost:8080"
                                                                                   : "http://" + *host.text);
                        std::string expected;
                        if (!host.good)
                            expected = "other-host";
                        else if (!c.may)
                            expected = "not-logged-in";
                        else if (method != "GET" && !own)
                            expected = "other-origin";
                        else if (method != "GET" && !type.good)
                            expected = "not-json";
                        else if (method != "GET" && *c.may == role::read)
                            expected = "read-only";
                        else
                            expected = "ann " + std::string(to_string(*c.may));
                        auto const got = asked(request(method, fields));
                        if (got.starts_with("ann")) ++admitted;
                        BOOST_TEST(got == expected,
                                   method << " " << host.text.value_or("-") << " " << c.text.value_or("-")
                                          << " " << origin.value_or("-") << " " << type.text.value_or("-")
                                          << ": " << got << ", not " << expected);
                    }
    BOOST_TEST(admitted > 0);
}

BOOST_FIXTURE_TEST_CASE(fields_that_come_twice_are_refused, gate) {
    std::pair<std::string, std::string> const host{"Host", "127.0.0.1:8080"};
    std::pair<std::string, std::string> const cookie{"Cookie", "muster=" + actor};
    std::pair<std::string, std::string> const origin{"Origin", "http://127.0.0.1:8080"};
    std::pair<std::string, std::string> const json{"Content-Type", "application/json"};
    BOOST_TEST(asked(request("GET", {host, host, cookie})) == "other-host");
    BOOST_TEST(asked(request("POST", {host, cookie, origin, origin, json})) == "other-origin");
    BOOST_TEST(asked(request("POST", {host, {"Cookie", "x=y"}, cookie, origin, json})) == "ann act");
}

BOOST_FIXTURE_TEST_CASE(a_token_of_the_users_lets_a_monitor_look, gate) {
    known.accept("a-token-that-is-kept", role::act);
    auto const offered = known.offer(role::act);
    std::pair<std::string, std::string> const host{"Host", "127.0.0.1:8080"};
    auto const shows = [&](std::string const& text, std::string const& method = "GET") {
        return asked(request(method, {host,
                                      {"Authorization", text},
                                      {"Origin", "http://127.0.0.1:8080"},
                                      {"Content-Type", "application/json"}}));
    };
    BOOST_TEST(shows("Bearer a-token-that-is-kept") == "ann read"); // whatever it is for
    BOOST_TEST(shows("Bearer a-token-that-is-kept", "POST") == "read-only");
    for (auto const& other :
         {"Bearer " + offered, std::string("Bearer "), std::string("a-token-that-is-kept"),
          std::string("Basic a-token-that-is-kept"), "Bearer " + actor})
        BOOST_TEST(shows(other) == "not-logged-in", other);
}

BOOST_FIXTURE_TEST_CASE(other_sites_may_lead_to_the_page_but_ask_for_nothing_else, gate) {
    for (auto const& [site, own] : {std::pair<std::string, bool>{"same-origin", true},
                                    {"none", true},
                                    {"same-site", false},
                                    {"cross-site", false}}) {
        auto r = request(
            "GET", {{"Host", "127.0.0.1:8080"}, {"Cookie", "muster=" + actor}, {"Sec-Fetch-Site", site}});
        BOOST_TEST(asked(r) == (own ? "ann act" : "other-origin"), site);
        r.target = "/";
        BOOST_TEST(asked(r) == "ann act", site);
    }
}

BOOST_FIXTURE_TEST_CASE(a_proxy_names_the_user_and_nobody_else_does, gate) {
    settings.user_header = "X-User";
    settings.proxies = {"10.0.0.7"};
    settings.hosts.emplace_back("muster.example");
    auto const ask = [&](std::string const& from, std::vector<std::pair<std::string, std::string>> fields,
                         std::string const& method = "GET") {
        fields.emplace_back("Host", "muster.example");
        auto r = request(method, std::move(fields));
        r.from.address = from;
        return asked(r);
    };
    BOOST_TEST(ask("10.0.0.7", {{"x-user", " bea "}}) == "bea act");
    BOOST_TEST(ask("10.0.0.8", {{"X-User", "bea"}}) == "not-logged-in");
    BOOST_TEST(ask("", {{"X-User", "bea"}}) == "not-logged-in");
    BOOST_TEST(ask("10.0.0.8", {{"X-User", "bea"}, {"Cookie", "muster=" + reader}}) == "ann read");
    BOOST_TEST(ask("10.0.0.7", {}) == "not-logged-in");
    BOOST_TEST(ask("10.0.0.7", {{"X-User", "bea"}, {"X-User", "root"}}) == "no-user");
    for (std::string const& bad : {std::string(), std::string("a\033[2J"), std::string(longest_user + 1, 'a'),
                                   std::string("\xff"), std::string("sk_live_0123456789abcdef")})
        BOOST_TEST(ask("10.0.0.7", {{"X-User", bad}}) == "no-user", bad);
    // It may speak TLS to the browser.
    std::pair<std::string, std::string> const json{"Content-Type", "application/json"};
    BOOST_TEST(ask("10.0.0.7", {{"X-User", "bea"}, {"Origin", "https://muster.example"}, json}, "POST")
               == "bea act");
    BOOST_TEST(ask("10.0.0.7", {{"X-User", "bea"}, {"Origin", "https://evil.example"}, json}, "POST")
               == "other-origin");
    // Others than those who may act may look.
    settings.actors = {"ann", "cem"};
    BOOST_TEST(ask("10.0.0.7", {{"X-User", "cem"}}) == "cem act");
    for (std::string const& other : {std::string("bea"), std::string("Cem"), std::string("ce")}) {
        BOOST_TEST(ask("10.0.0.7", {{"X-User", other}}) == other + " read");
        BOOST_TEST(ask("10.0.0.7", {{"X-User", other}, {"Origin", "https://muster.example"}, json}, "POST")
                   == "read-only");
    }
    settings.user_header.clear();
    BOOST_TEST(ask("10.0.0.7", {{"X-User", "bea"}}) == "not-logged-in");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::web
