#include "cli/listed_specs.hpp"

#include "cli/shown.hpp"
#include "cli/spec_file.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "service/spec_folder.hpp"
#include "spec/read.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>

namespace muster::cli {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

bool is_of_name(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-'
           || c == '.';
}

/// The parameters that a text uses, `${name}`, by name.
std::set<std::string> used_in(std::string_view text) {
    std::set<std::string> names;
    for (auto at = text.find("${"); at != text.npos; at = text.find("${", at + 2)) {
        auto const end = text.find('}', at);
        if (end == text.npos) break;
        auto const name = text.substr(at + 2, end - at - 2);
        bool const meant = at == 0 || text[at - 1] != '$'; // `$${` is text
        if (meant && !name.empty() && std::all_of(name.begin(), name.end(), is_of_name)) names.emplace(name);
    }
    return names;
}

json::array parameters_of(json::object const& spec, std::string_view text) {
    json::array all;
    auto names = used_in(text);
    auto const* const block = spec.if_contains("parameters");
    if (block != nullptr && block->is_object()) {
        for (auto const& [name, declared] : block->get_object()) {
            names.erase(name);
            json::object p{{"name", name}, {"type", "string"}};
            auto const* const o = declared.if_object();
            auto const field = [&](char const* key) { return o == nullptr ? nullptr : o->if_contains(key); };
            if (auto const* const type = field("type")) p["type"] = *type;
            if (auto const* const words = field("description")) p["description"] = *words;
            if (auto const* const value = field("default")) p["value"] = *value;
            p["required"] = !p.contains("value");
            all.push_back(std::move(p));
        }
    }
    for (auto const& name : names)
        all.push_back(json::object{{"name", name}, {"type", "string"}, {"required", true}});
    return all;
}

json::object listed(std::string const& path) {
    json::object out{{"name", fs::path(path).stem().string()}, {"path", path}};
    std::string problem;
    try {
        auto const text = read_spec_file(path);
        auto found = spec::check(text, std::chrono::system_clock::now());
        if (!found.mistakes.empty()) {
            found.mistakes.resize(1);
            problem = spec::format(core::printable(path), found.mistakes);
            while (problem.ends_with('\n')) problem.pop_back();
        }
        // As far as it can be told before its parameters are set.
        if (auto const whole = spec::read(text, {}, std::chrono::system_clock::now()); whole.value)
            out["does"] = shown_line(whole.value->describe());
        boost::system::error_code error;
        auto const spec = json::parse(text, error);
        if (auto const* const o = error ? nullptr : spec.if_object()) {
            if (auto const* const name = o->if_contains("name"); name != nullptr && name->is_string())
                out["name"] = *name;
            if (auto const* const words = o->if_contains("description")) out["description"] = *words;
            out["schedule"] = o->contains("schedule");
            out["parameters"] = parameters_of(*o, text);
        }
    } catch (core::job_error const& e) {
        problem = e.what();
    }
    out["ok"] = problem.empty();
    if (!problem.empty()) out["problem"] = problem;
    return out;
}

} // namespace

json::array listed_specs(std::vector<std::string> const& places) {
    json::array all;
    for (auto const& place : places) {
        std::error_code error;
        if (!fs::is_directory(place, error)) {
            all.push_back(listed(place));
            continue;
        }
        for (auto const& path : service::specs_in(place, error)) all.push_back(listed(path));
    }
    return all;
}

} // namespace muster::cli
