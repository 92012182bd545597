#include "engine/record_feed.hpp"

#include "core/errors.hpp"
#include "core/whole_number.hpp"

#include <algorithm>

namespace muster::engine {

namespace {

std::size_t as_index(std::string const& cursor, std::size_t records) {
    auto const index = cursor.empty() ? 0 : core::whole_number(cursor);
    if (!index || *index > records)
        throw core::job_error(core::exit_status::internal,
                              "the journal's cursor " + cursor + " is none of this spec's records");
    return static_cast<std::size_t>(*index);
}

core::member as_member(source::record const& r) {
    core::member m;
    m.id = r.reference;
    if (auto const* const email = r.document.if_contains("email"); email != nullptr && email->is_string())
        m.email = email->get_string();
    m.document = &r.document;
    return m;
}

} // namespace

record_feed::record_feed(spec::spec const& spec, async::stop& stop, std::string after,
                         std::function<void(core::member const&)> on_member)
    : spec_(spec),
      stop_(stop),
      next_(as_index(after, spec.records->size())),
      on_member_(std::move(on_member)) {}

boost::asio::awaitable<std::optional<sheet>> record_feed::next() {
    auto const& all = *spec_.records;
    if (next_ >= all.size() || stop_.requested()) co_return std::nullopt;
    sheet s;
    s.from = next_ == 0 ? std::string() : std::to_string(next_);
    auto const end = std::min(all.size(), next_ + most_on_sheet(spec_));
    s.proposals.reserve(end - next_);
    for (; next_ < end; ++next_) {
        auto const m = as_member(all.at(next_));
        if (on_member_) on_member_(m);
        s.proposals.push_back(look_at(m, spec_));
    }
    s.next = std::to_string(next_);
    s.more = next_ < all.size();
    s.total = all.size();
    co_return s;
}

} // namespace muster::engine
