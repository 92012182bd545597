#pragma once
#include <boost/json/object.hpp>

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace muster::journal {

/// Reads the fields of one line; throws std::invalid_argument that names the one that is missing or of the
/// wrong type.
class fields {
public:
    explicit fields(boost::json::object const& o) : object_(o) {}
    [[nodiscard]] std::string text(char const* key) const {
        auto const* const v = find(key);
        if (v == nullptr || !v->is_string()) bad(key);
        return std::string(v->get_string());
    }
    [[nodiscard]] std::string text_or_empty(char const* key) const {
        return find(key) ? text(key) : std::string();
    }
    [[nodiscard]] std::vector<std::string> texts_or_empty(char const* key) const {
        auto const* const v = find(key);
        std::vector<std::string> all;
        if (v == nullptr) return all;
        if (!v->is_array()) bad(key);
        for (auto const& each : v->get_array()) {
            if (!each.is_string()) bad(key);
            all.emplace_back(each.get_string());
        }
        return all;
    }
    [[nodiscard]] std::uint64_t number(char const* key) const {
        auto const* const v = find(key);
        if (v == nullptr || !v->is_int64() || v->get_int64() < 0) bad(key);
        return static_cast<std::uint64_t>(v->get_int64());
    }
    [[nodiscard]] double positive(char const* key) const {
        auto const* const v = find(key);
        boost::system::error_code wrong;
        auto const value = v != nullptr && v->is_number() ? v->to_number<double>(wrong) : 0;
        if (wrong || !std::isfinite(value) || value <= 0) bad(key);
        return value;
    }
    [[nodiscard]] bool flag(char const* key) const {
        auto const* const v = find(key);
        if (v == nullptr) return false;
        if (!v->is_bool()) bad(key);
        return v->get_bool();
    }
    [[nodiscard]] boost::json::value const* find(char const* key) const { return object_.if_contains(key); }
    [[noreturn]] static void bad(char const* key) {
        throw std::invalid_argument(std::string("the field `") + key + "` is missing or of the wrong type");
    }

private:
    boost::json::object const& object_;
};

} // namespace muster::journal
