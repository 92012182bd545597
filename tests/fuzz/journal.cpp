// journal.jsonl, as a resume reads it: what is sound, what is torn, what is damaged; and that a checkpoint
// changes nothing.
#include "core/errors.hpp"
#include "input.hpp"
#include "journal/checkpoint.hpp"
#include "journal/replay.hpp"
#include "lines.hpp"

#include <boost/json/serialize.hpp>

#include <map>

using namespace muster;
using fuzz::check;

namespace {

/// Files that are strings.
class string_storage final : public files::storage {
public:
    std::map<std::string, std::string> texts;

    void make_directories(std::filesystem::path const&) override {}
    std::unique_ptr<files::append_file> open_append(std::filesystem::path const& p) override {
        return std::make_unique<file>(texts[p.string()]);
    }
    std::optional<std::string> read(std::filesystem::path const& p, std::uint64_t offset,
                                    std::size_t most) override {
        auto const found = texts.find(p.string());
        if (found == texts.end()) return std::nullopt;
        return offset < found->second.size() ? found->second.substr(offset, most) : std::string();
    }
    std::optional<files::entry> look(std::filesystem::path const& p) override {
        if (!texts.contains(p.string())) return std::nullopt;
        return files::entry{p.filename().string(), files::entry::kind::file, 0600};
    }
    std::optional<std::vector<files::entry>> list(std::filesystem::path const&) override {
        return std::nullopt;
    }
    void remove(std::filesystem::path const& p) override { texts.erase(p.string()); }
    void set_mode(std::filesystem::path const&, unsigned) override {}
    void truncate(std::filesystem::path const& p, std::uint64_t size) override {
        texts.at(p.string()).resize(size);
    }
    void rename(std::filesystem::path const& from, std::filesystem::path const& to) override {
        texts[to.string()] = std::move(texts.at(from.string()));
        texts.erase(from.string());
    }
    void sync_directory(std::filesystem::path const&) override {}
    std::unique_ptr<files::file_lock> lock(std::filesystem::path const&, std::string_view) override {
        return std::make_unique<files::file_lock>();
    }
    bool is_locked(std::filesystem::path const&) override { return false; }

private:
    class file final : public files::append_file {
    public:
        explicit file(std::string& content) : content_(content) {}
        void append(std::string_view bytes) override { content_ += bytes; }
        void sync() override {}

    private:
        std::string& content_;
    };
};

std::string text_of(journal::state const& s) {
    return boost::json::serialize(s.save());
}

/// A job whose journal holds these bytes.
struct job {
    explicit job(std::string bytes) { disk.texts[at.journal().string()] = std::move(bytes); }
    std::string& journal() { return disk.texts.at(at.journal().string()); }

    string_storage disk;
    journal::directory at{"/state", "job"};
};

/// What a replay says, or nullopt where it refuses the job.
std::optional<journal::replayed> replay(job& j) {
    auto const before = j.disk.texts;
    try {
        auto result = journal::replay(j.disk, j.at);
        check(result.offset + result.torn == j.journal().size(), "every byte is sound or torn");
        check(result.recent.size() <= journal::recent_members, "no more is remembered than that");
        check(j.disk.texts == before, "a replay changes nothing");
        return result;
    } catch (core::job_error const& e) {
        check(e.status() == core::exit_status::internal, "a damaged journal ends with 70", e.what());
        check(j.disk.texts == before, "a refusal changes nothing");
        return std::nullopt;
    }
}

/// Each record is written as it was read; the fold of all of them is the replay's. Calls `each` after each
/// line with the state so far, and where the line ends.
void check_records(job& j, journal::replayed const& found) {
    journal::state folded;
    std::string half; // a checkpoint of the first half
    std::size_t records = 0;
    std::size_t forgeries = 0;
    std::uint64_t offset = 0;
    journal::for_each_record(j.disk, j.at.journal(), [&](journal::record const& r) {
        std::string once;
        encode(r, once);
        std::string twice;
        bool const forged = once.find("Infinity") != once.npos; // of 1e400, which is never written
        forgeries += forged ? 1 : 0;
        if (!forged) encode(journal::decode(std::string_view(once).substr(0, once.size() - 1)), twice);
        check(forged || once == twice, "a record that was written is the same", once + twice);
        folded.apply(r);
        offset = j.journal().find('\n', offset) + 1;
        if (2 * offset <= found.offset || half.empty()) half = encode(journal::checkpoint{offset, folded});
        ++records;
    });
    check(records > 0 && offset == found.offset, "both read the same lines");
    check(text_of(folded) == text_of(found.folded), "both come to the same state", text_of(folded));

    if (forgeries > 0) return;
    j.disk.texts[j.at.checkpoint().string()] = half;
    auto const shorter = replay(j);
    check(shorter && shorter->offset == found.offset && shorter->covered > 0, "a checkpoint is used", half);
    check(text_of(shorter->folded) == text_of(found.folded), "a checkpoint changes nothing",
          text_of(shorter->folded) + text_of(found.folded));
    check(shorter->recent == found.recent, "nor who came last");
    j.disk.texts.erase(j.at.checkpoint().string());
}

void check_journal(std::string bytes, std::string checkpoint) {
    job j(std::move(bytes));
    if (auto const found = replay(j)) {
        check_records(j, *found);
        journal::cut_torn_tail(j.disk, j.at, *found);
        auto const again = replay(j);
        check(again && again->torn == 0 && again->offset == found->offset,
              "what is torn is cut off, and no more");
        check(text_of(again->folded) == text_of(found->folded), "cutting it off changes nothing");
    }
    if (checkpoint.empty()) return;
    j.disk.texts[j.at.checkpoint().string()] = std::move(checkpoint);
    static_cast<void>(replay(j)); // of another job, perhaps: refused, or not
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 2);
    check_journal(std::string(parts[0]), std::string(parts[1]));
    check_journal(fuzz::sealed_lines(parts[0]), fuzz::sealed_lines(parts[1]));
    return 0;
}
