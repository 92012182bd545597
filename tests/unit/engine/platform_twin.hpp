#pragma once
#include "model_server.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/platform.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace muster::simulated {

struct dialect;

/// The code that answers `muster sandbox`, one of its platforms with a population of its own, at the other
/// end of the model's network.
class platform_twin final : public model_server {
public:
    /// `kind`: as in the spec, with a dialect (twin_dialects.hpp). `of_records`: the job makes members of
    /// records, so that it names them by their references.
    platform_twin(std::string const& kind, std::size_t size, bool of_records);

    http::reply answer(http::request const& r) override;
    [[nodiscard]] std::vector<std::string> changed_by(http::request const& r) const override;
    [[nodiscard]] bool is_page(http::request const& r) const override;
    /// 0: a member twice, 1: a member without an id, 2: fewer members where the list goes on behind the last
    /// one that it gave, else a member twice.
    void disturb(http::reply& page, http::request const& asked, std::uint64_t how,
                 std::function<std::uint64_t(std::uint64_t)> const& below) const override;

    void insert(std::uint64_t position) override;
    void erase(std::string const& member) override;

    [[nodiscard]] std::set<std::string> members() const override;
    [[nodiscard]] bool exists(std::string const& member) const override;
    [[nodiscard]] boost::json::object document(std::string const& member) const override;

private:
    sandbox::reply pass_on(http::request const& r) const;
    [[nodiscard]] http::request cut(http::request r) const;
    [[nodiscard]] std::vector<boost::json::object> everyone() const;
    void learn_references();
    [[nodiscard]] std::string id_of(std::string const& member) const;
    [[nodiscard]] std::string text_of(std::string const& member) const;

    dialect const& speaks_;
    bool of_records_;
    sandbox::ledger effects_;
    std::unique_ptr<sandbox::platform> platform_;
    std::map<std::string, std::string> ids_; // by reference, of all that ever were
    std::set<std::uint64_t> inserted_;
};

} // namespace muster::simulated
