// Changes, what others do meanwhile, and what takes the changes back, at random, on each platform of members:
// a field is put right if it is as it was written, left if it is as before, and else told of; nobody else's
// field is touched.
#include "memberpulse_support.hpp"
#include "provider/registry.hpp"
#include "provider/reversal.hpp"
#include "publisher_support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <map>
#include <random>
#include <set>

namespace reversal_property {

using namespace muster;
namespace json = boost::json;

/// Values by their paths, `name` or `name.key`; null = there is none.
using fields = std::map<std::string, json::value>;

/// As a document, or as what an update sets.
json::object as_object(fields const& all) {
    json::object o;
    for (auto const& [path, value] : all) {
        auto const dot = path.find('.');
        if (dot == path.npos)
            o[path] = value;
        else
            o[path.substr(0, dot)].emplace_object();
    }
    for (auto const& [path, value] : all)
        if (auto const dot = path.find('.'); dot != path.npos)
            o[path.substr(0, dot)].as_object()[path.substr(dot + 1)] = value;
    return o;
}

fields as_fields(json::object const& o) {
    fields all;
    for (auto const& entry : o) {
        auto const* const keys = entry.value().if_object();
        if (keys == nullptr) all[entry.key()] = entry.value();
        for (auto const& each : keys != nullptr ? *keys : json::object())
            all[std::string(entry.key()) + '.' + std::string(each.key())] = each.value();
    }
    return all;
}

class lives {
public:
    lives(provider::provider const& platform, std::vector<std::string> paths)
        : platform_(platform),
          paths_(std::move(paths)) {}

    void lead(unsigned seeds) {
        for (unsigned seed = 1; seed <= seeds; ++seed) {
            random_.seed(seed);
            BOOST_TEST_CONTEXT(platform_.about().kind << ", seed " << seed) {
                lead();
            }
        }
        BOOST_TEST(conflicts_ > seeds / 20);
        BOOST_TEST(restored_ > seeds / 20);
    }

private:
    void lead() {
        auto const before = some(1), written = some(3), by_others = some(below(2) == 0 ? 0 : 5);
        if (written.empty()) return;
        auto now = before;
        for (auto const& [path, value] : written) now[path] = value;
        for (auto const& [path, value] : by_others) now[path] = value;

        core::change const done = core::update_fields{as_object(written), false};
        auto const was = as_object(before), is = as_object(now);
        auto const back = provider::take_back(platform_, done, platform_.before_image(done, {"m", "", &was}),
                                              {"m", "", &is}, false);

        std::set<std::string> expected;
        for (auto const& [path, value] : written)
            if (now.at(path) != before.at(path) && now.at(path) != value) expected.insert(path);
        std::set<std::string> told;
        if (auto const* const c = std::get_if<provider::conflicts>(&back))
            for (auto const& each : c->all) {
                told.insert(each.path);
                BOOST_TEST((each.before == before.at(each.path) && each.written == written.at(each.path)
                            && each.now == now.at(each.path)));
            }
        BOOST_TEST(told == expected, boost::test_tools::per_element());
        conflicts_ += !expected.empty();
        if (!expected.empty()) return;

        auto restored = now;
        if (auto const* const c = std::get_if<core::change>(&back)) {
            ++restored_;
            for (auto const& [path, value] : as_fields(std::get<core::update_fields>(*c).set)) {
                BOOST_TEST(written.contains(path), path); // nobody else's field is sent
                restored[path] = value;
            }
        }
        for (auto const& path : paths_)
            BOOST_TEST(restored.at(path) == (written.contains(path) ? before.at(path) : now.at(path)), path);
    }

    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    /// One in `rare` of the fields; 0: none.
    fields some(std::uint64_t rare) {
        static std::vector<json::value> const values{"a", "b", 1, 2.5, true, nullptr};
        fields all;
        for (auto const& path : paths_)
            if (rare != 0 && below(rare) == 0) all[path] = values[below(values.size())];
        return all;
    }

    provider::provider const& platform_;
    std::vector<std::string> paths_;
    std::mt19937_64 random_;
    unsigned conflicts_ = 0, restored_ = 0;
};

constexpr unsigned seeds = 3000;

} // namespace reversal_property

BOOST_AUTO_TEST_SUITE(provider_reversal_property)

using namespace reversal_property;

BOOST_AUTO_TEST_CASE(on_memberstack) {
    lives(*provider::make("memberstack"),
          {"customFields.a", "customFields.b", "customFields.c", "loginRedirect"})
        .lead(seeds);
}

BOOST_AUTO_TEST_CASE(on_the_older_memberstack) {
    lives(*provider::make("memberstack-v1"), {"customFields.a", "customFields.b", "memberPage"}).lead(seeds);
}

BOOST_AUTO_TEST_CASE(on_publisher) {
    lives(*provider::publisher::tests::with({}), {"attributes.a", "attributes.b", "attributes.c", "note"})
        .lead(seeds);
}

BOOST_AUTO_TEST_CASE(on_memberpulse) {
    auto const platform = provider::memberpulse::tests::made();
    lives(platform, {"status", "note", "level"}).lead(seeds);
}

BOOST_AUTO_TEST_SUITE_END()
