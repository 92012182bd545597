#pragma once
#include "../scratch.hpp"
#include "database/sqlite.hpp"
#include "files/posix_storage.hpp"
#include "sink/sqlite_sink.hpp"
#include "table_world.hpp"

#include <string>

namespace muster::tests {

/// A file in a directory of its own, and another connection to it.
class sqlite_world final : public table_world {
public:
    std::unique_ptr<sink::sink> make(sink::table_settings s) override {
        return sink::make_sqlite_sink(files, file, std::move(s));
    }
    std::string ask(std::string const& sql) override {
        database::sqlite_database db(file, 0);
        database::sqlite_statement query(db, sql);
        std::string out;
        while (query.step()) {
            for (int i = 0; i < query.columns(); ++i)
                out += (i > 0 ? "|" : "") + (query.is_null(i) ? "-" : std::string(query.text(i)));
            out += "\n";
        }
        return out;
    }
    void run(std::string const& sql) override { database::sqlite_database(file, 0).run(sql); }
    [[nodiscard]] sink::dialect words() const override { return sink::dialect::sqlite; }

    scratch directory;
    files::posix_storage files;
    std::filesystem::path file = directory.path / "members.db";
};

} // namespace muster::tests
