#pragma once
#include "core/change.hpp"
#include "provider/provider.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace muster::provider {

/// What of the fields that a change overwrites is not as it was when the change was worked out: a sentence
/// for people, each field with what it was and what it is; empty if all is as it was, by the platform's own
/// way of comparing. `before` = what provider::before_image() gave then. Of a deletion that is the whole
/// document: a field that only one of them shows is no difference there, as a list may show less of a member
/// than a look at it.
std::string drift(provider const& platform, core::change const& planned, boost::json::object const& before,
                  core::member const& now);

} // namespace muster::provider
