"""Rows are upserted where the platform has no upsert: who is there is updated, who is not is made, each once."""
import csv
import io
import json
import os
import signal
import unittest

from support import FAILED, OK, USAGE, Case, in_country, population, wait_until


class UpsertRows(Case):
    MEMBERS = 400
    UPSERT = {"email": "{{row.Email}}", "password": "{{row.Password}}", "customFields": {"country": "{{row.Country}}"}}

    def chosen(self):
        """Those who are there and named by rows: some are as their rows say, most are not."""
        return [m for m in population(self.MEMBERS) if (m["auth"]["email"] or "ü").isascii()][:240:2]

    def rows(self, made=80):
        there = [[m["auth"]["email"].upper() if i % 5 == 0 else m["auth"]["email"], "of-no-use-here", "Germany"]
                 for i, m in enumerate(self.chosen())]
        new = [[f"new{i}@example.com", f"pass-word-{i}", "Germany"] for i in range(made)]
        short = max(len(there), len(new))
        return [row for i in range(short) for row in (*there[i:i + 1], *new[i:i + 1])]

    def upsert(self, at, rows, operation=None, **others):
        text = io.StringIO()
        csv.writer(text).writerows([["Email", "Password", "Country"], *rows])
        source = {"csv": {"file": self.file("in.csv", text.getvalue()), "key": "Email"}}
        source["csv"].update({k: others.pop(k) for k in ("match", "by") if k in others})
        return self.spec(at, source=source, operation={"upsert": operation or self.UPSERT}, where=None, **others)

    def judge(self, s, rows, refused=()):
        """Everybody is as the rows say, whoever had to be changed was so once, and nobody else was."""
        before = {m["auth"]["email"]: m for m in population(self.MEMBERS)}
        now = {m["auth"]["email"]: m for m in s.everyone()}
        named = {r[0].lower() for r in rows} - set(refused)
        self.assertEqual(set(now), set(before) | named)
        self.assertEqual({now[e]["customFields"]["country"] for e in named}, {"Germany"})
        updated = {before[e]["id"] for e in named if e in before and not in_country(before[e])}
        made = {now[e]["id"] for e in named if e not in before}
        effects = s.ledger()["members"]
        self.assertEqual(set(effects), updated | made)
        self.assertEqual({tuple(effects[i].items()) for i in made}, {(("create", 1),)})
        self.assertEqual({tuple(effects[i].values()) for i in updated}, {(1,)})
        self.assertFalse(any("create" in effects[i] for i in updated))
        outcomes = self.results()
        self.assertEqual(len(outcomes), len(rows))
        expected = {before[e]["id"] if e in before else e for e in named}
        self.assertEqual({m for m, o in outcomes if o in ("done", "already")}, expected)
        already = {before[e]["id"] for e in named if e in before and in_country(before[e])}
        self.assertEqual({m for m, o in outcomes if o == "already"}, already)

    def killed(self, s, running, when):
        for changed in when:
            wait_until(lambda: len(s.ledger()["members"]) >= changed, 30, f"{changed} members")
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            running = self.start("resume", "job")
        return running.wait(60)

    def test_a_job_survives_kills(self):
        rows = self.rows()
        rows.insert(20, ["refused@example.com", "short", "Germany"])
        for match in ("lookUp", "walk"):
            with self.subTest(match):
                s = self.sandbox("--latency", "20", members=self.MEMBERS, faults=[
                    {"match": {"method": "POST", "path": "/members", "every": 9}, "fault": {"kind": "resetAfter"}}])
                self.state = self.env["MUSTER_STATE_DIR"] = os.path.join(self.dir, "state", match)
                spec = self.upsert(s, rows, match=match, pace={"requestsPerSecond": 0, "concurrency": 4})
                r = self.killed(s, self.start("run", spec, "--job-id", "job"), (30, 90))
                self.assertEqual(r.status, FAILED, str(r))
                self.judge(s, rows, ["refused@example.com"])
                r = self.muster("results", "job", "--as-rows", "--outcome", "failed")
                back = list(csv.DictReader(io.StringIO(r.out)))
                self.assertEqual([(b["Email"], b["_muster_code"]) for b in back],
                                 [("refused@example.com", "invalid-password")])
                self.assertEqual(self.muster("fsck", "job").status, OK)
                with open(self.journal(), "rb") as f:
                    self.assertNotIn(b"pass-word", f.read())

    def test_what_it_did_can_be_verified_and_taken_back(self):
        rows = self.rows(20)
        s = self.sandbox(members=self.MEMBERS)
        as_before = s.everyone()
        self.run_job(self.upsert(s, rows))
        self.judge(s, rows)
        r = self.muster("verify", "job")
        self.assertEqual(r.status, OK, str(r))
        r = self.muster("undo", "job", "--job-id", "back", "--yes")
        self.assertEqual(r.status, OK, str(r))
        fields = lambda members: {m["id"]: (m.get("customFields") or {}).get("country") for m in members}
        self.assertEqual(fields(s.everyone()), fields(as_before))

    def test_a_plan_tells_who_is_made_and_who_is_updated(self):
        rows = self.rows(30)
        german = sum(in_country(m) for m in self.chosen())
        self.assertGreater(german, 0)
        s = self.sandbox(members=self.MEMBERS)
        spec = self.upsert(s, rows)
        r = self.muster("plan", spec, "--output", "json")
        self.assertEqual(r.status, OK, str(r))
        plan = json.loads(r.out)
        self.assertEqual((plan["toCreate"], plan["toChange"], plan["already"], plan["wouldFail"]),
                         (30, 150 - german, german, 0))
        self.assertEqual(plan["match"], {"by": "walk", "walkRequests": 4, "lookUpRequests": 150})
        r = self.muster("plan", spec)
        self.assertIn(f"30 to create, {120 - german} to update, {german} already so, 0 would fail", r.said)
        self.assertIn("create the member, or set customFields.country of the one that is there, and not password",
                      r.said)
        self.assertNotIn("pass-word", r.said)
        self.assertEqual(s.ledger()["members"], {})
        r = self.muster("plan", spec, "--out", os.path.join(self.written, "plan"))
        self.assertEqual(r.status, USAGE, str(r))

    def test_bad_rows_and_specs_are_told_before_anything_is_sent(self):
        s = self.sandbox(members=self.MEMBERS)
        bad = {**self.UPSERT, "customFields": {"country": "{{row.Country}}", "n": "{{row.Password|number}}"}}
        r = self.muster("run", self.upsert(s, [["a@example.com", "7", "x"], ["b@example.com", "many", "x"]], bad))
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("line 3: ", r.said)
        self.assertIn("1 of 2 rows cannot be used", r.said)
        other = {**self.UPSERT, "email": "x-{{row.Email}}"}
        r = self.muster("check", "--rows", self.upsert(s, [["a@example.com", "7", "x"]], other))
        self.assertIn("the key of its row is", r.said)
        r = self.muster("check", self.upsert(s, [["a@example.com", "7", "x"]], by="id"))
        self.assertIn('must be "email": that is what a new member is known by', r.said)
        r = self.muster("check", self.upsert(s, [], {"email": "{{row.Email}}", "password": "{{row.Password}}"}))
        self.assertIn("names nothing that can be set of a member that is there", r.said)
        self.assertEqual(s.ledger()["requests"], 0)

    def test_a_new_key_finds_whom_it_made_or_updated(self):
        s = self.sandbox(members=self.MEMBERS)
        rows = self.rows(30)
        self.run_job(self.upsert(s, rows, match="lookUp"), "--limit", "40")
        self.resume_job("--new-key", env={"MEMBERSTACK_SECRET_KEY": "sk_sb_thenewkeyofthesame"})
        self.judge(s, rows)


if __name__ == "__main__":
    unittest.main()
