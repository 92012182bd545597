// The bytes of an HTTP reply.
// Of Beast only the parser is needed, compiled into this file.
#undef BOOST_BEAST_SEPARATE_COMPILATION
// As optimized programs are: Beast 1.81 asserts that an empty chunk comes in one piece, and needs it not.
#define BOOST_DISABLE_ASSERTS
#include "http/reply_parser.hpp"
#include "input.hpp"

#include <boost/asio/buffer.hpp>

using namespace muster;
using fuzz::check;

namespace {

constexpr std::size_t reply_limit = 1024;

/// What a reply came to: as http/link.cpp reads one.
struct outcome {
    bool whole = false;
    bool failed = false;
    http::reply result;
};

/// Reads a reply that comes in pieces of `step` bytes, and then ends.
outcome read(std::string_view bytes, std::size_t step) {
    outcome o;
    http::reply_parser parser(o.result);
    parser.body_limit(reply_limit);
    parser.eager(true);
    std::string unread;
    while (!parser.is_done() && !o.failed && !bytes.empty()) {
        unread.append(bytes.substr(0, step));
        bytes.remove_prefix(std::min(step, bytes.size()));
        boost::beast::error_code error;
        auto const used = parser.put(boost::asio::buffer(unread), error);
        check(used <= unread.size(), "no more is used than there is");
        unread.erase(0, used);
        o.failed = error && error != boost::beast::http::error::need_more;
    }
    if (!parser.is_done() && !o.failed && parser.got_some()) {
        boost::beast::error_code error;
        parser.put_eof(error);
        o.failed = static_cast<bool>(error);
    }
    o.whole = parser.is_done() && !o.failed;
    return o;
}

void check_field(std::string const& field) {
    check(field.size() <= 8192, "a field is no longer than all of the header may be");
    check(field.find_first_of(std::string_view("\r\n\0", 3)) == field.npos, "a field is one line", field);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bytes = fuzz::text_of(data, size);
    auto const at_once = read(bytes, std::max<std::size_t>(bytes.size(), 1));
    auto const& r = at_once.result;
    check(r.body.size() <= reply_limit, "no body is larger than the limit");
    if (at_once.whole) {
        check(r.status >= 100 && r.status <= 999, "a reply has a status");
        for (auto const& field :
             {r.retry_after, r.rate_limit_limit, r.rate_limit_remaining, r.rate_limit_reset, r.location})
            check_field(field);
    }
    auto const bytewise = read(bytes, 1);
    check(bytewise.result.body.size() <= reply_limit, "nor is one that comes in pieces");
    check(bytewise.whole == at_once.whole, "a reply is whole or not, however it comes", bytes);
    if (at_once.whole)
        check(bytewise.result.status == r.status && bytewise.result.body == r.body
                  && bytewise.result.retry_after == r.retry_after && bytewise.result.location == r.location,
              "a reply is the same, however it comes", bytes);
    return 0;
}
