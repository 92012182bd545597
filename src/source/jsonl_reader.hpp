#pragma once
#include "source/pieces.hpp"
#include "source/position.hpp"
#include "source/stretch.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string_view>
#include <variant>

namespace muster::source {

/// A row of JSON Lines. A view: it holds until its reader is fed, or asked, again.
struct jsonl_row {
    position begins;
    position ends; ///< behind its line end: where the next line begins
    /// As it stands in the file, with its line end; only the last row may have none.
    std::string_view bytes;
    boost::json::object const* object;
};

/// Reads JSON Lines from bytes that come in pieces of any size: each line an object, as read_strict_json
/// takes it. Lines end with LF (a CR before it is white space to JSON); the last one may lack it. Lines with
/// nothing but white space are passed over, and so is a byte order mark at the very beginning of the file.
/// Pure: it opens no file.
class jsonl_reader {
public:
    /// `from` must be where a line begins.
    explicit jsonl_reader(position from = {});

    /// The next bytes of the file. They are kept until they were read: take all rows before there are more.
    void feed(std::string_view bytes) { pieces_.feed(bytes); }
    /// Nothing follows behind what was fed.
    void finish() { pieces_.finish(); }

    /// The next row; or what is wrong with it, and then next() goes on behind it where it can, or else gives
    /// nothing more. nullopt: feed more, or, once finished, the end.
    std::optional<std::variant<jsonl_row, mistake>> next();
    /// Where the last row stands that next() gave, or that it goes on behind; a view, as the row is.
    [[nodiscard]] stretch const& last() const { return last_; }

private:
    std::variant<jsonl_row, mistake> read(position begins, position ends, std::string_view bytes);

    pieces pieces_;
    stretch last_;
    bool broken_ = false;                   // a line is too long
    std::unique_ptr<unsigned char[]> room_; // of the arena, for rows of a usual size
    // Made anew for each row: released, Boost's would take twice as much for each larger row.
    std::optional<boost::json::monotonic_resource> arena_;
    std::optional<boost::json::value> value_; // in the arena
};

} // namespace muster::source
