#include "journal/checkpoint.hpp"

#include "history.hpp"
#include "journal/sealed.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::journal {

BOOST_AUTO_TEST_SUITE(journal_checkpoint)

namespace {

checkpoint half_way() {
    tests::history const h(42, tests::cursors::up);
    checkpoint c;
    c.offset = 12'345;
    for (std::size_t i = 0; i < h.records().size() / 2; ++i) c.folded.apply(h.records()[i]);
    return c;
}

std::string sealed(std::string text) {
    seal(text, 0);
    return text;
}

} // namespace

BOOST_AUTO_TEST_CASE(it_comes_back_as_it_was) {
    auto const c = half_way();
    auto const back = decode_checkpoint(encode(c));
    BOOST_TEST(back.offset == c.offset);
    BOOST_TEST(boost::json::serialize(back.folded.save()) == boost::json::serialize(c.folded.save()));
    BOOST_TEST(encode(back) == encode(c));
}

BOOST_AUTO_TEST_CASE(odd_text_survives) {
    checkpoint c;
    c.folded.apply(job_opened{"a \"quoted\" \n name \xff", std::string("\0", 1), "ë", "k", "t"});
    BOOST_TEST(decode_checkpoint(encode(c)).folded.job()->job == c.folded.job()->job);
}

BOOST_AUTO_TEST_CASE(every_truncation_is_refused) {
    auto const text = encode(half_way());
    for (std::size_t size = 0; size < text.size(); ++size)
        BOOST_REQUIRE_THROW(decode_checkpoint(text.substr(0, size)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(every_flip_of_one_byte_is_refused) {
    auto text = encode(half_way());
    for (std::size_t i = 0; i < text.size(); ++i)
        for (unsigned const bits : {1U, 0x20U}) {
            auto const was = text[i];
            text[i] = static_cast<char>(static_cast<unsigned char>(was) ^ bits);
            BOOST_REQUIRE_THROW(decode_checkpoint(text), std::invalid_argument);
            text[i] = was;
        }
}

BOOST_AUTO_TEST_CASE(what_is_sound_but_no_checkpoint_of_ours_is_refused) {
    for (auto const* const fields :
         {R"({"format":"muster-checkpoint","version":2,"journalOffset":1,"state":{})",
          R"({"format":"other","version":1,"journalOffset":1,"state":{})",
          R"({"format":"muster-checkpoint","version":1,"journalOffset":-1,"state":{})",
          R"({"format":"muster-checkpoint","version":1,"journalOffset":"1","state":{})",
          R"({"format":"muster-checkpoint","version":1,"state":{})",
          R"({"format":"muster-checkpoint","version":1,"journalOffset":1)",
          R"({"format":"muster-checkpoint","version":1,"journalOffset":1,"state":[])",
          R"({"format":"muster-checkpoint","version":1,"journalOffset":1,"state":{})"})
        BOOST_CHECK_THROW(decode_checkpoint(sealed(fields)), std::invalid_argument);
    auto const deep = std::string(1'000, '[') + std::string(1'000, ']');
    BOOST_CHECK_THROW(
        decode_checkpoint(sealed(R"({"format":"muster-checkpoint","version":1,"state":)" + deep)),
        std::invalid_argument);
    for (auto const* const text : {"", "\n", "{}\n", "garbage\n"})
        BOOST_CHECK_THROW(decode_checkpoint(text), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::journal
