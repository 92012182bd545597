#include "launch/unfinished.hpp"

#include "launch/standing.hpp"
#include "source/file_digest.hpp"
#include "source/key_list.hpp"
#include "spec/same.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <set>

namespace muster::launch {

namespace {

namespace json = boost::json;

/// The document of a job's spec; empty if it cannot be read.
json::object document_of(files::storage& storage, journal::directory const& where) {
    boost::system::error_code error;
    auto const parsed = json::parse(files::read_file(storage, where.spec()).value_or(""), error);
    return !error && parsed.is_object() ? parsed.get_object() : json::object();
}

/// Whether the files that the `where` asks are known not to be those whose keys a job has.
class key_lists_now {
public:
    key_lists_now(files::storage& storage, spec::spec const& spec) : storage_(storage), spec_(spec) {}

    bool differ_from(std::vector<std::string> const& digests) {
        if (!read_) read();
        for (std::size_t i = 0; i < std::min(digests.size(), digests_.size()); ++i)
            if (!digests_[i].empty() && digests_[i] != digests[i]) return true;
        return false;
    }

private:
    /// A file that is away says nothing: a job can do without it.
    void read() {
        for (auto const& list : spec_.key_lists) {
            digests_.emplace_back();
            try {
                digests_.back() = source::file_digest(storage_, list->from().file);
            } catch (files::io_error const&) {
            }
        }
        read_ = true;
    }

    files::storage& storage_;
    spec::spec const& spec_;
    bool read_ = false; // not before there is a job to hold them against: they may be large
    std::vector<std::string> digests_;
};

} // namespace

unfinished_jobs find_unfinished(store& jobs, spec::spec const& spec) {
    unfinished_jobs found;
    if (jobs.is_missing()) return found;
    std::string newest;
    key_lists_now now(jobs.storage(), spec);
    std::vector<std::string> of_name;
    std::set<std::string> of_other_spec; // of these
    jobs.look_at_all(job_part::spec, [&](files::storage& seen, journal::directory const& where) {
        auto const document = document_of(seen, where);
        auto const* const name = document.if_contains("name");
        if (name == nullptr || *name != json::value(spec.name)) return;
        of_name.push_back(where.id);
        if (!spec::is_same_spec(document, spec.document)) of_other_spec.insert(where.id);
    });
    jobs.look_at(of_name, job_part::standing, [&](files::storage& seen, journal::directory const& where) {
        if (standing_of(seen, where, scrutiny::newest).how == standing::kind::complete) return;
        auto const standing = standing_of(seen, where);
        if (standing.how == standing::kind::complete || standing.how == standing::kind::damaged) return;
        if (of_other_spec.contains(where.id)) {
            found.of_name.push_back(where.id);
            return;
        }
        auto const& opened = standing.folded.job();
        if (opened && now.differ_from(opened->key_lists)) {
            found.of_other_keys.push_back(where.id);
            return;
        }
        auto const started = opened ? opened->at : std::string();
        if (found.of_spec && started < newest) return;
        found.of_spec = where.id;
        newest = started;
    });
    return found;
}

bool is_of_spec(store& jobs, std::string const& id, spec::spec const& spec) {
    return spec::is_same_spec(document_of(jobs.storage(), jobs.find(id)), spec.document);
}

} // namespace muster::launch
