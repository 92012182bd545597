#pragma once
#include "provider/webhooks.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::cli {

/// Webhooks as they are shown, never with a secret. Texts are printable and redacted; objects are for
/// shown_json().

/// A line for each; `columns` = of the terminal that it is for, which gets a header, and lines cut to fit.
std::string as_list(std::vector<provider::webhook> const& all, std::optional<std::size_t> columns);
/// A header and a line for each (RFC 4180), events with spaces between them.
std::string as_csv(std::vector<provider::webhook> const& all);
boost::json::object as_json(provider::webhook const& w);
/// One, in a few lines; with `wrapped`, none wider than a usual terminal.
std::string as_table(provider::webhook const& w, bool wrapped);
/// A sentence on each event of one that is to be added that the platform does not document.
std::vector<std::string> doubts_about_events(provider::webhook const& w,
                                             std::vector<std::string_view> const& documented);
/// `https://your-app.com/webhook (member.created, member.updated)`; empty where neither is known.
std::string address_and_events(provider::webhook const& w);

} // namespace muster::cli
