#include "launch/standing.hpp"

#include "journal/replay.hpp"

namespace muster::launch {

using kind = standing::kind;

std::string_view to_string(kind how) {
    switch (how) {
    case kind::running: return "running";
    case kind::complete: return "complete";
    case kind::stopped: return "stopped";
    case kind::interrupted: return "interrupted";
    case kind::damaged: break;
    }
    return "damaged";
}

namespace {
journal::replayed read(files::storage& storage, journal::directory const& where, scrutiny how_much) {
    if (how_much == scrutiny::newest)
        if (auto seen = journal::glance(storage, where)) return *std::move(seen);
    return journal::replay(storage, where);
}
} // namespace

standing standing_of(files::storage& storage, journal::directory const& where, scrutiny how_much) {
    standing result;
    result.id = where.id;
    try {
        auto found = read(storage, where, how_much);
        result.folded = std::move(found.folded);
        result.bytes = found.offset;
    } catch (files::io_error const& e) {
        if (e.is_passing()) throw;
        result.reason = e.what();
        return result;
    } catch (std::exception const& e) {
        result.reason = e.what();
        return result;
    }
    auto const& ending = result.folded.ending();
    if (storage.is_locked(where.lock())) {
        result.how = kind::running;
    } else if (!ending) {
        result.how = kind::interrupted;
    } else {
        result.how = ending->complete ? kind::complete : kind::stopped;
        result.reason = ending->reason;
    }
    return result;
}

} // namespace muster::launch
