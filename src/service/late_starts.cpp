#include "service/late_starts.hpp"

#include "core/printable.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace muster::service {

namespace json = boost::json;

namespace {

/// Whether a start was made after `told`.
bool made_since(core::wall_time told, std::vector<job_facts> const& jobs) {
    return std::any_of(jobs.begin(), jobs.end(),
                       [&](job_facts const& j) { return j.start && *j.start > told; });
}

} // namespace

late_starts::late_starts(files::storage& storage, std::filesystem::path file, say tell)
    : storage_(storage),
      file_(std::move(file)),
      tell_(std::move(tell)) {
    try {
        boost::system::error_code error;
        auto const found = json::parse(files::read_file(storage_, file_).value_or("{}"), error);
        if (error || !found.is_object()) return; // then some are told twice
        for (auto const& [name, start] : found.get_object())
            if (auto const at = core::parse_iso8601(start.is_string() ? start.get_string() : ""))
                told_.emplace(name, *at);
    } catch (std::exception const& e) {
        tell_(true, e.what());
    }
}

void late_starts::look(watched_spec const& spec, lateness const& now, std::vector<job_facts> const& jobs,
                       std::string const& why) {
    if (!now.start) return;
    auto const& name = spec.what.name;
    auto const before = told_.find(name);
    if (before != told_.end() && !made_since(before->second, jobs)) return;
    told_[name] = *now.start;
    news n;
    n.now = notify::event::late;
    n.spec_name = name;
    n.reason = "its start of " + schedule::describe(*now.start, spec.what.when.where) + " was not made"
               + (why.empty() ? std::string() : ": " + why);
    n.at = std::chrono::system_clock::now();
    tell_(true, "spec " + core::quoted(name) + " is late: " + n.reason);
    keep();
    if (!spec.notify) return;
    auto telling = std::make_unique<notices>(*spec.notify, [this, name](std::string const& trouble) {
        tell_(true, "spec " + core::quoted(name) + ": " + trouble);
    });
    if (telling->wants(n.now)) telling->tell_beside(std::move(n), storage_, {});
    under_way_.push_back(std::move(telling));
}

void late_starts::look_after() {
    std::erase_if(under_way_, [](auto const& each) { return !each->busy(); });
}

void late_starts::keep() {
    try {
        json::object all;
        for (auto const& [name, start] : told_) all[name] = core::to_iso8601(start);
        files::replace_file(storage_, file_, json::serialize(all) + "\n");
    } catch (std::exception const& e) {
        tell_(true, e.what());
    }
}

} // namespace muster::service
