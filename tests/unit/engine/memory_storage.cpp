#include "memory_storage.hpp"

#include <cerrno>

namespace muster::simulated {

class memory_storage::handle final : public journal::append_file {
public:
    handle(memory_storage& owner, std::shared_ptr<file> f) : owner_(owner), file_(std::move(f)) {}
    void append(std::string_view bytes) override {
        owner_.operate([&] { owner_.append(*file_, bytes); },
                       [&] { owner_.append(*file_, bytes.substr(0, 1 + bytes.size() / 3)); });
    }
    void sync() override {
        owner_.operate([&] { file_->synced = file_->content; });
    }

private:
    memory_storage& owner_;
    std::shared_ptr<file> file_;
};

void memory_storage::operate(std::function<void()> const& work, std::function<void()> const& half_of_it) {
    auto const end = fate_.step();
    if (!end) return work();
    if (!fate_.dead() && end == fate::moment::after) work();
    if (!fate_.dead() && end == fate::moment::midway && half_of_it) half_of_it();
    fate_.die();
    throw journal::io_error("the process is dead", EIO);
}

void memory_storage::append(file& to, std::string_view bytes) {
    auto const fits = std::min<std::uint64_t>(bytes.size(), room_);
    to.content += bytes.substr(0, fits);
    room_ -= fits;
    if (fits == bytes.size()) return;
    full_ = true;
    throw journal::io_error("cannot write: No space left on device", ENOSPC);
}

std::unique_ptr<journal::append_file> memory_storage::open_append(std::filesystem::path const& p) {
    std::shared_ptr<file> opened;
    operate([&] {
        auto& place = names_[p.string()];
        if (!place) {
            place = std::make_shared<file>();
            unsynced_names_.push_back(names_);
        }
        opened = place;
    });
    return std::make_unique<handle>(*this, std::move(opened));
}

std::optional<std::string> memory_storage::read(std::filesystem::path const& p, std::uint64_t offset,
                                                std::size_t most) {
    auto const found = names_.find(p.string());
    if (found == names_.end()) return std::nullopt;
    auto const& content = found->second->content;
    return offset < content.size() ? content.substr(offset, most) : std::string();
}

void memory_storage::truncate(std::filesystem::path const& p, std::uint64_t size) {
    operate([&] {
        auto& f = *names_.at(p.string());
        f.content.resize(size);
        f.synced = f.content;
    });
}

void memory_storage::rename_now(std::string const& from, std::string const& to) {
    names_[to] = names_.at(from);
    names_.erase(from);
    unsynced_names_.push_back(names_);
}

void memory_storage::rename(std::filesystem::path const& from, std::filesystem::path const& to) {
    operate([&] { rename_now(from.string(), to.string()); });
}

void memory_storage::sync_directory(std::filesystem::path const&) {
    operate([&] {
        synced_names_ = names_;
        unsynced_names_.clear();
    });
}

std::string memory_storage::synced(std::filesystem::path const& p) const {
    auto const found = synced_names_.find(p.string());
    return found == synced_names_.end() ? std::string() : found->second->synced;
}

void memory_storage::crash(kept what, std::mt19937_64& random) {
    constexpr std::size_t block = 64; // the smaller, the more combinations
    if (what != kept::everything) {
        auto const n = what == kept::nothing ? 0 : random() % (unsynced_names_.size() + 1);
        names_ = n == 0 ? synced_names_ : unsynced_names_.at(n - 1);
    }
    for (auto& [name, f] : names_) {
        if (what == kept::nothing || f->content.size() < f->synced.size()) f->content = f->synced;
        auto const unsynced = f->content.size() - f->synced.size();
        if (what == kept::some && unsynced > 0) {
            f->content.resize(f->synced.size() + random() % (unsynced + 1));
            bool const holes = random() % 2 == 0;
            for (auto at = f->synced.size(); holes && at < f->content.size(); at += block)
                if (random() % 4 == 0)
                    f->content.replace(at, std::min(block, f->content.size() - at),
                                       std::min(block, f->content.size() - at), '\0');
        }
        f->synced = f->content;
    }
    synced_names_ = names_;
    unsynced_names_.clear();
}

} // namespace muster::simulated
