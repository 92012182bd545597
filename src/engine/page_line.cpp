#include "engine/page_line.hpp"

#include "core/printable.hpp"

#include <utility>

namespace muster::engine {

journal::page_read page_of(sheet const& s, recorder& to) {
    journal::page_read read;
    read.number = to.state().next_page_number();
    read.from = s.from;
    read.next = s.next;
    read.more = s.more;
    read.members = s.proposals.size();
    read.total = s.total;
    read.at = to.stamp();
    return read;
}

bool repetitions::is_repeated(std::string_view member) {
    if (!met_.meet(member)) return false;
    if (!std::exchange(told_, true))
        outcomes_.warn("the list gave member " + core::printable(member)
                       + " twice; such members are passed over");
    return true;
}

} // namespace muster::engine
