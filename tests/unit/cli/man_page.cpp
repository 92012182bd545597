#include "cli/man_page.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::cli {

BOOST_AUTO_TEST_SUITE(cli_man_page)

namespace {

command_words a_tree() {
    command_words get{"member get",
                      "get",
                      "Print a member",
                      "A note.\nExamples:\n  muster member get \\\n    .x\nExit "
                      "status: 0; 1 none.\n  75 no answer.",
                      {},
                      {},
                      {}};
    get.options.push_back(
        {"--output", ".dot first", "table|json", value_kind::choice, {"table", "json"}, false});
    get.options.push_back({"--quiet", "Say less", "", value_kind::none, {}, false});
    get.arguments.push_back({"MEMBER", "Who", "TEXT", value_kind::text, {}, true});
    command_words member{"member", "member", "Look at one member", "", {}, {}, {get}};
    return {"", "muster", "Change members", "Examples:\n  muster x\nExit status:\n  0  well\n  1  not",
            {}, {},       {member}};
}

bool contains(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_page_has_what_the_help_has) {
    auto const tree = a_tree();
    auto const& get = tree.below.front().below.front();
    BOOST_TEST(page_name(get) == "muster-member-get");
    auto const page = man_page(get, tree);
    BOOST_TEST(page.starts_with(".TH MUSTER\\-MEMBER\\-GET 1 "));
    for (auto const* const part :
         {".SH NAME\nmuster\\-member\\-get \\- Print a member\n",
          ".SH SYNOPSIS\n\\fBmuster member get\\fR [\\fIoptions\\fR] \\fIMEMBER\\fR ...\n",
          ".SH DESCRIPTION\nA note.\n", ".TP\n\\fB\\-\\-output\\fR \\fItable|json\\fR\n",
          ".TP\n\\fB\\-\\-quiet\\fR\nSay less\n", ".SH \"EXIT STATUS\"\n0; 1 none.\n75 no answer.\n",
          ".BR muster (1)\n"})
        BOOST_TEST_CONTEXT(page) BOOST_TEST(contains(page, part), part);
}

BOOST_AUTO_TEST_CASE(no_word_is_taken_for_a_request_of_roff) {
    auto const tree = a_tree();
    auto const page = man_page(tree.below.front().below.front(), tree);
    BOOST_TEST(contains(page, "\n\\&.dot first\n"));
    BOOST_TEST(contains(page, ".nf\n  muster member get \\e\n    .x\n.fi\n")); // a request begins a line
}

BOOST_AUTO_TEST_CASE(the_first_page_leads_to_the_others) {
    auto const tree = a_tree();
    auto const page = man_page(tree, tree);
    BOOST_TEST(contains(page, "\\fBmember\\fR\nLook at one member; see\n.BR muster\\-member (1).\n"));
    BOOST_TEST(contains(page, ".nf\n  0  well\n  1  not\n.fi\n"));
    BOOST_TEST(!contains(page, "SEE ALSO"));
}

BOOST_AUTO_TEST_CASE(all_commands_come_in_the_order_of_the_help) {
    auto const tree = a_tree();
    std::vector<std::string> paths;
    for (auto const* const command : all_commands(tree)) paths.push_back(command->path);
    BOOST_TEST(paths == (std::vector<std::string>{"", "member", "member get"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
