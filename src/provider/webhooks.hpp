#pragma once
#include "core/verdict.hpp"
#include "http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::provider {

/// An address that the platform sends a request to whenever something happens. All texts are the platform's
/// own, as they came.
struct webhook {
    std::string id;                  ///< of what is to be added: empty
    std::string url;                 ///< whoever knows it may be able to post to it
    std::vector<std::string> events; ///< what it is told of, e.g. "member.created"
    std::optional<bool> active;      ///< whether it is told at all; nullopt where the platform does not say
    /// By what the receiver knows that a request is the platform's. Only what was just added has it, and only
    /// where the platform gives one. It is for the person who asked, and for no log.
    std::string secret;
};

/// One page of the platform's webhooks.
struct webhook_page {
    std::vector<webhook> webhooks;
    std::optional<std::uint64_t> total_count; ///< of the whole list, if the platform says
};

/// A platform's calls for webhooks, which are the account's: no settings of a spec matter to them. Pure, as a
/// provider is.
class webhook_calls {
public:
    virtual ~webhook_calls() = default;

    /// The events that the platform documents; it may know others.
    [[nodiscard]] virtual std::vector<std::string_view> documented_events() const = 0;
    /// Checks one that is to be added (address and events) before anything is sent; a sentence on what is
    /// wrong that quotes the address nowhere, or nullopt.
    [[nodiscard]] virtual std::optional<std::string> objection(webhook const& w) const = 0;

    /// Asks for a page of the list, from 1. The list ends with a page that brings nothing new.
    [[nodiscard]] virtual http::request list(std::size_t page) const = 0;
    /// A verdict is never `done` here.
    [[nodiscard]] virtual std::variant<webhook_page, core::verdict> read_page(http::reply const& r) const = 0;

    /// Adds one: its address and its events count.
    [[nodiscard]] virtual http::request add(webhook const& w) const = 0;
    /// Reads the reply to add(w). `transient` leaves open whether it was added; never `done`.
    [[nodiscard]] virtual std::variant<webhook, core::verdict> read_added(webhook const& w,
                                                                          http::reply const& r) const = 0;

    [[nodiscard]] virtual http::request remove(std::string_view id) const = 0;
    /// `done`, `gone` where there is none of that id, or what went wrong.
    [[nodiscard]] virtual core::verdict read_removed(http::reply const& r) const = 0;
};

} // namespace muster::provider
