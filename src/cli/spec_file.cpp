#include "cli/spec_file.hpp"

#include "cli/shown.hpp"
#include "core/errors.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace muster::cli {
namespace {

/// Over spec::parse's limit, so that it is the one to say so; under what an endless file would fill the
/// memory with.
constexpr std::size_t longest_file = 4 << 20;

[[noreturn]] void refuse_file(std::string const& message) {
    throw core::job_error(core::exit_status::usage, message);
}

[[noreturn]] void refuse_file(std::string const& path, std::string const& why) {
    refuse_file(shown_line(spec_file_name(path)) + ": cannot be read: " + why);
}

std::string read_all(std::string const& path, std::FILE* in) {
    std::string text;
    std::array<char, 65536> buffer{};
    for (;;) {
        auto const n = std::fread(buffer.data(), 1, buffer.size(), in);
        if (std::ferror(in)) refuse_file(path, std::strerror(errno));
        if (n == 0) return text;
        text.append(buffer.data(), n);
        if (text.size() > longest_file) refuse_file(path, "it is too long to be a spec");
    }
}

} // namespace

std::string read_spec_file(std::string const& path) {
    if (path == "-") return read_all(path, stdin);
    auto const close = [](std::FILE* f) { std::fclose(f); };
    std::unique_ptr<std::FILE, decltype(close)> const file(std::fopen(path.c_str(), "rbe"), close);
    if (!file) refuse_file(path, std::strerror(errno));
    return read_all(path, file.get());
}

std::string spec_file_name(std::string const& path) {
    return path == "-" ? "<stdin>" : path;
}

void refuse_rows_behind_spec(std::string const& path, spec::spec const& spec) {
    if (path != "-" || !spec.rows || spec.rows->file != source::rows_settings::standard_input) return;
    refuse_file(
        "both the spec and its rows are to come from standard input, and only one of them can: name a "
        "file for the other. Nothing was sent.");
}

spec::settings parse_settings(std::vector<std::string> const& options) {
    spec::settings result;
    for (auto const& option : options) {
        auto const equals = option.find('=');
        if (equals == 0 || equals == option.npos)
            refuse_file("--set needs name=value, e.g. --set planId=pln_abc");
        auto const name = option.substr(0, equals);
        if (!result.emplace(name, option.substr(equals + 1)).second) {
            refuse_file("--set names \"" + shown_line(name) + "\" twice");
        }
    }
    return result;
}

} // namespace muster::cli
