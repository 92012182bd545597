#pragma once
#include "core/field_choice.hpp"
#include "core/member.hpp"
#include "core/verdict.hpp"
#include "http/message.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the replies of all platforms have in common.
namespace muster::provider::replies {

/// Reads a reply's body; nested as deeply as an application may have nested its members' data, and with half
/// a million values at most. A number that no double holds (1e400) is null, which is what JavaScript writes
/// for it.
boost::json::value parse(std::string_view body, boost::system::error_code& error,
                         boost::json::storage_ptr memory = {});

/// The same into an arena: the value lives there, like all that it holds, until the arena is released.
boost::json::value const* parse_into(boost::json::monotonic_resource& arena, std::string_view body,
                                     boost::system::error_code& error);

/// A page's body in an arena: an object that holds a list of documents.
struct listing {
    boost::json::value const* body = nullptr; ///< null if there is an error
    /// Where only chosen fields of the documents were kept, core::member::text of each; else empty.
    std::vector<std::string_view> texts;
    std::span<std::string_view const> later; ///< core::member::later of each, one behind the other

    /// Tells the member that stands in document number `n` where its texts are.
    void lend_texts(core::member& m, std::size_t n) const;
};

/// Reads such a body, in which documents stand under `list`; nullptr: all of them is kept.
listing parse_listing(boost::json::monotonic_resource& arena, std::string_view body, std::string_view list,
                      core::field_choice const* kept, boost::system::error_code& error);

/// A member of a page with all of its document, which is read where it was not, into the memory of what was.
core::member whole(core::member m);
/// A member of a page with what is read of it later: the document then holds the fields that `kept` names for
/// that, so far as they are of use, and not what was kept at once; all of it, if it names none.
core::member read_later(core::member m, core::field_choice const& kept);

/// The platform's words as they may be shown and kept: redacted, printable, at most 300 bytes.
std::string clean(std::string_view text);

/// The cleaned text under a key; empty where there is none.
std::string text_at(boost::json::object const& o, std::string_view key);

/// Whether a text holds one of these words, given in lower case, however its own letters (ASCII) are written.
bool mentions(std::string_view text, std::initializer_list<std::string_view> words);

/// What a status means on any platform, whatever the body says: 429, 408, 5xx and redirects. nullopt for the
/// others.
std::optional<core::verdict> judge_status(http::reply const& r);

/// A key that was refused, or with 403 something that it may not do; `message` and `code` = the platform's
/// cleaned words, may be empty.
core::refused refused_key(unsigned status, std::string const& message, std::string const& code = {});

} // namespace muster::provider::replies
