#pragma once
#include "core/json_scanner.hpp"

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace muster::core {

/// Makes values of a text of JSON, or passes over what is not wanted. What it makes is what read_json does,
/// but null for a number that no double holds. All calls throw not_json where the text is none; the maker is
/// then of no more use.
class json_maker {
public:
    struct not_json : std::runtime_error {
        not_json() : std::runtime_error("that is not JSON") {}
    };

    /// The value lives in `memory`; no deeper than so many lists and objects in each other.
    json_maker(std::string_view text, std::size_t most_depth, boost::json::storage_ptr memory);

    /// The next byte that is no white space, which is not taken; NUL at the end.
    char next() { return scan_.next(); }
    /// How many bytes were taken.
    [[nodiscard]] std::size_t at() const { return scan_.at(); }

    /// Passes over a value.
    void pass() {
        if (!scan_.pass_value()) throw not_json();
    }
    /// Makes a value.
    void make();
    /// Makes an object: `use` is called with each of its keys, to keep() it and make the value, or to pass
    /// over that; it tells which: true if it was made. A key is there until the next text.
    template <typename Use>
    void make_object(Use const& use) {
        make_fields([&] { return use(take_key()); });
    }
    /// The same for who takes the keys: `use` is called where each of them begins.
    template <typename Use>
    void make_fields(Use const& use) {
        std::size_t made = 0;
        each_item('{', '}', [&] { made += use() ? 1 : 0; });
        made_.push_object(made);
    }
    /// Takes a key and the colon behind it. It is there until the next text.
    std::string_view take_key();
    /// Takes this text, if the next bytes are just these; it must end where a token does.
    bool take_just(std::string_view text) { return scan_.take_just(text); }
    /// Makes a list: `use` is called to make each element.
    template <typename Use>
    void make_list(Use const& use) {
        std::size_t made = 0;
        each_item('[', ']', [&] {
            use();
            ++made;
        });
        made_.push_array(made);
    }
    /// Before a key's value is made.
    void keep(std::string_view key) { made_.push_key(key); }

    /// What was made.
    boost::json::value release() { return made_.release(); }

private:
    template <typename Use>
    void each_item(char begin, char end, Use const& use) {
        take(begin);
        if (!scan_.enter()) throw not_json();
        if (!scan_.take(end)) {
            do use();
            while (scan_.take(','));
            take(end);
        }
        scan_.leave();
    }
    void take(char bracket) {
        if (!scan_.take(bracket)) throw not_json();
    }
    std::string_view take_string();
    void make_string();
    void make_number();

    json_scanner scan_;
    std::string text_;                     // the last one that was written with escapes
    std::array<unsigned char, 4096> room_; // uninitialized: it is only room for the stack
    boost::json::value_stack made_;
};

} // namespace muster::core
