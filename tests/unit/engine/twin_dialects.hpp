#pragma once
#include "http/message.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace muster::simulated {

/// The members that a request is to change.
struct subjects {
    std::vector<std::string> names{};
    bool are_references = false; ///< else ids
};

/// What a platform's requests and replies look like, as far as its twin has to read or make some.
struct dialect {
    std::string_view kind;
    std::string_view folder;    ///< what the platform's paths begin with before a provider's targets
    std::string_view reference; ///< the path of the field by which a member is known before it has an id
    std::string_view page_size; ///< what stands before the size of a page that it cuts; empty = it cuts none
    unsigned refusal = 0;       ///< the status of what it does not accept
    bool goes_on_behind_last = false; ///< its next page begins behind the last member of the one before
    subjects (*changed_by)(http::request const& r) = nullptr;
    bool (*is_page)(http::request const& r) = nullptr;
    /// The members in the reply to a request for a page; nullptr if there are none.
    boost::json::array* (*page_in)(boost::json::value& body) = nullptr;
    /// The requests for the whole list in one page, for a new member, and for one less.
    http::request (*everyone)() = nullptr;
    http::request (*newcomer)(std::string const& name) = nullptr;
    http::request (*removal)(std::string const& id) = nullptr;
};

/// Throws std::invalid_argument if there is none.
dialect const& dialect_of(std::string_view kind);

/// The id in a member's document.
std::string id_in(boost::json::object const& document);

/// What a member is known by before it has an id.
std::string reference_in(boost::json::object const& document, dialect const& d);

} // namespace muster::simulated
