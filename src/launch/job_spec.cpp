#include "launch/job_spec.hpp"

#include "core/digest.hpp"
#include "core/errors.hpp"
#include "launch/spooled_rows.hpp"
#include "spec/read.hpp"

namespace muster::launch {

using core::exit_status;
using core::job_error;

spec::spec read_job_spec(files::storage& storage, journal::directory const& where,
                         journal::job_opened const& opened) {
    auto const text = files::read_file(storage, where.spec()).value_or("");
    auto const hash = core::sha256(text);
    if (hash != opened.spec_hash)
        throw job_error(exit_status::usage,
                        where.spec().string() + " is not the spec that the job was started with (SHA-256 "
                            + opened.spec_hash.substr(0, 12) + " then, " + hash.substr(0, 12)
                            + " now). Put it back, or start a new job. Nothing was sent.");
    auto read = spec::read(text, {});
    if (!read.value)
        throw job_error(
            exit_status::usage,
            "This muster refuses the spec that the job was begun with, although the one that began "
            "it did not:\n"
                + spec::format(where.spec().string(), read.mistakes)
                + "Nothing was sent. Resume the job with the muster that began it, or start a new "
                  "job with a spec in which this is mended.");
    take_up_rows(where, *read.value);
    return std::move(*read.value);
}

} // namespace muster::launch
