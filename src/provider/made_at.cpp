#include "provider/made_at.hpp"

#include "provider/documents.hpp"

namespace muster::provider {

std::optional<core::wall_time> made_at(core::member const& m) {
    auto const* const text = documents::at_or_null(*m.document, "createdAt").if_string();
    return text != nullptr ? core::parse_iso8601(*text) : std::nullopt;
}

} // namespace muster::provider
