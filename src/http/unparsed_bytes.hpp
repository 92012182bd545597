#pragma once
#include "http/reply_parser.hpp"

#include <boost/asio/buffer.hpp>

#include <string>
#include <string_view>

namespace muster::http {

/// What came over a connection, and no parser has taken yet: mostly nothing.
class unparsed_bytes {
public:
    /// Has the parser go on with what is left of before, and what came now. Gives the parser's error:
    /// error::need_more where it takes no more until more has come; error::buffer_overflow where it has taken
    /// nothing of a line that is too long.
    boost::beast::error_code parse(reply_parser& parser, std::string_view came) {
        boost::beast::error_code error;
        if (left_.empty()) {
            if (came.empty()) return error;
            came.remove_prefix(parser.put(boost::asio::buffer(came), error));
            left_ = came;
            return error;
        }
        if (came.size() > most_left - left_.size())
            return boost::beast::http::make_error_code(boost::beast::http::error::buffer_overflow);
        left_ += came;
        left_.erase(0, parser.put(boost::asio::buffer(left_), error));
        return error;
    }

    [[nodiscard]] bool empty() const { return left_.empty(); }

private:
    // What one line of a reply that never ends (a chunk's header) can make us hold, in bytes.
    static constexpr std::size_t most_left = std::size_t{1} << 20U;

    std::string left_;
};

} // namespace muster::http
