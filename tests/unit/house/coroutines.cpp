#include "source_tree.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace muster::house {
BOOST_AUTO_TEST_SUITE(coroutines)

namespace {

constexpr std::string_view keyword = "co_await";

// What is wrong with the rest of an expression behind `co_await`, up to the end of its statement; empty if
// nothing.
std::string wrong_behind(std::string_view rest) {
    int depth = 0;
    for (std::size_t at = 0; at < rest.size(); ++at) {
        char const c = rest[at];
        if (c == '(' || c == '[') ++depth;
        if ((c == ')' || c == ']') && --depth < 0) return "stands in a condition or an argument";
        if (c == '{' || c == '}') return "has braces in its expression";
        if (c == '?') return "has a ternary in its expression";
        if (rest.substr(at).starts_with("::"))
            ++at;
        else if (c == ':' || (c == ',' && depth == 0))
            return "is one arm of a larger expression";
        if (c == ';') return depth == 0 ? "" : "stands in a for statement";
    }
    return "has no end";
}

// The same of what stands before it, from the last brace on.
std::string wrong_before(std::string_view before) {
    // `if (x) co_await f();` is fine: its parentheses are closed. An open one is `for (; ` or a call.
    if (std::count(before.begin(), before.end(), '(') > std::count(before.begin(), before.end(), ')'))
        return "stands in a condition or an argument";
    auto const statement = before.substr(before.rfind(';') + 1); // npos + 1 is the beginning
    return statement.find('?') == statement.npos ? "" : "has a ternary in its expression";
}

struct finding {
    long line;
    std::string message;
};

// Every co_await of a form that g++ 12 may miscompile: it must be `auto name = co_await call(names);`,
// `co_await call(names);` or `co_return co_await call(names);`.
std::vector<finding> findings(std::string_view text) {
    std::vector<finding> found;
    auto const code = code_only(text);
    std::string_view const all = code;
    for (auto at = all.find(keyword); at != all.npos; at = all.find(keyword, at + 1)) {
        auto const begin = all.find_last_of("{}", at);
        auto const before = all.substr(begin + 1, at - begin - 1);
        auto wrong = wrong_before(before);
        if (wrong.empty()) wrong = wrong_behind(all.substr(at + keyword.size()));
        if (!wrong.empty())
            found.push_back(
                {1 + std::count(code.begin(), code.begin() + static_cast<long>(at), '\n'), wrong});
    }
    return found;
}

} // namespace

BOOST_AUTO_TEST_CASE(code_is_told_from_comments_and_literals) {
    BOOST_TEST(code_only("a // b\nc") == "a \nc");
    BOOST_TEST(code_only("a /* b\n */ c") == "a \n c");
    BOOST_TEST(code_only("f(\"x\\\"y{\", '{', '\\'')") == "f(\"\", \"\", \"\")");
    BOOST_TEST(code_only("f(R\"x({\"})x\")") == "f(\"\")");
    BOOST_TEST(code_only("1'000'000 {") == "1'000'000 {");
}

BOOST_AUTO_TEST_CASE(safe_forms_pass) {
    for (std::string const safe : {
             "{ co_await f(); }",
             "{ auto [a, b] = co_await f(x, std::move(y)); }",
             "{ if (x) co_await f(y[1]); }",
             "{ while (g(x)) co_await f(); }",
             "{ co_return co_await f(); }",
             "{ // if (co_await f()) {\n }",
             "{ f(); } // co_await",
         })
        BOOST_TEST(findings(safe).empty(), safe);
}

BOOST_AUTO_TEST_CASE(forms_that_the_compiler_gets_wrong_are_found) {
    for (std::string const unsafe : {
             "{ if (co_await f()) g(); }",
             "{ while (!co_await f()) g(); }",
             "{ switch (co_await f()) {} }",
             "{ for (int i = co_await f(); i < 3; ++i) g(); }",
             "{ for (; i < co_await f(); ++i) g(); }",
             "{ for (auto x : co_await f()) g(); }",
             "{ co_await f({.a = 1}); }",
             "{ co_await f(t{1}); }",
             "{ t x{co_await f(), co_await g()}; }",
             "{ co_await f([x] { g(); }); }",
             "{ auto x = y ? co_await f() : z; }",
             "{ auto x = y ? z : co_await f(); }",
             "{ auto x = co_await f(y ? z : a); }",
             "{ g(co_await f()); }",
         })
        BOOST_TEST(!findings(unsafe).empty(), unsafe);
}

BOOST_AUTO_TEST_CASE(a_finding_names_its_line) {
    auto const found = findings("a\n/* b\n */\n{ if (co_await f()) g(); }");
    BOOST_TEST_REQUIRE(found.size() == 1);
    BOOST_TEST(found.front().line == 4);
}

BOOST_AUTO_TEST_CASE(src_uses_safe_forms_only) {
    long awaits = 0;
    for (auto const& [file, text] : source_files()) {
        awaits += text.find(keyword) != text.npos ? 1 : 0;
        for (auto const& f : findings(text))
            BOOST_ERROR("src/" << file << ":" << f.line << ": this co_await " << f.message
                               << "; g++ 12 may miscompile it: give it a statement of its own");
    }
    BOOST_TEST(awaits > 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::house
