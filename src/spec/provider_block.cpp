#include "spec/provider_block.hpp"

#include "http/endpoint.hpp"
#include "http/proxy.hpp"
#include "provider/registry.hpp"
#include "spec/keys.hpp"

#include <algorithm>
#include <stdexcept>

namespace muster::spec {
namespace {

constexpr std::string_view key_example = R"({"env": "NAME"})";

bool is_variable_name(std::string_view name) {
    auto const is_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    bool const digit_first = name.front() >= '0' && name.front() <= '9';
    return !digit_first && std::all_of(name.begin(), name.end(), is_word);
}

void check_name(core::node const& n, key_reference const& ref) {
    if (ref.from == key_reference::kind::env && !is_variable_name(ref.name)) {
        n.fail("must be the name of an environment variable, not the key itself");
    }
    bool const plain = ref.name.find('/') == ref.name.npos && ref.name != "." && ref.name != "..";
    if (ref.from == key_reference::kind::credential && !plain) {
        n.fail("must be the name of a credential, without \"/\"");
    }
    if (ref.from == key_reference::kind::file && ref.name.find('\0') != ref.name.npos) {
        n.fail("must be the path of a file");
    }
}

/// The base URL without trailing slashes.
std::string read_base_url(core::node const& n) {
    auto const url = n.string();
    if (!url) return {};
    try {
        http::parse_endpoint(*url);
    } catch (std::invalid_argument const& why) {
        n.fail(why.what());
    }
    return url->substr(0, url->find_last_not_of('/') + 1);
}

std::string read_variable(core::node const& n) {
    n.allow_keys({"env"});
    auto const place = n.require("env");
    auto const name = place ? place->non_empty_string() : std::nullopt;
    if (name && !is_variable_name(*name)) place->fail("must be the name of an environment variable");
    return name.value_or("");
}

proxy_choice read_proxy(core::node const& n) {
    using kind = proxy_choice::kind;
    if (n.value().is_object()) return {kind::env, read_variable(n)};
    auto const text = n.non_empty_string();
    if (!text) return {};
    if (*text == "none") return {kind::none, {}};
    try {
        if (!http::parse_proxy(*text).authorization.empty())
            n.fail(
                R"(must not hold a user name or password; write {"env": "NAME"}, the variable holding all )"
                "of the address");
    } catch (std::invalid_argument const& why) {
        n.fail(why.what());
    }
    return {kind::url, *text};
}

provider::kind const* read_kind(core::node const& n) {
    auto const word = n.string();
    if (!word) return nullptr;
    if (auto const* const found = provider::find_kind(*word)) return found;
    std::vector<std::string_view> known;
    std::string message = "must be a platform that muster knows:";
    for (auto const& kind : provider::kinds()) {
        message += (known.empty() ? " \"" : ", \"") + kind.name + '"';
        known.push_back(kind.name);
    }
    if (auto const near = core::nearest(*word, known)) message += "; did you mean \"" + *near + "\"?";
    n.fail(std::move(message));
    return nullptr;
}

/// Beside the keys of all platforms, those of this one.
void allow_keys(core::node const& n, provider::kind const* kind) {
    std::vector<std::string_view> keys(std::begin(provider_keys), std::end(provider_keys));
    if (kind != nullptr)
        for (auto const& setting : kind->settings) keys.push_back(setting.key());
    n.allow_keys(keys);
}

} // namespace

key_reference read_key(core::node const& n) {
    key_reference ref;
    if (n.value().is_string()) {
        n.fail("must not be the key itself: a key never stands in a spec; write " + std::string(key_example));
        return ref;
    }
    if (!n.is_object(key_example)) return ref;
    n.allow_keys({"env", "file", "credential"});
    if (n.value().get_object().size() != 1) {
        n.fail(R"(must say in one way where the key is kept: {"env": "NAME"}, {"file": "PATH"} or )"
               R"({"credential": "NAME"})");
    }
    using kind = key_reference::kind;
    for (auto const& [word, from] :
         {std::pair{"env", kind::env}, {"file", kind::file}, {"credential", kind::credential}}) {
        auto const place = n.get(word);
        auto const name = place ? place->non_empty_string() : std::nullopt;
        if (!name) continue;
        ref = {from, *name};
        check_name(*place, ref);
    }
    return ref;
}

void read_provider(core::node const& n, spec& into) {
    if (!n.is_object(R"({"kind": "memberstack", "key": {"env": "MEMBERSTACK_SECRET_KEY"}})")) return;
    auto const word = n.require("kind");
    auto const* const kind = word ? read_kind(*word) : nullptr;
    allow_keys(n, kind);
    if (kind != nullptr) into.platform = kind->read(n);
    if (auto const key = n.require("key")) into.key = read_key(*key);

    auto& at = into.at;
    if (into.platform) at.base_url = into.platform->about().base_url;
    if (auto const url = n.get("baseUrl")) at.base_url = read_base_url(*url);
    if (auto const proxy = n.get("proxy")) at.proxy = read_proxy(*proxy);
    if (auto const file = n.get("caFile")) at.ca_file = file->non_empty_string().value_or("");
    at.connect_timeout = keys::read(n, keys::connect_timeout);
    at.request_timeout = keys::read(n, keys::request_timeout);
    at.reply_limit = static_cast<std::size_t>(keys::read(n, keys::reply_limit).value_or(0));
}

endpoint default_endpoint(provider::profile const& about) {
    endpoint at;
    at.base_url = about.base_url;
    at.connect_timeout = core::parse_duration(keys::connect_timeout.fallback).value();
    at.request_timeout = core::parse_duration(keys::request_timeout.fallback).value();
    at.reply_limit = static_cast<std::size_t>(keys::reply_limit.fallback.value());
    return at;
}

} // namespace muster::spec
