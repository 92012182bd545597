#pragma once
#include <string_view>

namespace muster::filter {

/// Whether a text that is no ISO 8601 date was most likely meant as a date or a moment: `31/01/2024`,
/// `2024-1-31`, `2024-13-45`, `2024-01-31 10:00`, `Jan 5 2024`, `yesterday`, `now-30d`, `30 days ago`, `-3m`.
bool looks_like_date(std::string_view text);

/// Whether a text is a date in eight digits, `20240131`. It may as well be a number.
bool is_compact_date(std::string_view text);

/// Whether a text is a span of time, `30d` or `-3 months`, that is no relative date (core::parse_offset) only
/// for its sign or its unit.
bool looks_like_offset(std::string_view text);

} // namespace muster::filter
