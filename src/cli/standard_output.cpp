#include "cli/standard_output.hpp"

#include <iostream>
#include <poll.h>
#include <unistd.h>

namespace muster::cli {

namespace {

// A stream does not keep the error that it failed with. poll(2) tells of a pipe without a reader by POLLERR,
// and of a terminal or socket that is hung up by POLLHUP; a file is never in either state.
bool nobody_reads() {
    pollfd out{STDOUT_FILENO, POLLOUT, 0};
    return ::poll(&out, 1, 0) > 0 && (out.revents & (POLLERR | POLLHUP)) != 0;
}

} // namespace

output_state finish_output() {
    std::cout.flush();
    if (std::cout) return output_state::whole;
    return nobody_reads() ? output_state::reader_gone : output_state::failed;
}

} // namespace muster::cli
