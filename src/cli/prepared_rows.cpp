#include "cli/prepared_rows.hpp"

#include "engine/match_cost.hpp"

namespace muster::cli {

prepared_rows::prepared_rows(files::storage& storage, spec::spec& spec, engine::preview_choices& choices,
                             launch::spooled_rows::writer const& input) {
    if (!spec.rows) return;
    spooled_.emplace(storage, spec, input);
    survey_ = launch::survey_rows(storage, spec);
    choices.rows = survey_->rows;
    bool const all = choices.members == engine::preview_choices().members;
    if (!spec.meets_members() || (!all && engine::can_look_up(spec))) return;
    auto const& folder = scratch_.emplace();
    choices.kept =
        engine::walk_files{folder.file("members"), folder.file("member-keys"), folder.file("row-keys")};
}

} // namespace muster::cli
