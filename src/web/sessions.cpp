#include "web/sessions.hpp"

#include "core/digest.hpp"

#include <algorithm>

namespace muster::web {

namespace {

/// The place of a secret among others. All are looked at, so that the time tells nothing.
template <class All>
auto place_of(All& all, std::string_view secret) {
    auto found = all.end();
    for (auto i = all.begin(); i != all.end(); ++i)
        if (core::same_secret(i->secret, secret)) found = i;
    return found;
}

} // namespace

sessions::sessions(std::function<std::string()> random) : random_(std::move(random)) {}

std::string sessions::offer(role may) {
    auto const offered = std::count_if(tokens_.begin(), tokens_.end(), [](entry const& e) { return e.once; });
    if (static_cast<std::size_t>(offered) >= most_offers)
        tokens_.erase(std::find_if(tokens_.begin(), tokens_.end(), [](entry const& e) { return e.once; }));
    tokens_.push_back({random_(), may, true});
    return tokens_.back().secret;
}

void sessions::accept(std::string token, role may) {
    tokens_.push_back({std::move(token), may, false});
}

std::optional<std::string> sessions::begin(std::string_view token) {
    auto const found = place_of(tokens_, token);
    if (found == tokens_.end()) return std::nullopt;
    begun_.push_back({random_(), found->may, false});
    if (found->once) tokens_.erase(found);
    if (begun_.size() > most_sessions) begun_.pop_front();
    return begun_.back().secret;
}

bool sessions::is_kept_token(std::string_view token) const {
    auto const found = place_of(tokens_, token);
    return found != tokens_.end() && !found->once;
}

std::optional<role> sessions::find(std::string_view id) const {
    auto const found = place_of(begun_, id);
    return found == begun_.end() ? std::nullopt : std::optional(found->may);
}

} // namespace muster::web
