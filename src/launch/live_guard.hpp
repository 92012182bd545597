#pragma once
#include "spec/spec.hpp"

#include <string>
#include <string_view>

namespace muster::launch {

/// Refuses a key that works on real members at this address, unless somebody has said live (`allowed`).
/// `first` = how to try it before, for people. Throws core::job_error(refused).
void check_live(provider::provider const& platform, spec::key_reference const& from, spec::endpoint const& at,
                std::string const& key, bool allowed, std::string_view first);

} // namespace muster::launch
