#include "sandbox/publisher/roll.hpp"

#include "core/read_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::sandbox::publisher {

entry const& roll::add(boost::json::object const& document) {
    auto made = std::make_unique<entry>();
    made->id = std::string_view(document.at("id").as_string());
    made->ref = std::string_view(document.at("ref").as_string());
    made->text = boost::json::serialize(document);
    made->position = ++added_;
    by_id_[made->id] = made.get();
    by_ref_[made->ref] = made.get();
    order_.push_back(std::move(made));
    return *order_.back();
}

entry const* roll::by_id(std::string_view id) const {
    auto const at = by_id_.find(id);
    return at != by_id_.end() ? at->second : nullptr;
}

entry const* roll::by_ref(std::string_view ref) const {
    auto const at = by_ref_.find(ref);
    return at != by_ref_.end() ? at->second : nullptr;
}

void roll::replace(entry const& member, boost::json::object const& document) {
    by_id_.at(member.id)->text = boost::json::serialize(document);
}

void roll::remove(std::vector<entry const*> const& members) {
    // All in one pass, however many: an offset must be found at once in a list of millions.
    for (auto const* const each : members) {
        by_ref_.erase(each->ref);
        by_id_.erase(each->id);
    }
    std::erase_if(order_, [&](auto const& each) { return by_id_.find(each->id) == by_id_.end(); });
}

std::vector<entry const*> roll::list(std::uint64_t offset, std::uint64_t limit) const {
    std::vector<entry const*> found;
    auto const from = std::min<std::uint64_t>(offset, order_.size());
    auto const count = std::min<std::uint64_t>(limit, order_.size() - from);
    for (std::uint64_t i = from; i < from + count; ++i) found.push_back(order_[i].get());
    return found;
}

boost::json::object document_of(entry const& member) {
    return core::read_json(member.text).as_object();
}

} // namespace muster::sandbox::publisher
