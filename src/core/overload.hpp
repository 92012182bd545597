#pragma once

namespace muster::core {

/// Joins lambdas into one visitor for std::visit.
template <class... Fs>
struct overload : Fs... {
    using Fs::operator()...;
};

} // namespace muster::core
