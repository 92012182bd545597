#pragma once
#include "files/storage.hpp"

#include <string>
#include <string_view>

namespace muster::launch {

/// Writes lines to a file, some at a time.
class line_writer {
public:
    explicit line_writer(files::append_file& to) : to_(to) {} ///< which must outlive it
    /// `line` with its end.
    void add(std::string_view line);
    void flush();

private:
    files::append_file& to_;
    std::string bytes_;
};

} // namespace muster::launch
