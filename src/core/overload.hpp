#pragma once

namespace muster::core {

/// Joins lambdas into one visitor for std::visit.
template <class... Fs>
struct overload : Fs... {
    using Fs::operator()...;
};
/// clang 14 does not find this out by itself.
template <class... Fs>
overload(Fs...) -> overload<Fs...>;

} // namespace muster::core
