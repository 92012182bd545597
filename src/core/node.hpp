#pragma once
#include "core/time.hpp"

#include <boost/json/value.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::core {

/// One mistake in a spec, or one thing in it that is likely to be one.
struct problem {
    std::string pointer;  ///< JSON pointer (RFC 6901) to the place, "" for the whole document
    bool at_key = false;  ///< the mistake is the key itself, not its value
    std::string message;  ///< a sentence without the place, without a full stop
    bool warning = false; ///< the spec can be run as it is, but was hardly meant so
};

/// All mistakes and warnings found so far: reading goes on after one, so that they are listed in one go.
using problems = std::vector<problem>;

/// Whether there is a mistake among them: a warning is none.
bool has_mistakes(problems const& found);

/// A place in a spec: a value, where it stands, and the list that its mistakes go to. Cheap to copy; the
/// document and the list must outlive it. Reading through it never throws: a wrong type is noted and yields a
/// fallback.
class node {
public:
    node(boost::json::value const& value, std::string pointer, problems& found)
        : value_(&value),
          pointer_(std::move(pointer)),
          problems_(&found) {}

    [[nodiscard]] boost::json::value const& value() const { return *value_; }
    [[nodiscard]] std::string const& pointer() const { return pointer_; }
    /// The list that its mistakes go to.
    [[nodiscard]] problems& found() const { return *problems_; }

    /// Notes a mistake here.
    void fail(std::string message) const;
    /// Notes a mistake in the name of one of this object's keys.
    void fail_key(std::string_view key, std::string message) const;
    /// The same for a warning.
    void warn(std::string message) const;
    void warn_key(std::string_view key, std::string message) const;

    /// True if this is an object; else notes "must be an object, e.g. `example`" and gives false.
    [[nodiscard]] bool is_object(std::string_view example = "{}") const;
    /// Notes every key that is not `allowed`, with the nearest allowed one where it looks like a slip.
    void allow_keys(std::initializer_list<std::string_view> allowed) const;
    void allow_keys(std::vector<std::string_view> const& allowed) const;
    /// The value under `key` of this object, if it is there.
    [[nodiscard]] std::optional<node> get(std::string_view key) const;
    /// The same, and notes its absence.
    [[nodiscard]] std::optional<node> require(std::string_view key) const;
    /// The value at `index` of this array, which must hold that many.
    [[nodiscard]] node at(std::size_t index) const;

    /// Each of these notes a value of the wrong type or out of range, and gives nullopt.
    [[nodiscard]] std::optional<std::string> string() const;
    [[nodiscard]] std::optional<std::string> non_empty_string() const;
    [[nodiscard]] std::optional<bool> boolean() const;
    [[nodiscard]] std::optional<double> number(double min, double max) const;
    [[nodiscard]] std::optional<long> integer(long min, long max) const;
    /// A span written as `"30s"`, `"10m"`, ... (core::parse_duration).
    [[nodiscard]] std::optional<duration> span() const;

private:
    boost::json::value const* value_;
    std::string pointer_;
    problems* problems_;
};

/// The candidate nearest to `word` by edit distance, if it is near enough to be a slip of the keyboard.
std::optional<std::string> nearest(std::string_view word, std::vector<std::string_view> const& candidates);

} // namespace muster::core
