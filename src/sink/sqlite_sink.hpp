#pragma once
#include "files/storage.hpp"
#include "sink/sink.hpp"
#include "sink/table_layout.hpp"

#include <filesystem>
#include <memory>

namespace muster::sink {

/// Writes to a table of a SQLite database, which is made if it is missing, as its tables are (table_layout).
/// The file is in WAL mode: whoever reads it sees the last page that was written whole, and waits for nobody.
///
/// A page is one transaction: its rows, whom it met, and how many pages there were, which is the mark.
/// Written a second time after a crash, it changes nothing more. Of two exports to one table the second is
/// refused (passing): the lock is the file `<file>.<table>.lock` of `files`, which must outlive the sink.
std::unique_ptr<sink> make_sqlite_sink(files::storage& files, std::filesystem::path file,
                                       table_settings settings);

} // namespace muster::sink
