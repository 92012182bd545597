#include "operation/builtin.hpp"

namespace muster::operation {
namespace {

/// An operation that makes a member of each record of a source.
template <class Change>
class make final : public operation {
public:
    explicit make(std::string text) : text_(std::move(text)) {}
    [[nodiscard]] decision decide(core::member const& record) const override {
        return core::change(Change{*record.document});
    }
    [[nodiscard]] std::vector<std::string> fields() const override { return {}; }
    [[nodiscard]] std::string describe() const override { return text_; }

private:
    std::string text_;
};

template <class Change>
std::unique_ptr<operation> read(core::node const& n, std::string text) {
    if (!n.is_object()) return nullptr;
    n.allow_keys(std::vector<std::string_view>());
    return std::make_unique<make<Change>>(std::move(text));
}

boost::json::object schema(core::vocabulary const&) {
    return {{"type", "object"}, {"additionalProperties", false}};
}

} // namespace

kind create_kind() {
    return {"create", R"(Make a member of each record of "source"; one that is there is left as it is.)",
            schema, [](core::node const& n, core::vocabulary const&) {
                return read<core::create_member>(n, "create the member");
            }};
}

kind upsert_kind() {
    return {"upsert", R"(Make a member of each record of "source", or update the one that is there.)", schema,
            [](core::node const& n, core::vocabulary const&) {
                return read<core::upsert_member>(n, "upsert the member");
            }};
}

} // namespace muster::operation
