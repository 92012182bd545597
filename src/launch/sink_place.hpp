#pragma once
#include "files/storage.hpp"
#include "spec/spec.hpp"

#include <string>

namespace muster::launch {

/// The address of the database server that a spec's export goes to, registered for redaction; empty = it goes
/// elsewhere. Throws what spec::resolve_secret throws.
std::string sink_address_of(spec::spec const& spec);

/// Looks at the place where a spec's export is to go to, as a run would before its first row, but makes and
/// changes nothing there. Throws core::job_error(usage), as that run would end, where the export does not
/// fit; and what sink_address_of() throws. Returns what would keep it from beginning now, for people: another
/// export, a folder that is missing, a server that is down; empty = nothing would, or nothing is exported.
std::string look_at_sink(files::storage& storage, spec::spec const& spec);

} // namespace muster::launch
