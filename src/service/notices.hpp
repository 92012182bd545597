#pragma once
#include "files/storage.hpp"
#include "service/delivery.hpp"
#include "service/notice.hpp"

#include <filesystem>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace muster::service {

/// Tells people how a job stands, in the ways that its spec names. Whatever goes wrong is logged, and hurts
/// nobody: nothing here throws. One thread.
class notices {
public:
    /// Where to say, in one sentence, what went wrong. Called on the caller's thread only.
    using log = std::function<void(std::string const&)>;

    /// Fetches addresses and secrets, and registers them for redaction; one that cannot be had is logged, and
    /// that way left out.
    notices(notify const& tell, log complain);
    /// Waits for what is under way: some 10 s at most.
    ~notices();
    notices(notices const&) = delete;
    notices& operator=(notices const&) = delete;

    /// Pings that a run begins; does not wait for it.
    void begun(std::string const& job_id, std::uint64_t run);

    /// Where it stands what was told of the spec's job before: if that was bad, and this job is complete, all
    /// is well again.
    void follows(std::filesystem::path told_before) { told_before_ = std::move(told_before); }
    /// Tells what there is to tell of `n`: blocks until it is delivered or given up. `file` keeps what was
    /// told last (journal::directory::told of a job); one process at a time. Empty: it is told in any case,
    /// if the spec asks for news of that kind. The ping is sent each time: the exit status of a run, or a
    /// failure where a start is late.
    void tell(news const& n, files::storage& storage, std::filesystem::path const& file,
              patience const& p = {});
    /// The same without blocking, beside what goes on; for what is late. `storage` must outlive this.
    void tell_beside(news n, files::storage& storage, std::filesystem::path file);
    /// Whether the spec asks for news of that kind.
    [[nodiscard]] bool wants(notify::event e) const;
    /// Logs what went wrong beside.
    void look();
    /// Whether something is still being told beside.
    [[nodiscard]] bool busy() const;

private:
    void deliver(news const& n, files::storage& storage, std::filesystem::path const& file,
                 patience const& p);
    void tell_or_throw(news const& n, files::storage& storage, std::filesystem::path const& file,
                       patience const& p);
    void ping_end(news const& n, patience const& p);
    void complain(std::string const& way, std::string const& trouble) const;
    [[nodiscard]] std::string post(news const& n, bool recovery, patience const& p) const;
    [[nodiscard]] std::string run(news const& n, bool recovery, patience const& p) const;

    std::vector<notify::event> on_;
    std::vector<std::string> command_;
    std::string webhook_; ///< its address; empty = none
    std::string signing_; ///< the bytes of the secret; empty = not signed
    std::string ping_;    ///< its address; empty = none
    log complain_;
    std::filesystem::path told_before_; ///< may be empty
    std::future<std::string> start_;    ///< of the ping that a run begins
    std::future<void> beside_;
    mutable std::mutex mutex_; ///< guards what follows
    mutable std::vector<std::string> complaints_;
};

} // namespace muster::service
