#pragma once
#include "files/storage.hpp"
#include "service/lateness.hpp"
#include "service/notices.hpp"
#include "service/say.hpp"
#include "service/watched_specs.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace muster::service {

/// Tells people, beside what else goes on, that starts of specs are late: of each spec once, until a start of
/// it is made again. Which were told of, it keeps in a small file. Nothing here throws. One thread.
class late_starts {
public:
    /// `file` is read at once. `storage` must outlive it.
    late_starts(files::storage& storage, std::filesystem::path file, say tell);
    /// Waits for what is under way: some 30 s at most.
    ~late_starts() = default;

    /// Tells that a spec is late, if it is and has not been told; `why` = for people, may be empty.
    void look(watched_spec const& spec, lateness const& now, std::vector<job_facts> const& jobs,
              std::string const& why);
    /// Lets go of what has been delivered.
    void look_after();

private:
    void keep();

    files::storage& storage_;
    std::filesystem::path file_;
    say tell_;
    std::map<std::string, core::wall_time, std::less<>> told_; // by the spec's name: the start
    std::vector<std::unique_ptr<notices>> under_way_;
};

} // namespace muster::service
