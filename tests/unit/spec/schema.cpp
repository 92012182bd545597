#include "../scratch.hpp"
#include "files/posix_storage.hpp"
#include "operation/registry.hpp"
#include "provider/registry.hpp"
#include "source/key_list.hpp"
#include "source/key_set.hpp"
#include "spec/document.hpp"
#include "spec/provider_block.hpp"
#include "spec/read.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

BOOST_AUTO_TEST_SUITE(schema)

using namespace muster;

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

fs::path const jobs = fs::path(MUSTER_SOURCE_DIR) / "jobs";

std::string read_file(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(in, path);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

/// Those of the main platform stand in the folder itself, those of the others in folders of their own.
std::vector<fs::path> job_files() {
    std::vector<fs::path> files;
    for (auto const& entry : fs::recursive_directory_iterator(jobs)) {
        bool const is_schema = entry.path().parent_path().filename() == "schema";
        if (entry.path().extension() == ".json" && !is_schema) files.push_back(entry.path());
    }
    return files;
}

/// The parameters that a job takes; it may take none.
json::object parameters_of(json::object const& job) {
    auto const* const all = job.if_contains("parameters");
    return all != nullptr ? all->as_object() : json::object();
}

/// The keys of the object at a JSON pointer of the schema.
std::vector<std::string> keys_at(std::string const& pointer) {
    auto const schema = json::parse(spec::schema());
    std::vector<std::string> keys;
    for (auto const& entry : schema.at_pointer(pointer).as_object()) keys.emplace_back(entry.key());
    return keys;
}

} // namespace

