#include "launch/connection.hpp"

#include "launch/proxy.hpp"

namespace muster::launch {

http::client_options client_options_for(provider::profile const& about, spec::endpoint const& at,
                                        std::string const& key) {
    http::client_options o;
    o.base_url = at.base_url;
    o.secret_header = about.key_header;
    o.secret_value = about.key_prefix + key;
    o.via = proxy_for(at);
    o.ca_file = at.ca_file;
    o.connect_timeout = at.connect_timeout;
    o.request_timeout = at.request_timeout;
    o.reply_limit = at.reply_limit;
    return o;
}

} // namespace muster::launch
