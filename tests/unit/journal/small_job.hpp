#pragma once
#include "../scratch.hpp"
#include "files/posix_storage.hpp"
#include "journal/checkpoint.hpp"
#include "journal/record.hpp"
#include "journal/replay.hpp"

#include <boost/json/serialize.hpp>

#include <string>
#include <vector>

namespace muster::journal::tests {

using namespace muster::tests;

inline std::string line_of(record const& r) {
    std::string text;
    encode(r, text);
    return text;
}

inline member_settled outcome_of(std::string const& member, std::uint64_t attempts, std::uint64_t page = 1) {
    return {member, page, core::outcome::done, attempts, "", "", false};
}

inline intent intent_of(std::string const& member, std::uint64_t page = 1) {
    return {member, page, {{"addPlan", {{"planId", "pln_a"}}}}, {}};
}

inline std::string text_of(state const& s) {
    return boost::json::serialize(s.save());
}

/// A job on disk with a short journal, put down line by line.
struct small_job : scratch {
    small_job() { storage.make_directories(job.root); }

    record const opened = job_opened{"job", "hash", "https://example.com", "print", "t"};
    record const run = run_started{1, 4711, "host", "t"};
    record const run_2 = run_started{2, 4712, "host", "t"};
    record const page = page_read{1, "", "10", true, 5, 4, 0, std::nullopt}; // mem_a to mem_d match
    /// Two members are settled, one is in doubt, one was not begun.
    std::vector<record> const usual{opened,
                                    run,
                                    page,
                                    intent_of("mem_a"),
                                    intent_of("mem_b"),
                                    outcome_of("mem_a", 1),
                                    outcome_of("mem_b", 2),
                                    intent_of("mem_c")};

    /// Writes the journal. Its text, and where each line ends.
    std::string write(std::vector<record> const& records) {
        std::string text;
        ends.clear();
        for (auto const& r : records) {
            text += line_of(r);
            ends.push_back(text.size());
        }
        spill(job.journal(), text);
        return text;
    }
    /// Writes a checkpoint that covers the first `lines` of these.
    std::string write_checkpoint(std::vector<record> const& records, std::size_t lines) {
        checkpoint c;
        for (std::size_t i = 0; i < lines; ++i) {
            c.folded.apply(records.at(i));
            c.offset += line_of(records.at(i)).size();
        }
        auto const text = encode(c);
        spill(job.checkpoint(), text);
        return text;
    }

    files::posix_storage storage;
    directory const job{path, "job"};
    std::vector<std::size_t> ends;
};

} // namespace muster::journal::tests
