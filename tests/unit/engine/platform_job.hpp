#pragma once
#include "model_server.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace muster::simulated {

/// Whether the platform is the sandbox's own twin of it.
[[nodiscard]] bool has_twin(std::string const& kind);

/// A platform with `size` members for a job with that operation: Memberstack, or what a test makes of it
/// (bulk_provider.hpp), or the twin of another (platform_twin.hpp), by the word of its provider.
std::unique_ptr<model_server> make_server(std::string const& kind, std::size_t size,
                                          std::string const& operation);

/// The text of a spec for it; `extra` are more keys, each with a comma before it. A job that does not make
/// members of records is about a part of those who are there. An `operation` may be an export, too.
std::string spec_text(std::string const& kind, std::string const& operation, std::string const& extra);

/// The key `source` of such a spec, with a comma before it: so many records of members that are not there
/// yet, and the first few of those who are. Empty for an operation that does not make members of records.
std::string some_records(std::string const& kind, std::string const& operation, model_server const& server,
                         std::size_t fresh);

} // namespace muster::simulated
