#include "core/path.hpp"
#include "core/printable.hpp"
#include "operation/builtin.hpp"
#include "operation/value_template.hpp"

#include <optional>

namespace muster::operation {
namespace {

namespace json = boost::json;

/// An operation that makes a member of each record of a source.
template <class Change>
class make final : public operation {
public:
    /// `document` = what the member is made of; nullopt: the record itself.
    make(std::string text, std::optional<value_template> document)
        : text_(std::move(text)),
          document_(std::move(document)) {}
    [[nodiscard]] decision decide(core::member const& record) const override {
        if (!document_) return core::change(Change{*record.document});
        auto filled = document_->fill(*record.document);
        if (auto* const why = std::get_if<impossible>(&filled)) return std::move(*why);
        return core::change(Change{std::move(std::get<json::value>(filled).as_object())});
    }
    [[nodiscard]] std::vector<std::string> fields() const override {
        std::vector<std::string> read;
        if (document_) document_->add_fields(read);
        return read;
    }
    [[nodiscard]] std::string describe() const override { return text_; }

private:
    std::string text_;
    std::optional<value_template> document_;
};

template <class Change>
std::unique_ptr<operation> read(core::node const& n, core::vocabulary const& v, std::string text) {
    if (!n.is_object()) return nullptr;
    if (n.value().get_object().empty()) return std::make_unique<make<Change>>(std::move(text), std::nullopt);
    if (!v.reference.empty() && core::path(v.reference).find(n.value().get_object()) == nullptr)
        n.fail("must say what the member's " + core::quoted(v.reference)
               + " is, by which the platform knows it");
    return std::make_unique<make<Change>>(std::move(text), value_template::read(n));
}

json::object schema(core::vocabulary const&) {
    return {{"type", "object"}, {"additionalProperties", true}};
}

} // namespace

kind create_kind() {
    return {
        "create",
        R"(Make a member of each record or row of "source"; one that is there is left as it is. What it is )"
        R"(made of, e.g. {"email": "{{row.Email}}"}; {} = the record itself.)",
        schema, [](core::node const& n, core::vocabulary const& v) {
            return read<core::create_member>(n, v, "create the member");
        }};
}

kind upsert_kind() {
    return {"upsert",
            R"(Make a member of each record or row of "source", or update the one that is there. What it is )"
            R"(made of, e.g. {"ref": "{{row.id}}"}; {} = the record itself. Where the platform has no )"
            R"(upsert, each row's member is looked for first, and gets of this what an update can set.)",
            schema, [](core::node const& n, core::vocabulary const& v) {
                if (upserts_by_look(v)) return read_upsert_by_look(n, v);
                return read<core::upsert_member>(n, v, "upsert the member");
            }};
}

} // namespace muster::operation
