// Boost.URL, instrumented like our own sources.
#include <boost/url/src.hpp>
