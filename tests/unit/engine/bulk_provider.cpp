#include "bulk_provider.hpp"

#include "memberstack_like.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace muster::simulated {

namespace json = boost::json;

namespace {

constexpr std::string_view together = "/bulk";
constexpr std::string_view one_by_one = "/bulk?each=true";
constexpr std::size_t at_once = 3;

class bulk_provider final : public memberstack_like {
public:
    explicit bulk_provider(bool each) : each_(each) {
        profile_.kind = each ? "bulk-each" : "bulk";
        for (auto const* const kind : {"addPlan", "removePlan", "update", "delete"})
            profile_.can.bulks.push_back({kind, at_once});
    }

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

private:
    bool each_;
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
