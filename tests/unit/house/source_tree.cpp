#include "source_tree.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace muster::house {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> read_tree(fs::path const& root) {
    std::map<std::string, std::string> files;
    for (auto const& entry : fs::recursive_directory_iterator(root)) {
        auto const& path = entry.path();
        if (path.extension() != ".hpp" && path.extension() != ".cpp") continue;
        std::ifstream in(path, std::ios::binary);
        files[path.lexically_relative(root).string()] = std::string(std::istreambuf_iterator<char>(in), {});
    }
    return files;
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// The end of what begins at `at`: a comment, a literal; or `at` itself if it is plain code.
std::size_t end_of_uncode(std::string_view text, std::size_t at) {
    auto const after = [&](std::string_view mark, std::size_t from) {
        auto const found = text.find(mark, from);
        return found == text.npos ? text.size() : found + mark.size();
    };
    auto const rest = text.substr(at);
    if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
    if (rest.starts_with("/*")) return after("*/", at + 2);
    if (rest.starts_with("R\"")) {
        auto const open = std::min(text.find('(', at), text.size());
        auto const delimiter = std::string(text.substr(at + 2, open - at - 2));
        return after(")" + delimiter + "\"", open);
    }
    if (rest.front() == '\'' && at > 0 && std::isdigit(static_cast<unsigned char>(text[at - 1])) != 0)
        return at; // 1'000
    if (rest.front() != '"' && rest.front() != '\'') return at;
    auto end = at + 1;
    while (end < text.size() && text[end] != rest.front()) end += text[end] == '\\' ? 2 : 1;
    return std::min(end + 1, text.size());
}

} // namespace

std::map<std::string, std::string> const& source_files() {
    static auto const files = read_tree(fs::path(MUSTER_SOURCE_DIR) / "src");
    return files;
}

std::string code_only(std::string_view text) {
    std::string code;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = end_of_uncode(text, at);
        if (end == at) {
            code += text[at++];
            continue;
        }
        bool const literal = text[at] != '/';
        if (literal && text[at] == 'R' && at > 0 && is_word(text[at - 1])) { // a name that ends in R
            code += text[at++];
            continue;
        }
        if (literal) code += "\"\"";
        for (auto const c : text.substr(at, end - at))
            if (c == '\n') code += c;
        at = end;
    }
    return code;
}

std::vector<std::string> included(std::string_view text) {
    constexpr std::string_view directive = "#include ";
    std::vector<std::string> names;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('\n', at), text.size());
        auto const line = text.substr(at, end - at);
        if (line.starts_with(directive)) {
            auto const name = line.substr(directive.size());
            names.emplace_back(name.substr(0, name.find_first_of("\">", 1) + 1));
        }
        at = end + 1;
    }
    return names;
}

} // namespace muster::house
