#include "bulk_provider.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace muster::simulated {

namespace json = boost::json;

namespace {

constexpr std::string_view together = "/bulk";
constexpr std::string_view one_by_one = "/bulk?each=true";
constexpr std::size_t at_once = 3;

class bulk_provider final : public provider::provider {
public:
    explicit bulk_provider(bool each)
        : each_(each),
          one_(muster::provider::make("memberstack")),
          profile_(one_->about()) {
        profile_.kind = each ? "bulk-each" : "bulk";
        for (auto const* const kind : {"addPlan", "removePlan", "update", "delete"})
            profile_.can.bulks.push_back({kind, at_once});
    }

    muster::provider::profile const& about() const override { return profile_; }
    http::request perform(std::span<muster::provider::assignment const> unit) const override {
        json::array parts;
        for (auto const& a : unit) {
            auto const r = one_->perform({&a, 1});
            parts.push_back(
                json::object{{"method", http::to_string(r.verb)}, {"target", r.target}, {"body", r.body}});
        }
        return {http::method::post, std::string(each_ ? one_by_one : together), json::serialize(parts)};
    }
    muster::provider::judgement judge(std::span<muster::provider::assignment const> unit,
                                      http::reply const& r) const override {
        if (!each_ || r.status < 200 || r.status >= 300) return one_->judge(unit.first(1), r);
        boost::system::error_code error;
        auto const said = json::parse(r.body, error);
        if (error || !said.is_array() || said.get_array().size() != unit.size())
            return core::verdict(core::transient{"a reply that was cut short"});
        std::vector<core::verdict> each;
        for (std::size_t i = 0; i < unit.size(); ++i) {
            http::reply one;
            auto const& part = said.get_array()[i].as_object();
            one.status = part.at("status").to_number<unsigned>();
            one.body = std::string(part.at("body").as_string());
            each.push_back(std::get<core::verdict>(one_->judge(unit.subspan(i, 1), one)));
        }
        return each;
    }

    bool is_live(std::string_view key, std::string_view url) const override {
        return one_->is_live(key, url);
    }
    http::request list(muster::provider::list_query const& q) const override { return one_->list(q); }
    std::variant<muster::provider::page, muster::provider::page_fault, core::verdict> read_page(
        muster::provider::list_query const& q, http::reply const& r,
        json::monotonic_resource& arena) const override {
        return one_->read_page(q, r, arena);
    }
    http::request get(std::string_view id) const override { return one_->get(id); }
    std::variant<muster::provider::found_member, core::verdict> read_member(
        http::reply const& r, json::monotonic_resource& arena) const override {
        return one_->read_member(r, arena);
    }
    http::request verify_token(std::string_view token) const override { return one_->verify_token(token); }
    muster::provider::doubt in_doubt(core::change const& c) const override { return one_->in_doubt(c); }
    bool needs_current(core::change const& c) const override { return one_->needs_current(c); }
    core::change complete(core::change const& c, core::member const& now) const override {
        return one_->complete(c, now);
    }
    muster::provider::effect test(core::change const& c, core::member const& now) const override {
        return one_->test(c, now);
    }
    json::object before_image(core::change const& c, core::member const& now) const override {
        return one_->before_image(c, now);
    }
    std::optional<std::string> objection(core::change const& c) const override { return one_->objection(c); }

private:
    bool each_;
    std::unique_ptr<muster::provider::provider> one_;
    muster::provider::profile profile_;
};

void add(char const* name, bool each) {
    if (muster::provider::find_kind(name) != nullptr) return;
    muster::provider::add_kind({name,
                                "Three members in one request.",
                                {},
                                muster::provider::whole_vocabulary(),
                                [each](core::node const&) { return std::make_unique<bulk_provider>(each); }});
}

} // namespace

void add_bulk_providers() {
    add("bulk", false);
    add("bulk-each", true);
}

bool is_bulk(http::request const& r) {
    return r.target == together || r.target == one_by_one;
}

bool wants_each(http::request const& r) {
    return r.target == one_by_one;
}

std::vector<http::request> parts_of(http::request const& r) {
    if (!is_bulk(r)) return {r};
    std::vector<http::request> parts;
    auto const all = json::parse(r.body);
    for (auto const& each : all.as_array()) {
        auto const& part = each.as_object();
        parts.emplace_back(http::parse_method(part.at("method").as_string()).value(),
                           std::string(part.at("target").as_string()),
                           std::string(part.at("body").as_string()));
    }
    return parts;
}

} // namespace muster::simulated
