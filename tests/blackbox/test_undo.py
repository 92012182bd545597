"""`muster undo` takes back what a job did, and `muster verify` tells whether it still stands. The sandbox's members are
the judge: everything is as it was, but for what somebody else did meanwhile."""
import json
import os
import signal

from support import FAILED, OK, REFUSED, USAGE, Case, in_country, population, wait_until


def without_dates(members):
    """What a job, and whoever undoes it, can set: by member."""
    return {m["id"]: {k: v for k, v in m.items() if k not in ("updatedAt", "lastLogin")} for m in members}


class Undo(Case):
    UPDATE = {"update": {"customFields": {"country": "Schweden", "note": "moved"}}}

    def made(self, members=300, operation=None, status=OK, **others):
        s = self.sandbox(members=members)
        self.before = without_dates(s.everyone())
        self.run_job(self.spec(s, operation=operation or self.UPDATE, **others), status=status)
        self.changed = sorted(i for i, o in self.results() if o == "done")
        return s

    def undo(self, *arguments, of="job", job="back", status=OK, **options):
        r = self.muster("undo", of, "--job-id", job, *arguments, **options)
        self.assertEqual(r.status, status, str(r))
        return r

    def verify(self, *arguments, of="job", status=OK):
        r = self.muster("verify", of, "--output", "json", "--examples", "1000", *arguments)
        self.assertEqual(r.status, status, str(r))
        return json.loads(r.out)

    def patch(self, s, member, fields):
        s.call("PATCH", f"/members/{member}", {"X-API-KEY": self.key}, json.dumps({"customFields": fields}).encode())

    def fields_now(self, s):
        return {m["id"]: m.get("customFields") or {} for m in s.everyone()}

    def same_as_before(self, s, but=()):
        now = without_dates(s.everyone())
        empty = lambda m: {**m, "customFields": {k: v for k, v in (m.get("customFields") or {}).items() if v is not None}}
        self.assertEqual({i: empty(m) for i, m in now.items() if i not in but},
                         {i: empty(m) for i, m in self.before.items() if i not in but})


