"""Jobs on MemberPulse: pages by number, whole records over PUT, and what its documents leave open."""
import json
import unittest

from support import FAILED, OK, REFUSED, STOPPED, USAGE, Case

SEGMENT = {"update": {"segment": {"year": 2026, "of": "{{email}}"}}}


class MemberPulse(Case):
    def platform(self, *arguments, **options):
        return self.sandbox("--provider", "memberpulse", *arguments, **options)

    def pulse(self, s, provider=None, **others):
        """A spec that gives every member in Germany a segment."""
        others.setdefault("where", {"address.country": {"equals": "Germany"}})
        others.setdefault("operation", SEGMENT)
        block = {"kind": "memberpulse", "baseUrl": s.url + "/api", **(provider or {})}
        return self.spec(s, provider=block, **others)

    def everyone(self, s, resource="members"):
        records, page = [], 1
        while True:
            reply = json.loads(s.call("GET", f"/api/{resource}?page={page}&itemsPerPage=100",
                                      {"Authorization": "Bearer walk"}))
            found = reply if isinstance(reply, list) else reply[[k for k in reply if isinstance(reply[k], list)][0]]
            if not found:
                return {str(r["id"]): r for r in records}
            records += found
            page += 1

    def assert_changed(self, s, before, matching, change, job="job"):
        """Those who match were changed once, by that change alone; nobody else was; each has one outcome."""
        ledger = s.ledger()["members"]
        self.assertGreater(len(matching), 10)
        self.assertEqual(sorted(ledger), sorted(matching))
        self.assertEqual([i for i, e in ledger.items() if e != {"update": 1}], [])
        self.assertEqual(sorted(self.results(job)), sorted((i, "done") for i in matching))
        now = self.everyone(s)
        for i, record in before.items():
            expected = {**record, **change(record)} if i in matching else record
            got = {k: v for k, v in now[i].items() if k != "updatedAt"}
            self.assertEqual(got, {k: v for k, v in expected.items() if k != "updatedAt"})

    def test_rows_name_members_by_their_addresses(self):
        s = self.platform(members=80)
        before = self.everyone(s)
        s.reset()
        chosen = [r for r in before.values() if r["email"]][::3]
        path = self.file("in.csv", "Email,Year\n" + "".join(f"{r['email']},{i}\n" for i, r in enumerate(chosen)))
        spec = self.pulse(s, where=None, source={"csv": {"file": path, "key": "Email"}},
                          operation={"update": {"segment": {"year": "{{row.Year|number}}", "of": "{{email}}"}}})
        self.run_job(spec)
        years = {r["id"]: i for i, r in enumerate(chosen)}
        self.assert_changed(s, before, [str(r["id"]) for r in chosen],
                            lambda r: {"segment": {"year": years[r["id"]], "of": r["email"]}})

    def test_a_job_on_a_part_of_the_list_is_verified_and_taken_back(self):
        s = self.platform(members=80)
        before = self.everyone(s)
        status = sorted(r["status"] for r in before.values() if r.get("status"))[0]
        some = [i for i, r in before.items() if r.get("status") == status]
        self.run_job(self.pulse(s, provider={"query": {"status": status}}, where=None,
                                operation={"update": {"status": "paused", "note": "ours"}}))
        self.assertEqual(sorted(i for i, _ in self.results()), sorted(some))
        r = self.muster("verify", "job", "--output", "json")
        self.assertEqual((r.status, json.loads(r.out)["asWritten"]), (OK, len(some)), str(r))
        r = self.muster("undo", "job", "--job-id", "back")
        self.assertEqual(r.status, OK, str(r))
        as_it_was = lambda records: {i: {k: v for k, v in r.items() if k != "updatedAt" and v is not None}
                                     for i, r in records.items()}
        self.assertEqual(as_it_was(self.everyone(s)), as_it_was(before))

    def in_germany(self, records):
        return [i for i, r in records.items() if (r.get("address") or {}).get("country") == "Germany"]

    def test_a_job_that_is_killed_twice_changes_each_record_once_and_loses_nothing_of_it(self):
        s = self.platform("--shape", "member", "--ids", "number", "--cap", "30", "--latency", "15", members=400)
        before = self.everyone(s)
        s.reset()
        matching = self.in_germany(before)
        arguments = ["run", self.pulse(s), "--job-id", "job"]
        for effects in (len(matching) // 4, len(matching) // 2):
            running = self.start(*arguments)
            self.wait_for_effects(s, effects)
            running.signal(9)
            running.wait()
            arguments = ["resume", "job"]
        self.resume_job()
        self.assert_changed(s, before, matching, lambda r: {"segment": {"year": 2026, "of": r["email"]}})

    def test_each_shape_of_list_and_kind_of_id(self):
        for n, (shape, ids) in enumerate((("array", "uuid"), ("hydra", "number"), ("member", "uuid"),
                                          ("data", "number"))):
            s = self.platform("--shape", shape, "--ids", ids, "--cap", "40", members=90)
            before = self.everyone(s)
            s.reset()
            self.run_job(self.pulse(s), job=f"job-{n}")
            self.assert_changed(s, before, self.in_germany(before),
                                lambda r: {"segment": {"year": 2026, "of": r["email"]}}, job=f"job-{n}")

    def test_a_second_run_finds_everything_done(self):
        s = self.platform(members=60)
        self.run_job(self.pulse(s))
        puts = s.ledger()["byPath"]["PUT /api/members/{id}"]
        self.run_job(self.pulse(s), job="again")
        self.assertEqual(s.ledger()["byPath"]["PUT /api/members/{id}"], puts)
        self.assertEqual({o for _, o in self.results("again")}, {"already"})

    def test_a_conflict_is_read_again_and_sent_once_more(self):
        s = self.platform(members=60, faults=[
            {"match": {"method": "PUT", "every": 3, "times": 3}, "fault": {"kind": "status", "status": 409}},
            {"match": {"method": "PUT", "after": 10, "until": 11}, "fault": {"kind": "status", "status": 412}}])
        self.run_job(self.pulse(s, pace={"concurrency": 1}))
        ledger = s.ledger()
        self.assertEqual({tuple(e.items()) for e in ledger["members"].values()}, {(("update", 1),)})
        self.assertEqual((ledger["byStatus"]["409"], ledger["byStatus"]["412"]), (3, 1))
        self.assertEqual({o for _, o in self.results()}, {"done"})

    def test_a_conflict_that_lasts_fails_its_record_alone(self):
        seen = self.platform(members=60)
        self.run_job(self.pulse(seen), job="first")
        one = self.results("first")[0][0]
        s = self.platform(members=60, faults=[{"match": {"method": "PUT", "path": f"/api/members/{one}"},
                                               "fault": {"kind": "status", "status": 409}}])
        self.run_job(self.pulse(s), status=FAILED)
        outcomes = dict(self.results())
        self.assertEqual(outcomes.pop(one), "failed")
        self.assertEqual(set(outcomes.values()), {"done"})
        self.assertEqual(s.ledger()["byStatus"]["409"], 2, "once more, and not for ever")

    def test_what_the_platform_says_of_a_record_is_told(self):
        s = self.platform(members=30)
        spec = self.pulse(s, where={}, operation={"update": {"email": "same@example.com"}})
        r = self.run_job(spec, "--limit", "3", status=FAILED)
        self.assertEqual(sorted(o for _, o in self.results()), ["done", "failed", "failed"])
        told = self.muster("results", "job", "--outcome", "failed", "--output", "jsonl")
        self.assertIn("validation-error", told.out, str(r))
        self.assertIn("email: belongs to another member", told.out)

    def test_members_are_made_of_records_once_whoever_is_killed(self):
        """What may have been made is looked for by its address, with the platform's own filter."""
        s = self.platform("--shape", "hydra", "--ids", "number", "--latency", "20", members=50)
        records = [{"email": f"new+{n}@example.com", "firstName": "Zoë", "n": n} for n in range(60)]
        spec = self.pulse(s, where=None, source={"members": records}, operation={"create": {}})
        running = self.start("run", spec, "--job-id", "job")
        self.wait_for_effects(s, 20)
        running.signal(9)
        running.wait()
        self.resume_job()
        self.assertEqual(sorted(s.ledger()["members"].values(), key=str), [{"create": 1}] * 60)
        made = [m for m in self.everyone(s).values() if m["email"].startswith("new+")]
        self.assertEqual(sorted(m["n"] for m in made), list(range(60)))
        self.assertEqual([o for _, o in self.results()], ["done"] * 60)

    def test_events_have_their_own_calls(self):
        s = self.platform(members=100)
        events = self.everyone(s, "events")
        s.reset()
        drafts = [i for i, e in events.items() if e["status"] == "draft"]
        self.run_job(self.pulse(s, {"resource": "events"}, where={"status": {"equals": "draft"}},
                                operation={"update": {"status": "published"}}))
        self.assertEqual(s.ledger()["members"], {i: {"update": 1} for i in drafts})

    def test_filters_are_the_platforms_own(self):
        s = self.platform(members=100)
        late = [i for i, m in self.everyone(s).items() if m["createdAt"] >= "2024-01-01"]
        s.reset()
        self.run_job(self.pulse(s, {"query": {"createdAt[after]": "2024-01-01"}}, where=None))
        self.assertEqual(sorted(s.ledger()["members"]), sorted(late))

    def test_a_filter_that_the_platform_takes_no_notice_of_changes_nobody(self):
        s = self.platform(members=100)
        spec = self.pulse(s, {"query": {"firstName": "Anna"}}, where=None)
        checked = self.muster("check", spec)
        self.assertEqual(checked.status, OK, str(checked))
        self.assertIn("/provider/query/firstName: is no filter that the platform documents", checked.said)
        r = self.run_job(spec, status=STOPPED)
        self.assertIn("takes no notice of the filter firstName=Anna", r.said)
        self.assertEqual(s.ledger()["members"], {})

    def test_what_is_wrong_in_a_spec_is_told_at_its_place(self):
        s = self.platform(members=10)
        for provider, others, said in (
                ({"resource": "member"}, {}, "/provider/resource: must be \"members\", \"events\" or \"courses\""),
                ({"plan": "gold"}, {}, "/provider/plan: must be"),
                ({"query": {"page": 2}}, {}, "is muster's own"),
                ({"readOnly": "id"}, {}, "/provider/readOnly: must be an array"),
                ({}, {"operation": {"addPlan": {"planId": "p"}}}, "the platform has no \"addPlan\""),
                ({}, {"source": {"order": "DESC"}}, "/source/order"),
                ({}, {"operation": {"update": {"email": "ann"}}}, "must be an e-mail address")):
            r = self.run_job(self.pulse(s, provider, **others), status=USAGE)
            self.assertIn(said, r.said)
        self.assertEqual(s.ledger()["requests"], 0)

    def test_a_field_that_the_platform_writes_is_refused_for_each_record(self):
        s = self.platform(members=10)
        self.run_job(self.pulse(s, where={}, operation={"update": {"createdAt": "2020-01-01"}}), status=FAILED)
        self.assertEqual({o for _, o in self.results()}, {"failed"})
        self.assertNotIn("PUT /api/members/{id}", s.ledger()["byPath"])

    def test_a_key_that_is_refused_stops_the_job(self):
        s = self.platform("--key", "another", members=10)
        r = self.run_job(self.pulse(s), status=REFUSED)
        self.assertIn("401", r.said)

    def test_a_key_for_the_real_address_is_live(self):
        spec = self.spec("https://api.memberpulse.com/api", provider={"kind": "memberpulse"}, where={},
                         operation=SEGMENT)
        r = self.run_job(spec, status=REFUSED)
        self.assertIn("live", r.said)


if __name__ == "__main__":
    unittest.main()
