#include "provider/memberstack/requests.hpp"

#include "core/overload.hpp"
#include "core/write_json.hpp"
#include "provider/raw_requests.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace muster::provider::memberstack {

namespace json = boost::json;

namespace {

/// What adds a plan, or removes it. Put together by hand, as it is most of what goes out.
std::string plan_body(std::string_view plan_id) {
    std::string body = R"({"planId":)";
    core::write_json(body, plan_id);
    return body += '}';
}

/// Both flags, as the reference document shows them.
json::object all_options(core::delete_member const& c) {
    json::object all{{"deleteStripeCustomer", false}, {"cancelStripeSubscriptions", false}};
    for (auto const& given : c.options) all[given.key()] = given.value();
    return all;
}

} // namespace

std::string member_target(std::string_view id, std::string_view call) {
    std::string_view const members = "/members/";
    auto const name = http::percent_encode(id);
    std::string target;
    target.reserve(members.size() + name.size() + call.size());
    return target.append(members).append(name).append(call);
}

http::request request_for(assignment const& one) {
    auto const target = [&](std::string_view call = {}) { return member_target(one.member_id, call); };
    return std::visit(
        core::overload{
            [&](core::add_plan const& c) {
                return http::request(http::method::post, target("/add-plan"), plan_body(c.plan_id));
            },
            [&](core::remove_plan const& c) {
                return http::request(http::method::post, target("/remove-plan"), plan_body(c.plan_id));
            },
            [&](core::update_fields const& c) {
                return http::request(http::method::patch, target(), json::serialize(c.set));
            },
            [&](core::create_member const& c) {
                return http::request(http::method::post, "/members", json::serialize(c.document));
            },
            [](core::upsert_member const&) -> http::request {
                throw std::logic_error("Memberstack has no upsert, and objection() says so");
            },
            [&](core::delete_member const& c) {
                return http::request(http::method::del, target(), json::serialize(all_options(c)));
            },
            [](core::raw_request const& c) { return raw_requests::request_of(c); }},
        one.what);
}

} // namespace muster::provider::memberstack
