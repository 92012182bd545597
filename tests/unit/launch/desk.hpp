#pragma once
#include "../scratch.hpp"
#include "core/errors.hpp"
#include "journal/record.hpp"
#include "launch/held_job.hpp"
#include "launch/store.hpp"
#include "spec/read.hpp"

#include <string>
#include <vector>

namespace muster::launch::tests {

using namespace muster::tests;

/// A state directory without jobs, a key in a file, and specs that refer to it.
struct desk : scratch {
    desk() { use_key("sk_sb_0123456789"); }

    /// Writes the key that specs refer to.
    void use_key(std::string const& key) {
        spill(key_file, key + "\n");
        storage.set_mode(key_file, 0600);
    }
    /// A spec without mistakes; `more` = further keys of it, each preceded by a comma.
    spec::spec a_spec(std::string const& more = "") const {
        auto read = spec::read(R"({"name": "n", "provider": {"kind": "memberstack", "key": {"file": ")"
                                   + key_file.string()
                                   + R"("}}, "operation": {"addPlan": {"planId": "pln_a"}})" + more + "}",
                               {});
        BOOST_REQUIRE_MESSAGE(read.value.has_value(), spec::format("spec", read.mistakes));
        return std::move(*read.value);
    }
    /// Makes a job that never ran, and lets go of it.
    journal::directory make(std::string const& id) {
        return held_job::create(storage, jobs.where(id), a_spec(), "sk_sb_0123456789", {}).where();
    }
    /// Adds records to a job's journal.
    void append(journal::directory const& where, std::vector<journal::record> const& records) {
        std::string text;
        for (auto const& r : records) journal::encode(r, text);
        storage.open_append(where.journal())->append(text);
    }

    std::filesystem::path const key_file = path / "key";
    store jobs{(path / "state").string()};
    files::storage& storage = jobs.storage();
};

/// For BOOST_CHECK_EXCEPTION: a job_error with this status, and with `words` in its message.
inline auto tells(core::exit_status status, std::string const& words) {
    return [=](core::job_error const& e) {
        BOOST_TEST_MESSAGE(e.what());
        return e.status() == status && std::string(e.what()).find(words) != std::string::npos;
    };
}

} // namespace muster::launch::tests
