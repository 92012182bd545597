#include "http/message.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <algorithm>
#include <array>

namespace muster::http {

namespace {
constexpr std::array<std::string_view, 5> method_names{"GET", "POST", "PUT", "PATCH", "DELETE"};
constexpr std::size_t usual_text = 128U << 10U; // a page of 100 members is some 70 KiB
} // namespace

std::string_view to_string(method m) {
    return method_names.at(static_cast<std::size_t>(m));
}

std::optional<method> parse_method(std::string_view word) {
    for (std::size_t i = 0; i < method_names.size(); ++i)
        if (method_names.at(i) == word) return static_cast<method>(i);
    return std::nullopt;
}

void reply::clear() {
    status = 0;
    for (auto* const text : {&body, &date, &retry_after, &rate_limit_limit, &rate_limit_remaining,
                             &rate_limit_reset, &location}) {
        text->clear();
        if (text->capacity() > usual_text) text->shrink_to_fit();
    }
}

reply& fresh_reply(answer& in) {
    auto* const old = std::get_if<reply>(&in);
    if (old == nullptr) return in.emplace<reply>();
    old->clear();
    return *old;
}

std::string percent_encode(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), boost::urls::unreserved_chars)) return std::string(text);
    return boost::urls::encode(text, boost::urls::unreserved_chars);
}

} // namespace muster::http
