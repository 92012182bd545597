#pragma once
#include "web/caller.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::web {

/// Who has come in by a link: tokens, which are given for sessions, and the sessions, whose ids the browsers
/// keep. Only in memory. How long a look takes tells nothing of a token or id.
class sessions {
public:
    /// `random` gives texts that nobody can guess (core::random_hex).
    explicit sessions(std::function<std::string()> random);

    /// Makes a token that can be used once.
    std::string offer(role may);
    /// Takes a token of the user's, which can be used again and again.
    void accept(std::string token, role may);

    /// Begins a session by a token, and gives its id; nullopt: it is none, or used up. The oldest of more
    /// than most_sessions ends.
    std::optional<std::string> begin(std::string_view token);
    /// Whether it is a token of the user's: what a program that asks again and again shows each time.
    [[nodiscard]] bool is_kept_token(std::string_view token) const;
    /// What the session of this id may; nullopt: there is none.
    [[nodiscard]] std::optional<role> find(std::string_view id) const;

    static constexpr std::size_t most_sessions = 256;
    /// Of tokens that can be used once; the oldest of more than that is forgotten.
    static constexpr std::size_t most_offers = 16;

private:
    struct entry {
        std::string secret;
        role may;
        bool once;
    };
    std::function<std::string()> random_;
    std::vector<entry> tokens_;
    std::deque<entry> begun_;
};

} // namespace muster::web
