#pragma once
#include "engine/preview.hpp"
#include "files/storage.hpp"
#include "launch/row_survey.hpp"
#include "launch/scratch_directory.hpp"
#include "launch/spooled_rows.hpp"
#include "spec/spec.hpp"

#include <optional>

namespace muster::cli {

/// What a preview needs of a spec's rows before anything is asked: they are read, and a place is made for the
/// list in which their members are found. Nothing of it outlives this.
class prepared_rows {
public:
    /// Says in `choices` what it made. `input` = what stands for standard input; may be empty. Does nothing
    /// for a spec without rows. Throws what spooled_rows and survey_rows throw. References must outlive it.
    prepared_rows(files::storage& storage, spec::spec& spec, engine::preview_choices& choices,
                  launch::spooled_rows::writer const& input);

    [[nodiscard]] std::optional<launch::row_survey> const& survey() const { return survey_; }

private:
    std::optional<launch::spooled_rows> spooled_;
    std::optional<launch::row_survey> survey_;
    std::optional<launch::scratch_directory> scratch_;
};

} // namespace muster::cli
