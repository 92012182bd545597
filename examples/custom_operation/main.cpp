#include "cli/main.hpp"

#include "operation/registry.hpp"
#include "tag_inactive.hpp"

// All of muster, with one operation more.
int main(int argc, char** argv) {
    muster::operation::add_kind(tag_inactive_kind());
    return muster::cli::main(argc, argv);
}
