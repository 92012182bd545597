#include "launch/sink_place.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "engine/make_sink.hpp"
#include "spec/secret.hpp"

namespace muster::launch {

std::string sink_address_of(spec::spec const& spec) {
    return spec.sink_address ? spec::resolve_secret(*spec.sink_address, "address") : std::string();
}

std::string look_at_sink(files::storage& storage, spec::spec const& spec) try {
    if (spec.sink) engine::make_sink(*spec.sink, storage, {}, sink_address_of(spec))->look();
    return {};
} catch (core::obstacle const& e) {
    auto const why = core::printable(core::redact(e.what()));
    if (e.what_kind() == core::obstacle::kind::unfit) throw core::job_error(core::exit_status::usage, why);
    return "as things are, the export could not begin: " + why;
}

} // namespace muster::launch
