"""`muster retry`: members who came out badly are tried again, in a job of their own, and nobody else is."""
import csv
import io
import json
import os
import signal

from support import (FAILED, INTERNAL, OK, REFUSED, RUNNING, USAGE, Case, has_plan, in_country, population, read_bytes,
                     wait_until)

ADD_PLAN = {"method": "POST", "path": "/members/*/add-plan"}
REFUSAL = {"kind": "status", "status": 400}


class Retry(Case):
    def failing(self, times, every=5, match=None, **options):
        """A sandbox that refuses so many changes, and none behind them."""
        return self.sandbox(faults=[{"match": {**(match or ADD_PLAN), "every": every, "times": times},
                                     "fault": REFUSAL}], **options)

    def retry(self, *arguments, of="job", job="again", status=OK, **options):
        r = self.muster("retry", of, "--job-id", job, *arguments, **options)
        self.assertEqual(r.status, status, str(r))
        return r

    def with_outcome(self, outcome, job="job"):
        return {i for i, o in self.results(job) if o == outcome}


class OfAList(Retry):
    def test_they_are_looked_at_afresh_and_changed_once(self):
        s = self.failing(12)
        self.run_job(self.spec(s), status=FAILED)
        failed = sorted(self.with_outcome("failed"))
        self.assertEqual(len(failed), 12)
        moved, helped, left = failed[0], failed[1], failed[2]
        key = {"X-API-KEY": self.key}
        s.call("PATCH", f"/members/{moved}", key, json.dumps({"customFields": {"country": "Sweden"}}).encode())
        s.call("POST", f"/members/{helped}/add-plan", key, json.dumps({"planId": "pln_free"}).encode())
        s.call("DELETE", f"/members/{left}", key)
        before = s.ledger()

        r = self.retry(status=FAILED)  # who is gone is said to be
        self.assertIn("tries 12 members of job job again", r.err)
        outcomes = dict(self.results("again"))
        self.assertEqual(outcomes, {**{i: "done" for i in failed[3:]}, helped: "already", left: "failed"})
        after = s.ledger()["members"]
        self.assertEqual({i for i in after if after[i] != before["members"].get(i)}, set(failed[3:]))
        now = {m["id"]: m for m in s.everyone()}
        self.assertEqual({m["id"] for m in population(1000) if in_country(m) and not has_plan(now.get(m["id"], m))},
                         {moved, left})

        parent, child = self.job_status(), self.job_status("again")
        self.assertEqual([(c["job"], c["as"]) for c in parent["madeFrom"]], [("again", "retry")])
        self.assertEqual(child["from"], {"job": "job", "as": "retry"})
        self.assertIn("retry of job", " ".join(self.muster("status", "again").out.split()))
        self.assertIn("retry again, ", " ".join(self.muster("status", "job").out.split()))
        for job in ("job", "again"):
            self.assertEqual(self.muster("fsck", job).status, OK)

        r = self.retry(of="again", job="third", status=FAILED)
        self.assertEqual(dict(self.results("third")), {left: "failed"})
        self.assertEqual(self.job_status("third")["from"]["job"], "again")

    def test_kills_change_nobody_twice(self):
        s = self.failing(200, every=1, members=2000)
        self.run_job(self.spec(s, stopAfter={"failures": 1000, "failureRate": 1}), status=FAILED)
        failed = self.with_outcome("failed")
        self.assertEqual(len(failed), 200)
        before = len(s.ledger()["members"])
        spec = json.loads(read_bytes(os.path.join(self.state, "jobs", "job", "spec.json")))
        self.assertNotIn("canary", spec)
        running = self.start("retry", "job", "--job-id", "again")
        for changed in (20, 90):
            wait_until(lambda: len(s.ledger()["members"]) >= before + changed, 30, f"{changed} members")
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            running = self.start("resume", "again")
        r = running.wait()
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(dict(self.results("again")), {i: "done" for i in failed})
        effects = s.ledger()["members"]
        self.assertEqual({tuple(effects[i].items()) for i in failed}, {(("addPlan:pln_free", 1),)})

    def test_by_code_and_by_outcome(self):
        s = self.failing(5)
        self.run_job(self.spec(s, expect={"matched": {"atMost": 1000}}, canary={"members": 2}), status=FAILED)
        done = len(self.with_outcome("done"))
        r = self.muster("retry", "job", "--code", "no-such-code")
        self.assertEqual((r.status, r.out), (OK, ""), str(r))
        self.assertIn("there is nobody to try again", r.said)
        self.assertEqual(os.listdir(os.path.join(self.state, "jobs")), ["job"])
        self.retry("--outcome", "done")
        self.assertEqual(len(self.with_outcome("already", "again")), done)
        spec = json.loads(read_bytes(os.path.join(self.state, "jobs", "again", "spec.json")))
        self.assertEqual({"expect", "canary"} & set(spec), set())

    def test_who_could_be_changed_twice_is_left_out(self):
        s = self.sandbox(members=100, faults=[{"match": {"method": "PATCH", "path": "/members/*", "every": 5, "times": 3},
                                               "fault": {"kind": "statusAfter", "status": 500}}])
        self.run_job(self.spec(s, operation={"request": {"method": "PATCH", "path": "/members/{{id}}", "idempotent": False,
                                                         "body": {"customFields": {"a": "b"}}}}), status=FAILED)
        unknown = self.with_outcome("unknown")
        self.assertEqual(len(unknown), 3)
        before = s.ledger()["members"]
        r = self.muster("retry", "job")
        self.assertEqual(r.status, OK, str(r))
        self.assertIn("3 of job job are left out", r.said)
        self.assertEqual(s.ledger()["members"], before)
        self.retry("--outcome", "unknown")
        self.assertEqual(self.with_outcome("done", "again"), unknown)

    def test_what_is_refused(self):
        s = self.failing(5, members=400)
        spec = self.spec(s)
        self.run_job(spec, status=FAILED)
        export = self.spec(s, name="export.json", operation=None, where=None,
                           export={"to": {"csv": os.path.join(self.dir, "out.csv")}, "columns": {"id": "id"}})
        self.run_job(export, job="export")
        before = s.ledger()["requests"]
        r = self.retry(status=REFUSED, env={"MEMBERSTACK_SECRET_KEY": "sk_sb_anotherapplication"})
        self.assertIn("works with the key", r.said)
        self.retry(of="nobody", status=USAGE)
        self.assertIn("is an export", self.retry(of="export", status=USAGE).said)
        slow = self.sandbox("--latency", "200", members=400)
        running = self.start("run", self.spec(slow, name="slow.json"), "--job-id", "slow")
        wait_until(lambda: os.path.exists(self.journal("slow")), 10, "a journal")
        self.assertIn("is running", self.retry(of="slow", status=RUNNING).said)
        running.process.kill()
        text = bytearray(read_bytes(self.journal()))
        text[-60] ^= 4
        with open(self.journal(), "r+b") as f:
            f.write(text + b"\n")
        self.assertIn("its checksum does not match", self.retry(status=INTERNAL).said)
        self.assertEqual(s.ledger()["requests"], before)
        self.assertFalse(os.path.exists(os.path.join(self.state, "jobs", "again")))