class Fields(Undo):
    def test_everything_is_as_it_was(self):
        s = self.made()
        self.assertGreater(len(self.changed), 50)
        self.assertEqual(self.verify()["asWritten"], len(self.changed))
        plan = self.muster("undo", "job", "--plan", "--output", "json")
        self.assertEqual(plan.status, OK, str(plan))
        self.assertEqual(json.loads(plan.out)["toChange"], len(self.changed))
        self.undo()
        self.same_as_before(s)
        self.assertEqual(sorted(i for i, o in self.results("back") if o == "done"), self.changed)
        self.assertEqual(self.job_status("back")["from"], {"job": "job", "as": "undo"})
        found = self.verify(status=FAILED)
        self.assertEqual((found["asWritten"], found["drifted"]), (0, len(self.changed)))
        self.undo(job="again")  # nothing is left to be taken back
        self.assertEqual({o for _, o in self.results("again")}, {"already"})
        self.undo(of="back", job="redone")
        self.assertEqual(self.verify()["drifted"], 0)
        self.assertEqual(self.muster("fsck", "back").status, OK)

    def test_what_others_did_is_left_alone_and_listed(self):
        s = self.made()
        edited, aside, back, gone = self.changed[:15], self.changed[15:20], self.changed[20], self.changed[21]
        for i in edited:
            self.patch(s, i, {"country": "Norwegen"})
        for i in aside:
            self.patch(s, i, {"phone": "12"})  # another field is no conflict
        old = self.before[back].get("customFields") or {}
        self.patch(s, back, {"country": old.get("country"), "note": old.get("note")})
        s.call("DELETE", f"/members/{gone}", {"X-API-KEY": self.key})
        found = self.verify(status=FAILED)
        self.assertEqual((found["drifted"], found["notFound"], found["asWritten"]),
                         (16, 1, len(self.changed) - 17))
        self.assertEqual({e["member"] for e in found["examples"]}, {*edited, back})
        ours = next(e for e in found["examples"] if e["member"] == edited[0])
        self.assertEqual(ours["now"]["customFields"]["country"], "Norwegen")
        table = self.muster("verify", "job")
        self.assertIn("drifted 16", " ".join(table.out.split()))

        ledger = s.ledger()["members"]
        self.undo(status=FAILED)
        outcomes = dict(self.results("back"))
        self.assertEqual({i for i, o in outcomes.items() if o == "failed"}, {*edited, gone})
        self.assertEqual(outcomes[back], "already")
        r = self.muster("results", "back", "--outcome", "failed", "--output", "jsonl")
        told = {d["member"]: d for d in map(json.loads, r.out.splitlines())}
        self.assertEqual({told[i]["code"] for i in edited}, {"conflict"})
        self.assertIn('customFields.country was "Germany", was set to "Schweden", and is "Norwegen"',
                      told[edited[0]]["message"])
        now = self.fields_now(s)
        for i in edited:
            self.assertEqual((now[i]["country"], now[i]["note"]), ("Norwegen", "moved"))
            self.assertEqual(s.ledger()["members"][i], ledger[i])
        for i in aside:
            self.assertEqual(now[i]["phone"], "12")
            self.assertEqual(now[i]["country"], "Germany")
        self.same_as_before(s, but={*edited, *aside, gone})
        self.undo("--force-conflicts", job="forced", status=FAILED)
        self.same_as_before(s, but={*aside, gone})

    def test_kills_and_a_part_of_a_job(self):
        s = self.sandbox("--latency", "20", members=600)
        self.before = without_dates(s.everyone())
        running = self.start("run", self.spec(s, operation=self.UPDATE, pace={"requestsPerSecond": 0, "concurrency": 4}),
                             "--job-id", "job")
        wait_until(lambda: len(s.ledger()["members"]) >= 60, 30, "60 members")
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        running = self.start("undo", "job", "--job-id", "back")
        for changed in (10, 30):
            wait_until(lambda: len([1 for e in s.ledger()["members"].values() if len(e) > 1 or set(e.values()) != {1}])
                       >= changed, 30, f"{changed} members")
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            running = self.start("resume", "back")
        r = running.wait()
        self.assertEqual(r.status, OK, str(r))
        self.same_as_before(s)

    def test_a_part_of_the_members(self):
        s = self.made()
        one = self.changed[0]
        self.undo("--where", json.dumps({"id": {"equals": one}}))
        self.assertEqual({i for i, f in self.fields_now(s).items() if f.get("note") == "moved"},
                         set(self.changed) - {one})
        self.assertIn("JSON", self.undo("--where", "{", job="x", status=USAGE).said)
        plan = self.muster("undo", "job", "--plan", "--where", '{"createdAt": {"lt": "-1d"}}', "--output", "json")
        self.assertEqual((plan.status, json.loads(plan.out)["toChange"]), (OK, len(self.changed) - 1), str(plan))
        self.assertIn("where", self.undo("--where", '{"id": {"is": 1}}', job="x", status=USAGE).said)
        other = {"MEMBERSTACK_SECRET_KEY": "sk_sb_anotherapplication"}
        self.undo(job="x", status=REFUSED, env=other)
        self.undo("--plan", job="x", status=REFUSED, env=other)
        self.assertEqual(self.muster("verify", "job", env=other).status, REFUSED)


    def test_each_is_looked_at_right_before_it_is_changed(self):
        s = self.made(members=300, pace={"requestsPerSecond": 100, "concurrency": 2})
        running = self.start("undo", "job", "--job-id", "back")
        restored = lambda: {i for i, f in self.fields_now(s).items() if i in self.changed and f.get("note") != "moved"}
        wait_until(lambda: len(restored()) >= 5, 30, "some members")
        last = [i for i, o in self.results() if o == "done"][-10:]
        self.assertEqual(len(last), 10)
        for i in last:
            self.patch(s, i, {"country": "Norwegen"})
        r = running.wait()
        self.assertEqual(r.status, FAILED, str(r))
        now = self.fields_now(s)
        self.assertEqual({now[i]["country"] for i in last}, {"Norwegen"})
        self.assertEqual({i for i, o in self.results("back") if o == "failed"}, set(last))

    def test_a_large_document_does_not_hold_the_others_up(self):
        s = self.made(members=40)
        big = self.changed[0]
        s.call("PATCH", f"/members/{big}", {"X-API-KEY": self.key}, json.dumps({"json": {"big": "x" * (2 << 20)}}).encode())
        self.run_job(self.spec(s, name="big.json", where={"customFields.note": {"equals": "moved"}},
                               operation={"update": {"json": {"a": 1}, "replace": True}}), job="big")
        r = self.undo(of="big", job="x")
        self.assertIn("longer than 1 MiB", r.said)
        self.assertEqual(len([1 for _, o in self.results("x") if o == "done"]), len(self.changed) - 1)


