#include "launch/proxy.hpp"

#include "desk.hpp"

#include <cstdlib>

namespace muster::launch {

using tests::tells;

namespace launch_proxy {
namespace {

using kind = spec::proxy_choice::kind;

struct clean {
    clean() { clear(); }
    ~clean() { clear(); }
    static void clear() {
        for (auto const* const name :
             {"https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "MUSTER_TEST_PROXY"})
            ::unsetenv(name);
    }
    /// Where the proxy is that leads to https://a.example; empty = there is none.
    static std::string chosen(kind from = kind::environment, std::string const& value = {},
                              std::string const& base_url = "https://a.example") {
        spec::endpoint at;
        at.base_url = base_url;
        at.proxy = {from, value};
        auto const found = proxy_for(at);
        return found ? found->host_and_port() : "";
    }
};

} // namespace
} // namespace launch_proxy

BOOST_FIXTURE_TEST_SUITE(launch_proxy, clean)

BOOST_AUTO_TEST_CASE(the_environment_names_it) {
    BOOST_TEST(chosen() == "");
    ::setenv("HTTPS_PROXY", "http://upper:1", 1);
    BOOST_TEST(chosen() == "upper:1");
    ::setenv("https_proxy", "http://lower:1", 1);
    BOOST_TEST(chosen() == "lower:1");
    ::setenv("https_proxy", "", 1);
    BOOST_TEST(chosen() == "upper:1");
    ::setenv("NO_PROXY", "example", 1);
    BOOST_TEST(chosen() == "");
}

BOOST_AUTO_TEST_CASE(the_spec_comes_first) {
    ::setenv("HTTPS_PROXY", "http://upper:1", 1);
    ::setenv("NO_PROXY", "*", 1);
    ::setenv("MUSTER_TEST_PROXY", "http://named:1", 1);
    BOOST_TEST(chosen(kind::none) == "");
    BOOST_TEST(chosen(kind::url, "http://given:1") == "given:1");
    BOOST_TEST(chosen(kind::env, "MUSTER_TEST_PROXY") == "named:1");
}

BOOST_AUTO_TEST_CASE(plain_http_needs_none) {
    ::setenv("HTTPS_PROXY", "nonsense://", 1);
    BOOST_TEST(chosen(kind::environment, "", "http://127.0.0.1:1") == "");
}

BOOST_AUTO_TEST_CASE(a_variable_that_names_none_is_told_without_its_value) {
    ::setenv("HTTPS_PROXY", "ftp://user:secretword@x", 1);
    BOOST_CHECK_EXCEPTION(chosen(), core::job_error, [](core::job_error const& e) {
        return tells(core::exit_status::usage, "HTTPS_PROXY")(e)
               && !tells(core::exit_status::usage, "secretword")(e);
    });
    BOOST_CHECK_EXCEPTION(chosen(kind::env, "MUSTER_TEST_PROXY"), core::job_error,
                          tells(core::exit_status::usage, "MUSTER_TEST_PROXY"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
