#include "spec/source_block.hpp"

#include "core/ascii.hpp"
#include "core/printable.hpp"
#include "core/row_column.hpp"
#include "source/query_source.hpp"
#include "source/remark.hpp"
#include "spec/provider_block.hpp"

namespace muster::spec {

namespace {

bool read_newest_first(core::node const& n, provider::provider const* platform) {
    auto const place = n.get("order");
    auto const order = place ? place->string() : std::nullopt;
    if (order && *order != "ASC" && *order != "DESC")
        place->fail(R"(must be "ASC" (oldest first) or "DESC")");
    bool const newest_first = order == "DESC";
    if (newest_first && platform && !platform->about().can.newest_first)
        place->fail("cannot be had: " + platform->about().kind + " gives its members in one order only");
    return newest_first;
}

/// Under which key of "source" the rows stand.
std::string_view word_of(source::rows_settings const& rows) {
    if (rows.query) return rows.query->of_postgres() ? "postgres" : "sqlite";
    return rows.what == source::rows_settings::format::csv ? "csv" : "jsonl";
}

void read_query(core::node const& n, spec& result) {
    auto const postgres = n.get("postgres");
    n.allow_keys({postgres ? "postgres" : "sqlite"});
    auto const block = postgres ? *postgres : *n.get("sqlite");
    result.rows = source::read_query_source(block, postgres.has_value());
    if (!postgres || !block.value().is_object()) return;
    auto const address = block.require("address");
    if (!address) return;
    if (address->value().is_string())
        address->fail(R"(must not be the address itself, as it may hold a password; write {"env": "NAME"})");
    else
        result.source_address = read_key(*address);
}

/// Settles what the key of a row is to the platform: where it is not said, the column's name may tell.
void settle_key(core::node const& source, spec& s) {
    auto& rows = *s.rows;
    auto const& about = s.platform->about();
    auto const& reference = about.vocabulary.reference;
    if (s.makes_members && !about.vocabulary.create_needs.empty()) return; // told of the operation
    bool const asked_for = rows.match == source::rows_settings::way::look_up;
    bool const by_reference =
        s.makes_rows_members() || about.can.looked_up_by_reference > 0 || (!asked_for && !reference.empty());
    auto const place = source.get(word_of(rows));
    if (s.upserts_by_look && !by_reference)
        return place->fail_key("match", "cannot be had: " + about.kind + " looks nobody up by "
                                            + core::quoted(reference)
                                            + ", so that the list is walked to find who is there");
    std::string const known = (s.makes_members ? "" : R"("id")")
                              + std::string(s.makes_members || !by_reference ? "" : " or ")
                              + (by_reference ? core::quoted(reference) : "");
    auto const fits = [&](std::string_view by) {
        return (by == "id" && !s.makes_members) || (by == reference && by_reference && !by.empty());
    };
    if (s.makes_members && rows.by.empty()) rows.by = reference;
    auto const name = core::lower_ascii(rows.key);
    if (rows.by.empty() && fits(name)) rows.by = name;
    if (rows.by.empty())
        place->fail("must say what the key of a row is to " + about.kind + R"(: "by": )" + known);
    else if (!fits(rows.by) && s.makes_members)
        place->fail_key("by", "must be " + known + ": that is what a new member is known by");
    else if (!fits(rows.by))
        place->fail_key("by", "must be " + known + ": " + about.kind + " finds members by nothing else"
                                  + (asked_for && !reference.empty() ? R"(, unless "match" is "walk")" : ""));
    if (s.makes_rows_members() && rows.match != source::rows_settings::way::cheaper)
        place->fail_key("match", "is for rows about members that exist, and these make members");
}

/// What became of rows before is nothing to go by.
void refuse_remarks(core::node const& n, std::vector<std::string> const& fields) {
    for (auto const& field : fields)
        if (auto const column = core::row_column(field); column && source::is_remark(*column))
            n.fail("asks for " + core::quoted(field) + ", and columns that begin with "
                   + std::string(source::remark_prefix)
                   + " are passed over: they tell what became of the rows before");
}

/// Whoever is to be made holds nothing yet, and would never match.
void refuse_members(core::node const& where, std::vector<std::string> const& fields) {
    for (auto const& field : fields)
        if (!core::row_column(field))
            where.fail("asks for " + core::quoted(field)
                       + ", which whoever is not there yet does not have: of an upsert it asks rows alone, "
                         R"(e.g. {"row.Country": {"not": ""}})");
}

} // namespace

bool makes_members(core::node const& operation) {
    return operation.get("create").has_value() || operation.get("upsert").has_value();
}

void read_source(core::node const& n, spec& result) {
    if (!n.is_object(R"({"order": "DESC"})")) return;
    if (n.get("csv") || n.get("jsonl")) {
        result.rows = source::read_rows_settings(n);
        return;
    }
    if (n.get("sqlite") || n.get("postgres")) return read_query(n, result);
    n.allow_keys({"order", "members", "csv", "jsonl", "sqlite", "postgres"});
    auto const* const platform = result.platform.get();
    auto const members = n.get("members");
    if (members && n.get("order")) n.fail_key("order", "is for the platform's list, and \"members\" is none");
    result.newest_first = read_newest_first(n, platform);
    if (!members || !platform) return;
    auto const& vocabulary = platform->about().vocabulary;
    // Where the platform cannot know them by anything, that is told of the operation.
    result.records = vocabulary.create_needs.empty() ? source::read_records(*members, vocabulary.reference)
                                                     : source::records();
}

void check_source(core::node const& root, spec& s) {
    auto const operation = root.get("operation");
    if (!operation) return;
    auto const create = operation->get("create");
    auto const made = create ? create : operation->get("upsert");
    bool const listed = s.records || s.rows;
    if (made && !listed)
        operation->fail(
            R"(makes members of records or rows, and there are none: "source": {"members": [...]} )"
            R"(lists them, and "source": {"csv": {"file": ..., "key": ...}} names a file)");
    if (!made && s.records)
        operation->fail(
            R"(is done to members that the platform has, and "source" has records, which are for "create" )"
            R"(and "upsert")");
    if (s.upserts_by_look && s.records)
        made->fail("is of rows here, as " + s.platform->about().kind
                   + R"( has no upsert of its own: "source": {"csv": {"file": ..., "key": ...}} or )"
                     R"({"jsonl": ...}; a member that is listed can be created)");
    bool const says_nothing = made && made->value().is_object() && made->value().get_object().empty();
    if (s.rows && says_nothing)
        made->fail(
            R"(must say what a member is made of: a row is none, but a template can put its cells in, )"
            R"(e.g. {"email": "{{row.Email}}"})");
    if (!s.rows) return;
    if (auto const source = root.get("source")) {
        settle_key(*source, s);
        if (s.rows->file == source::rows_settings::standard_input && root.get("schedule"))
            source->get(word_of(*s.rows))
                ->fail_key("file", "is standard input, and a job that begins by a schedule has none");
    }
    if (auto const where = root.get("where")) {
        refuse_remarks(*where, s.where.fields());
        if (s.upserts_by_look) refuse_members(*where, s.where.fields());
    }
    refuse_remarks(*operation, s.operation->fields());
}

core::shape shape_with_rows(core::shape const& member, spec const& s) {
    using form = core::shape::form;
    auto all = s.makes_members ? core::shape(form::object) : member;
    if (all.what == form::object) all.fields.push_back({"row", {form::open, {}, {form::anything}}});
    return all;
}

} // namespace muster::spec