class Others(Undo):
    def test_plans(self):
        s = self.made(operation={"addPlan": {"planId": "pln_free"}})
        helped = self.changed[0]
        s.call("POST", f"/members/{helped}/remove-plan", {"X-API-KEY": self.key}, json.dumps({"planId": "pln_free"}).encode())
        self.undo()
        self.assertEqual(dict(self.results("back"))[helped], "already")
        with_plan = {m["id"] for m in s.everyone() for p in m.get("planConnections") or []
                     if p["planId"] == "pln_free" and p.get("active", p.get("status") == "ACTIVE")}
        self.assertEqual(with_plan & set(self.changed), set())
        self.undo(of="back", job="redone")
        self.assertEqual({o for _, o in self.results("redone")}, {"done"})

    def test_who_was_made_is_deleted_again(self):
        s = self.sandbox(members=20)
        there = s.everyone()[0]["auth"]["email"]
        new = [f"new-{n}@example.com" for n in range(1, 5)]
        records = [{"email": e, "password": "secret-enough"} for e in [there, *new]]
        spec = self.spec(s, where=None, source={"members": records}, operation={"create": {}})
        self.assertIn("all of it can be taken back", " ".join(self.muster("plan", spec).out.split()))
        self.run_job(spec)
        self.assertEqual(self.verify()["asWritten"], 4)
        ids = {m["auth"]["email"]: m["id"] for m in s.everyone()}
        s.call("DELETE", f"/members/{ids[new[1]]}", {"X-API-KEY": self.key})
        self.assertEqual(self.verify(status=FAILED)["notFound"], 1)
        s.call("PATCH", f"/members/{ids[new[2]]}", {"X-API-KEY": self.key}, json.dumps({"email": "b@example.com"}).encode())
        # Somebody else has the address of one who was deleted.
        s.call("POST", "/members", {"X-API-KEY": self.key}, json.dumps({"email": new[1], "password": "secret-enough"}).encode())
        plan = json.loads(self.muster("undo", "job", "--plan", "--output", "json").out)
        self.assertEqual((plan["toChange"], plan["already"], plan["wouldFail"]), (2, 1, 1))
        self.undo(status=FAILED)
        self.assertEqual(dict(self.results("back")), {ids[new[0]]: "done", ids[new[1]]: "already", ids[new[2]]: "failed",
                                                      ids[new[3]]: "done"})
        left = {m["auth"]["email"] for m in s.everyone()}
        self.assertEqual(left & {there, *new, "b@example.com"}, {there, new[1], "b@example.com"})
        self.undo("--force-conflicts", job="forced")
        self.assertNotIn("b@example.com", {m["auth"]["email"] for m in s.everyone()})
        self.assertIn("who is deleted", self.undo(of="back", job="again", status=USAGE).said)

    def test_whom_a_job_made_is_deleted_again_on_other_platforms(self):
        for kind, path, source in (
                ("memberstack-v1", "", {"members": [{"email": "new@example.com", "password": "secret-enough",
                                                     "plan": "5ed1c411b4a2491976046d43"}]}),
                ("memberpulse", "/api", {"members": [{"email": "new@example.com"}]})):
            with self.subTest(kind):
                s = self.sandbox("--provider", kind, members=20)
                spec = self.spec(s, name=f"{kind}.json", where=None, source=source, operation={"create": {}},
                                 provider={"kind": kind, "baseUrl": s.url + path})
                self.run_job(spec, job=kind)
                self.assertEqual(len(s.ledger()["members"]), 1)
                r = self.muster("undo", kind, "--job-id", f"back-{kind}")
                self.assertEqual(r.status, OK, str(r))
                self.assertIn("1 done", r.out)

    def test_no_spec_of_ones_own_takes_anything_back(self):
        s = self.sandbox(members=20)
        victim = s.everyone()[0]["id"]
        row = {"id": victim, "change": {"delete": {}}, "before": {}}
        for operation in ("undo", "redo"):
            spec = self.spec(s, where=None, source={"jsonl": {"file": self.file("in.jsonl", json.dumps(row)), "key": "id"}},
                             operation={operation: {"job": "x"}})
            r = self.muster("run", spec)
            self.assertEqual(r.status, USAGE, str(r))
        self.assertEqual(s.ledger()["members"], {})

    def test_what_cannot_be_undone_is_said(self):
        s = self.made(members=60, operation={"delete": {}})
        self.assertEqual(self.verify()["asWritten"], len(self.changed))
        r = self.undo(status=USAGE)
        self.assertIn(f"{len(self.changed)} of {len(self.changed)} changes of job job cannot be undone: who is deleted", r.said)
        self.assertIn("muster results job --output jsonl", r.said)
        self.assertEqual(os.listdir(os.path.join(self.state, "jobs")), ["job"])
        raw = self.spec(s, name="raw.json", where={}, operation={"request": {"method": "PATCH", "path": "/members/{{id}}",
                        "body": {"customFields": {"a": "b"}}, "idempotent": True}})
        self.run_job(raw, job="raw")
        self.assertIn("raw request", self.undo(of="raw", status=USAGE).said)
        r = self.muster("verify", "raw")
        self.assertEqual(r.status, USAGE, str(r))

    def test_a_plan_says_what_can_be_undone(self):
        s = self.sandbox(members=60)
        for name, operation, others, told, irreversible in (
                ("update", self.UPDATE, {}, "undo all of it can be taken back", 0),
                ("delete", {"delete": {}}, {}, "undo impossible: who is deleted cannot be brought back", True)):
            spec = self.spec(s, name=f"{name}.json", operation=operation, **others)
            self.assertIn(told, " ".join(self.muster("plan", spec).out.split()))
            plan = json.loads(self.muster("plan", spec, "--output", "json").out)
            self.assertEqual(plan["irreversible"], plan["toChange"] if irreversible else 0)

    def test_a_job_that_changed_nobody(self):
        s = self.made(members=60, where={"customFields.country": {"equals": "Atlantis"}})
        self.assertIn("nothing to take back", self.undo().said)
        r = self.muster("verify", "job")
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(len([m for m in population(60) if in_country(m, "Atlantis")]), 0)
        self.assertEqual(s.ledger()["members"], {})
