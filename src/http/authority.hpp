#pragma once
#include <boost/url/url_view.hpp>

#include <string>

namespace muster::http {

/// The host of a URL, name or address, without brackets. Throws std::invalid_argument for one that no host
/// can have.
std::string host_of(boost::urls::url_view const& url);

/// The port of a URL, 1 to 65535, or its scheme's own. Throws std::invalid_argument for one that is none.
std::string port_of(boost::urls::url_view const& url);

} // namespace muster::http
