#pragma once
#include "core/node.hpp"
#include "filter/outside_set.hpp"
#include "source/rows_settings.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster::source {

class key_set;

/// A column of a file that a `where` asks whether it holds a value: `{"file": "crm.csv", "column": "email"}`.
class key_list final : public filter::outside_set {
public:
    /// When a value and a key are the same.
    enum class same {
        bytes,
        folded, ///< without regard to case (filter/fold.hpp)
        email   ///< without regard to case, nor to blanks around them
    };

    /// `place` = where it stands in the spec, as a JSON pointer (RFC 6901).
    key_list(rows_settings from, same how, bool may_be_empty, std::string place = {});
    ~key_list() override;

    /// The file, and the column as its key.
    [[nodiscard]] rows_settings const& from() const { return from_; }
    /// The same file by another path.
    void set_file(std::string file) { from_.file = std::move(file); }
    [[nodiscard]] std::string const& place() const { return place_; }
    /// Whether a file without a single key is not refused.
    [[nodiscard]] bool may_be_empty() const { return may_be_empty_; }
    /// What is hashed of a key, or of a value that is looked up.
    [[nodiscard]] std::string hashed(std::string_view key) const;
    /// What a set made of it is called (key_set::open): the file's digest, the column, and how it is
    /// compared.
    [[nodiscard]] std::string name_of_set(std::string_view digest) const;

    /// From now on has() asks that set, which was made of hashed() keys.
    void bind(key_set set);
    /// Throws std::logic_error before bind(); files::io_error, damaged_key_set.
    bool has(std::string_view text) override;

private:
    rows_settings from_;
    same how_;
    bool may_be_empty_;
    std::string place_;
    std::unique_ptr<key_set> set_;
};

/// Reads `{"file", "column", "format"?, "delimiter"?, "columns"?, "header"?, "allowEmpty"?}`; nullptr, and
/// the mistakes noted, for anything else.
std::shared_ptr<key_list> read_key_list(core::node const& n, key_list::same how);

} // namespace muster::source
