#include "journal/line_fold.hpp"

#include "files/lines.hpp"

#include <cerrno>
#include <set>
#include <stdexcept>
#include <utility>

namespace muster::journal {

void line_fold::apply(record&& r, std::uint64_t at) {
    if (auto* const i = std::get_if<intent>(&r)) {
        i->change = at;
        if (last_ == 0) first_ = at;
        last_ = at;
    }
    into_.apply(std::move(r));
}

void line_fold::complete() {
    std::set<std::uint64_t> lines; // several members may share one
    for (auto const& [member, i] : into_.pending())
        if (auto const* const at = i.change.if_uint64(); at != nullptr && *at >= first_ && *at <= last_)
            lines.insert(*at);
    for (auto const at : lines) read_line(at);
}

void line_fold::read_line(std::uint64_t at) {
    auto const changed = [&] {
        return files::io_error("the journal " + journal_.string() + " was changed while it was read", EIO);
    };
    auto const line = files::line_at(files_, journal_, at);
    if (!line) throw changed();
    try {
        decode(*line, [&](record&& r) {
            auto* const i = std::get_if<intent>(&r);
            if (i == nullptr) return;
            auto const held = into_.pending().find(i->member);
            if (held != into_.pending().end() && held->second.change == at) into_.apply(std::move(*i));
        });
    } catch (std::invalid_argument const&) {
        throw changed();
    }
}

} // namespace muster::journal
