#pragma once
#include "core/errors.hpp"
#include "core/verdict.hpp"
#include "spec/spec.hpp"

namespace muster::engine {

/// The platform refused something that the operation asks for, and would for any member.
class operation_refused : public core::job_error {
public:
    using core::job_error::job_error;
};

/// The place of an export cannot take it, at any time: it, or the spec, has to change.
class sink_unfit : public core::job_error {
public:
    using core::job_error::job_error;
};

/// Stops the job for something that concerns all its members: throws core::job_error, `refused` for the key,
/// else `stopped`.
[[noreturn]] void stop_refused(core::refused const& r, spec::spec const& spec);

} // namespace muster::engine
