"""What every table that members are exported to has to keep: the same tests for each database."""
import json
import os
import random
import signal

from support import FAILED, OK, USAGE, population, wait_until

COLUMNS = {"email": "auth.email", "country": "customFields.country",
           "plans": {"each": "planConnections", "of": "planId"}}


def expected(members):
    return {m["id"]: (m["auth"]["email"], (m.get("customFields") or {}).get("country"),
                      [p["planId"] for p in m.get("planConnections") or []]) for m in members}


class Tables:
    """Mixed into a Case with: target() = the `to` of an export, query(sql) = rows of the database."""

    def export(self, at, columns=COLUMNS, mode="changed", where=None, name="spec.json", **others):
        block = {"to": self.target(), "columns": columns, "mode": mode, **others}
        return self.spec(at, name=name, operation=None, where=where, export=block,
                         pace={"requestsPerSecond": 0, "pageSize": 50})

    def living(self):
        rows = self.query("SELECT id, email, country, plans FROM members WHERE deleted_at IS NULL")
        return {i: (email, country, plans if isinstance(plans, list) else json.loads(plans))
                for i, email, country, plans in rows}

    def deleted(self):
        return {row[0] for row in self.query("SELECT id FROM members WHERE deleted_at IS NOT NULL")}

    def changes(self, job):
        counts = {}
        for change, in self.query(f"SELECT change FROM members_changes WHERE job = '{job}'"):
            counts[change] = counts.get(change, 0) + 1
        return counts

    def delete(self, s, member):
        s.call("DELETE", "/members/" + member, {"X-API-KEY": "sk_sb_other", "Content-Type": "application/json"}, b"{}")

    def move(self, s, member, country):
        body = json.dumps({"customFields": {"country": country}}).encode()
        s.call("PATCH", "/members/" + member, {"X-API-KEY": "sk_sb_other", "Content-Type": "application/json"}, body)

    def test_nights_with_churn_and_kills(self):
        s = self.sandbox("--latency", "10", members=600)
        chance = random.Random(7)
        gone = set()
        for night in range(4):
            before = self.living() if night else {}
            if night:
                alive = [m["id"] for m in s.everyone()]
                for member in chance.sample(alive, 15):
                    self.delete(s, member)
                    gone.add(member)
                for member in chance.sample([m for m in alive if m not in gone], 20):
                    self.move(s, member, f"Land {night}")
            job = f"night-{night}"
            running = self.start("run", self.export(s), "--job-id", job)
            for _ in range(2):
                wait_until(lambda: "exported" in self.text_of(job), 30, "rows are exported")
                os.kill(running.pid, signal.SIGKILL)
                running.wait()
                running = self.start("resume", job)
            r = running.wait(60)
            self.assertEqual(r.status, OK, str(r))
            self.assertEqual(self.living(), expected(s.everyone()))
            self.assertEqual(self.deleted(), gone)
            if not night:
                self.assertEqual(self.changes(job), {"inserted": 600})
                continue
            now = self.living()
            self.assertEqual(self.changes(job), {"updated": sum(before[i] != now[i] for i in now), "removed": 15})
            totals = self.job_status(job)["outcomes"]
            # What was written before a kill and not journalled is unchanged when it is written again.
            self.assertEqual(totals["done"] + totals["already"], 600 - 15 * night)
            self.assertLessEqual(totals["done"], self.changes(job)["updated"])
        self.assertEqual(self.muster("fsck", "night-3").status, OK)

    def text_of(self, job):
        try:
            with open(self.journal(job), encoding="utf-8") as f:
                return f.read()
        except FileNotFoundError:
            return ""

    def test_half_a_list_removes_nobody(self):
        s = self.sandbox(members=200)
        self.run_job(self.export(s), job="all")
        self.run_job(self.export(s, where={"customFields.country": {"equals": "Germany"}}), job="some")
        self.assertEqual(self.deleted(), set())
        self.assertEqual(self.living(), expected(population(200)))

    def test_too_many_removals_are_withheld(self):
        s = self.sandbox(members=100)
        self.run_job(self.export(s), job="before")
        victims = [m["id"] for m in population(100)[:11]]
        for member in victims:
            self.delete(s, member)
        r = self.run_job(self.export(s), job="careful", status=FAILED)
        self.assertIn("11 of 100 rows are of members who are gone from the platform", r.said)
        self.assertIn(victims[0], r.said)
        self.assertEqual(self.deleted(), set())
        self.assertEqual(self.job_status("careful")["state"], "complete")
        again = self.muster("resume", "careful")
        self.assertEqual(again.status, FAILED)
        self.assertIn("11 of 100 rows are of members who are gone", again.out)
        r = self.run_job(self.export(s, maxRemovals=0.2), job="sure")
        self.assertEqual(self.deleted(), set(victims))
        words = "11 rows of members who are gone were marked as deleted"
        self.assertIn(words, " ".join(r.out.split()))
        self.assertEqual(self.job_status("sure")["reason"], words)

    def test_a_table_that_does_not_fit_is_refused_with_what_would_mend_it(self):
        s = self.sandbox(members=100)
        self.run_job(self.export(s), job="first")
        more = {**COLUMNS, "created": {"path": "createdAt", "type": "date"}}
        r = self.muster("run", self.export(s, more), "--job-id", "more")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertRegex(r.said, r'ALTER TABLE .*"?members"? ADD COLUMN "?created"?')
        asked = s.ledger()["requests"]
        plan = self.muster("plan", self.export(s, more))
        self.assertEqual(plan.status, USAGE, str(plan))
        self.assertIn(r.said[r.said.index("ALTER TABLE"):].split(";")[0], plan.said)
        self.assertEqual(s.ledger()["requests"], asked)
        self.assertEqual(self.muster("plan", self.export(s, more, migrate=True)).status, OK)
        self.assertEqual(self.muster("plan", self.export(s, more)).status, USAGE)  # that has added nothing
        self.run_job(self.export(s, more, migrate=True), job="migrated")
        self.assertEqual(self.query("SELECT count(*) FROM members WHERE created IS NOT NULL"), [(100,)])
        more["joined"] = {"path": "createdAt", "type": "date"}
        r = self.muster("run", self.export(s, more), "--job-id", "asked", "--migrate")
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(self.query("SELECT count(*) FROM members WHERE joined IS NOT NULL"), [(100,)])
        r = self.muster("run", self.export(s, more), "--partial")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("--partial is for exports to a file", r.said)

    def test_a_plan_tells_of_another_export_to_the_table(self):
        s = self.sandbox("--latency", "100", members=1000)
        running = self.start("run", self.export(s), "--job-id", "job")
        wait_until(lambda: "exported" in self.text_of("job"), 30, "rows are exported")
        plan = self.muster("plan", self.export(s, name="other.json"), "--first", "1")
        self.assertEqual(plan.status, OK, str(plan))
        self.assertIn("as things are, the export could not begin: another export is writing to the table members", plan.said)
        self.assertEqual(running.wait(60).status, OK)
        plan = self.muster("plan", self.export(s, name="other.json"), "--first", "1")
        self.assertNotIn("could not begin", plan.said)

    def test_a_column_that_must_have_a_value_and_gets_none_is_refused(self):
        s = self.sandbox(members=10)
        self.query("CREATE TABLE members (id TEXT PRIMARY KEY, email TEXT, country TEXT NOT NULL, plans TEXT, points INTEGER "
                   "NOT NULL, team TEXT NOT NULL DEFAULT 'none', deleted_at TEXT, _muster_hash TEXT)")
        for command in "plan", "run":
            r = self.muster(command, self.export(s))
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn('its column "points" must have a value, and the export gives it none', r.said)
            self.assertNotIn('"team"', r.said)
            self.assertNotIn('"country"', r.said)
        self.mend_points()
        self.run_job(self.export(s, where={"customFields.country": {"equals": "Germany"}}))

    def test_what_others_changed_is_put_right_in_full_mode(self):
        s = self.sandbox(members=100)
        self.run_job(self.export(s, mode="full"), job="first")
        self.query("UPDATE members SET country = 'Atlantis'")
        self.run_job(self.export(s, mode="full"), job="second")
        self.assertEqual(self.living(), expected(population(100)))
        self.assertEqual(self.job_status("second")["outcomes"]["done"], 100)
