#include "sandbox/memberpulse/shelf.hpp"

#include "core/read_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::sandbox::memberpulse {

void shelf::write(entry& record, boost::json::object const& document) {
    if (!record.email.empty()) by_email_.erase(record.email);
    auto const* const email = document.if_contains("email");
    bool const has_one = email != nullptr && email->is_string();
    record.email = has_one ? std::string(email->get_string()) : std::string();
    record.text = boost::json::serialize(document);
    if (!record.email.empty()) by_email_[record.email] = &record;
}

entry const& shelf::add(std::string id, boost::json::object const& document) {
    auto& record = *in_order_.emplace_back(std::make_unique<entry>());
    record.position = ++last_;
    record.id = std::move(id);
    by_id_[record.id] = &record;
    write(record, document);
    return record;
}

entry const* shelf::find(std::string_view id) const {
    auto const at = by_id_.find(id);
    return at != by_id_.end() ? at->second : nullptr;
}

entry const* shelf::find_by_email(std::string_view email) const {
    auto const at = by_email_.find(email);
    return at != by_email_.end() ? at->second : nullptr;
}

void shelf::replace(entry const& record, boost::json::object const& document) {
    write(*by_id_.at(record.id), document);
}

void shelf::remove(entry const& record) {
    auto const at = std::lower_bound(
        in_order_.begin(), in_order_.end(), record.position,
        [](std::unique_ptr<entry> const& e, std::uint64_t position) { return e->position < position; });
    by_id_.erase(record.id);
    if (!record.email.empty()) by_email_.erase(record.email);
    in_order_.erase(at);
}

boost::json::object document_of(entry const& record) {
    return core::read_json(record.text).as_object();
}

} // namespace muster::sandbox::memberpulse
