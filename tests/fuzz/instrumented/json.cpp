// Boost.JSON, instrumented like our own sources.
#include <boost/json/src.hpp>
