#include "core/row_column.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::core {

BOOST_AUTO_TEST_SUITE(core_row_column)

BOOST_AUTO_TEST_CASE(a_path_into_a_row_names_a_column) {
    BOOST_TEST((row_column("row.Email") == "Email"));
    BOOST_TEST((row_column("row.Notes 1.2") == "Notes 1.2"));
    BOOST_TEST((row_column("row.") == ""));
}

BOOST_AUTO_TEST_CASE(a_path_into_the_member_does_not) {
    for (auto const* const path : {"", "row", "rows.Email", "data.row.Email", "Row.Email"})
        BOOST_TEST(!row_column(path).has_value(), path);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::core
