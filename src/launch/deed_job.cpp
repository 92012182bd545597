#include "launch/deed_job.hpp"

#include "core/strict_json.hpp"
#include "core/write_json.hpp"
#include "launch/deeds.hpp"
#include "launch/line_writer.hpp"
#include "launch/parent_job.hpp"
#include "provider/reversal.hpp"
#include "source/position.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <random>

namespace muster::launch {

namespace {

namespace json = boost::json;
using wish = std::function<bool(journal::member_settled const&)>;
/// Why nothing can be done about a change; nullopt if something can.
using objecting = std::function<std::optional<std::string>(core::change const&, json::object const& before)>;
/// A change of a journal.
struct recorded {
    std::string const& member;
    json::value const& change;
    json::object const& before;
    std::string made; ///< journal::member_settled::made
    std::string row;  ///< journal::intent::row
};
using see_change = std::function<void(recorded const&)>;

/// Those that have an outcome that is wanted, and those that were left in doubt.
void for_each_change(files::storage& storage, parent_job const& parent, wish const& wanted, bool in_doubt_too,
                     see_change const& see) {
    refuse_damage(parent.where, for_each_deed(storage, parent.where, wanted, [&](deed const& d) {
                      if (!d.change.is_null())
                          see({d.settled.member, d.change, d.before, d.settled.made, d.row});
                      return true;
                  }));
    if (!in_doubt_too) return;
    for (auto const& [member, intent] : parent.stands.folded.pending())
        see({member, intent.change, intent.before, {}, intent.row});
}

/// A change as a row, or why it cannot be one.
struct row_of_change {
    std::string line; ///< with its end
    std::optional<std::string> objection;
};

/// By what a row names the member of a change.
enum class named_by {
    journal, ///< as the journal does
    made_id, ///< whoever was made is meant, and not whoever is known as they were to be
    row      ///< as its own row did, where that was by something else than the id
};

row_of_change as_row(recorded const& r, objecting const& objection, named_by what) {
    auto const change = core::change_from_json(r.change);
    row_of_change row{{}, objection(change, r.before)};
    if (row.objection) return row;
    bool const by_row = what == named_by::row && !r.row.empty();
    json::object fields{{"id", by_row ? r.row : r.member}, {"change", r.change}, {"before", r.before}};
    if (what == named_by::made_id && core::makes_member(change)) {
        if (r.made.empty()) row.objection = "it is not certain whom the job made";
        if (row.objection) return row;
        fields["id"] = r.made;
        fields["ref"] = r.member;
    }
    core::write_json(row.line, fields);
    row.line += '\n';
    if (row.line.size() > source::longest_row)
        row.objection = "with what it overwrote, it is longer than 1 MiB";
    if (row.objection) return row;
    auto const read = core::read_strict_json(row.line);
    if (auto const* const fault = std::get_if<core::json_fault>(&read))
        row.objection = "with what it overwrote, " + fault->message;
    return row;
}

json::array as_array(std::vector<std::string> const& all) {
    return json::array(all.begin(), all.end());
}

/// Takes so many of so many by chance, each with the same; all of them to be shown, one after the other.
class lot {
public:
    lot(std::uint64_t wanted, std::uint64_t of) : wanted_(wanted), left_(of) {}
    bool takes_next() {
        std::uniform_int_distribution<std::uint64_t> place(1, std::max<std::uint64_t>(left_, 1));
        bool const taken = place(random_) <= wanted_;
        if (left_ > 0) --left_;
        if (taken) --wanted_;
        return taken;
    }

private:
    std::uint64_t wanted_, left_;
    std::mt19937_64 random_{std::random_device{}()};
};

/// What a job is made of that is made from what another did.
struct deed_choices {
    std::string_view as; ///< the operation, and how the job comes from the other
    wish wanted;
    bool in_doubt_too = false;
    objecting objection;
    std::optional<json::value> where{};
    bool force = false;
    std::optional<std::uint64_t> sample{};
};

deed_job make_deed_job(store& jobs, std::string const& id, deed_choices const& how) {
    auto const& [as, wanted, in_doubt_too, objection, where, force, sample] = how;
    auto& storage = jobs.storage();
    auto parent = find_parent(jobs, id);
    deed_job made{{}, parent.descent_for(as), parent.stands.resumable(), 0, 0, 0, {}};
    bool const undoes = as == journal::as_undo;
    // Of an upsert by looks, the journal names by their ids whom it updated, and whom it made by a reference.
    auto const name = undoes                        ? named_by::made_id
                      : parent.spec.upserts_by_look ? named_by::row
                                                    : named_by::journal;
    for_each_change(storage, parent, wanted, in_doubt_too, [&](recorded const& r) {
        auto const why = as_row(r, how.objection, name).objection;
        ++(why ? made.left_out : made.deeds);
        if (why) made.why_left_out = *why;
    });
    made.of = made.deeds;
    if (sample) made.deeds = std::min(made.deeds, *sample);
    if (made.deeds == 0) return made;
    auto document = parent.document_for(as);
    for (auto const* const key : {"where", "asOf"}) document.erase(key);
    // Where others changed something meanwhile, nothing is sent: that is no reason to stop.
    document["stopAfter"] = nullptr;
    if (where) document["where"] = *where;
    json::object rows{{"file", source::rows_settings::standard_input}, {"key", "id"}};
    // Each is looked at right before it is changed: a list that was walked may be hours old by then.
    if (undoes) rows["match"] = "lookUp";
    // Whoever was made stands in the journal by what the platform was to know them by.
    if (parent.spec.makes_members && !undoes) rows["by"] = parent.spec.platform->about().vocabulary.reference;
    document["source"] = json::object{{"jsonl", std::move(rows)}};
    json::object block{{"job", id}, {"fields", as_array(parent.spec.operation->fields())}};
    if (force) block["force"] = true;
    if (undoes && parent.spec.makes_members) block["deletes"] = true;
    document["operation"] = json::object{{as, std::move(block)}};
    made.spec = spec_for_members(document);
    made.from.rows = [&storage, parent = std::make_shared<parent_job>(std::move(parent)), how, name,
                      drawn = made.deeds, of = made.of](files::append_file& to) {
        line_writer lines(to);
        lot of_all(drawn, of);
        for_each_change(storage, *parent, how.wanted, how.in_doubt_too, [&](recorded const& r) {
            auto const row = as_row(r, how.objection, name);
            if (!row.objection && of_all.takes_next()) lines.add(row.line);
        });
        lines.flush();
    };
    return made;
}

} // namespace

deed_job make_undo(store& jobs, std::string const& id, undo_choices const& choices) {
    return make_deed_job(
        jobs, id,
        {journal::as_undo, choices.wanted, true, provider::objection_to_undo, choices.where, choices.force});
}

deed_job make_verification(store& jobs, std::string const& id, std::optional<std::uint64_t> sample) {
    auto const done = [](journal::member_settled const& s) { return s.outcome == core::outcome::done; };
    auto const readable = [](core::change const& c, json::object const&) -> std::optional<std::string> {
        if (!std::holds_alternative<core::raw_request>(c)) return std::nullopt;
        return "nobody knows what a raw request did";
    };
    return make_deed_job(jobs, id, {"redo", done, false, readable, std::nullopt, false, sample});
}

} // namespace muster::launch
