#include "bulk_provider.hpp"

#include "memberstack_like.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::simulated {

namespace json = boost::json;

namespace {

constexpr std::string_view together = "/bulk";
constexpr std::string_view one_by_one = "/bulk?each=true";
constexpr std::string_view look_ups = "/bulk?look=true";
constexpr std::size_t at_once = 3;

class bulk_provider final : public memberstack_like {
public:
    explicit bulk_provider(bool each) : each_(each) {
        profile_.kind = each ? "bulk-each" : "bulk";
        for (auto const* const kind : {"addPlan", "removePlan", "update", "delete"})
            profile_.can.bulks.push_back({kind, at_once});
        profile_.can.looked_up_at_once = profile_.can.looked_up_by_reference = at_once;
    }

    http::request perform(std::span<muster::provider::assignment const> unit) const override {
        return joined(each_ ? one_by_one : together, unit, [&](auto const& a) {
            return one_->perform({&a, 1});
        });
    }
    muster::provider::judgement judge(std::span<muster::provider::assignment const> unit,
                                      http::reply const& r) const override {
        if (!each_ || r.status < 200 || r.status >= 300) return one_->judge(unit.first(1), r);
        auto const replies = split(r.body, unit.size());
        if (replies.empty()) return core::verdict(core::transient{"a reply that was cut short"});
        std::vector<core::verdict> each;
        for (std::size_t i = 0; i < unit.size(); ++i)
            each.push_back(std::get<core::verdict>(one_->judge(unit.subspan(i, 1), replies[i])));
        return each;
    }

    http::request look_up(std::span<muster::provider::assignment const> members) const override {
        return joined(look_ups, members, [&](auto const& a) { return one_->get(a.member_id); });
    }
    std::variant<std::vector<muster::provider::found_member>, core::verdict> read_found(
        std::span<muster::provider::assignment const> members, http::reply const& r,
        json::monotonic_resource& arena) const override {
        if (r.status < 200 || r.status >= 300) return std::get<core::verdict>(one_->read_member(r, arena));
        auto const replies = split(r.body, members.size());
        if (replies.empty()) return core::verdict(core::transient{"a reply that was cut short"});
        std::vector<muster::provider::found_member> found;
        for (auto const& one : replies) {
            auto read = one_->read_member(one, arena);
            if (auto* const v = std::get_if<core::verdict>(&read)) return std::move(*v);
            found.push_back(std::get<muster::provider::found_member>(read));
        }
        return found;
    }

private:
    template <class Request_of>
    static http::request joined(std::string_view target,
                                std::span<muster::provider::assignment const> members,
                                Request_of const& request_of) {
        json::array parts;
        for (auto const& a : members) {
            auto const r = request_of(a);
            parts.push_back(
                json::object{{"method", http::to_string(r.verb)}, {"target", r.target}, {"body", r.body}});
        }
        return {http::method::post, std::string(target), json::serialize(parts)};
    }

    /// The replies to so many parts; none, if these are not so many.
    static std::vector<http::reply> split(std::string const& body, std::size_t parts) {
        boost::system::error_code error;
        auto const said = json::parse(body, error);
        if (error || !said.is_array() || said.get_array().size() != parts) return {};
        std::vector<http::reply> all;
        for (auto const& each : said.get_array()) {
            http::reply one;
            one.status = each.as_object().at("status").to_number<unsigned>();
            one.body = std::string(each.as_object().at("body").as_string());
            all.push_back(std::move(one));
        }
        return all;
    }

    bool each_;
};

void add(char const* name, bool each) {
    muster::provider::add_kind({name,
                                "Three members in one request.",
                                {},
                                muster::provider::whole_vocabulary(),
                                [each](core::node const&) { return std::make_unique<bulk_provider>(each); }});
}

/// Before the first case, so that none needs another to have run before it.
struct with_bulk_providers {
    with_bulk_providers() {
        add("bulk", false);
        add("bulk-each", true);
    }
};
BOOST_TEST_GLOBAL_FIXTURE(with_bulk_providers);

} // namespace

bool is_bulk(http::request const& r) {
    return r.target == together || r.target == one_by_one;
}

bool wants_each(http::request const& r) {
    return r.target == one_by_one;
}

bool is_bulk_look(http::request const& r) {
    return r.target == look_ups;
}

std::vector<http::request> parts_of(http::request const& r) {
    if (!is_bulk(r) && !is_bulk_look(r)) return {r};
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
