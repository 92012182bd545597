#include "engine/answers.hpp"

#include "core/errors.hpp"
#include "pacing/http_date.hpp"

namespace muster::engine {

bool shows_life(http::answer const& a) {
    auto const* const reply = std::get_if<http::reply>(&a);
    return reply != nullptr && reply->status < 500 && reply->status != 408;
}

std::string describe(http::answer const& a) {
    if (auto const* const fault = std::get_if<http::fault>(&a)) return fault->message;
    return "HTTP " + std::to_string(std::get<http::reply>(a).status);
}

core::wall_time clock_of(http::reply const& r, core::wall_time ours) {
    bool const holds_dates = !r.retry_after.empty() || !r.rate_limit_reset.empty();
    return holds_dates ? pacing::parse_http_date(r.date, ours).value_or(ours) : ours;
}

void refuse_hopeless(http::fault const& f) {
    if (f.kind == http::fault_kind::proxy_refused)
        throw core::job_error(core::exit_status::refused, f.message + ". The key was not sent.");
    if (f.kind != http::fault_kind::untrusted) return;
    throw core::job_error(core::exit_status::refused,
                          f.message
                              + ". The key was not sent. If this is your own server, name its certificate "
                                "authority in provider.caFile.");
}

} // namespace muster::engine
