#pragma once
#include "files/storage.hpp"
#include "sink/packing.hpp"
#include "sink/row_text.hpp"
#include "sink/sink.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace muster::sink {

/// JSON Lines: an object a line.
struct jsonl_style {};

/// A file that rows go to.
struct file_settings {
    std::filesystem::path file;
    std::variant<csv_style, jsonl_style> style;
    packing packed = packing::none;
    std::vector<std::string> columns; ///< their names; of JSON Lines empty: each row is a whole document
    std::string job;                  ///< its id
    bool partial = false;             ///< it has its name while it grows
};

/// The name under which the file grows: beside the one that it gets when it is whole, or that one at once
/// (file_settings::partial).
std::filesystem::path growing_file(file_settings const& s);

/// A file of CSV or JSON Lines. It appears under its name, or takes the place of an older one there, only
/// when it is whole; until then it stands beside it (growing_file), readable by its owner alone. Where it may
/// be seen growing, it takes the place of an older one at once, and nobody else may write it meanwhile. A
/// mark is its length. `storage` must outlive it.
class file_sink final : public sink {
public:
    file_sink(files::storage& storage, file_settings settings);

    void look() override;
    void open(std::string const& mark) override;
    receipt write(std::span<row const> rows) override;
    closing finish(bool whole) override;

private:
    void append(std::string text);
    void hold();

    files::storage& storage_;
    file_settings settings_;
    std::filesystem::path growing_;
    std::unique_ptr<files::file_lock> lock_;   // of one that is seen growing
    std::unique_ptr<files::append_file> file_; // nullptr: it is whole, and has its name
    std::uint64_t size_ = 0;
};

} // namespace muster::sink
