#pragma once
#include "core/node.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace muster::spec {

/// Whether a text holds what looks like a platform's secret key: the word `sk_` and eight characters or more
/// of
/// `[A-Za-z0-9_]`.
bool holds_secret_key(std::string_view text);

/// Notes every string and key at or below `v` that holds a secret key, without quoting it. `pointer` is where
/// `v` stands.
void find_secret_keys(boost::json::value const& v, std::string const& pointer, core::problems& found);

} // namespace muster::spec
