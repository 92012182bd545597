#pragma once
#include "files/storage.hpp"
#include "journal/consistency.hpp"
#include "launch/descent.hpp"
#include "launch/standing.hpp"
#include "spec/spec.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace muster::launch {

/// A job that another is made from.
struct parent_job {
    journal::directory where;
    standing stands;
    muster::spec::spec spec;

    /// Its spec's document, for a job of some of its members: with that word before its name, and without
    /// what says how many there are to be (`expect`, `limit`, `canary`, `rollout`) and when it starts
    /// (`schedule`).
    [[nodiscard]] boost::json::object document_for(std::string_view as) const;
    [[nodiscard]] descent descent_for(std::string_view as) const;
};

/// Throws core::job_error: busy while it runs; usage for an export, or where its spec is not what it was;
/// internal where its journal is damaged; what store::find throws; files::io_error.
parent_job find_parent(store& jobs, std::string const& id);

/// Throws core::job_error(internal) if there is damage.
void refuse_damage(journal::directory const& where, std::optional<journal::flaw> const& damage);

/// The spec that a document makes. Throws core::job_error(usage), with its mistakes, if it makes none.
spec::spec spec_for_members(boost::json::object const& document);

} // namespace muster::launch
