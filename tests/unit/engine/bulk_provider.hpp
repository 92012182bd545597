#pragma once
#include "http/message.hpp"
#include "provider/registry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster::simulated {

// A platform that takes the changes of three members in one request, and three look-ups: Memberstack's, sent
// together to `/bulk`. "bulk" accepts or refuses all of them as one, without a word on which is the culprit;
// "bulk-each" has a verdict for each. Specs of all cases can name both.

/// The requests that one to `/bulk` is made of; that one itself where it goes elsewhere.
std::vector<http::request> parts_of(http::request const& r);

/// Whether a request goes to `/bulk`, and whether each part of it is to be answered.
[[nodiscard]] bool is_bulk(http::request const& r);
[[nodiscard]] bool wants_each(http::request const& r);
/// Whether it is made of look-ups.
[[nodiscard]] bool is_bulk_look(http::request const& r);

} // namespace muster::simulated
