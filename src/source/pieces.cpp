#include "source/pieces.hpp"

namespace muster::source {

void pieces::feed(std::string_view bytes) {
    bytes_.erase(0, begin_);
    begin_ = 0;
    bytes_.append(bytes);
}

std::optional<std::string_view> pieces::rest() {
    auto text = std::string_view(bytes_).substr(begin_);
    if (at_.offset == 0) {
        if (text.starts_with(byte_order_mark)) {
            pass({byte_order_mark.size(), 1});
            text.remove_prefix(byte_order_mark.size());
        } else if (!finished_ && byte_order_mark.starts_with(text)) {
            return std::nullopt;
        }
    }
    if (text.empty()) return std::nullopt;
    return text;
}

void pieces::pass(position to) {
    begin_ += to.offset - at_.offset;
    at_ = to;
}

} // namespace muster::source
