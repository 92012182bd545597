#pragma once
#include "core/node.hpp"
#include "files/storage.hpp"
#include "spec/spec.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace muster::launch {

/// What a look through all rows of a spec's file found, before anything is sent.
struct row_survey {
    std::string file;               ///< its name, for people
    std::string digest;             ///< its SHA-256
    std::uint64_t rows = 0;         ///< all of them, bad ones too
    std::uint64_t bad = 0;          ///< nothing can be made of them
    std::vector<std::string> shown; ///< what is wrong with the first of those, each with its line
};

/// Looks through them; the spec has `rows`. Throws core::job_error(usage) where the file cannot be read to
/// its end, has no rows, lacks a column that the spec asks for, or has a key twice (with both lines).
/// `most_shown` = of so many bad rows it is kept what is wrong with them.
row_survey survey_rows(files::storage& storage, spec::spec const& spec, std::size_t most_shown = 20);

/// Where the file that the spec's rows stand in cannot be opened, or lacks a column that the spec asks for;
/// no row is looked at. Nothing of rows that can be read but once, or of a spec without any.
core::problems problems_of_rows(files::storage& storage, spec::spec const& spec);

/// Refuses bad rows, with the first of them and what to do: throws core::job_error(usage).
void refuse_bad_rows(row_survey const& found);

/// Refuses a file that is not as it was when the job began: throws core::job_error(usage).
void refuse_changed_rows(files::storage& storage, spec::spec const& spec, std::string const& digest);

} // namespace muster::launch
