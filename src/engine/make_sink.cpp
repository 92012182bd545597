#include "engine/make_sink.hpp"

#include "sink/postgres_sink.hpp"
#include "sink/sqlite_sink.hpp"

namespace muster::engine {

namespace {

sink::table_settings table_of(sink::settings const& s, sink::to_table const& to, std::string job) {
    sink::table_settings t;
    t.table = to.table;
    for (auto const& c : s.columns) t.columns.push_back({c.name, *c.form});
    t.only_changed = to.only_changed;
    t.full_every = to.full_every;
    t.max_removals = to.max_removals;
    t.migrate = to.migrate;
    t.job = std::move(job);
    return t;
}

} // namespace

std::unique_ptr<sink::sink> make_sink(sink::settings const& s, files::storage& storage, std::string job,
                                      std::string address) {
    if (auto const* const table = std::get_if<sink::to_table>(&s.to)) {
        auto t = table_of(s, *table, std::move(job));
        if (table->file.empty()) return sink::make_postgres_sink(std::move(address), std::move(t));
        return sink::make_sqlite_sink(storage, table->file, std::move(t));
    }
    auto const& to = std::get<sink::to_file>(s.to);
    return std::make_unique<sink::file_sink>(
        storage,
        sink::file_settings{to.file, to.style, to.packed, s.column_names(), std::move(job), to.partial});
}

} // namespace muster::engine
