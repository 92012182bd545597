#include "memory_storage.hpp"

#include <algorithm>
#include <cerrno>

namespace muster::simulated {

namespace fs = std::filesystem;

class memory_storage::handle final : public files::append_file {
public:
    handle(memory_storage& owner, std::shared_ptr<file> f) : owner_(owner), file_(std::move(f)) {}
    void append(std::string_view bytes) override {
        owner_.operate([&] { owner_.append(*file_, bytes); },
                       [&](double part) {
                           auto const inner = static_cast<double>(bytes.size() - 2);
                           owner_.append(*file_, bytes.substr(0, 1 + static_cast<std::size_t>(part * inner)));
                       });
    }
    void sync() override {
        owner_.operate([&] { file_->synced = file_->content; });
    }

private:
    memory_storage& owner_;
    std::shared_ptr<file> file_;
};

void memory_storage::operate(std::function<void()> const& work,
                             std::function<void(double)> const& part_of_it) {
    using kind = fate::moment::kind;
    auto const end = fate_.step(part_of_it != nullptr);
    if (!end) return work();
    if (!fate_.dead() && end->where == kind::after) work();
    if (!fate_.dead() && end->where == kind::midway && part_of_it) part_of_it(end->part);
    fate_.die();
    throw files::io_error("the process is dead", EIO);
}

void memory_storage::append(file& to, std::string_view bytes) {
    auto const fits = std::min<std::uint64_t>(bytes.size(), room_);
    to.content += bytes.substr(0, fits);
    room_ -= fits;
    if (fits == bytes.size()) return;
    full_ = true;
    throw files::io_error("cannot write: No space left on device", ENOSPC);
}

void memory_storage::change_names(renaming r) {
    r.apply(names_);
    unsynced_.push_back(std::move(r));
}

void memory_storage::make_directories(fs::path const& p) {
    if (!p.has_relative_path()) return;
    make_directories(p.parent_path());
    if (!names_.contains(p.string())) operate([&] { change_names({"", p.string(), nullptr}); });
    sync_directory(p.parent_path());
}

std::unique_ptr<files::append_file> memory_storage::open_append(fs::path const& p) {
    std::shared_ptr<file> opened;
    operate([&] {
        if (!names_.contains(p.parent_path().string()))
            throw files::io_error("there is no directory " + p.parent_path().string(), ENOENT);
        if (!names_.contains(p.string())) change_names({"", p.string(), std::make_shared<file>()});
        opened = names_.at(p.string());
    });
    return std::make_unique<handle>(*this, std::move(opened));
}

std::optional<std::string> memory_storage::read(fs::path const& p, std::uint64_t offset, std::size_t most) {
    auto const found = names_.find(p.string());
    if (found == names_.end()) return std::nullopt;
    auto const& content = found->second->content;
    return offset < content.size() ? content.substr(offset, most) : std::string();
}

std::optional<files::entry> memory_storage::look(fs::path const& p) {
    using kind = files::entry::kind;
    auto const found = names_.find(p.string());
    if (found == names_.end()) return std::nullopt;
    bool const is_file = found->second != nullptr;
    return files::entry{p.filename().string(), is_file ? kind::file : kind::directory,
                        is_file ? 0600U : 0700U};
}

std::optional<std::vector<files::entry>> memory_storage::list(fs::path const& p) {
    if (!names_.contains(p.string())) return std::nullopt;
    std::vector<files::entry> found;
    for (auto const& [name, f] : names_)
        if (fs::path(name).parent_path() == p) found.push_back(*look(name));
    return found;
}

void memory_storage::remove(fs::path const& p) {
    operate([&] { change_names({p.string(), "", nullptr}); });
}

void memory_storage::truncate(fs::path const& p, std::uint64_t size) {
    operate([&] {
        auto& f = *names_.at(p.string());
        f.content.resize(size);
        f.synced = f.content;
    });
}

void memory_storage::rename(fs::path const& from, fs::path const& to) {
    operate([&] { change_names({from.string(), to.string(), names_.at(from.string())}); });
}

void memory_storage::sync_directory(fs::path const& p) {
    operate([&] {
        auto const here = [&](renaming const& r) {
            return fs::path(r.made.empty() ? r.gone : r.made).parent_path() == p;
        };
        for (auto const& r : unsynced_)
            if (here(r)) r.apply(synced_names_);
        std::erase_if(unsynced_, here);
    });
}

std::unique_ptr<files::file_lock> memory_storage::lock(fs::path const& p, std::string_view) {
    static_cast<void>(open_append(p));
    return std::make_unique<files::file_lock>();
}

std::string memory_storage::synced(fs::path const& p) const {
    auto const found = synced_names_.find(p.string());
    return found == synced_names_.end() ? std::string() : found->second->synced;
}

void memory_storage::drop_unreachable() {
    std::erase_if(names_, [&](auto const& entry) {
        auto const above = fs::path(entry.first).parent_path();
        return above.has_relative_path() && !names_.contains(above.string());
    });
}

void memory_storage::lose_bytes(file& f, kept what, std::mt19937_64& random) const {
    constexpr std::size_t block = 64; // the smaller, the more combinations
    if (what == kept::nothing || f.content.size() < f.synced.size()) f.content = f.synced;
    auto const unsynced = f.content.size() - f.synced.size();
    if (what == kept::some && unsynced > 0) {
        bool const shorter = random() % 2 == 0;
        if (shorter) f.content.resize(f.synced.size() + random() % (unsynced + 1));
        bool const holes = !shorter || random() % 2 == 0;
        for (auto at = f.synced.size(); holes && at < f.content.size(); at += block) {
            auto const size = std::min(block, f.content.size() - at);
            if (random() % 4 == 0) f.content.replace(at, size, size, '\0');
        }
    }
    f.synced = f.content;
}

void memory_storage::power_cut(kept what, std::mt19937_64& random) {
    auto const survived = what == kept::nothing ? 0 : random() % (unsynced_.size() + 1);
    names_ = synced_names_;
    for (std::size_t i = 0; i < survived; ++i) unsynced_[i].apply(names_);
    drop_unreachable();
    for (auto& [name, f] : names_)
        if (f) lose_bytes(*f, what, random);
    synced_names_ = names_;
    unsynced_.clear();
}

} // namespace muster::simulated
