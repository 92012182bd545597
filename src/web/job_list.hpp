#pragma once
#include "core/time.hpp"
#include "launch/store.hpp"

#include <boost/json/object.hpp>

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace muster::web {

/// What `muster status --output json` prints, and of jobs that run what their runs tell (`told`), again and
/// again: of jobs that nobody works on, only what has changed is read anew. It blocks; one thread at a time.
class job_list {
public:
    /// As launch::store. Throws core::job_error.
    explicit job_list(std::string const& place);

    /// The array as one line of JSON, redacted, newest first; empty where there is no state directory yet.
    /// Throws core::job_error, files::io_error.
    std::string look(core::wall_time now);

private:
    struct stamp {
        std::uint64_t size = 0;   // bytes
        std::int64_t changed = 0; // ns; 0: there is no such file
        auto operator<=>(stamp const&) const = default;
    };
    struct known {
        stamp journal, checkpoint, spec;
        bool running = false;
        std::string started; // ISO 8601
        std::string text;    // of its object; empty: it is to be read
        bool seen = false;   // in this look
    };
    static stamp stamp_of(files::storage& seen, std::filesystem::path const& path);
    /// Whether a job has to be read anew; notes how its files stand now.
    bool is_news(files::storage& seen, journal::directory const& where);
    void read(files::storage& seen, journal::directory const& where, core::wall_time now);

    std::optional<boost::json::object> told_by(journal::directory const& where);

    launch::store jobs_;
    std::map<std::string, std::string> said_; // by runs in a store, in this look
    std::map<std::string, known> known_;      // by id
};

} // namespace muster::web
