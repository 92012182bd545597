"""What `muster status` says of jobs, and what to do with each."""
import csv
import io
import json
import os
import shlex
import unittest

from support import INTERNAL, OK, REFUSED, STOPPED, USAGE, Case, wait_until
from test_results import old_journal, sealed


class Status(Case):
    write_job = __import__("test_results").Results.write_job

    def test_a_state_directory_that_is_not_there(self):
        missing = os.path.join(self.given, "nosuch")
        for arguments in (["status"], ["status", "job"], ["results", "job"], ["fsck", "job"], ["resume", "job"]):
            r = self.muster(*arguments, "--state-dir", missing)
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("there is no directory " + missing, r.said)

    def test_one_that_cannot_be_read(self):
        r = self.muster("status", "--state-dir", self.file("a-file", ""))
        self.assertEqual(r.status, USAGE, str(r))
        loop = os.path.join(self.given, "loop")
        os.mkdir(loop)
        os.symlink("jobs", os.path.join(loop, "jobs"))
        r = self.muster("status", "--state-dir", loop)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("loop/jobs", r.said)

    def test_the_default_one_is_made_by_the_first_job(self):
        r = self.muster("status")
        self.assertEqual(r.status, OK, str(r))
        self.assertIn("no jobs in " + self.state, r.said)

    def test_the_list_in_every_form(self):
        for n, job in enumerate(("one", "two", "three")):
            self.write_job([line.replace("09:05", f"09:0{n}") if n else line for line in old_journal(job)], job)
        want = ["one", "three", "two"]  # newest first; the first began at 09:05
        listed = self.muster("status").out.splitlines()
        # Changed lines have another checksum: those jobs are damaged, and say nothing of when they began.
        self.assertEqual(listed[0].split()[:5], ["one", "2026-01-31", "09:05", "3/3", "1"])
        forms = {"json": json.loads, "jsonl": lambda t: [json.loads(line) for line in t.splitlines()],
                 "csv": lambda t: list(csv.DictReader(io.StringIO(t)))}
        for form, read in forms.items():
            r = self.muster("status", "--output", form)
            self.assertEqual(r.status, INTERNAL)
            self.assertEqual(sorted(j["job"] for j in read(r.out)), want)
            self.assertEqual(read(r.out)[0]["job"], "one")

    def test_advice_that_can_be_copied(self):
        """With the state directory, quoted, and what else it takes; and it works."""
        s = self.sandbox()
        odd = os.path.join(self.given, "it's odd")
        spec = self.spec(s, canary={"members": 1}, operation={"update": {"customFields": {"x": "{{customFields.nosuch}}"}}})
        r = self.muster("run", spec, "--job-id", "job", "--state-dir", odd)
        self.assertEqual(r.status, STOPPED, str(r))
        status = json.loads(self.muster("status", "job", "--state-dir", odd, "--output", "json").out)
        self.assertIn("--past-canary", status["next"])
        self.assertIn(" ".join(status["next"].split()), r.said)
        look = shlex.split(status["next"].split(";")[0])
        self.assertEqual(self.muster(*look[1:]).status, OK)

    def test_a_live_job_needs_live_again(self):
        self.key = "sk_" + "live_" + self.key[6:]
        s = self.sandbox("--key", self.key)
        env = {"MEMBERSTACK_SECRET_KEY": self.key}
        for name, more, in_spec in (("flag", ["--live"], None), ("spec", [], True)):
            r = self.muster("run", self.spec(s, live=in_spec), *more, "--yes", "--limit", "3", "--job-id", name, env=env)
            self.assertEqual(r.status, OK, str(r))
            self.assertEqual(self.job_status(name)["next"], f"muster resume {name}" + (" --live" if more else ""))

    def test_a_spec_that_can_never_succeed_is_not_to_be_resumed(self):
        s = self.sandbox()
        r = self.run_job(self.spec(s, operation={"addPlan": {"planId": "pln_nosuch"}}), status=STOPPED)
        for said in (" ".join(r.out.split()), self.job_status()["next"]):
            self.assertIn("mend the spec, and start a new job", said)
            self.assertNotIn("muster resume", said)
            self.assertNotIn("muster results", said)  # there are none
        refuse = [{"match": {"method": "PATCH"}, "fault": {"kind": "status", "status": 422}}]
        s = self.sandbox(faults=refuse)
        r = self.run_job(self.spec(s, operation={"update": {"customFields": {"x": "y"}}}, stopAfter={"failures": 5}),
                         job="alike", status=STOPPED)
        for said in (" ".join(r.out.split()), self.job_status("alike")["next"]):
            self.assertIn("mend the spec, and start a new job", said)
            self.assertNotIn("muster resume", said)
            self.assertIn("muster results alike --outcome failed", said)

    def test_a_job_that_runs(self):
        s = self.sandbox()
        running = self.start("run", self.spec(s, pace={"requestsPerSecond": 20}), "--job-id", "job")
        self.wait_for_effects(s, 45)
        status = self.job_status()
        self.assertEqual(status["state"], "running")
        self.assertEqual(status["inDoubt"], 0)
        self.assertGreater(status["inFlight"], 0)
        self.assertGreater(status["percent"], 0)
        self.assertGreater(status["settledPerSecond"], 5)
        self.assertLess(status["settledPerSecond"], 40)
        self.assertGreater(status["secondsLeft"], 0)
        self.assertNotIn("next", status)
        text = self.muster("status", "job").out
        self.assertRegex(text, r"in flight +\d")
        self.assertRegex(text, r"speed +[\d.]+ members/s over the last ")
        self.assertRegex(text, r"forecast +\d+ % of it done; at this pace done about .* left\)")
        running.process.kill()
        running.wait()
        text = self.muster("status", "job").out
        self.assertRegex(text, r"in doubt +\d")
        self.assertNotIn("speed", text)
        self.assertRegex(text, r"next +muster resume job\n")

    def test_a_damaged_one(self):
        self.write_job(["x\n"])
        r = self.muster("status", "job")
        self.assertEqual(r.status, INTERNAL)
        self.assertRegex(r.out, r"next +muster fsck job\n")


if __name__ == "__main__":
    unittest.main()
