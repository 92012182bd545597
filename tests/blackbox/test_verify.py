"""`"verify"` in a spec, `muster verify --sample`, and `"rollout"`: what a job says of its members after it changed
them."""
import json
import os
import threading

from support import FAILED, OK, USAGE, Case, in_country, population


class Verified(Case):
    UPDATE = {"update": {"customFields": {"country": "Deutschland"}}}

    def made(self, members=300, status=OK, **others):
        self.s = self.sandbox(members=members)
        r = self.run_job(self.spec(self.s, operation=self.UPDATE, **others), "--output", "json", status=status)
        self.targets = sorted(m["id"] for m in population(members) if in_country(m))
        return json.loads(r.out), r

    def set_country(self, member, country):
        self.s.call("PATCH", f"/members/{member}", {"X-API-KEY": self.key},
                    json.dumps({"customFields": {"country": country}}).encode())

    def test_at_the_end_of_a_job(self):
        told, _ = self.made(verify=True)
        self.assertEqual(told["verified"], f"{len(self.targets)} of {len(self.targets)} as written")
        self.assertEqual(told["state"], "complete")

    def test_a_sample_says_what_it_tells_of_all(self):
        told, _ = self.made(verify={"sample": 20})
        self.assertRegex(told["verified"], r"^20 of 20 as written; 20 of \d+, taken by chance: with a confidence of 95 %, "
                                           r"no more than 14 % of all are not as written$")
        for i in self.targets:
            self.set_country(i, "Norway")
        r = self.muster("verify", "job", "--sample", "30", "--output", "json")
        self.assertEqual(r.status, FAILED, str(r))
        found = json.loads(r.out)
        self.assertEqual((found["asWritten"], found["drifted"], found["of"]), (0, 30, len(self.targets)))
        self.assertEqual(found["driftedShareAtMost"], 1)
        # More than there are is all of them.
        found = json.loads(self.muster("verify", "job", "--sample", "3000", "--output", "json").out)
        self.assertEqual(found["drifted"], len(self.targets))
        self.assertNotIn("of", found)

    def test_who_is_changed_by_others_meanwhile_makes_it_fail(self):
        over = threading.Event()
        s = self.sandbox(members=300)
        victim = next(m["id"] for m in s.everyone() if in_country(m))  # the first to be changed

        def change_back():  # as soon as the job has written it
            while not over.is_set():
                if (s.member(victim).get("customFields") or {}).get("country") == "Deutschland":
                    self.s = s
                    self.set_country(victim, "Norway")
                    return

        other = threading.Thread(target=change_back)
        other.start()
        self.addCleanup(other.join)
        self.addCleanup(over.set)
        # The job ends long after that.
        r = self.run_job(self.spec(s, operation=self.UPDATE, verify=True, pace={"requestsPerSecond": 40}),
                         "--output", "json", status=FAILED)
        told = json.loads(r.out)
        self.assertEqual(told["state"], "complete")
        self.assertRegex(told["verified"], r"^\d+ of \d+ as written, 1 drifted$")
        self.assertIn("1 drifted", r.said)
        again = self.muster("resume", "job", "--output", "json")  # it is kept
        self.assertEqual(again.status, FAILED, str(again))
        self.assertEqual(json.loads(again.out)["verified"], told["verified"])
        self.assertEqual(told["outcomes"]["failed"], 0)

    def test_a_job_that_was_killed_before_it_looked_does_so_when_it_is_resumed(self):
        told, _ = self.made(verify=True)
        os.remove(os.path.join(self.state, "jobs", "job", "verified.json"))
        r = self.resume_job("--output", "json")
        self.assertEqual(json.loads(r.out)["verified"], told["verified"])
        self.assertEqual(self.muster("fsck", "job").status, OK)

    def test_a_job_that_changed_nobody(self):
        told, _ = self.made(verify=True, where={"customFields.country": {"equals": "Nowhere"}})
        self.assertNotIn("verified", told)

    def test_steps(self):
        told, _ = self.made(members=1000, rollout=[5, 20, "50%"])
        self.assertEqual(told["outcomes"]["done"], len(self.targets))
        # Each step's members were looked at, 100 at most.
        self.assertGreaterEqual(told["requests"], 10 + len(self.targets) + 5 + 15 + 100)

    def test_mistakes(self):
        s = self.sandbox(members=10)
        for more, said in (({"verify": 1}, "/verify"), ({"verify": {"sample": 0}}, "/verify/sample"),
                           ({"rollout": []}, "/rollout"), ({"rollout": [5, "x"]}, "/rollout/1"),
                           ({"rollout": [5], "canary": {"members": 3}}, "/rollout")):
            with self.subTest(said):
                r = self.muster("check", self.spec(s, **more))
                self.assertEqual(r.status, USAGE, str(r))
                self.assertIn(said, r.out + r.err)
