#include "web/router.hpp"

#include "core/printable.hpp"
#include "journal/directory.hpp"

#include <array>
#include <optional>
#include <vector>

namespace muster::web {

namespace {

using kind = route::kind;

refusal not_found(std::string_view path) {
    return {404, "not-found", "There is no " + core::quoted(path) + " here."};
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The parts of a path between its slashes, decoded; nullopt: it cannot be.
std::optional<std::vector<std::string>> parts_of(std::string_view path) {
    std::vector<std::string> parts;
    path.remove_prefix(1);
    for (;;) {
        auto const end = path.find('/');
        if (!decode(path.substr(0, end), false, parts.emplace_back())) return std::nullopt;
        if (end == path.npos) return parts;
        path.remove_prefix(end + 1);
    }
}

std::optional<std::map<std::string, std::string>> query_of(std::string_view text) {
    std::map<std::string, std::string> all;
    while (!text.empty()) {
        auto const pair = text.substr(0, text.find('&'));
        text.remove_prefix(pair.size() + (pair.size() < text.size() ? 1 : 0));
        auto const equals = pair.find('=');
        std::string name, value;
        if (!decode(pair.substr(0, equals), true, name)
            || !decode(equals == pair.npos ? std::string_view() : pair.substr(equals + 1), true, value))
            return std::nullopt;
        all.emplace(std::move(name), std::move(value));
    }
    return all;
}

/// A path below /api/: how many parts it has, and the words that it is known by; the part between is its
/// subject.
struct pattern {
    std::string_view first; ///< the part behind `api`
    std::string_view last;  ///< the part behind the subject; empty = there is none
    bool subject;
    bool post;
    kind what;
};

constexpr std::array patterns{
    pattern{"session", "", false, false, kind::session},
    pattern{"jobs", "", false, false, kind::jobs},
    pattern{"events", "", false, false, kind::events},
    pattern{"schedule", "", false, false, kind::schedule},
    pattern{"specs", "", false, false, kind::specs},
    pattern{"jobs", "", true, false, kind::job},
    pattern{"jobs", "events", true, false, kind::job_events},
    pattern{"jobs", "failures", true, false, kind::failures},
    pattern{"jobs", "results", true, false, kind::results},
    pattern{"jobs", "acts", true, false, kind::acts},
    pattern{"jobs", "undo-plan", true, false, kind::undo_plan},
    pattern{"jobs", "retry-plan", true, false, kind::retry_plan},
    pattern{"jobs", "verify", true, false, kind::verify},
    pattern{"jobs", "pause", true, true, kind::steer},
    pattern{"jobs", "continue", true, true, kind::steer},
    pattern{"jobs", "rate", true, true, kind::steer},
    pattern{"jobs", "stop", true, true, kind::steer},
    pattern{"jobs", "resume", true, true, kind::resume},
    pattern{"jobs", "retry", true, true, kind::retry},
    pattern{"jobs", "undo", true, true, kind::undo},
    pattern{"specs", "plan", true, true, kind::plan},
    pattern{"plans", "start", true, true, kind::start},
    pattern{"members", "", true, false, kind::history},
};

pattern const* find(std::vector<std::string> const& parts) {
    for (auto const& p : patterns) {
        std::size_t const size = 2 + (p.subject ? 1U : 0U) + (p.last.empty() ? 0U : 1U);
        if (parts.size() == size && parts[1] == p.first && (p.last.empty() || parts.back() == p.last))
            return &p;
    }
    return nullptr;
}

bool must_be_id(pattern const& p) {
    return p.subject && (p.first == "jobs" || p.first == "plans");
}

std::variant<route, refusal> read_api(std::string_view method, std::string_view path,
                                      std::vector<std::string> const& parts) {
    auto const* const p = find(parts);
    if (p == nullptr) return not_found(path);
    if (method != (p->post ? "POST" : "GET"))
        return refusal{405, "method-not-allowed",
                       std::string(p->post ? "POST" : "GET") + " is what " + core::quoted(path) + " takes."};
    route found;
    found.what = p->what;
    if (p->subject) found.subject = parts[2];
    if (p->subject && (found.subject.empty() || found.subject.size() > longest_subject))
        return not_found(path);
    if (must_be_id(*p) && !journal::is_job_id(found.subject)) return not_found(path);
    if (p->post) found.act = p->last;
    return found;
}

} // namespace

bool decode(std::string_view text, bool plus_is_space, std::string& into) {
    into.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return false;
            auto const high = digit_of(text[i + 1]), low = digit_of(text[i + 2]);
            if (high < 0 || low < 0) return false;
            c = static_cast<char>(16 * high + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') return false;
        into += c;
    }
    return true;
}

std::variant<route, refusal> read_route(std::string_view method, std::string_view target) {
    auto const mark = target.find('?');
    auto const path = target.substr(0, mark);
    if (!path.starts_with('/')) return not_found(path);
    auto const parts = parts_of(path);
    auto query = query_of(mark == target.npos ? std::string_view() : target.substr(mark + 1));
    if (!parts || !query)
        return refusal{400, "bad-request", "The address is not percent-encoded as it should be."};
    std::variant<route, refusal> found;
    if (parts->front() == "api" && parts->size() > 1) {
        found = read_api(method, path, *parts);
    } else if (method != "GET") {
        return refusal{405, "method-not-allowed", "GET is what " + core::quoted(path) + " takes."};
    } else if (path == "/login") {
        found = route{kind::login};
    } else if (path == "/metrics") {
        found = route{kind::metrics};
    } else {
        // Names are looked for among those of the page, and nowhere else.
        found = route{kind::asset, path == "/" ? "index.html" : std::string(path.substr(1))};
    }
    if (auto* const r = std::get_if<route>(&found)) r->query = *std::move(query);
    return found;
}

} // namespace muster::web