BOOST_AUTO_TEST_CASE(it_knows_the_keys_that_the_reader_knows) {
    BOOST_TEST(keys_at("/properties")
                   == std::vector<std::string>(std::begin(spec::spec_keys), std::end(spec::spec_keys)),
               boost::test_tools::per_element());
    std::vector<std::string> of_provider(std::begin(spec::provider_keys), std::end(spec::provider_keys));
    for (auto const& k : provider::kinds())
        for (auto const& setting : k.settings)
            if (std::find(of_provider.begin(), of_provider.end(), setting.key()) == of_provider.end())
                of_provider.emplace_back(setting.key());
    BOOST_TEST(keys_at("/properties/provider/properties") == of_provider, boost::test_tools::per_element());
    std::vector<std::string> kinds;
    for (auto const& k : operation::kinds()) kinds.push_back(k.name);
    BOOST_TEST(keys_at("/properties/operation/properties") == kinds, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_it_lists_in_the_other_blocks_the_reader_knows_too) {
    for (std::string const block : {"source", "pace", "retry", "stopAfter", "canary"}) {
        for (auto const& key : keys_at("/properties/" + block + "/properties")) {
            // A null is of no key's type, but for where it takes a default away: each known key has exactly
            // that mistake, and none is unknown.
            auto const text =
                R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}}, "operation": {"addPlan": {"planId": "p"}}, ")"
                + block + "\": {\"" + key + "\": null}}";
            auto const mistakes = spec::format("f", spec::read(text, {}).mistakes);
            bool const nullable = block == "stopAfter" || key == "quota";
            BOOST_TEST((mistakes.find('/' + block + '/' + key + ": must be") == mistakes.npos) == nullable);
            BOOST_TEST(mistakes.find("unknown key") == mistakes.npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_property_is_described) {
    auto const schema = json::parse(spec::schema());
    for (auto const* const block :
         {"/properties", "/properties/provider/properties", "/properties/pace/properties",
          "/properties/retry/properties", "/properties/operation/properties"}) {
        for (auto const& entry : schema.at_pointer(block).as_object()) {
            auto const& property = entry.value().as_object();
            BOOST_TEST((property.contains("description") || property.contains("$ref")));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_schema_that_ships_is_the_one_that_the_program_prints) {
    BOOST_TEST(read_file(jobs / "schema" / "spec.schema.json") == spec::schema(),
               "jobs/schema/spec.schema.json is not what `muster schema` prints");
}

BOOST_AUTO_TEST_CASE(the_jobs_that_ship_are_well_made_name_the_schema_and_are_documented) {
    auto const readme = read_file(jobs / "README.md");
    auto const files = job_files();
    BOOST_TEST(files.size() >= 5U);
    for (auto const& file : files) {
        BOOST_TEST_CONTEXT(file) {
            auto const text = read_file(file);
            auto const found = spec::check(text);
            BOOST_TEST(spec::format(file.string(), found.mistakes) == "");
            BOOST_TEST(spec::format(file.string(), found.warnings) == "");
            auto const document = json::parse(text).as_object();
            auto const schema = std::string(document.at("$schema").as_string());
            BOOST_TEST(fs::exists(file.parent_path() / schema));
            BOOST_TEST(!document.at("description").as_string().empty());
            BOOST_TEST(document.at("name").as_string() == file.stem().string());
            BOOST_TEST(readme.find("## " + file.stem().string() + '\n') != readme.npos);
            for (auto const& p : parameters_of(document)) {
                BOOST_TEST(readme.find("| `" + std::string(p.key()) + "` |") != readme.npos);
                BOOST_TEST(!p.value().at("description").as_string().empty());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_jobs_that_ship_read_once_their_parameters_are_given) {
    spec::settings const all{{"planId", "pln_a"},      {"country", "Germany"},
                             {"field", "f"},           {"value", "{{auth.email}}"},
                             {"before", "2024-01-31"}, {"since", "2024-01-31"},
                             {"status", "draft"},      {"instance", "https://news.example.com"},
                             {"memberBaseId", "mb_1"}, {"attribute", "a"},
                             {"file", "members.csv"},  {"exported", "2024-01-31"},
                             {"table", "products"},    {"match", "status"},
                             {"is", "draft"}};
    for (auto const& file : job_files()) {
        auto const text = read_file(file);
        spec::settings needed;
        auto const document = json::parse(text).as_object();
        for (auto const& p : parameters_of(document)) {
            auto const value = all.find(p.key());
            BOOST_TEST_REQUIRE((value != all.end()), p.key());
            needed.insert(*value);
        }
        auto const r = spec::read(text, needed);
        BOOST_TEST(spec::format(file.string(), r.mistakes) == "");
        BOOST_TEST((r.value && !r.value->live));
    }
}

BOOST_AUTO_TEST_CASE(deleting_members_of_test_mode_spares_who_has_any_other_membership) {
    auto const r = spec::read(read_file(jobs / "memberstack-v1" / "delete-test-members.json"), {});
    BOOST_REQUIRE(r.value.has_value());
    auto const matches = [&](std::string_view member) {
        auto const document = json::parse(member).as_object();
        return r.value->where.matches({"5ed6", "", &document});
    };
    BOOST_TEST(matches(R"({"membership": {"testMode": true, "plan": "p"}})"));
    BOOST_TEST(matches(R"({"memberships": [{"testMode": true}, {"testMode": true}]})"));
    BOOST_TEST(!matches(R"({"membership": {"testMode": false}})"));
    BOOST_TEST(!matches(R"({"membership": {"plan": "p"}})"));
    BOOST_TEST(!matches(R"({"membership": {"testMode": "true"}})"));
    BOOST_TEST(!matches(R"({"memberships": [{"testMode": true}, {"testMode": false}]})"));
    BOOST_TEST(!matches(R"({"memberships": [{"testMode": true}, {}]})"));
    BOOST_TEST(!matches(R"({"memberships": []})"));
    BOOST_TEST(!matches(R"({"membership": {"testMode": true}, "memberships": [{"testMode": false}]})"));
    BOOST_TEST(!matches(R"({"membership": {"testMode": false}, "memberships": [{"testMode": true}]})"));
    BOOST_TEST(!matches(R"({"email": "a@b.c"})"));
}

BOOST_AUTO_TEST_CASE(deleting_who_is_not_in_the_crm_spares_who_joined_since_who_pays_and_who_has_no_address) {
    auto const r = spec::read(read_file(jobs / "delete-not-in-crm.json"),
                              {{"file", "crm.csv"}, {"exported", "2024-01-31"}});
    BOOST_REQUIRE(r.value.has_value());
    BOOST_TEST(r.value->max_share.value() == 0.1);
    tests::scratch desk;
    files::posix_storage storage;
    source::key_sorter keys(storage, desk.path / "sorting");
    auto& list = *r.value->key_lists.front();
    keys.add({source::key_hasher()(list.hashed("ann@x.com")), {}});
    list.bind(source::key_set::make(storage, desk.path / "set", "", keys, [](source::key_entry const&) {}));
    auto const matches = [&](std::string_view email, std::string_view joined, std::string_view plans) {
        json::object document{{"auth", json::object()}, {"createdAt", joined}};
        if (!email.empty()) document["auth"].as_object()["email"] = email;
        document["planConnections"] = json::parse(json::string_view(plans.data(), plans.size()));
        return r.value->where.matches({"mem_1", "", &document});
    };
    constexpr auto before = "2024-01-30T00:00:00Z";
    constexpr auto free = R"([{"type": "FREE"}])";
    BOOST_TEST(matches("bob@x.com", before, free));
    BOOST_TEST(matches("bob@x.com", before, "[]"));
    BOOST_TEST(!matches("Ann@x.com", before, free));
    BOOST_TEST(!matches("", before, free));
    BOOST_TEST(!matches("bob@x.com", "2024-01-31T00:00:00Z", free));
    BOOST_TEST(!matches("bob@x.com", before, R"([{"type": "FREE"}, {"type": "SUBSCRIPTION"}])"));
}

BOOST_AUTO_TEST_CASE(deleting_the_inactive_spares_who_never_logged_in_and_who_pays) {
    auto const r = spec::read(read_file(jobs / "delete-inactive.json"), {{"before", "2024-01-31"}});
    BOOST_REQUIRE(r.value.has_value());
    auto const matches = [&](std::string_view member) {
        auto const document = json::parse(member).as_object();
        return r.value->where.matches({"mem_1", "", &document});
    };
    BOOST_TEST(matches(R"({"lastLogin": "2024-01-30T23:59:59.999Z", "planConnections": []})"));
    BOOST_TEST(matches(R"({"lastLogin": "2020-01-01T00:00:00Z", "planConnections": [{"type": "FREE"}]})"));
    BOOST_TEST(!matches(R"({"lastLogin": "2024-01-31T00:00:00.000Z", "planConnections": []})"));
    BOOST_TEST(!matches(R"({"lastLogin": null, "planConnections": []})"));
    BOOST_TEST(!matches(R"({"planConnections": []})"));
    BOOST_TEST(!matches(R"({"lastLogin": "never", "planConnections": []})"));
    BOOST_TEST(!matches(R"({"lastLogin": "2020-01-01T00:00:00Z"})"));
    BOOST_TEST(!matches(
        R"({"lastLogin": "2020-01-01T00:00:00Z", "planConnections": [{"type": "FREE"}, {"type": "SUBSCRIPTION"}]})"));
    BOOST_TEST(!matches(R"({"lastLogin": "2020-01-01T00:00:00Z", "planConnections": [{}]})"));
}

BOOST_AUTO_TEST_SUITE_END()
