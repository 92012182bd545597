#pragma once

namespace muster::cli {

/// The whole program: reads the command line, runs the subcommand, gives its exit status. A program that
/// embeds the library calls operation::add_kind() before.
int main(int argc, char** argv);

} // namespace muster::cli
