#pragma once
#include <boost/json/parse_options.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <string_view>

namespace muster::core {

/// Reads one value of JSON, alone in its text, as `boost::json::parse` does, but every number as the double
/// that is nearest to it. Boost.JSON 1.81 gives a neighbour of that for some (9.462299999999999 becomes
/// 9.4623), and a record that is read to be written back whole would come back with a value that nobody
/// set. A number that no double holds is infinite, as there. `end`, if given, is set to the bytes read: to
/// the end of the value and the white space behind it, or to what is wrong. null if there is an error.
boost::json::value read_json(std::string_view text, boost::system::error_code& error,
                             boost::json::storage_ptr memory = {},
                             boost::json::parse_options const& options = {}, std::size_t* end = nullptr);
/// The same of text that is known to be JSON. Throws boost::system::system_error if it is not.
boost::json::value read_json(std::string_view text);

} // namespace muster::core
