#pragma once
#include "model_world.hpp"

#include <set>
#include <string>
#include <vector>

namespace muster::simulated {

/// What stands in the place of an operation in the life of an export: whole documents, to a file.
inline constexpr auto export_block = R"("export": {"to": {"jsonl": "/out/members.jsonl"}})";

/// A pace without what exports do not have: a canary.
[[nodiscard]] std::string without_canary(std::string pace);

/// Makes the directory that the file is to stand in.
void make_place_of_export(model_world& world);

/// What is wrong after a complete export; empty if all is well. `expected` = who matched all the time, and
/// must stand in the file once; who came or went meanwhile (`removed`) may, once.
[[nodiscard]] std::vector<std::string> problems_of_export(model_world& world, model_server const& server,
                                                          std::set<std::string> const& expected,
                                                          std::set<std::string> const& removed);

} // namespace muster::simulated
