#include "launch/unfinished.hpp"

#include "launch/standing.hpp"
#include "spec/same.hpp"

#include <boost/json/parse.hpp>

namespace muster::launch {

namespace {

namespace json = boost::json;

/// The document of a job's spec; empty if it cannot be read.
json::object document_of(files::storage& storage, journal::directory const& where) {
    boost::system::error_code error;
    auto const parsed = json::parse(files::read_file(storage, where.spec()).value_or(""), error);
    return !error && parsed.is_object() ? parsed.get_object() : json::object();
}

} // namespace

unfinished_jobs find_unfinished(store& jobs, spec::spec const& spec) {
    unfinished_jobs found;
    if (jobs.is_missing()) return found;
    std::string newest;
    for (auto const& where : jobs.all()) {
        auto const document = document_of(jobs.storage(), where);
        auto const* const name = document.if_contains("name");
        if (name == nullptr || *name != json::value(spec.name)) continue;
        auto const standing = standing_of(jobs.storage(), where);
        if (standing.how == standing::kind::complete || standing.how == standing::kind::damaged) continue;
        if (!spec::is_same_spec(document, spec.document)) {
            found.of_name.push_back(where.id);
            continue;
        }
        auto const started = standing.folded.job() ? standing.folded.job()->at : std::string();
        if (found.of_spec && started < newest) continue;
        found.of_spec = where.id;
        newest = started;
    }
    return found;
}

bool is_of_spec(store& jobs, std::string const& id, spec::spec const& spec) {
    return spec::is_same_spec(document_of(jobs.storage(), jobs.find(id)), spec.document);
}

} // namespace muster::launch
