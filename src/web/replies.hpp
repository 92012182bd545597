#pragma once
#include "http/served.hpp"
#include "web/assets.hpp"
#include "web/caller.hpp"

#include <string>
#include <string_view>

namespace muster::web {

/// The header lines of every reply of ours: a page that runs no script but its own, and is framed by nobody.
std::string common_fields();

/// JSON text as it is.
http::served_reply json_reply(unsigned status, std::string text);
/// `{"code", "message"}`.
http::served_reply json_reply(refusal const& r);
/// A small page that says so.
http::served_reply page_reply(refusal const& r);
/// The browser is sent to the page, and keeps the session's id in a cookie of that name.
http::served_reply login_reply(std::string const& cookie, std::string const& session);
/// A file of the page; `if_none_match` = what the browser has.
http::served_reply asset_reply(asset const& a, std::string_view if_none_match);

} // namespace muster::web
