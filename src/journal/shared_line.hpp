#pragma once
#include "journal/fields.hpp"
#include "journal/record.hpp"

namespace muster::journal {

/// Whether a line of this type holds several records: `intents`, `outcomes`.
bool is_shared(std::string_view type);

/// What is made of an intent.
enum class intent_parts : bool {
    names, ///< neither its change, nor what that overwrites, nor the address
    all
};

/// Hands out the records of such a line, in their order. Throws std::invalid_argument, as decode does.
void read_shared(std::string_view type, fields const& f, intent_parts parts,
                 std::function<void(record&&)> const& each);

} // namespace muster::journal
