#include "source/key_list.hpp"

#include "filter/fold.hpp"
#include "source/key_set.hpp"
#include "source/row.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>
#include <utility>

namespace muster::source {
namespace {

namespace json = boost::json;
using format = rows_settings::format;

std::optional<format> read_format(core::node const& n) {
    auto const place = n.get("format");
    auto const word = place ? place->string() : std::nullopt;
    if (word == "csv") return format::csv;
    if (word == "jsonl") return format::jsonl;
    if (word) place->fail(R"(must be "csv" or "jsonl")");
    return std::nullopt;
}

/// What the end of a file's name says.
format format_of(std::string_view file) {
    if (file.ends_with(".gz")) file.remove_suffix(3);
    return file.ends_with(".jsonl") || file.ends_with(".ndjson") ? format::jsonl : format::csv;
}

} // namespace

key_list::key_list(rows_settings from, same how, bool may_be_empty, std::string place)
    : from_(std::move(from)),
      how_(how),
      may_be_empty_(may_be_empty),
      place_(std::move(place)) {}

key_list::~key_list() = default;

std::string key_list::hashed(std::string_view key) const {
    if (how_ == same::bytes) return std::string(key);
    if (how_ == same::email) key = without_blanks(key);
    std::string bytes;
    for (filter::folding_reader in(key); !in.at_end();) {
        auto const c = in.next();
        for (unsigned shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(static_cast<unsigned char>(c >> shift));
    }
    return bytes;
}

std::string key_list::name_of_set(std::string_view digest) const {
    json::object name;
    name["file"] = digest;
    name["key"] = from_.key;
    name["same"] = static_cast<int>(how_);
    return json::serialize(name);
}

void key_list::bind(key_set set) {
    set_ = std::make_unique<key_set>(std::move(set));
}

bool key_list::has(std::string_view text) {
    if (!set_) throw std::logic_error("the keys of " + from_.file + " were not read");
    return set_->find(hashed(text)).has_value();
}

std::shared_ptr<key_list> read_key_list(core::node const& n, key_list::same how) {
    if (!n.is_object(R"({"file": "crm.csv", "column": "email"})")) return nullptr;
    n.allow_keys({"file", "column", "format", "delimiter", "columns", "header", "allowEmpty"});
    rows_settings s;
    s.file = required_text(n, "file");
    s.key = required_text(n, "column");
    refuse_remark_as_key(n, "column", s.key);
    s.what = read_format(n).value_or(format_of(s.file));
    if (s.what == format::csv) {
        read_csv_settings(n, s.csv, s.key);
    } else {
        for (auto const* const key : {"delimiter", "columns", "header"})
            if (n.get(key)) n.fail_key(key, "is for CSV, and the file is JSON Lines");
    }
    auto const allow = n.get("allowEmpty");
    bool const may_be_empty = allow && allow->boolean().value_or(false);
    if (s.file.empty() || s.key.empty()) return nullptr;
    return std::make_shared<key_list>(std::move(s), how, may_be_empty, n.pointer());
}

} // namespace muster::source
