#include "spec/paths.hpp"

#include "source/key_list.hpp"
#include "spec/parameter_text.hpp"
#include "spec/parameters.hpp"

namespace muster::spec {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view where_pointer = "/where";

/// Writes a path into an object of the document, whose texts are escaped.
void write(json::object& block, std::string_view key, fs::path const& value) {
    block[key] = escape_parameters({{key, value.string()}}).at(key);
}

/// The reference to a secret under `key` of a block, if it is a file.
void make_absolute(key_reference& ref, json::object& block, std::string_view key, fs::path const& directory) {
    if (ref.from != key_reference::kind::file || fs::path(ref.name).is_absolute()) return;
    ref.name = (directory / ref.name).string();
    write(block[key].emplace_object(), "file", ref.name);
}

void make_absolute(notify& tell, json::object& block, fs::path const& directory) {
    if (tell.webhook) make_absolute(*tell.webhook, block["webhook"].as_object(), "url", directory);
    if (tell.secret) make_absolute(*tell.secret, block["webhook"].as_object(), "secret", directory);
    if (tell.ping) make_absolute(*tell.ping, block["ping"].as_object(), "url", directory);
}

void make_absolute(sink::settings& s, json::object& to, fs::path const& directory) {
    auto& file = std::visit([](auto& each) -> fs::path& { return each.file; }, s.to);
    if (file.empty() || file.is_absolute()) return;
    file = directory / file;
    for (auto const* const key : {"csv", "jsonl", "sqlite"})
        if (to.contains(key)) write(to, key, file);
}

void make_absolute(source::rows_settings& rows, json::object& source, fs::path const& directory) {
    if (rows.query) {
        auto& file = rows.query->sqlite;
        if (rows.query->of_postgres() || file.is_absolute()) return;
        file = directory / file;
        return write(source["sqlite"].as_object(), "file", file);
    }
    if (rows.is_spooled() || fs::path(rows.file).is_absolute()) return;
    rows.file = (directory / rows.file).string();
    auto const* const key = rows.what == source::rows_settings::format::csv ? "csv" : "jsonl";
    write(source[key].as_object(), "file", rows.file);
}

/// Writes the path of a file with keys into the `where` of a document.
void write_key_list(json::value& where, source::key_list const& list) {
    auto const place = escape_parameters(list.place()); // as the document's texts are
    boost::system::error_code error;
    auto* const found = where.find_pointer(std::string_view(place).substr(where_pointer.size()), error);
    if (found != nullptr && found->is_object()) write(found->get_object(), "file", list.from().file);
}

} // namespace

void make_paths_absolute(spec& s, fs::path const& directory) {
    for (auto const& list : s.key_lists) {
        list->set_file((directory / list->from().file).string());
        write_key_list(s.document["where"], *list);
    }
    if (s.rows) make_absolute(*s.rows, s.document["source"].as_object(), directory);
    if (s.source_address)
        make_absolute(*s.source_address, s.document["source"].as_object()["postgres"].as_object(), "address",
                      directory);
    if (s.sink) make_absolute(*s.sink, s.document["export"].as_object()["to"].as_object(), directory);
    if (s.sink_address)
        make_absolute(*s.sink_address, s.document["export"].as_object()["to"].as_object(), "postgres",
                      directory);
    if (s.notify) make_absolute(*s.notify, s.document["notify"].as_object(), directory);
    auto* const found = s.document.if_contains("provider");
    if (found == nullptr || !found->is_object()) return;
    auto& provider = found->get_object();
    make_absolute(s.key, provider, "key", directory);
    if (!s.at.ca_file.empty() && s.at.ca_file.is_relative()) {
        s.at.ca_file = directory / s.at.ca_file;
        write(provider, "caFile", s.at.ca_file);
    }
}

} // namespace muster::spec
