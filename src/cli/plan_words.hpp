#pragma once
#include "launch/plan_file.hpp"

#include <string>
#include <utility>
#include <vector>

namespace muster::cli {

/// What there is to say of a plan that is kept, for people. All of it is redacted and printable.
struct plan_words {
    std::string would;                                      ///< what it does, as `add plan pln_abc`
    std::vector<std::pair<std::string, std::string>> lines; ///< name and text
    std::vector<std::string> warnings;
};

plan_words words_of(launch::plan const& p);

} // namespace muster::cli
