#pragma once
#include "cli/one_request.hpp"
#include "provider/webhooks.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::cli {

/// The webhooks of an account on a platform. All that asks throws core::job_error as launch::ask and
/// refuse_verdict() do.
class webhook_account {
public:
    /// `to` must outlive this. Throws core::job_error: usage if the platform has no webhooks, what
    /// spec::resolve throws.
    explicit webhook_account(target const& to);

    [[nodiscard]] provider::webhook_calls const& calls() const { return calls_; }
    [[nodiscard]] std::string const& key() const { return key_; }

    [[nodiscard]] std::vector<provider::webhook> all() const;

    /// One that was asked for.
    struct added {
        provider::webhook what;
        bool was_there = false; ///< before, so that nothing was sent
    };
    /// Adds one, unless there is one already with its address that is told of its events. Where the reply
    /// leaves open whether it was added, it is looked for.
    [[nodiscard]] added add(provider::webhook const& w) const;

    /// Removes one, and gives what it was, as far as the platform tells; nullopt: there is none of that id.
    [[nodiscard]] std::optional<provider::webhook> remove(std::string_view id) const;

private:
    using found = std::variant<std::vector<provider::webhook>, core::verdict>;
    [[nodiscard]] http::reply ask(http::request const& r) const;
    [[nodiscard]] found look() const;
    [[nodiscard]] std::optional<std::vector<provider::webhook>> look_if_listed() const;

    target const& to_;
    provider::webhook_calls const& calls_;
    std::string key_;
};

} // namespace muster::cli
