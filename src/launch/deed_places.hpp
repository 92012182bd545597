#pragma once
#include "journal/record.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace muster::launch {

/// Where in a journal a deed stands.
struct deed_place {
    std::uint64_t line_at = 0;        ///< the byte where the line of its outcome begins
    std::uint64_t intent_at = 0;      ///< the same of its intent; 0 = it has none
    std::optional<std::int64_t> at{}; ///< when it was settled, in seconds since 1970, where that is told
};

/// Finds the deeds in the lines of a journal as launch::for_each_deed does, but only whose they are and where
/// they stand: of most lines no more is read than that. Memory: the intents that have no outcome yet.
class deed_places {
public:
    /// Who is told of what is found; views hold for the call.
    class listener {
    public:
        virtual ~listener() = default;
        /// A member has this address, or a row knew it by that key, or whoever was made of it has that id.
        virtual void named(std::string_view member, std::string_view name) = 0;
        virtual void found(std::string_view member, deed_place const& where) = 0;
    };
    /// An intent that has no outcome yet.
    struct open_intent {
        std::uint64_t line_at = 0;
        std::optional<std::int64_t> at{}; ///< when it was written, as far as the lines before it tell
    };
    using open_intents = std::unordered_map<std::string, open_intent>;

    /// `to` must outlive it.
    explicit deed_places(listener& to) : to_(to) {}
    /// Goes on where another left off: with the intents that were open, and the time that held, there.
    deed_places(listener& to, open_intents open, std::optional<std::int64_t> clock)
        : to_(to),
          open_(std::move(open)),
          clock_(clock) {}

    /// Takes the line (without its newline) that begins at that byte. Throws std::invalid_argument where it
    /// is not sound, or makes no sense; it is as if it were not there, then.
    void take(std::string_view line, std::uint64_t at);

    [[nodiscard]] open_intents const& open() const { return open_; }
    /// The time that holds for outcomes that tell none (journal::member_settled::at).
    [[nodiscard]] std::optional<std::int64_t> clock() const { return clock_; }

private:
    bool take_plain_intent(std::string_view line);
    bool take_plain_outcome(std::string_view line);
    void take(journal::record const& r);
    void intend(std::string_view member, std::string_view email, std::string_view row);
    void settle(std::string_view member, std::string_view email, std::string_view row, std::string_view at,
                std::string_view made);
    void name(std::string_view member, std::string_view email, std::string_view row);
    void note(std::string_view at);

    listener& to_;
    open_intents open_;
    std::optional<std::int64_t> clock_;
    std::string told_; // the text that clock_ was read from: most lines tell the same second, or none
    std::uint64_t line_at_ = 0;
    std::string member_;
};

} // namespace muster::launch
