#include "core/path.hpp"

#include "core/find_key.hpp"

namespace muster::core {

path::path(std::string_view dotted) : text_(dotted) {
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (text_[i] == '.') dots_.push_back(i);
    }
}

boost::json::value const* path::find(boost::json::object const& document) const {
    std::string_view const text = text_;
    boost::json::object const* here = &document;
    std::size_t begin = 0;    // of the rest of the path
    std::size_t next_dot = 0; // index of the first dot in the rest
    for (;;) {
        // The longest run first: all of the rest, then up to the last dot, and so on.
        boost::json::value const* found = find_key(*here, text.substr(begin));
        if (found) return found;
        std::size_t dot = dots_.size();
        while (!found && dot > next_dot) {
            --dot;
            found = find_key(*here, text.substr(begin, dots_[dot] - begin));
        }
        if (!found || !found->is_object()) return nullptr;
        here = &found->get_object();
        begin = dots_[dot] + 1;
        next_dot = dot + 1;
    }
}

std::string_view path::head() const {
    std::string_view const text = text_;
    return dots_.empty() ? text : text.substr(0, dots_.front());
}

} // namespace muster::core
