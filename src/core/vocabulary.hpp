#pragma once
#include "core/shape.hpp"

#include <string>
#include <vector>

namespace muster::core {

/// What specs can ask of one platform, and find in its documents, in its own words. The platform states it,
/// operations read specs by it.
struct vocabulary {
    /// A top-level field of the platform's document that an update can set.
    struct field {
        enum class form {
            text,
            email,  ///< a text that must look like an e-mail address
            flag,   ///< true or false
            merged, ///< an object: the platform keeps the keys that are not given
            /// An object that the platform replaces whole: a spec says "replace", or "merge" for
            /// read-modify-write.
            replaced,
        };
        std::string name;
        form what = form::text;
        std::string description; ///< a sentence, for the schema
    };
    /// Something that the platform can do beside a deletion; a flag, false where it is not given.
    struct option {
        std::string name;
        std::string description; ///< a sentence, for the schema
        std::string words;       ///< behind "delete the member", e.g. "and its Stripe customer"
    };
    /// The operations that it can carry out, by their words in a spec; empty = all.
    std::vector<std::string> operations = {};
    std::vector<field> fields; ///< in the order in which they are sent
    /// An update may set top-level fields of other names too, to any value.
    bool open_fields = false;
    std::vector<option> of_delete;
    /// The path of the field by which a record that is created or upserted is known: "email", "ref",
    /// "data.sku".
    std::string reference = {};
    /// What the block `provider` must say before records can be created, where it does not yet: a sentence
    /// without its full stop, e.g. `"reference" is its name`, the field being what they are to be known by.
    std::string create_needs = {};
    /// A member's document. Of a platform that does not state it anything may be asked.
    shape document = {};
};

} // namespace muster::core
