#pragma once
#include "provider/inquiry.hpp"
#include "provider/registry.hpp"
#include "sandbox/registry.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>

#include <functional>
#include <map>
#include <memory>

namespace muster::provider::tests {

/// A platform, with these settings, and a fake one that its inquiry is put to.
class interview {
public:
    using answerer = std::function<http::reply(http::request const&)>;

    interview(std::string const& kind, boost::json::object settings, sandbox::beginning const& begun)
        : prefix_(kind == "memberpulse" ? "/api" : "") {
        if (kind == "publisher") {
            settings.emplace("baseUrl", "https://one.example.com");
            settings.emplace("memberBaseId", "mb_sandbox");
        }
        if (kind == "memberstack-tables") settings.emplace("table", "products");
        core::problems mistakes;
        boost::json::value const block(std::move(settings));
        asks_ = find_kind(kind)->read(core::node(block, "", mistakes));
        BOOST_REQUIRE(mistakes.empty());
        sandbox::settings unlimited;
        unlimited.requests_per_second = 0;
        answers_ = std::make_unique<sandbox::gateway>(unlimited, sandbox::find_kind(kind)->make(begun));
    }

    /// Asks all that there is to ask; `between` stands before the fake platform, if given.
    void lead(std::function<http::reply(http::request const&, answerer const&)> const& between = {}) {
        answerer const through = [this](http::request const& r) { return answer(r); };
        while (auto const next = asks_->inquire(replies_).next()) {
            BOOST_REQUIRE_LT(replies_.size(), 20U);
            sent.push_back(*next);
            replies_.push_back(between ? between(*next, through) : through(*next));
        }
        auto const end = asks_->inquire(replies_);
        for (auto const& each : end.found()) found.emplace(each.what, each);
    }

    /// `fits: what was seen`, with ` -> {...}` where something else is to be set; empty if nothing was found.
    [[nodiscard]] std::string of(std::string const& what) const {
        auto const at = found.find(what);
        if (at == found.end()) return {};
        constexpr char const* words[] = {"fits: ", "better: ", "wrong: ", "open: "};
        auto text = words[static_cast<int>(at->second.as_set)] + at->second.seen;
        if (!at->second.set.empty()) text += " -> " + boost::json::serialize(at->second.set);
        return text;
    }

    std::map<std::string, finding> found;
    std::vector<http::request> sent;

private:
    http::reply answer(http::request const& r) {
        sandbox::request const as_sent{std::string(http::to_string(r.verb)), prefix_ + r.target, "sk_sb_test",
                                       r.body};
        auto const given = answers_->answer(as_sent, core::instant(std::chrono::seconds(1000)),
                                            core::wall_time(std::chrono::seconds(1'767'225'600)));
        return reply(given.status, given.body);
    }

    std::string prefix_;
    std::unique_ptr<provider> asks_;
    std::unique_ptr<sandbox::gateway> answers_;
    std::vector<http::reply> replies_;
};

} // namespace muster::provider::tests
