#pragma once
#include <boost/json/object.hpp>

#include <span>
#include <string_view>

namespace muster::core {

/// One member as a platform sent it. A view: the page (or reply) that it was parsed from owns the document
/// and the text, so a member must not outlive it.
struct member {
    /// The platform's id. Never empty: a member without one is a page fault, caught by the provider.
    std::string_view id;
    /// The e-mail address, or empty where the platform sent none.
    std::string_view email;
    /// The document, in the platform's own shape.
    boost::json::object const* document = nullptr;
    /// Where the document holds chosen fields only: what the whole one stands at the beginning of, in the
    /// reply. Empty: it is whole.
    std::string_view text{};
    /// There, too: the values' texts of the fields that are read later (core::field_choice), in their order;
    /// empty where it has no such field. They live as the text does, in a list in the page's arena.
    std::span<std::string_view const> later{};
};

} // namespace muster::core
