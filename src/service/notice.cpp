#include "service/notice.hpp"

#include "core/digest.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "spec/notify_block.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace muster::service {

namespace {

namespace json = boost::json;

using core::outcome;
using event = notify::event;

bool is_bad(event e) {
    return e != event::complete;
}

/// What it is about.
std::string subject_of(news const& n) {
    return n.job_id.empty() ? "spec " + n.spec_name : "job " + n.job_id;
}

std::string outcomes(journal::counts const& totals) {
    std::string text;
    for (auto const o : {outcome::done, outcome::already, outcome::gone, outcome::failed, outcome::unknown})
        if (auto const members = totals.of(o); members > 0)
            text += (text.empty() ? "" : ", ") + std::to_string(members) + ' ' + std::string(to_string(o));
    return text.empty() ? "nobody was to be changed" : text;
}

std::string headline(news const& n, bool recovery) {
    auto const who = "muster: " + subject_of(n);
    switch (n.now) {
    case event::complete: return who + (recovery ? " is complete: all is well again" : " is complete");
    case event::failed: return who + (n.reason.empty() ? " is complete, but members failed" : " failed");
    case event::stopped: return who + " stopped";
    case event::late: return who + " is late";
    }
    return who;
}

/// Slack reads these as the beginnings of links and entities.
std::string for_slack(std::string_view text) {
    std::string escaped;
    for (char const c : text) {
        if (c == '&')
            escaped += "&amp;";
        else if (c == '<')
            escaped += "&lt;";
        else if (c == '>')
            escaped += "&gt;";
        else
            escaped += c;
    }
    return escaped;
}

} // namespace

bool is_recovery(std::optional<event> told, event now) {
    return now == event::complete && told && is_bad(*told);
}

bool is_told(std::optional<event> told, event now, std::vector<event> const& on) {
    if (told == now) return false;
    return is_recovery(told, now) || std::find(on.begin(), on.end(), now) != on.end();
}

std::string sentence(news const& n, bool recovery) {
    auto text = headline(n, recovery);
    if (!n.reason.empty()) text += ": " + core::printable(core::redact(n.reason));
    if (n.totals) text += "; " + outcomes(*n.totals);
    if (!n.next.empty()) text += "; next: " + n.next;
    return text;
}

json::object webhook_body(news const& n, bool recovery) {
    json::object data{{"spec", n.spec_name}, {"state", to_string(n.now)}, {"recovery", recovery}};
    if (!n.job_id.empty()) {
        data["job"] = n.job_id;
        data["run"] = n.run;
        data["exitStatus"] = n.status;
    }
    if (!n.reason.empty()) data["reason"] = core::printable(core::redact(n.reason));
    if (n.totals) {
        json::object members;
        for (auto const o :
             {outcome::done, outcome::already, outcome::gone, outcome::failed, outcome::unknown})
            members[to_string(o)] = n.totals->of(o);
        data["outcomes"] = std::move(members);
    }
    if (!n.next.empty()) data["next"] = n.next;
    json::object body;
    body["type"] = "job." + std::string(to_string(n.now));
    body["timestamp"] = core::to_iso8601(n.at);
    body["text"] = for_slack(sentence(n, recovery));
    body["data"] = std::move(data);
    return body;
}

std::string mail(news const& n, bool recovery, std::string const& to) {
    return "To: " + to + "\nSubject: " + headline(n, recovery)
           + "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
             "Auto-Submitted: auto-generated\n\n"
           + sentence(n, recovery) + "\n";
}

std::string message_id(news const& n) {
    auto const what = n.spec_name + '\n' + n.job_id + '\n' + std::to_string(n.run) + '\n'
                      + std::string(to_string(n.now)) + '\n' + core::to_iso8601(n.at);
    return "msg_" + core::sha256(what).substr(0, 32);
}

std::string ping_url(std::string const& url, std::string const& word, std::string const& run_id) {
    auto const query = url.find('?');
    auto path = url.substr(0, query);
    while (path.ends_with('/')) path.pop_back();
    auto const rest = query == url.npos ? "?" : url.substr(query) + "&";
    return path + '/' + word + rest + "rid=" + run_id;
}

std::string run_id(std::string const& job_id, std::uint64_t run) {
    auto hex = core::sha256(job_id + '\n' + std::to_string(run)).substr(0, 32);
    hex[12] = '8'; // RFC 9562: a UUID of a form of one's own
    hex[16] = 'a';
    for (auto const at : {20, 16, 12, 8}) hex.insert(static_cast<std::size_t>(at), 1, '-');
    return hex;
}

} // namespace muster::service
