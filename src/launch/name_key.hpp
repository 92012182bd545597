#pragma once
#include "core/ascii.hpp"

#include <cstdint>
#include <string_view>

namespace muster::launch {

/// Members are named by ids, references and e-mail addresses; of the last, which are told by their `@`, upper
/// and lower case of ASCII letters are one.
constexpr bool is_address(std::string_view name) {
    return name.find('@') != name.npos;
}

/// Whether two names mean the same.
constexpr bool same_name(std::string_view a, std::string_view b) {
    if (a.size() != b.size() || !is_address(a)) return a == b;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (core::lower_ascii(a[i]) != core::lower_ascii(b[i])) return false;
    return true;
}

/// The first `bits` (1 to 32) of a hash of a name: of names that are the same it is the same, whichever build
/// of muster works it out. As a signed number, which SQLite keeps in four bytes. Of ten million names, one in
/// four hundred shares its 32 bits with another: whoever looks for one sees by the journal which it is.
constexpr std::int32_t name_key(std::string_view name, unsigned bits = 32) {
    bool const folds = is_address(name);
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (char const c : name) {
        hash ^= static_cast<unsigned char>(folds ? core::lower_ascii(c) : c);
        hash *= 0x100000001b3;
    }
    hash ^= hash >> 32U; // its upper bits alone are poor for short names
    hash *= 0xd6e8feb86659fd93;
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(hash >> (64U - bits)));
}

} // namespace muster::launch
