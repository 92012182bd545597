#include "source/gunzip.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <zlib.h>

namespace muster::source {
namespace {

constexpr std::string_view magic = "\x1f\x8b";
constexpr int only_gzip = MAX_WBITS + 16; // zlib.h, inflateInit2
constexpr std::size_t unpacked_piece = 16 * 1024;

} // namespace

bool is_gzip(std::string_view beginning) {
    return beginning.starts_with(magic);
}

struct gunzip::state {
    enum class place { start, within_member, behind_member, zeros };

    state() {
        if (::inflateInit2(&zlib, only_gzip) != Z_OK) throw std::bad_alloc();
    }
    ~state() { ::inflateEnd(&zlib); }
    state(state const&) = delete;
    state& operator=(state const&) = delete;

    z_stream zlib{};
    place at = place::start;
};

gunzip::gunzip() : state_(std::make_unique<state>()) {}
gunzip::~gunzip() = default;
gunzip::gunzip(gunzip&&) noexcept = default;
gunzip& gunzip::operator=(gunzip&&) noexcept = default;

std::optional<std::string> gunzip::unpack(std::string_view& packed, std::string& plain, std::size_t most) {
    using place = state::place;
    auto& zlib = state_->zlib;
    for (auto const full = plain.size() + most; plain.size() < full;) {
        if (state_->at == place::behind_member || state_->at == place::zeros) {
            if (packed.empty()) return std::nullopt;
            if (packed.front() == '\0') {
                state_->at = place::zeros;
                packed.remove_prefix(std::min(packed.find_first_not_of('\0'), packed.size()));
                continue;
            }
            if (state_->at == place::zeros || packed.front() != magic.front())
                return "something stands behind the end of the packed data";
            state_->at = place::within_member;
            ::inflateReset(&zlib);
        }
        if (!packed.empty()) state_->at = place::within_member;
        std::array<char, unpacked_piece> unpacked;
        auto const in = std::min<std::size_t>(packed.size(), std::numeric_limits<uInt>::max());
        auto const out = std::min(unpacked.size(), full - plain.size());
        zlib.next_in =
            reinterpret_cast<Bytef*>(const_cast<char*>(packed.data())); // zlib does not write there
        zlib.avail_in = static_cast<uInt>(in);
        zlib.next_out = reinterpret_cast<Bytef*>(unpacked.data());
        zlib.avail_out = static_cast<uInt>(out);
        auto const result = ::inflate(&zlib, Z_NO_FLUSH);
        packed.remove_prefix(in - zlib.avail_in);
        auto const got = out - zlib.avail_out;
        plain.append(unpacked.data(), got);
        if (result == Z_STREAM_END) {
            state_->at = place::behind_member;
        } else if (result == Z_MEM_ERROR) {
            throw std::bad_alloc();
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            return std::string("the packed file is damaged (") + (zlib.msg ? zlib.msg : "unreadable") + ")";
        } else if (packed.empty() && got < out) {
            return std::nullopt; // it has given all that it can
        }
    }
    return std::nullopt;
}

std::optional<std::string> gunzip::finish() const {
    if (state_->at != state::place::within_member) return std::nullopt;
    return "the packed file ends too early: was it copied whole?";
}

} // namespace muster::source
