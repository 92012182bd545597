#include "cli/token_file.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sys/stat.h>

namespace muster::cli {

namespace {

constexpr std::size_t shortest_token = 16;

[[noreturn]] void refuse_tokens(std::string const& path, std::string const& why) {
    throw core::job_error(core::exit_status::usage, "the token file " + core::printable(path) + " " + why);
}

} // namespace

std::vector<std::pair<web::role, std::string>> read_token_file(std::string const& path) {
    struct stat info {};
    std::ifstream in(path);
    if (!in || ::stat(path.c_str(), &info) != 0)
        refuse_tokens(path, std::string("cannot be read: ") + std::strerror(errno));
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        refuse_tokens(path, "can be read by others; chmod 600 makes it yours alone");
    std::vector<std::pair<web::role, std::string>> tokens;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.empty()) continue;
        auto const colon = line.find(": ");
        auto const name = line.substr(0, colon);
        auto const token = colon == line.npos ? std::string() : line.substr(colon + 2);
        if (name != "read" && name != "act")
            refuse_tokens(path, "says neither read: TOKEN nor act: TOKEN in line " + std::to_string(number));
        if (token.size() < shortest_token)
            refuse_tokens(path, "holds a token of less than 16 characters in line " + std::to_string(number));
        core::register_secret(token);
        tokens.emplace_back(name == "read" ? web::role::read : web::role::act, token);
    }
    if (tokens.empty()) refuse_tokens(path, "holds no token");
    return tokens;
}

} // namespace muster::cli
