#pragma once
#include <string_view>

namespace muster::cli {

/// The style of a plan's page, as it stands between its tags.
extern std::string_view const plan_page_style;
/// Its script: reads the members, which stand in the page as JSON, shows a hundred of them at a time, and
/// finds those in whose line a text stands.
extern std::string_view const plan_page_script;

} // namespace muster::cli
