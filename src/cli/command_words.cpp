#include "cli/command_words.hpp"

namespace muster::cli {

std::vector<command_words const*> all_commands(command_words const& tree) {
    std::vector<command_words const*> all{&tree};
    for (auto const& command : tree.below)
        for (auto const* const one : all_commands(command)) all.push_back(one);
    return all;
}

} // namespace muster::cli
