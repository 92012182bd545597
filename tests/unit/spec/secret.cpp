#include "spec/secret.hpp"

#include "../printing.hpp"
#include "core/errors.hpp"
#include "core/redact.hpp"
#include "provider/registry.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(secret)

using namespace muster;
using spec::key_reference;

namespace {

namespace fs = std::filesystem;
using kind = key_reference::kind;

/// A directory of the test's own, with key files in it.
struct directory {
    directory() {
        std::string name = (fs::temp_directory_path() / "muster-secret-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~directory() { fs::remove_all(path); }
    std::string file(std::string const& name, std::string const& text, mode_t mode = 0600) const {
        auto const full = (path / name).string();
        std::ofstream(full, std::ios::binary) << text;
        ::chmod(full.c_str(), mode);
        return full;
    }
    fs::path path;
};

std::string resolve(key_reference const& ref) {
    return spec::resolve(ref, *provider::make("memberstack"));
}

/// What resolve() says against a reference; the job_error must ask for exit status `refused`.
std::string refusal(key_reference const& ref) {
    try {
        resolve(ref);
    } catch (core::job_error const& e) {
        BOOST_TEST(e.status() == core::exit_status::refused);
        return e.what();
    }
    return "not refused";
}

bool mentions(std::string const& text, std::string const& part) {
    return text.find(part) != text.npos;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_key_comes_from_the_environment) {
    ::setenv("MUSTER_TEST_KEY", "sk_sb_fromenvironment", 1);
    BOOST_TEST(resolve({kind::env, "MUSTER_TEST_KEY"}) == "sk_sb_fromenvironment");
    ::setenv("MUSTER_TEST_KEY", "", 1);
    BOOST_TEST(mentions(refusal({kind::env, "MUSTER_TEST_KEY"}),
                        "(env MUSTER_TEST_KEY) cannot be used: it is empty"));
    ::unsetenv("MUSTER_TEST_KEY");
    BOOST_TEST(mentions(refusal({kind::env, "MUSTER_TEST_KEY"}), "the environment variable is not set"));
}

BOOST_AUTO_TEST_CASE(a_variable_can_be_asked_for_again) {
    ::setenv("MUSTER_TEST_KEY", "sk_sb_the_first_one", 1);
    for (int i = 0; i < 3; ++i) BOOST_TEST(resolve({kind::env, "MUSTER_TEST_KEY"}) == "sk_sb_the_first_one");
    ::setenv("MUSTER_TEST_KEY", "sk_sb_another_and_longer_one", 1);
    for (int i = 0; i < 3; ++i)
        BOOST_TEST(resolve({kind::env, "MUSTER_TEST_KEY"}) == "sk_sb_another_and_longer_one");
    ::unsetenv("MUSTER_TEST_KEY");
    BOOST_TEST(mentions(refusal({kind::env, "MUSTER_TEST_KEY"}), "the environment variable is not set"));
    ::setenv("MUSTER_TEST_KEY", std::string(10'000, 'k').c_str(), 1);
    BOOST_TEST(mentions(refusal({kind::env, "MUSTER_TEST_KEY"}), "too long"));
    ::unsetenv("MUSTER_TEST_KEY");
}

BOOST_AUTO_TEST_CASE(a_key_comes_from_a_private_file_without_its_line_end) {
    directory const d;
    BOOST_TEST(resolve({kind::file, d.file("a", "key-aaaa")}) == "key-aaaa");
    BOOST_TEST(resolve({kind::file, d.file("b", "key-bbbb\n")}) == "key-bbbb");
    BOOST_TEST(resolve({kind::file, d.file("c", "key-cccc\r\n", 0400)}) == "key-cccc");
}

BOOST_AUTO_TEST_CASE(a_file_that_others_may_use_is_refused) {
    directory const d;
    for (mode_t const mode : {0640U, 0604U, 0660U, 0644U, 0620U, 0602U, 0610U, 0601U}) {
        auto const message = refusal({kind::file, d.file("k" + std::to_string(mode), "key-dddd", mode)});
        BOOST_TEST(mentions(message, "group or others may use the file"));
        BOOST_TEST(!mentions(message, "key-dddd"));
    }
    auto const open = d.file("open", "key-eeee", 0644);
    fs::create_symlink(open, d.path / "link");
    BOOST_TEST(mentions(refusal({kind::file, (d.path / "link").string()}), "group or others"));
}

BOOST_AUTO_TEST_CASE(what_is_no_readable_file_is_refused) {
    directory const d;
    BOOST_TEST(mentions(refusal({kind::file, (d.path / "none").string()}), "No such file"));
    BOOST_TEST(mentions(refusal({kind::file, d.path.string()}), "it is not a file"));
    auto const pipe = (d.path / "pipe").string();
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    BOOST_TEST(mentions(refusal({kind::file, pipe}), "it is not a file"));
    BOOST_TEST(mentions(refusal({kind::file, d.file("long", std::string(10'000, 'k'))}), "too long"));
    BOOST_TEST(mentions(refusal({kind::file, d.file("empty", "\n")}), "it is empty"));
}

BOOST_AUTO_TEST_CASE(a_key_comes_from_the_credentials_directory) {
    directory const d;
    d.file("muster-key", "key-ffff\n", 0440);
    ::setenv("CREDENTIALS_DIRECTORY", d.path.c_str(), 1);
    BOOST_TEST(resolve({kind::credential, "muster-key"}) == "key-ffff");
    BOOST_TEST(mentions(refusal({kind::credential, "other"}), "(credential other) cannot be used"));
    ::unsetenv("CREDENTIALS_DIRECTORY");
    BOOST_TEST(mentions(refusal({kind::credential, "muster-key"}), "$CREDENTIALS_DIRECTORY is not set"));
}

BOOST_AUTO_TEST_CASE(what_no_header_may_hold_is_refused_and_not_shown) {
    directory const d;
    int number = 0;
    for (std::string const bad : {"key gggg", "key\tgggg", "key\ngggg", "key-gggg\r\nX: y", "key-gggg\n\n",
                                  "k\x7fgggg", "kéy-gggg", "\x01gggg"}) {
        auto const message = refusal({kind::file, d.file("h" + std::to_string(number++), bad)});
        BOOST_TEST(mentions(message, "it holds a space, a line break or another character"));
        BOOST_TEST(!mentions(message, "gggg"));
    }
}

BOOST_AUTO_TEST_CASE(a_key_is_hidden_from_then_on) {
    ::setenv("MUSTER_TEST_KEY", "unlikely-key-value", 1);
    BOOST_TEST(core::redact("<unlikely-key-value>") == "<unlikely-key-value>");
    resolve({kind::env, "MUSTER_TEST_KEY"});
    BOOST_TEST(core::redact("<unlikely-key-value>") == "<[redacted]>");
    ::unsetenv("MUSTER_TEST_KEY");
}

BOOST_AUTO_TEST_CASE(references_are_named_in_messages) {
    BOOST_TEST(spec::describe({kind::env, "A"}) == "env A");
    BOOST_TEST(spec::describe({kind::file, "/a\x1b"}) == "file /a?");
    BOOST_TEST(spec::describe({kind::credential, "c"}) == "credential c");
}

BOOST_AUTO_TEST_CASE(a_key_that_the_platform_objects_to_is_refused_and_not_quoted) {
    ::setenv("MUSTER_TEST_KEY", "pk_sb_0123456789", 1);
    auto const says = refusal({kind::env, "MUSTER_TEST_KEY"});
    BOOST_TEST(mentions(says, "publishable key"));
    BOOST_TEST(mentions(says, "MUSTER_TEST_KEY"));
    BOOST_TEST(!mentions(says, "0123456789"));
}

BOOST_AUTO_TEST_SUITE_END()
