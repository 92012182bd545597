#pragma once
#include "http/message.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <string>

namespace muster::http {

/// Reads a reply straight into a http::reply: no header container, one copy of the body.
class reply_parser final : public boost::beast::http::basic_parser<false> {
public:
    /// `into` is empty, and must outlive it.
    explicit reply_parser(reply& into) : result(into) {}

    reply& result;
    /// How the body is encoded, as the reply says; empty = not at all. We ask for no encoding.
    std::string content_encoding;

private:
    using field = boost::beast::http::field;
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb, string_view, string_view, int, error_code&) override {}
    void on_response_impl(int status, string_view, int, error_code& error) override {
        if (status < 100) error = boost::beast::http::make_error_code(boost::beast::http::error::bad_status);
        result.status = static_cast<unsigned>(status);
    }
    void on_field_impl(field known, string_view name, string_view value, error_code&) override {
        if (known == field::date) return assign(result.date, value);
        if (known == field::retry_after) return assign(result.retry_after, value);
        if (known == field::location) return assign(result.location, value);
        if (known == field::content_encoding) return assign(content_encoding, value);
        if (known != field::unknown) return;
        std::string* const hint = rate_limit_hint(name);
        if (hint != nullptr) assign(*hint, value);
    }
    std::string* rate_limit_hint(string_view name) {
        if (boost::beast::iequals(name.substr(0, 2), "x-")) name.remove_prefix(2);
        if (boost::beast::iequals(name, "ratelimit-limit")) return &result.rate_limit_limit;
        if (boost::beast::iequals(name, "ratelimit-remaining")) return &result.rate_limit_remaining;
        if (boost::beast::iequals(name, "ratelimit-reset")) return &result.rate_limit_reset;
        return nullptr;
    }
    static void assign(std::string& to, string_view value) { to.assign(value.data(), value.size()); }

    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override {
        // The length is the peer's word: believed for small bodies only.
        if (length)
            result.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, 1U << 20U)));
    }
    std::size_t on_body_impl(string_view part, error_code&) override {
        result.body.append(part.data(), part.size());
        return part.size();
    }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view part, error_code&) override {
        result.body.append(part.data(), part.size());
        return part.size();
    }
    void on_finish_impl(error_code&) override {}
};

} // namespace muster::http
