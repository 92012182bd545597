#pragma once
#include "http/message.hpp"
#include "provider/inquiry.hpp"
#include "provider/provider.hpp"
#include "spec/spec.hpp"

#include <string>
#include <vector>

namespace muster::launch {

/// What an inquiry (provider::inquiry) came to.
struct inquired {
    std::vector<provider::finding> found;
    std::string broken_off; ///< why not all was asked, for people; empty = it was
};

/// Carries a platform's inquiry out, `first` being the reply to its first request. Its requests take their
/// turns under the rate and the quotas that all muster processes of the host share; it is broken off where it
/// would have to wait for long, is asked to slow down, or gets no reply. Throws core::job_error: usage if the
/// address or CA file cannot be used; what make_rates and make_quotas throw.
inquired inquire(provider::provider const& platform, spec::endpoint const& at, std::string const& key,
                 spec::pace const& pace, http::reply first);

} // namespace muster::launch
