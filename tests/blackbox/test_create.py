"""Members are made of the records of a spec, each once, whatever breaks; their passwords stand in no journal."""
import glob
import os
import signal
import unittest

from support import OK, USAGE, Case, wait_until


def records(count):
    return [{"email": f"new{i}@example.com", "password": f"pass-word-{i}", "customFields": {"n": str(i)}}
            for i in range(count)]


class CreateTest(Case):
    def create(self, sandbox, members, **others):
        return self.spec(sandbox, operation={"create": {}}, where=None, source={"members": members}, **others)

    def effects(self, sandbox):
        return [e for e in sandbox.ledger()["members"].values() if e.get("create")]

    def test_each_record_is_made_once_through_kills_and_resets(self):
        s = self.sandbox(members=0, faults=[
            {"match": {"method": "POST", "path": "/members", "every": 10}, "fault": {"kind": "resetAfter"}},
            {"match": {"method": "POST", "path": "/members", "every": 7}, "fault": {"kind": "status", "status": 503}}])
        spec = self.create(s, records(200), pace={"requestsPerSecond": 50})
        running = self.start("run", spec, "--job-id", "job", "--state-dir", self.state)
        for made in (30, 90):
            wait_until(lambda: len(self.effects(s)) >= made, 30, f"{made} members")
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            running = self.start("resume", "job", "--state-dir", self.state)
        self.assertEqual(running.wait(60).status, OK)
        made = self.effects(s)
        self.assertEqual(len(made), 200)
        self.assertEqual({e["create"] for e in made}, {1})
        self.assertEqual(self.job_status("job")["outcomes"]["done"], 200)
        for path in glob.glob(os.path.join(self.state, "jobs", "job", "*")):
            if os.path.basename(path) not in ("spec.json", "control.sock", "lock"):
                with open(path, "rb") as f:
                    self.assertNotIn(b"pass-word", f.read(), path)

    def test_who_is_there_is_left_as_it_is(self):
        s = self.sandbox(members=0)
        self.run_job(self.create(s, records(3)), job="first")
        self.run_job(self.create(s, records(5)), job="second")
        outcomes = self.job_status("second")["outcomes"]
        self.assertEqual((outcomes["done"], outcomes["already"], outcomes["failed"]), (2, 3, 0))
        self.assertEqual({e["create"] for e in self.effects(s)}, {1})

    def test_a_plan_shows_no_password(self):
        s = self.sandbox(members=0)
        for output in ("table", "json"):
            r = self.muster("plan", self.create(s, records(3)), "--output", output)
            self.assertEqual(r.status, OK, str(r))
            self.assertIn("new0@example.com", r.out)
            self.assertNotIn("pass-word", str(r))

    def test_mistakes_are_told_where_they_stand(self):
        s = self.sandbox(members=0)
        twice = self.muster("check", self.create(s, records(2) + records(1)))
        self.assertEqual(twice.status, USAGE)
        self.assertIn('has the same "email" (new0@example.com) as record 1', str(twice))
        none = self.muster("check", self.spec(s, operation={"create": {}}, where=None))
        self.assertIn('there are none: "source": {"members": [...]} lists them', " ".join(str(none).split()))
        other = self.muster("check", self.spec(s, where=None, source={"members": records(1)}))
        self.assertIn('are for "create" and "upsert"', " ".join(str(other).split()))
        upsert = self.muster("check", self.spec(s, operation={"upsert": {}}, where=None, source={"members": records(1)}))
        self.assertIn("is of rows here, as memberstack has no upsert of its own", upsert.said)


if __name__ == "__main__":
    unittest.main()
