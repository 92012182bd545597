#pragma once
#include <string>
#include <string_view>

namespace muster::filter {

/// What a text without regard to case is compared by: the simple case folding of Unicode (CaseFolding.txt,
/// statuses C and S: one code point to one code point, the same in every locale) for ASCII, Latin-1, Latin
/// Extended-A, the letters of Latin Extended-B that Romanian, Vietnamese, Azerbaijani and Pinyin use, Latin
/// Extended Additional, Greek and Cyrillic (U+0400 to U+052F). Hence `Ü` = `ü`, `Σ` = `σ` = `ς`, `Я` = `я`,
/// `ẞ` = `ß`; but `ß` is not `ss`, the Turkish `İ` and `ı` are letters of their own, and an accent that is a
/// code point of its own is not joined to its letter. Other scripts stay as they are.
char32_t fold(char32_t c);

/// Walks a UTF-8 text one folded code point at a time, without copying it.
class folding_reader {
public:
    explicit folding_reader(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    /// The next code point, folded; must not be at the end. A byte that is no UTF-8 yields a value of its
    /// own, above all code points, so that it equals only itself.
    char32_t next();

private:
    std::string_view rest_;
};

/// All of `text`, folded, as folding_reader would yield it.
std::u32string folded(std::string_view text);

} // namespace muster::filter
