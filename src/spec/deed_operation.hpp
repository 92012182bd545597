#pragma once
#include "core/node.hpp"
#include "operation/operation.hpp"
#include "provider/provider.hpp"

#include <memory>

namespace muster::spec {

/// The operations of jobs that are made from what another did: rows hold its deeds, each `{"id", "change",
/// "before"}` as the other's journal has them. No spec that people write has a use for them.
///
/// `undo` takes each change back (provider::take_back); where others changed what it wrote, the member fails
/// with the code `conflict`, unless `force`. `redo` makes each change again, as it was written: a member that
/// needs it is not as it was left.
///
/// A creation is taken back by deleting whom it made, if that member is still known by what it was to be
/// known by (`ref` of the row); else it is a conflict, too.
///
/// Under either: `{"job": ID, "fields": [PATH...], "force": BOOL, "deletes": BOOL}`; `fields` = the other's,
/// so that they are asked for; `deletes` = it may come to deleting members.
bool is_deed_operation(boost::json::value const& operation);

struct deed_operation {
    std::unique_ptr<operation::operation> does; ///< nullptr where there are mistakes
    bool deletes = false;                       ///< it may come to deleting members
};

/// Reads the `operation` of a spec that is one of these; mistakes are noted. The platform must outlive it.
deed_operation read_deed_operation(core::node const& operation, provider::provider const& platform);

} // namespace muster::spec
