#include "cli/connection.hpp"

#include "core/errors.hpp"

namespace muster::cli {

http::client_options client_options_for(spec::spec const& job, std::string const& key) {
    http::client_options o;
    o.base_url = job.at.base_url;
    o.secret_header = job.platform->about().key_header;
    o.secret_value = job.platform->about().key_prefix + key;
    o.ca_file = job.at.ca_file;
    o.connect_timeout = job.at.connect_timeout;
    o.request_timeout = job.at.request_timeout;
    o.reply_limit = job.at.reply_limit;
    return o;
}

void check_live(spec::spec const& job, std::string const& key, bool live_option) {
    if (job.live || live_option || !job.platform->is_live_key(key)) return;
    throw core::job_error(
        core::exit_status::refused,
        "the key from " + job.key.name
            + " works on real members. Nothing was sent. If that is what you want, add --live (or "
              "\"live\": true to the spec); to try it first, use a sandbox key, or muster plan.");
}

} // namespace muster::cli
