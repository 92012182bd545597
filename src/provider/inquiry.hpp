#pragma once
#include "http/message.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::provider {

/// What replies have shown of something that a platform's documents leave open.
struct finding {
    enum class fit {
        fits,   ///< as the settings, or their defaults, have it
        better, ///< they work; others would save requests, or tell more
        wrong,  ///< they do not: a job would skip members, fail, or go by what is not so
        open    ///< the replies do not tell
    };
    std::string what;             ///< the setting, "provider.largestPage", or what the guess is about, "ids"
    fit as_set = fit::open;       ///< how the settings stand to what was seen
    std::string seen;             ///< for people, half a sentence, printable
    boost::json::object set = {}; ///< what the spec's block `provider` is to hold instead; empty = nothing
};

/// Harmless requests to a platform, one after another, and what their replies show. It is written as if each
/// request were answered at once, and gone through anew with each reply: pure, as a provider is.
///
///     auto const* const first = all.ask(...);
///     if (first == nullptr) return all;
class inquiry {
public:
    /// `so_far` = the replies to the requests before, in their order. They must outlive this.
    explicit inquiry(std::span<http::reply const> so_far = {}) : replies_(so_far) {}

    /// The reply to this request; nullptr: it is to be sent now, and what follows waits for it.
    http::reply const* ask(http::request r);
    void note(finding f) { found_.push_back(std::move(f)); }

    /// The request to send next; nullopt: nothing is left to ask.
    [[nodiscard]] std::optional<http::request> const& next() const { return next_; }
    [[nodiscard]] std::vector<finding> const& found() const { return found_; }

private:
    std::span<http::reply const> replies_;
    std::size_t asked_ = 0;
    std::optional<http::request> next_;
    std::vector<finding> found_;
};

/// How a reply that is none of what was asked for is spoken of: `is refused (HTTP 422)`, `is answered with
/// HTTP 503`, or for a success `is answered with something else`.
std::string spoken_of(http::reply const& r);

} // namespace muster::provider
