#include "launch/deeds.hpp"

#include "core/overload.hpp"
#include "files/lines.hpp"
#include "journal/checkpoint.hpp"
#include "journal/inspect.hpp"
#include "journal/sealed.hpp"

#include <stdexcept>
#include <unordered_map>
#include <variant>

namespace muster::launch {

namespace {

using journal::member_settled;

/// The member of an intent's line, if that can be told without parsing it: most intents are only kept until
/// their outcome comes, and thrown away then.
std::optional<std::string_view> member_of_plain_intent(std::string_view line) {
    constexpr std::string_view beginning = R"({"t":"intent","id":")";
    if (!line.starts_with(beginning)) return std::nullopt;
    line.remove_prefix(beginning.size());
    auto const end = line.find_first_of("\"\\");
    if (end == std::string_view::npos || line[end] == '\\') return std::nullopt;
    return line.substr(0, end);
}

class joiner {
public:
    joiner(std::function<bool(member_settled const&)> const& wanted, std::function<bool(deed)> const& each)
        : wanted_(wanted),
          each_(each) {}

    /// Takes a line that begins at that byte; false = no more is wanted. Throws std::invalid_argument where
    /// it is not sound, or makes no sense.
    bool take(std::string_view line, std::uint64_t at) {
        line_at_ = at;
        if (auto const member = member_of_plain_intent(line)) {
            if (!journal::is_intact(line)) throw std::invalid_argument("its checksum does not match");
            intents_.insert_or_assign(std::string(*member), std::string(line));
            return true;
        }
        bool go_on = true;
        journal::decode(line, [&](journal::record&& r) { go_on = go_on && take(std::move(r)); });
        return go_on;
    }

private:
    bool take(journal::record&& r) {
        bool go_on = true;
        std::visit(core::overload{[](journal::job_opened const&) {}, [](journal::run_ended const&) {},
                                  [](journal::job_steered const&) {}, [](journal::rows_exported const&) {},
                                  [](journal::step_passed const&) {},
                                  [&](journal::run_started const&) { at_.clear(); },
                                  [&](journal::page_read const& p) { note(p.at); },
                                  [&](journal::intent& i) {
                                      auto member = i.member;
                                      intents_.insert_or_assign(std::move(member), std::move(i));
                                  },
                                  [&](journal::intent_withdrawn const& w) { intents_.erase(w.member); },
                                  [&](member_settled& s) { go_on = settle(std::move(s)); }},
                   r);
        return go_on;
    }

    void note(std::string const& at) {
        if (!at.empty()) at_ = at;
    }

    bool settle(member_settled s) {
        note(s.at);
        auto intended = intents_.extract(s.member);
        if (!wanted_(s)) return true;
        deed d;
        d.email = s.email;
        d.row = s.row;
        d.at = at_;
        d.line_at = line_at_;
        if (!intended.empty()) {
            auto const* const line = std::get_if<std::string>(&intended.mapped());
            auto i = std::get<journal::intent>(
                line != nullptr ? journal::decode(*line) : std::get<journal::record>(intended.mapped()));
            if (!i.email.empty()) d.email = std::move(i.email);
            if (!i.row.empty()) d.row = std::move(i.row);
            d.change = std::move(i.change);
            d.before = std::move(i.before);
        }
        d.settled = std::move(s);
        return each_(std::move(d));
    }

    std::function<bool(member_settled const&)> const& wanted_;
    std::function<bool(deed)> const& each_;
    /// By member; as their lines, where one holds nothing else.
    std::unordered_map<std::string, std::variant<std::string, journal::record>> intents_;
    std::string at_;
    std::uint64_t line_at_ = 0;
};

/// How many bytes of the journal must be there by the word of the checkpoint.
std::uint64_t covered(files::storage& storage, journal::directory const& where) {
    try {
        auto const text = files::read_file(storage, where.checkpoint());
        return text ? journal::decode_checkpoint(*text).offset : 0;
    } catch (std::invalid_argument const&) {
        return 0;
    }
}

} // namespace

std::optional<journal::flaw> for_each_deed(files::storage& storage, journal::directory const& where,
                                           std::function<bool(member_settled const&)> const& wanted,
                                           std::function<bool(deed)> const& each) {
    auto const least = covered(storage, where); // before the journal, which only grows
    joiner join(wanted, each);
    files::line_reader lines(storage, where.journal());
    std::uint64_t sound = 0;
    try {
        while (auto const line = lines.next()) {
            if (!join.take(*line, sound)) return std::nullopt;
            sound = lines.offset();
        }
    } catch (std::invalid_argument const&) { // told in full below
    }
    bool const whole =
        sound > 0 && sound >= least && files::bytes_behind(storage, where.journal(), sound) == 0;
    if (whole || storage.is_locked(where.lock())) return std::nullopt;
    return journal::inspect(storage, where).damage;
}

} // namespace muster::launch
