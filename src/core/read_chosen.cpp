#include "core/read_chosen.hpp"

#include "core/json_maker.hpp"

#include <span>
#include <utility>

namespace muster::core {

namespace {

namespace json = boost::json;

constexpr std::size_t usual_page = 100;

/// The keys of the objects in a list: mostly they are the same, in the same order, so that each is looked for
/// where it stood the last time. `What` = what there is to do with a field, a pointer.
template <typename What>
class usual_keys {
public:
    /// Takes the key number `n` of an object, and the colon behind it; what `find` says of it.
    template <typename Find>
    What take(json_maker& maker, std::string_view text, std::size_t n, Find const& find) {
        if (n < known_.size() && maker.take_just(known_[n].written)) return known_[n].what;
        maker.next();
        auto const begin = maker.at();
        What const what = find(maker.take_key());
        known const now{text.substr(begin, maker.at() - begin), what};
        if (n < known_.size())
            known_[n] = now;
        else if (n < most_known)
            known_.push_back(now);
        return what;
    }

private:
    struct known {
        std::string_view written; // with its quotes and the colon
        What what;
    };
    static constexpr std::size_t most_known = 64;
    std::vector<known> known_;
};

/// Reads documents in a list, of each the chosen fields.
class chooser {
public:
    chooser(std::string_view text, std::string_view list, field_choice const& choice, json_maker& maker)
        : text_(text),
          list_(list),
          choice_(choice),
          maker_(maker),
          keys_of_parts_(choice.size()) {}

    void read() {
        bool found = false;
        maker_.make_object([&](std::string_view key) {
            maker_.keep(key);
            if (key != list_) return make();
            if (std::exchange(found, true)) throw json_maker::not_json();
            return documents();
        });
        if (maker_.next() != '\0' || maker_.at() < text_.size() || !found) throw json_maker::not_json();
    }

    std::vector<std::string_view> take_texts() { return std::move(texts_); }
    std::vector<std::string_view> take_later() { return std::move(later_); }

private:
    bool make() {
        maker_.make();
        return true;
    }
    bool pass() {
        maker_.pass();
        return false;
    }

    bool documents() {
        auto const read_later = choice_.later().size();
        texts_.reserve(usual_page);
        later_.reserve(usual_page * read_later);
        maker_.make_list([&] {
            if (maker_.next() != '{') throw json_maker::not_json();
            texts_.push_back(text_.substr(maker_.at()));
            later_.resize(later_.size() + read_later);
            document(std::span(later_).last(read_later));
        });
        return true;
    }

    void document(std::span<std::string_view> later) {
        std::size_t n = 0;
        maker_.make_fields([&] {
            auto const* const field =
                keys_.take(maker_, text_, n++, [&](std::string_view key) { return choice_.find(key); });
            if (field == nullptr) return pass();
            maker_.next();
            auto const begin = maker_.at();
            bool const made = field->at_once() ? value_of(*field) : pass();
            if (field->later) later[*field->later] = text_.substr(begin, maker_.at() - begin);
            return made;
        });
    }

    bool value_of(field_choice::field const& field) {
        maker_.keep(field.key);
        return field.whole ? make() : parts_of(field);
    }

    bool parts_of(field_choice::field const& field) {
        auto const parts_of_one = [&] { return maker_.next() == '{' ? parts(field) : make(); };
        if (maker_.next() != '[') return parts_of_one();
        maker_.make_list(parts_of_one);
        return true;
    }

    bool parts(field_choice::field const& field) {
        auto& keys = keys_of_parts_[choice_.number_of(field)];
        std::size_t n = 0;
        maker_.make_fields([&] {
            auto const* const part =
                keys.take(maker_, text_, n++, [&](std::string_view key) { return field.find_part(key); });
            if (part == nullptr) return pass();
            maker_.keep(*part);
            return make();
        });
        return true;
    }

    std::string_view text_, list_;
    field_choice const& choice_;
    json_maker& maker_;
    std::vector<std::string_view> texts_, later_; // chosen_documents
    usual_keys<field_choice::field const*> keys_;
    std::vector<usual_keys<std::string const*>> keys_of_parts_; // for each field
};

} // namespace

std::optional<chosen_documents> read_chosen(std::string_view text, std::string_view list,
                                            field_choice const& choice, json::storage_ptr memory,
                                            std::size_t most_depth) try {
    json_maker maker(text, most_depth, std::move(memory));
    chooser documents(text, list, choice, maker);
    documents.read();
    // Assigned instead, it would be copied into other memory.
    return chosen_documents{maker.release(), documents.take_texts(), documents.take_later()};
} catch (json_maker::not_json const&) {
    return std::nullopt;
}

} // namespace muster::core
