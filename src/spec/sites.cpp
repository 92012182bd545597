#include "spec/sites.hpp"

#include "spec/document.hpp"
#include "spec/keys.hpp"
#include "spec/literal_key.hpp"
#include "spec/locations.hpp"
#include "spec/parse.hpp"
#include "spec/placing.hpp"
#include "spec/provider_block.hpp"
#include "spec/quota_block.hpp"

#include <algorithm>
#include <utility>

namespace muster::spec {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view sites_example =
    R"({"sites": {"staging": {"kind": "memberstack", "key": {"env": "NAME"}}}})";
/// What is a site's in the block `pace`.
constexpr auto const& rate = keys::requests_per_second;
constexpr auto const& concurrency = keys::concurrency;
constexpr std::string_view quota = "quota";

bool is_site_name(std::string_view name) {
    auto const fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
               || c == '_' || c == '.';
    };
    return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), fits);
}

/// The site's keys but for those of its pace, with absolute paths: a block `provider`.
json::object provider_part(json::object const& all, fs::path const& directory) {
    json::object part = all;
    part.erase(rate.name);
    part.erase(concurrency.name);
    part.erase(quota);
    auto const make_absolute = [&](json::value* path) {
        if (path != nullptr && path->is_string() && !path->get_string().empty())
            *path = (directory / std::string(path->get_string())).string(); // an absolute one stays as it is
    };
    make_absolute(part.if_contains("caFile"));
    auto* const key = part.if_contains("key");
    if (key != nullptr && key->is_object()) make_absolute(key->get_object().if_contains("file"));
    return part;
}

site read_site(core::node const& n, fs::path const& directory, core::problems& found) {
    if (!n.is_object(R"({"kind": "memberstack", "key": {"env": "NAME"}})")) return {};
    site result;
    auto& instead = result.instead;
    instead.provider = provider_part(n.value().get_object(), directory);
    json::value const block(instead.provider);
    spec read;
    read_provider(core::node(block, n.pointer(), found), read);
    // Without an address of its own, the platform's: never the one that a spec has.
    instead.provider["baseUrl"] = read.at.base_url;
    instead.dropped = {"key", "baseUrl", "caFile", "proxy"};
    if (auto const r = keys::read(n, rate)) instead.pace[rate.name] = *r;
    bool const has_concurrency = n.get(concurrency.name).has_value();
    auto const c = keys::read(n, concurrency);
    if (has_concurrency && c) instead.pace[concurrency.name] = *c;
    if (auto const q = n.get(quota)) {
        static_cast<void>(read_quota(*q, {})); // for its mistakes
        instead.pace[quota] = q->value();
    }
    core::problems nobodys; // each was looked at above
    json::value const pace_block(instead.pace);
    result.pace = read_pace(core::node(pace_block, "", nobodys), read.platform.get());
    result.platform = std::move(read.platform);
    result.key = std::move(read.key);
    result.at = std::move(read.at);
    return result;
}

std::map<std::string, site, std::less<>> read_all(core::node const& root, fs::path const& directory,
                                                  core::problems& found) {
    std::map<std::string, site, std::less<>> result;
    root.allow_keys({"$schema", "sites"});
    auto const sites = root.require("sites");
    if (!sites || !sites->is_object(R"({"staging": {"kind": "memberstack", "key": {"env": "NAME"}}})"))
        return result;
    for (auto const& entry : sites->value().get_object()) {
        std::string const name = entry.key();
        if (!is_site_name(name)) sites->fail_key(name, "must be letters, digits, \"-\", \"_\" and \".\"");
        result.emplace(name, read_site(*sites->get(name), directory, found));
    }
    return result;
}

/// The keys that stand in the file themselves, but for those that read_provider() refuses anyway.
void note_other_keys(json::object const& document, core::problems& found) {
    core::problems all;
    find_secret_keys(document, "", all);
    for (auto& p : all)
        if (!p.pointer.ends_with("/key")) found.push_back(std::move(p));
}

} // namespace

read_sites_result read_sites(std::string_view whole_text, fs::path const& directory) {
    auto const text = without_mark(whole_text);
    auto [document, mistakes] = parse(text);
    read_sites_result result{{}, std::move(mistakes)};
    if (!document) return result;
    core::problems found;
    note_other_keys(*document, found);
    json::value const whole(*document);
    core::node const root(whole, "", found);
    if (root.is_object(sites_example)) result.sites = read_all(root, directory, found);
    findings placed;
    place(found, locations(text), placed);
    for (auto& d : placed.mistakes) result.mistakes.push_back(std::move(d));
    tidy(result.mistakes);
    if (!result.mistakes.empty()) result.sites.clear();
    return result;
}

} // namespace muster::spec
