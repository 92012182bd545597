#pragma once
#include <stdexcept>
#include <string>

namespace muster::core {

/// Something outside, a database or a file that the job reads from or writes to, is in the way. what() says
/// what, and what is to be done about it.
class obstacle : public std::runtime_error {
public:
    enum class kind {
        passing, ///< tried again after a while, it may work: a connection is lost, a lock is held
        lasting, ///< somebody must mend something, then the job can go on: the disk is full
        unfit    ///< the job cannot go on as it is: a table that does not fit
    };
    obstacle(kind what_kind, std::string const& what) : std::runtime_error(what), kind_(what_kind) {}
    [[nodiscard]] kind what_kind() const noexcept { return kind_; }

private:
    kind kind_;
};

} // namespace muster::core
