#include "http/reply_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

namespace muster::http {

BOOST_AUTO_TEST_SUITE(http_reply_parser)

namespace {

namespace beast_http = boost::beast::http;

/// Feeds the bytes in pieces of this size, as they may come from the network.
struct fed {
    explicit fed(std::string const& bytes, std::size_t piece = std::string::npos,
                 std::uint64_t limit = 1U << 20U) {
        parser.eager(true);
        parser.body_limit(limit);
        std::string pending;
        for (std::size_t at = 0; at < bytes.size() && !error && !parser.is_done();) {
            auto const n = std::min(piece, bytes.size() - at);
            pending.append(bytes, at, n);
            at += n;
            while (!pending.empty() && !error && !parser.is_done()) {
                auto const used = parser.put(boost::asio::buffer(pending), error);
                if (error == beast_http::error::need_more) {
                    error = {};
                    pending.erase(0, used);
                    break;
                }
                pending.erase(0, used);
            }
        }
        rest = pending;
    }
    reply result;
    reply_parser parser{result};
    boost::beast::error_code error;
    std::string rest;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_reply_is_the_same_in_whatever_pieces_it_comes) {
    std::string const bytes =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        fed const f(bytes, piece);
        BOOST_TEST(!f.error);
        BOOST_TEST(f.parser.is_done());
        BOOST_TEST(f.parser.result.status == 200U);
        BOOST_TEST(f.parser.result.body == "{\"a\":1}");
        BOOST_TEST(f.parser.keep_alive());
    }
}

BOOST_AUTO_TEST_CASE(chunks_are_joined) {
    std::string const bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                              "3;name=value\r\nabc\r\n4\r\ndefg\r\n0\r\nTrailer: x\r\n\r\n";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        fed const f(bytes, piece);
        BOOST_TEST(!f.error);
        BOOST_TEST(f.parser.is_done());
        BOOST_TEST(f.parser.result.body == "abcdefg");
    }
}

BOOST_AUTO_TEST_CASE(the_fields_that_pacing_reads_are_kept) {
    fed const plain("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nRateLimit-Limit: 25\r\n"
                    "ratelimit-remaining: 0\r\nRATELIMIT-RESET: 1\r\nContent-Length: 0\r\n\r\n");
    BOOST_TEST(plain.parser.result.status == 429U);
    BOOST_TEST(plain.parser.result.retry_after == "7");
    BOOST_TEST(plain.parser.result.rate_limit_limit == "25");
    BOOST_TEST(plain.parser.result.rate_limit_remaining == "0");
    BOOST_TEST(plain.parser.result.rate_limit_reset == "1");

    fed const prefixed("HTTP/1.1 200 OK\r\nX-RateLimit-Limit: 1000\r\nx-ratelimit-remaining: 3\r\n"
                       "X-Ratelimit-Reset: 60\r\nX: y\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");
    BOOST_TEST(prefixed.parser.result.rate_limit_limit == "1000");
    BOOST_TEST(prefixed.parser.result.rate_limit_remaining == "3");
    BOOST_TEST(prefixed.parser.result.rate_limit_reset == "60");
    BOOST_TEST(prefixed.parser.result.location == "/there");
    BOOST_TEST(prefixed.parser.result.retry_after == "");
}

BOOST_AUTO_TEST_CASE(a_body_over_the_limit_is_refused_however_it_is_framed) {
    fed const told("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world", 8, 10);
    BOOST_TEST((told.error == beast_http::error::body_limit));
    fed const chunked(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n", 8, 10);
    BOOST_TEST((chunked.error == beast_http::error::body_limit));
    fed const until_the_end("HTTP/1.1 200 OK\r\n\r\nhello world", 8, 10);
    BOOST_TEST((until_the_end.error == beast_http::error::body_limit));
    fed const just("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world", 8, 11);
    BOOST_TEST(!just.error);
    BOOST_TEST(just.parser.result.body == "hello world");
}

BOOST_AUTO_TEST_CASE(a_length_that_the_peer_only_claims_reserves_no_memory) {
    fed const f("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", 8, 2'000'000'000);
    BOOST_TEST(!f.error);
    BOOST_TEST(f.parser.result.body.capacity() <= 2U << 20U);
}

BOOST_AUTO_TEST_CASE(endless_headers_are_refused) {
    std::string bytes = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 1000; ++i) bytes += "X-Field-" + std::to_string(i) + ": some value\r\n";
    BOOST_TEST((fed(bytes + "\r\n", 4096).error == beast_http::error::header_limit));
}

BOOST_AUTO_TEST_CASE(what_is_not_http_is_refused) {
    for (auto const* const bytes :
         {"garbage\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
          "HTTP/1.1 200 OK\r\nbad field\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"})
        BOOST_TEST_CONTEXT(bytes) BOOST_TEST(bool(fed(bytes).error));
}

BOOST_AUTO_TEST_CASE(a_connection_is_kept_only_where_the_reply_says_so) {
    BOOST_TEST(!fed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").parser.keep_alive());
    BOOST_TEST(!fed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").parser.keep_alive());
    BOOST_TEST(
        fed("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n").parser.keep_alive());
}

BOOST_AUTO_TEST_CASE(what_follows_a_reply_is_not_taken_for_its_body) {
    fed const f("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n");
    BOOST_TEST(f.parser.is_done());
    BOOST_TEST(f.parser.result.body == "");
    BOOST_TEST(f.rest == "HTTP/1.1 200 OK\r\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
