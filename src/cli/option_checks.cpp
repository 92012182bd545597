#include "cli/option_checks.hpp"

#include "core/node.hpp"
#include "core/printable.hpp"
#include "http/endpoint.hpp"

// Named here, too: by this line the build knows what is compiled without optimization.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <stdexcept>

namespace muster::cli {

namespace {

std::string joined(std::vector<std::string> const& words, std::string const& between,
                   std::string const& last) {
    std::string all;
    for (std::size_t i = 0; i < words.size(); ++i)
        all += (i == 0 ? "" : i + 1 == words.size() ? last : between) + words[i];
    return all;
}

std::string range_name(std::uint64_t least, std::uint64_t most) {
    return std::to_string(least) + ".." + std::to_string(most);
}

// CLI11 takes an empty text for "nothing is wrong".
CLI::Validator check_named(std::string const& name,
                           std::function<std::optional<std::string>(std::string const&)> mistake) {
    auto const check = [mistake = std::move(mistake)](std::string& value) {
        return mistake(value).value_or("");
    };
    return CLI::Validator(check, name);
}

std::optional<std::string> mistake_in_choice(std::string const& value,
                                             std::vector<std::string> const& words) {
    if (std::find(words.begin(), words.end(), value) != words.end()) return std::nullopt;
    auto const near = core::nearest(value, {words.begin(), words.end()});
    return "must be " + joined(words, ", ", " or ") + ", not " + core::quoted(value)
           + (near ? "; did you mean " + *near + "?" : "");
}

void refuse_lost_values_of(CLI::App& command) {
    std::vector<std::string> names;
    for (auto const* const option : command.get_options())
        for (auto const& name : option->get_lnames()) names.push_back("--" + name);
    auto const lost = [names](std::string const& value) -> std::optional<std::string> {
        if (value.empty()) return "is given without a value";
        auto const name = value.substr(0, value.find('='));
        if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
        return "is given without a value: " + name + " is the next option";
    };
    for (auto* const option : command.get_options())
        // The check has no name, so that it does not show in a help.
        if (option->get_items_expected_max() > 0) option->check(check_named("", lost));
}

} // namespace

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
    number_range const within{least, most};
    return check_named(range_name(least, most),
                       [within](std::string const& v) { return mistake_in_whole_number(v, within); });
}

CLI::Validator decimal_number(std::uint64_t least, std::uint64_t most) {
    number_range const within{least, most};
    return check_named(range_name(least, most),
                       [within](std::string const& v) { return mistake_in_decimal_number(v, within); });
}

CLI::Validator one_of(std::vector<std::string> words) {
    auto const name = joined(words, "|", "|");
    return check_named(
        name, [words = std::move(words)](std::string const& v) { return mistake_in_choice(v, words); });
}

CLI::Validator address() {
    return check_named("URL", [](std::string const& v) -> std::optional<std::string> {
        try {
            http::parse_endpoint(v);
        } catch (std::invalid_argument const& why) {
            return why.what();
        }
        return std::nullopt;
    });
}

std::string value_name(CLI::Option const& option) {
    if (option.get_items_expected_max() == 0) return {};
    // CLI11 makes "TYPE" or "TYPE:CHECK" of it; its own choices stand as {a,b}.
    auto name = option.get_type_name();
    name.erase(0, name.find(':') + 1);
    if (!name.starts_with('{')) return name;
    std::replace(name.begin(), name.end(), ',', '|');
    return name.substr(1, name.size() - 2);
}

std::vector<std::string> choices_of(CLI::Option const& option) {
    std::vector<std::string> words;
    auto const name = value_name(option);
    if (name.find('|') == std::string::npos) return words;
    for (std::size_t from = 0; from <= name.size();) {
        auto const end = std::min(name.find('|', from), name.size());
        words.push_back(name.substr(from, end - from));
        from = end + 1;
    }
    return words;
}

void refuse_lost_values(CLI::App& app) {
    refuse_lost_values_of(app);
    for (auto* const command : app.get_subcommands([](CLI::App const*) { return true; }))
        refuse_lost_values(*command);
}

} // namespace muster::cli
