// Says what the library reads in texts of CSV. On its input, for each text: a line `DELIMITER PIECE BYTES` (a
// byte as a number, into pieces of how many bytes, how many), and so many bytes. For each one line: the rows
// as lists of texts in JSON, and then null if something is wrong.
#include "source/csv_reader.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>
#include <string>

using namespace muster;
namespace json = boost::json;

namespace {

/// False once something is wrong.
bool take_rows(source::csv_reader& reader, json::array& rows) {
    while (auto const found = reader.next()) {
        auto const* const row = std::get_if<source::csv_row>(&*found);
        if (row == nullptr) return false;
        json::array cells;
        for (auto const cell : row->cells) cells.emplace_back(json::string_view(cell.data(), cell.size()));
        rows.emplace_back(std::move(cells));
    }
    return true;
}

json::array read(std::string_view text, char delimiter, std::size_t piece) {
    source::csv_reader reader(delimiter);
    json::array rows;
    bool well = true;
    for (; well && !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
        reader.feed(text.substr(0, piece));
        well = take_rows(reader, rows);
    }
    reader.finish();
    if (!well || !take_rows(reader, rows)) rows.emplace_back(nullptr);
    return rows;
}

} // namespace

int main() {
    std::ios::sync_with_stdio(false);
    int delimiter = 0;
    std::size_t piece = 0, size = 0;
    while (std::cin >> delimiter >> piece >> size && std::cin.get() == '\n') {
        std::string text(size, '\0');
        if (!std::cin.read(text.data(), static_cast<std::streamsize>(size))) return 1;
        std::cout << json::serialize(read(text, static_cast<char>(delimiter), piece)) << '\n';
    }
}
