#include "platform_twin.hpp"

#include "as_received.hpp"
#include "sandbox/registry.hpp"
#include "twin_dialects.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::simulated {

namespace json = boost::json;

namespace {

constexpr std::size_t no_cap = 1'000'000;

std::unique_ptr<sandbox::platform> make(std::string const& kind, std::size_t size, sandbox::ledger& effects) {
    sandbox::beginning with;
    with.members = size;
    with.cap = no_cap;
    return sandbox::find_kind(kind)->make(with)(effects);
}

} // namespace

platform_twin::platform_twin(std::string const& kind, std::size_t size, bool of_records)
    : speaks_(dialect_of(kind)),
      of_records_(of_records),
      platform_(make(kind, size, effects_)) {
    learn_references();
}

/// At no time of day, so that a change which is made twice leaves the same behind as one that is made once.
sandbox::reply platform_twin::pass_on(http::request const& r) const {
    return platform_->answer(
        {std::string(http::to_string(r.verb)), std::string(speaks_.folder) + r.target, {}, r.body}, {},
        nullptr);
}

/// A request for a page, of no more members than the platform gives.
http::request platform_twin::cut(http::request r) const {
    auto const at = speaks_.page_size.empty() ? std::string::npos : r.target.find(speaks_.page_size);
    if (at == std::string::npos) return r;
    auto const from = at + speaks_.page_size.size();
    auto const end = std::min(r.target.find('&', from), r.target.size());
    auto const asked = std::stoul(r.target.substr(from, end - from));
    r.target.replace(from, end - from, std::to_string(std::min(asked, largest_page)));
    return r;
}

http::reply platform_twin::answer(http::request const& r) {
    if (!key_trouble.empty()) return as_received(platform_->error(401, "unauthorized", key_trouble));
    auto const names = changed_by(r);
    if (names.empty()) return as_received(pass_on(is_page(r) ? cut(r) : r));
    for (auto const& each : names) ++ledger_[each].change_requests;
    if (std::any_of(names.begin(), names.end(),
                    [&](auto const& each) { return unacceptable.contains(each); }))
        return as_received(platform_->error(speaks_.refusal, "not-today", "no"));
    std::vector<std::string> before;
    for (auto const& each : names) before.push_back(text_of(each));
    auto said = as_received(pass_on(r));
    if (of_records_) learn_references();
    for (std::size_t i = 0; i < names.size(); ++i)
        if (text_of(names[i]) != before[i]) ++ledger_[names[i]].changes;
    return said;
}

std::vector<std::string> platform_twin::changed_by(http::request const& r) const {
    auto all = speaks_.changed_by(r);
    if (all.are_references && !of_records_)
        for (auto& each : all.names) each = ids_.at(each);
    return std::move(all.names);
}

bool platform_twin::is_page(http::request const& r) const {
    return speaks_.is_page(r);
}

void platform_twin::disturb(http::reply& page, http::request const&, std::uint64_t how,
                            std::function<std::uint64_t(std::uint64_t)> const& below) const {
    boost::system::error_code error;
    auto body = json::parse(page.body, error);
    auto* const list = error || page.status != 200 ? nullptr : speaks_.page_in(body);
    if (list == nullptr || list->empty()) return;
    auto const which = below(list->size());
    if (how == 1) {
        auto& member = (*list)[which].as_object();
        member.erase("id");
        member.erase("_id");
    } else if (how == 2 && speaks_.goes_on_behind_last) {
        list->resize(which + 1);
    } else {
        list->push_back((*list)[which]);
    }
    page.body = json::serialize(body);
}

void platform_twin::insert(std::uint64_t position) {
    if (!inserted_.insert(position).second) return;
    static_cast<void>(pass_on(speaks_.newcomer("newcomer-" + std::to_string(position))));
    learn_references();
}

void platform_twin::erase(std::string const& member) {
    static_cast<void>(pass_on(speaks_.removal(id_of(member))));
}

std::vector<json::object> platform_twin::everyone() const {
    auto body = json::parse(pass_on(speaks_.everyone()).body);
    std::vector<json::object> all;
    for (auto const& each : *speaks_.page_in(body)) all.push_back(each.as_object());
    return all;
}

void platform_twin::learn_references() {
    for (auto const& each : everyone()) ids_[reference_in(each, speaks_)] = id_in(each);
}

std::set<std::string> platform_twin::members() const {
    std::set<std::string> all;
    for (auto const& each : everyone()) all.insert(of_records_ ? reference_in(each, speaks_) : id_in(each));
    return all;
}

std::string platform_twin::id_of(std::string const& member) const {
    auto const known = of_records_ ? ids_.find(member) : ids_.end();
    return known != ids_.end() ? known->second : member;
}

std::string platform_twin::text_of(std::string const& member) const {
    return platform_->member(id_of(member)).value_or(std::string());
}

bool platform_twin::exists(std::string const& member) const {
    return platform_->member(id_of(member)).has_value();
}

json::object platform_twin::document(std::string const& member) const {
    return json::parse(platform_->member(id_of(member)).value()).as_object();
}

} // namespace muster::simulated
