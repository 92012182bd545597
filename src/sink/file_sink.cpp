#include "sink/file_sink.hpp"

#include "core/overload.hpp"
#include "core/whole_number.hpp"
#include "files/lines.hpp"
#include "sink/place_of_file.hpp"

#include <cerrno>

namespace muster::sink {

namespace {

/// What stands in the way, and what is to be done.
core::obstacle trouble(files::io_error const& e) {
    auto const full = e.code() == ENOSPC || e.code() == EDQUOT;
    return {core::obstacle::kind::lasting,
            std::string(e.what())
                + (full ? ". Make room, then resume the job" : ". Mend that, then resume the job")};
}

/// Of a file that is seen growing.
std::filesystem::path lock_of(file_settings const& s) {
    auto lock = s.file;
    return lock += ".lock";
}

core::obstacle held(file_settings const& s) {
    return {core::obstacle::kind::passing,
            "another export is writing " + s.file.string() + " now: it has to end first"};
}

} // namespace

std::filesystem::path growing_file(file_settings const& s) {
    if (s.partial) return s.file;
    auto name = s.file.filename().string();
    return s.file.parent_path() / ("." + name + "." + s.job + ".part");
}

file_sink::file_sink(files::storage& storage, file_settings settings)
    : storage_(storage),
      settings_(std::move(settings)),
      growing_(growing_file(settings_)) {}

void file_sink::look() try {
    look_at_place(storage_, settings_.file);
    refuse_other(storage_, settings_.file);
    if (settings_.partial && storage_.is_locked(lock_of(settings_))) throw held(settings_);
} catch (files::io_error const& e) {
    throw core::obstacle(core::obstacle::kind::lasting, e.what());
}

void file_sink::open(std::string const& mark) try {
    file_.reset();
    refuse_other(storage_, settings_.file);
    if (settings_.partial && !lock_) hold();
    size_ = mark.empty() ? 0 : core::whole_number(mark).value_or(0);
    bool const there = storage_.look(growing_).has_value();
    if (!there && size_ > 0) {
        if (storage_.look(settings_.file) && files::bytes_behind(storage_, settings_.file, 0) == size_)
            return;
        throw core::obstacle(core::obstacle::kind::unfit,
                             growing_.string()
                                 + " is gone, which held what this job has written so far; begin a new job");
    }
    if (there && files::bytes_behind(storage_, growing_, 0) < size_)
        throw core::obstacle(core::obstacle::kind::unfit,
                             growing_.string()
                                 + " is shorter than what this job has written; begin a new job");
    file_ = storage_.open_append(growing_);
    storage_.truncate(growing_, size_);
    storage_.set_mode(growing_, 0600); // one that was there before may be open to others
    storage_.sync_directory(growing_.parent_path());
    auto const* const csv = std::get_if<csv_style>(&settings_.style);
    if (size_ > 0 || csv == nullptr) return;
    std::string header;
    append_csv_header(header, settings_.columns, *csv);
    append(std::move(header));
} catch (files::io_error const& e) {
    throw trouble(e);
}

/// Two exports would mix their rows.
void file_sink::hold() {
    lock_ = storage_.lock(lock_of(settings_), settings_.job + "\n");
    if (!lock_) throw held(settings_);
}

receipt file_sink::write(std::span<row const> rows) try {
    std::string text;
    receipt done;
    for (auto const& r : rows) {
        if (r.cells.empty()) continue;
        ++done.written;
        std::visit(core::overload{[&](csv_style const& s) { append_csv(text, r.cells, s); },
                                  [&](jsonl_style) { append_jsonl(text, settings_.columns, r.cells); }},
                   settings_.style);
    }
    append(std::move(text));
    file_->sync();
    done.mark = std::to_string(size_);
    return done;
} catch (files::io_error const& e) {
    throw trouble(e);
}

closing file_sink::finish(bool /*whole*/) try {
    if (!file_) return {};
    file_->sync();
    file_.reset();
    if (growing_ != settings_.file) storage_.rename(growing_, settings_.file);
    storage_.sync_directory(settings_.file.parent_path());
    return {};
} catch (files::io_error const& e) {
    throw trouble(e);
}

void file_sink::append(std::string text) {
    auto const packed = pack(std::move(text), settings_.packed);
    file_->append(packed);
    size_ += packed.size();
}

} // namespace muster::sink
