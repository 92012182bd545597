#include "core/read_chosen.hpp"

#include "core/json_maker.hpp"

#include <utility>

namespace muster::core {

namespace {

namespace json = boost::json;

constexpr std::size_t usual_page = 100;

/// Reads documents in a list, of each the chosen fields.
class chooser {
public:
    chooser(std::string_view text, std::string_view list, field_choice const& choice, json_maker& maker)
        : text_(text),
          list_(list),
          choice_(choice),
          maker_(maker) {}

    std::vector<std::string_view> read() {
        bool found = false;
        maker_.make_object([&](std::string_view key) {
            maker_.keep(key);
            if (key != list_) return make();
            if (std::exchange(found, true)) throw json_maker::not_json();
            return documents();
        });
        if (maker_.next() != '\0' || maker_.at() < text_.size() || !found) throw json_maker::not_json();
        return std::move(texts_);
    }

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
        texts_.reserve(usual_page);
        maker_.make_list([this] {
            if (maker_.next() != '{') throw json_maker::not_json();
            texts_.push_back(text_.substr(maker_.at()));
            document();
        });
        return true;
    }

    void document() {
        maker_.make_object([this](std::string_view key) {
            auto const* const field = choice_.find(key);
            if (field == nullptr) return pass();
            maker_.keep(key);
            return field->whole ? make() : parts_of(*field);
        });
    }

    bool parts_of(field_choice::field const& field) {
        auto const parts_of_one = [&] { return maker_.next() == '{' ? parts(field) : make(); };
        if (maker_.next() != '[') return parts_of_one();
        maker_.make_list(parts_of_one);
        return true;
    }

    bool parts(field_choice::field const& field) {
        maker_.make_object([&](std::string_view key) {
            if (!field.holds(key)) return pass();
            maker_.keep(key);
            return make();
        });
        return true;
    }

    std::string_view text_, list_;
    field_choice const& choice_;
    json_maker& maker_;
    std::vector<std::string_view> texts_;
};

} // namespace

std::optional<chosen_documents> read_chosen(std::string_view text, std::string_view list,
                                            field_choice const& choice, json::storage_ptr memory,
                                            std::size_t most_depth) try {
    json_maker maker(text, most_depth, std::move(memory));
    auto texts = chooser(text, list, choice, maker).read();
    return chosen_documents{maker.release(), std::move(texts)};
} catch (json_maker::not_json const&) {
    return std::nullopt;
}

} // namespace muster::core
