#include "core/read_json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <boost/system/system_error.hpp>

#include <array>
#include <charconv>
#include <limits>

namespace muster::core {
namespace {

namespace json = boost::json;

/// What the parser calls for each piece of the text. As it is given the whole text at once, numbers come in
/// one piece; keys and strings need not, because of their escapes.
class builder {
public:
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = max_object_size;
    static constexpr std::size_t max_key_size = max_object_size;
    static constexpr std::size_t max_string_size = max_object_size;

    using error_code = boost::system::error_code;

    builder() : made_(json::storage_ptr(), room_.data(), room_.size()) {}

    void begin(json::storage_ptr memory) { made_.reset(std::move(memory)); }
    json::value release() { return made_.release(); }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return true; }
    bool on_object_end(std::size_t count, error_code&) {
        made_.push_object(count);
        return true;
    }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t count, error_code&) {
        made_.push_array(count);
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, error_code&) {
        made_.push_chars(part);
        return true;
    }
    bool on_key(json::string_view last, std::size_t, error_code&) {
        made_.push_key(last);
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, error_code&) {
        made_.push_chars(part);
        return true;
    }
    bool on_string(json::string_view last, std::size_t, error_code&) {
        made_.push_string(last);
        return true;
    }
    bool on_number_part(json::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t n, json::string_view, error_code&) {
        made_.push_int64(n);
        return true;
    }
    bool on_uint64(std::uint64_t n, json::string_view, error_code&) {
        made_.push_uint64(n);
        return true;
    }
    bool on_double(double rough, json::string_view digits, error_code&) {
        double nearest = 0;
        auto const* const last = digits.data() + digits.size();
        auto const [stop, error] = std::from_chars(digits.data(), last, nearest);
        // Out of range is left to Boost.JSON, which says infinite, or zero.
        made_.push_double(error == std::errc() && stop == last ? nearest : rough);
        return true;
    }
    bool on_bool(bool b, error_code&) {
        made_.push_bool(b);
        return true;
    }
    bool on_null(error_code&) {
        made_.push_null();
        return true;
    }
    bool on_comment_part(json::string_view, error_code&) { return true; }
    bool on_comment(json::string_view, error_code&) { return true; }

private:
    std::array<unsigned char, 4096> room_; // uninitialized: it is only room for the stack
    json::value_stack made_;
};

} // namespace

json::value read_json(std::string_view text, boost::system::error_code& error, json::storage_ptr memory,
                      json::parse_options const& options, std::size_t* end) {
    json::basic_parser<builder> parser(options);
    parser.handler().begin(std::move(memory));
    error = {};
    auto const read = parser.write_some(false, text.data(), text.size(), error);
    if (end != nullptr) *end = read;
    if (!error && read < text.size()) error = json::make_error_code(json::error::extra_data);
    if (error) return nullptr;
    return parser.handler().release();
}

json::value read_json(std::string_view text) {
    boost::system::error_code error;
    auto value = read_json(text, error);
    if (error) throw boost::system::system_error(error);
    return value;
}

} // namespace muster::core
