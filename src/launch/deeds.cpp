#include "launch/deeds.hpp"

#include "core/overload.hpp"
#include "files/lines.hpp"
#include "journal/checkpoint.hpp"
#include "journal/inspect.hpp"
#include "journal/plain_intent.hpp"
#include "journal/sealed.hpp"

#include <memory>
#include <stdexcept>
#include <unordered_map>
#include <variant>
#include <vector>

namespace muster::launch {

namespace {

using journal::member_settled;

/// The member of an intent's line, if that can be told without parsing it: most intents are only kept until
/// their outcome comes, and thrown away then.
std::optional<std::string_view> member_of_plain_intent(std::string_view line) {
    constexpr std::string_view beginning = R"({"t":"intent","id":")";
    if (!line.starts_with(beginning)) return std::nullopt;
    line.remove_prefix(beginning.size());
    auto const member = line.substr(0, line.find('"'));
    bool const plain = member.size() < line.size() && member.find('\\') == member.npos;
    return plain ? std::optional(member) : std::nullopt;
}

/// An intent that has no outcome yet: its line, where that holds nothing else.
struct open_intent {
    std::string line;
    std::unique_ptr<journal::intent> made; ///< else
};

/// Open intents by member. Their room is used again: few are open at a time, and most of a journal's lines
/// come and go through here.
class open_intents {
public:
    open_intent& at(std::string_view member) {
        if (spare_.empty()) return all_[std::string(member)];
        auto node = std::move(spare_.back());
        spare_.pop_back();
        node.key().assign(member);
        auto put = all_.insert(std::move(node));
        if (!put.node.empty()) spare_.push_back(std::move(put.node));
        return put.position->second;
    }
    void erase(std::string const& member) { keep(take(member)); }

    using node = std::unordered_map<std::string, open_intent>::node_type;
    node take(std::string const& member) { return all_.extract(member); }
    void keep(node&& taken) {
        if (taken.empty() || spare_.size() >= most_spare) return;
        taken.mapped().made.reset();
        spare_.push_back(std::move(taken));
    }

private:
    static constexpr std::size_t most_spare = 64;
    std::unordered_map<std::string, open_intent> all_;
    std::vector<node> spare_;
};

class joiner {
public:
    joiner(std::function<bool(member_settled const&)> const& wanted, std::function<bool(deed)> const& each,
           std::function<bool(plain_deed const&)> const& each_plain)
        : wanted_(wanted),
          each_(each),
          each_plain_(each_plain),
          take_([this](journal::record&& r) { go_on_ = go_on_ && take(std::move(r)); }) {}
    joiner(joiner const&) = delete; // take_ knows where it is
    joiner& operator=(joiner const&) = delete;

    /// Takes a line that begins at that byte; false = no more is wanted. Throws std::invalid_argument where
    /// it is not sound, or makes no sense.
    bool take(std::string_view line, std::uint64_t at) {
        line_at_ = at;
        if (!journal::is_intact(line)) throw std::invalid_argument("its checksum does not match");
        if (auto const member = member_of_plain_intent(line)) {
            auto& open = intents_.at(*member);
            open.made.reset();
            open.line.assign(line);
            return true;
        }
        journal::decode_intact(line, take_);
        return go_on_;
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
                                      auto& open = intents_.at(i.member);
                                      open.made = std::make_unique<journal::intent>(std::move(i));
                                  },
                                  [&](journal::intent_withdrawn const& w) { intents_.erase(w.member); },
                                  [&](member_settled& s) { go_on = settle(std::move(s)); }},
                   r);
        return go_on;
    }

    void note(std::string const& at) {
        if (!at.empty()) at_ = at;
    }

    bool settle(member_settled&& s) {
        note(s.at);
        auto intended = intents_.take(s.member);
        bool go_on = true;
        if (wanted_(s)) {
            auto const plain = each_plain_ ? tell_plain(s, intended) : std::nullopt;
            go_on = plain ? *plain : tell(std::move(s), intended);
        }
        intents_.keep(std::move(intended));
        return go_on;
    }

    /// What each_plain_ says to it; nullopt: it is not plain.
    std::optional<bool> tell_plain(member_settled const& s, open_intents::node const& intended) {
        plain_deed d{s, s.email, s.row, at_, {}, {}};
        if (intended.empty()) return each_plain_(d);
        if (intended.mapped().made) return std::nullopt;
        auto const i = journal::read_plain_intent(intended.mapped().line);
        if (!i || !i->as_written || i->change == "null") return std::nullopt;
        if (!i->email.empty()) d.email = i->email;
        if (!i->row.empty()) d.row = i->row;
        d.change = i->change;
        if (i->before != "{}") d.before = i->before;
        return each_plain_(d);
    }

    bool tell(member_settled&& s, open_intents::node const& intended) {
        deed d;
        d.email = s.email;
        d.row = s.row;
        d.at = at_;
        d.line_at = line_at_;
        if (!intended.empty()) {
            auto& open = intended.mapped();
            auto i =
                open.made ? std::move(*open.made) : std::get<journal::intent>(journal::decode(open.line));
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
    std::function<bool(plain_deed const&)> const& each_plain_;
    std::function<void(journal::record&&)> take_;
    open_intents intents_;
    std::string at_;
    std::uint64_t line_at_ = 0;
    bool go_on_ = true;
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
    return for_each_deed(storage, where, wanted, each, {});
}

std::optional<journal::flaw> for_each_deed(files::storage& storage, journal::directory const& where,
                                           std::function<bool(member_settled const&)> const& wanted,
                                           std::function<bool(deed)> const& each,
                                           std::function<bool(plain_deed const&)> const& each_plain) {
    auto const least = covered(storage, where); // before the journal, which only grows
    joiner join(wanted, each, each_plain);
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
