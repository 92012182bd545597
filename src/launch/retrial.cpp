#include "launch/retrial.hpp"

#include "core/write_json.hpp"
#include "launch/deeds.hpp"
#include "launch/line_writer.hpp"
#include "launch/parent_job.hpp"
#include "launch/returned_rows.hpp"

#include <boost/json/array.hpp>

#include <set>

namespace muster::launch {

namespace {

namespace json = boost::json;
using source::rows_settings;
using wish = std::function<bool(journal::member_settled const&)>;

/// Rows as the other's file has them.
spooled_rows::writer rows_of(files::storage& storage, journal::directory const& where, wish const& wanted) {
    return [&storage, where, wanted](files::append_file& to) {
        line_writer lines(to);
        auto const add = [&](std::string_view row) {
            lines.add(row);
            return true;
        };
        refuse_damage(where, return_rows(storage, where, wanted, add));
        lines.flush();
    };
}

/// A row for each member, with its id alone.
spooled_rows::writer ids_of(files::storage& storage, journal::directory const& where, wish const& wanted) {
    return [&storage, where, wanted](files::append_file& to) {
        line_writer lines(to);
        std::string line;
        refuse_damage(where, for_each_deed(storage, where, wanted, [&](deed const& d) {
                          line.clear();
                          core::write_json(line, json::object{{"id", d.settled.member}});
                          lines.add(line + "\n");
                          return true;
                      }));
        lines.flush();
    };
}

/// Those of the records that a spec lists who are among the names.
json::array records_of(spec::spec const& spec, std::set<std::string, std::less<>> const& names) {
    json::array some;
    auto const& all = spec.document.at("source").at("members").as_array();
    for (std::size_t i = 0; i < all.size(); ++i)
        if (names.contains(spec.records->at(i).reference)) some.push_back(all[i]);
    return some;
}

json::object standard_input_for(spec::spec const& spec) {
    bool const csv = !spec.rows->query && spec.rows->what == rows_settings::format::csv;
    json::object block;
    if (spec.rows->query) {
        auto const& source = spec.document.at("source").as_object();
        block = {{"key", spec.rows->key}, {"by", spec.rows->by}};
        auto const& query = source.begin()->value().as_object();
        if (auto const* const match = query.if_contains("match")) block["match"] = *match;
    } else {
        block = spec.document.at("source").at(csv ? "csv" : "jsonl").as_object();
    }
    block["file"] = rows_settings::standard_input;
    return {{csv ? "csv" : "jsonl", std::move(block)}};
}

/// Whether no look would tell if a request whose outcome is unknown took effect.
bool is_doubtful(deed const& d, spec::spec const& spec) {
    return d.settled.outcome == core::outcome::unknown && !d.change.is_null()
           && spec.platform->in_doubt(core::change_from_json(d.change)) == provider::doubt::give_up;
}

} // namespace

retrial make_retrial(store& jobs, std::string const& id, wish const& asked_for, bool also_doubtful) {
    auto& storage = jobs.storage();
    auto parent = find_parent(jobs, id);
    auto const& where = parent.where;
    auto const& spec = parent.spec;
    std::uint64_t members = 0, doubtful = 0;
    std::set<std::string, std::less<>> names; // of records, which a spec lists and memory holds
    refuse_damage(where, for_each_deed(storage, where, asked_for, [&](deed const& d) {
                      bool const left_out = !also_doubtful && is_doubtful(d, spec);
                      ++(left_out ? doubtful : members);
                      if (spec.records && !left_out) names.insert({d.settled.member, d.row});
                      return true;
                  }));
    // A job does one thing: if one of the unknown is doubtful, all are.
    wish const wanted = [asked_for, without = doubtful > 0](journal::member_settled const& s) {
        return asked_for(s) && !(without && s.outcome == core::outcome::unknown);
    };
    auto document = parent.document_for(journal::as_retry);
    auto from = parent.descent_for(journal::as_retry);
    if (members == 0) return {std::move(parent.spec), std::move(from), 0, doubtful};
    if (spec.records) {
        document["source"].as_object()["members"] = records_of(spec, names);
    } else if (spec.rows) {
        document["source"] = standard_input_for(spec);
        from.rows = rows_of(storage, where, wanted);
    } else {
        document["source"] =
            json::object{{"jsonl", {{"file", rows_settings::standard_input}, {"key", "id"}}}};
        from.rows = ids_of(storage, where, wanted);
    }
    return {spec_for_members(document), std::move(from), members, doubtful};
}

} // namespace muster::launch
