#pragma once
#include "fit_promises.hpp"
#include "job_promises.hpp"
#include "removal_promises.hpp"
#include "row_promises.hpp"

#include <functional>
#include <utility>

/// What every export to a table promises, whatever the database: each of these is a test case for each of
/// them.
namespace muster::tests::promises {

#define MUSTER_PROMISE(name)                                                                                 \
    { #name, name }
inline std::vector<std::pair<std::string, std::function<void(table_world&)>>> const all{
    MUSTER_PROMISE(a_missing_table_is_made_and_filled),
    MUSTER_PROMISE(all_rows_are_put_right_in_a_full_export),
    MUSTER_PROMISE(only_what_changed_is_written_and_noted),
    MUSTER_PROMISE(new_and_known_rows_come_in_any_order),
    MUSTER_PROMISE(whom_any_page_met_is_not_gone),
    MUSTER_PROMISE(each_column_is_compared_now_and_then),
    MUSTER_PROMISE(notes_of_an_older_program_are_gone_on_with),
    MUSTER_PROMISE(who_is_gone_is_marked_and_lives_again_when_back),
    MUSTER_PROMISE(a_full_export_marks_and_revives_too),
    MUSTER_PROMISE(notes_that_others_follow_get_no_gap),
    MUSTER_PROMISE(too_many_are_not_marked),
    MUSTER_PROMISE(nobody_is_marked_after_half_a_list),
    MUSTER_PROMISE(who_cannot_be_exported_is_not_gone),
    MUSTER_PROMISE(a_row_that_does_not_fit_is_refused_alone),
    MUSTER_PROMISE(a_member_twice_in_a_page_is_written_as_it_was_last),
    MUSTER_PROMISE(an_empty_page_counts_as_one),
    MUSTER_PROMISE(a_page_is_written_again_without_effect),
    MUSTER_PROMISE(an_end_that_was_forgotten_is_said_again),
    MUSTER_PROMISE(a_job_without_a_mark_begins_anew),
    MUSTER_PROMISE(an_older_database_is_refused),
    MUSTER_PROMISE(a_table_that_was_dropped_is_not_made_again_midway),
    MUSTER_PROMISE(a_walk_of_an_older_program_is_not_gone_on_with),
    MUSTER_PROMISE(another_job_takes_the_table_over),
    MUSTER_PROMISE(the_second_of_two_exports_is_refused),
    MUSTER_PROMISE(a_page_that_is_not_whole_is_not_there),
    MUSTER_PROMISE(somebody_elses_hand_in_the_notes_is_seen),
    MUSTER_PROMISE(columns_that_are_missing_are_named_or_added),
    MUSTER_PROMISE(a_look_tells_what_does_not_fit_and_makes_nothing),
    MUSTER_PROMISE(a_look_is_in_nobodys_way),
    MUSTER_PROMISE(a_column_that_wants_a_value_and_gets_none_is_refused),
    MUSTER_PROMISE(a_new_column_makes_all_rows_others),
    MUSTER_PROMISE(a_column_of_another_type_is_refused),
    MUSTER_PROMISE(ids_have_to_be_unique),
    MUSTER_PROMISE(a_view_is_no_table),
    MUSTER_PROMISE(names_are_names_whatever_is_in_them),
    MUSTER_PROMISE(nothing_of_the_walk_is_left_at_the_end),
};
#undef MUSTER_PROMISE

/// Registers them all as a suite, each in a world of its own, which `make_world` gives.
inline bool add_suite(std::string const& name,
                      std::function<std::unique_ptr<table_world>()> const& make_world) {
    namespace ut = boost::unit_test;
    auto* const suite = new ut::test_suite(name, __FILE__, __LINE__); // the framework's from the last line on
    for (auto const& [what, promise] : all)
        suite->add(ut::make_test_case([promise = promise, make_world] { promise(*make_world()); }, what,
                                      __FILE__, __LINE__));
    ut::framework::master_test_suite().add(suite);
    return true;
}

} // namespace muster::tests::promises
