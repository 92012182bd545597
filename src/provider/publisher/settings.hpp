#pragma once
#include "core/node.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace muster::provider::publisher {

/// What the platform's document leaves open, or to the instance. Each but the memberbase has a guess for its
/// default.
struct settings {
    /// The calls' places below the base URL. The document names that of the upsert only.
    struct calls {
        std::string list = "/publisher.v1/member/list";
        std::string get = "/publisher.v1/member/get";
        std::string upsert = "/publisher.v1/member/bulk-upsert";
        std::string remove = "/publisher.v1/member/bulk-delete";
    };
    std::string member_base;
    calls paths = {};
    std::size_t batch = 1000; ///< members in one upsert or deletion; the document recommends 1,000–5,000
    std::size_t largest_page = 100; ///< members in one page; the document's example asks for so many
    bool offsets = true;            ///< `pagination.offset` works; else there is one page
    std::string list_key = {};      ///< where a list's reply holds the members; empty = looked for
    std::string id_prefix = "m_";   ///< how ids, and no refs, begin; empty = refs are never asked for alone
    /// The list can be filtered by `id`, as it can by `ref`; where it cannot after all, look-ups of several
    /// members by id are tried first, in vain, before each is asked for alone.
    bool id_filter = true;
    bool merged = true;         ///< an upsert keeps the attributes that it does not name
    bool any_404 = false;       ///< any 404 to a look-up says that there is no such member
    bool test_instance = false; ///< it holds no real members
};

/// Reads them from the block `provider`; nullopt if a mistake was noted.
std::optional<settings> read_settings(core::node const& n);

/// The JSON Schemas of these keys.
boost::json::object settings_schema();

} // namespace muster::provider::publisher