class OfRows(Retry):
    def test_rows_go_in_again_as_they_stand(self):
        s = self.failing(6, match={"method": "PATCH", "path": "/members/*"}, members=100)
        people = [m for m in population(100) if (m["auth"]["email"] or "ü").isascii()][:40]
        rows = [["Email", "Points", "Note"], *[[m["auth"]["email"], str(i), 'say "hi",\nagain'] for i, m in enumerate(people)],
                ["nobody@example.com", "5", ""], [people[0]["auth"]["email"] + "x", "many", ""]]
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        path = self.file("in.csv", text.getvalue())
        spec = self.spec(s, where=None, source={"csv": {"file": path, "key": "Email"}},
                         operation={"update": {"customFields": {"points": "{{row.Points|number}}"}}})
        self.run_job(spec, "--valid-only", status=FAILED)
        self.assertEqual(len(self.with_outcome("failed")), 8)
        self.retry(status=FAILED)
        self.assertEqual(len(self.with_outcome("done", "again")), 6)
        self.assertEqual(self.with_outcome("failed", "again"), self.with_outcome("failed") - self.with_outcome("done", "again")
                         - {m["id"] for m in people})
        now = {m["id"]: (m.get("customFields") or {}).get("points") for m in s.everyone()}
        self.assertEqual({m["id"]: now[m["id"]] for m in people}, {m["id"]: i for i, m in enumerate(people)})
        back = self.muster("results", "again", "--as-rows", "--outcome", "done")
        self.assertEqual(back.status, OK, str(back))
        self.assertEqual({r["Note"] for r in csv.DictReader(io.StringIO(back.out, newline=""))}, {'say "hi",\nagain'})

    def test_rows_of_a_changed_file_are_refused(self):
        s = self.failing(3, every=2, match={"method": "PATCH", "path": "/members/*"}, members=20)
        text = "id,Points\n" + "".join(f"{m['id']},{i}\n" for i, m in enumerate(population(20)))
        spec = self.spec(s, where=None, source={"csv": {"file": self.file("in.csv", text), "key": "id"}},
                         operation={"update": {"customFields": {"points": "{{row.Points|number}}"}}})
        self.run_job(spec, status=FAILED)
        self.file("in.csv", text + "mem_x,1\n")
        self.retry(status=USAGE)
        self.file("in.csv", text)
        self.retry()
        self.assertEqual(len(self.with_outcome("done", "again")), 3)

    def test_records_that_a_spec_lists(self):
        s = self.failing(4, every=2, match={"method": "POST", "path": "/members"}, members=0)
        records = [{"email": f"new-{i}@example.com", "password": f"secret-{i}-secret"} for i in range(10)]
        spec = self.spec(s, where=None, source={"members": records}, operation={"create": {}})
        self.run_job(spec, status=FAILED)
        self.assertEqual(len(self.with_outcome("failed")), 4)
        self.retry()
        self.assertEqual(len(self.with_outcome("done", "again")), 4)
        self.assertEqual(sorted(m["auth"]["email"] for m in s.everyone()), sorted(r["email"] for r in records))
