#include "launch/spooled_rows.hpp"

#include "core/errors.hpp"
#include "core/obstacle.hpp"
#include "spec/secret.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace muster::launch {

using core::exit_status;
using core::job_error;

namespace {

void call(source::rows_settings& rows, std::filesystem::path const& file) {
    rows.file = file.string();
    rows.called = rows.query ? "the query" : "standard input";
}

void read_input(files::append_file& to) {
    if (::isatty(STDIN_FILENO) != 0)
        throw job_error(exit_status::usage,
                        "the rows are to come from standard input, and that is a terminal: "
                        "lead a file or another program's output into it. Nothing was sent.");
    std::array<char, 256U * 1024U> piece;
    for (;;) {
        auto const got = ::read(STDIN_FILENO, piece.data(), piece.size());
        if (got == 0) return;
        if (got > 0)
            to.append({piece.data(), static_cast<std::size_t>(got)});
        else if (errno != EINTR)
            throw job_error(exit_status::usage,
                            "standard input cannot be read: " + std::string(std::strerror(errno))
                                + ". Nothing was sent.");
    }
}

void read_rows_of_query(spec::spec const& spec, files::append_file& to) {
    auto const address =
        spec.source_address ? spec::resolve_secret(*spec.source_address, "address") : std::string();
    try {
        source::read_query(*spec.rows->query, address, spec.rows->key,
                           [&](std::string_view lines) { to.append(lines); });
    } catch (core::obstacle const& e) {
        throw job_error(e.what_kind() == core::obstacle::kind::unfit ? exit_status::usage
                                                                     : exit_status::stopped,
                        std::string(e.what()) + ". Nothing was sent.");
    }
}

} // namespace

spooled_rows::spooled_rows(files::storage& storage, spec::spec& spec, writer const& instead)
    : storage_(storage),
      spec_(spec) {
    if (!spec.rows || !spec.rows->is_spooled()) return;
    try {
        scratch_ = std::make_unique<scratch_directory>();
        auto const file = scratch_->file("rows");
        auto const out = storage.open_append(file);
        if (spec.rows->query)
            read_rows_of_query(spec, *out);
        else if (instead)
            instead(*out);
        else
            read_input(*out);
        call(*spec.rows, file);
    } catch (files::io_error const& e) {
        throw job_error(exit_status::stopped, std::string(e.what()) + ". Nothing was sent.");
    }
}

void spooled_rows::keep(journal::directory const& where) {
    if (!scratch_) return;
    try {
        files::copy_file(storage_, spec_.rows->file, where.rows());
    } catch (files::io_error const& e) {
        throw job_error(exit_status::stopped,
                        std::string(e.what()) + ". Nothing was sent, and there is no job.");
    }
    call(*spec_.rows, where.rows());
    scratch_.reset();
}

void take_up_rows(journal::directory const& where, spec::spec& spec) {
    if (spec.rows && spec.rows->is_spooled()) call(*spec.rows, where.rows());
}

} // namespace muster::launch
