"""The log of a run: it begins and ends with the job, and programs get fields instead of sentences."""
import json
import os
import re
import signal
import unittest

from support import FAILED, OK, STOPPED, Case, in_country, population, read_bytes, wait_until

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


class Log(Case):
    def path(self):
        return os.path.join(self.written, "log")

    def lines(self):
        return read_bytes(self.path()).decode().splitlines()

    def events(self):
        all_of_them = [json.loads(line) for line in self.lines()]
        for e in all_of_them:
            self.assertRegex(e["time"], TIME)
            self.assertIn(e["level"], ("debug", "info", "warning"))
        return all_of_them

    def test_fields(self):
        s = self.sandbox("--latency", "20", faults=[{"match": {"method": "POST", "every": 20}, "fault": {"kind": "status", "status": 400}}])
        r = self.run_job(self.spec(s), "--log-file", self.path(), "--log-format", "json", "--output", "json", status=FAILED)
        summary = json.loads(r.out)
        events = self.events()
        first, last = events[0], events[-1]
        version = self.muster("--version").out.split()[1]
        self.assertEqual({k: v for k, v in first.items() if k != "time"},
                         {"level": "info", "event": "run_started", "job": "job", "run": 1, "spec": "test",
                          "operation": first["operation"], "provider": "memberstack", "address": s.url, "version": version})
        self.assertIn("pln_free", first["operation"])
        self.assertEqual({k: v for k, v in last.items() if k not in ("time", "level", "event", "run")}, summary)
        self.assertEqual((last["event"], last["state"]), ("run_ended", "complete"))

        outcomes = [e for e in events if e["event"] == "outcome"]
        self.assertEqual(sorted((e["member"], e["outcome"]) for e in outcomes), sorted(self.results()))
        for e in outcomes:
            if e["outcome"] == "done":
                self.assertEqual((e["level"], e["attempts"]), ("debug", 1))
                self.assertTrue(20 <= e["ms"] < 20000, e)
            elif e["outcome"] == "already":
                self.assertEqual((e["attempts"], e["ms"]), (0, 0))
            else:
                self.assertEqual(e["outcome"], "failed")
                self.assertTrue(e["code"] and e["message"] and e["attempts"] == 1, e)
        self.assertEqual({e["event"] for e in events}, {"run_started", "outcome", "notice", "run_ended"})
        self.assertEqual({(e["job"], e["run"]) for e in events}, {("job", 1)})
        for e in events:
            self.assertEqual("message" in e, e["event"] == "notice" or e.get("outcome") == "failed", e)

        told = [json.loads(line) for line in r.err.splitlines()]  # the same form on standard error
        self.assertEqual(told, [e for e in events if e["level"] != "debug"])

    def test_text(self):
        s = self.sandbox()
        r = self.run_job(self.spec(s), "--log-file", self.path())
        lines = self.lines()
        version = self.muster("--version").out.split()[1]
        self.assertRegex(lines[0], rf"^\S+Z info: job job, run 1: test, .*pln_free.*, at {s.url}; muster {version}$")
        self.assertRegex(lines[-1], r"^\S+Z info: job job is complete; members: 1000 seen, \d+ matched; outcomes: \d+ done, "
                                    r".*; requests: \d+ in .*s \(.*/s\), 0 throttled$")
        matched = sum(in_country(m) for m in population(1000))
        self.assertEqual(sum(" debug: mem_" in line for line in lines), matched)
        self.assertEqual(r.err.splitlines()[0], "job job; if it stops: muster resume job")
        self.assertNotIn("is complete", r.err)

    def test_the_job_is_told_before_its_first_request_but_for_the_first_look(self):
        s = self.sandbox("--latency", "1000", members=50)
        state = os.path.join(self.dir, "elsewhere")
        running = self.start("run", self.spec(s), "--state-dir", state, "--log-file", self.path())
        wait_until(running.err, what="a word")
        first_look = 1
        self.assertLessEqual(s.ledger()["requests"], first_look + 1)
        first = running.err().splitlines()[0]
        job = os.listdir(os.path.join(state, "jobs"))[0]
        self.assertEqual(first, f"job {job}; if it stops: muster resume {job} --state-dir {state}")
        self.assertIn(job, self.lines()[0])
        running.signal(signal.SIGKILL)
        running.wait()
        self.assertEqual(self.muster(*first.split("muster ")[1].split()).status, OK)

    def test_quiet_tells_it_in_the_file_only(self):
        s = self.sandbox()
        r = self.run_job(self.spec(s), "--quiet", "--log-file", self.path(), "--log-format", "json")
        self.assertEqual(r.err, "")
        self.assertEqual([e["event"] for e in (self.events()[0], self.events()[-1])], ["run_started", "run_ended"])

    def test_runs_of_one_job_follow_each_other(self):
        s = self.sandbox("--latency", "50")
        arguments = ("--log-file", self.path(), "--log-format", "json")
        running = self.start("run", self.spec(s), "--job-id", "job", *arguments)
        self.wait_for_effects(s, 20)
        running.signal(signal.SIGTERM)
        self.assertEqual(running.wait().status, STOPPED)
        self.resume_job(*arguments)
        ends = [e for e in self.events() if e["event"].startswith("run_")]
        self.assertEqual([e["event"] for e in ends], ["run_started", "run_ended"] * 2)
        self.assertEqual([e["run"] for e in ends[::2]], [1, 2])
        self.assertEqual([(e["state"], e.get("reason")) for e in ends[1::2]],
                         [("stopped", "terminated (SIGTERM)"), ("complete", None)])

    def test_stopped_at_once(self):
        """The process ends then and there, but what it logged until then is in the file."""
        s = self.sandbox(faults=[{"match": {"method": "POST", "after": 20}, "fault": {"kind": "stall"}}])
        running = self.start("run", self.spec(s), "--job-id", "job", "--log-file", self.path())
        self.wait_for_effects(s, 20)
        running.signal(signal.SIGINT)
        wait_until(lambda: "stopping" in running.err(), what="the first signal")
        running.signal(signal.SIGINT)
        self.assertEqual(running.wait(3).status, STOPPED)
        self.assertIn("stopped at once; to go on: muster resume job", self.lines()[-1])
        self.assertGreaterEqual(sum(" done" in line for line in self.lines()), 20)

    def test_a_disk_that_is_full_stops_no_job(self):
        s = self.sandbox()
        r = self.run_job(self.spec(s), "--log-file", "/dev/full")
        self.assertEqual(r.err.count("the log file cannot be written"), 1)
        self.assert_exact(s)


class Complete(Case):
    def test_resuming_a_complete_job_tells_what_it_came_to(self):
        s = self.sandbox()
        summary = json.loads(self.run_job(self.spec(s), "--output", "json").out)
        r = self.resume_job("--output", "json")
        again = json.loads(r.out)
        self.assertEqual({**again, "requests": 0, "milliseconds": 0, "bytesWritten": 0}, again)
        for name in ("job", "state", "seen", "matched", "outcomes"):
            self.assertEqual(again[name], summary[name], name)
        self.assertIn("nothing to resume", r.err)
        r = self.resume_job("--quiet")
        self.assertEqual(r.err, "")
        self.assertRegex(r.out, r"(?m)^state +complete$")
        self.assertRegex(r.out, rf"(?m)^members +1000 seen, {summary['matched']} matched$")

    def test_failures_tell_in_the_status(self):
        s = self.sandbox(faults=[{"match": {"method": "POST", "every": 50}, "fault": {"kind": "status", "status": 400}}])
        self.run_job(self.spec(s), status=FAILED)
        r = self.resume_job(status=FAILED)
        self.assertIn("muster results job --outcome failed", r.said)


if __name__ == "__main__":
    unittest.main()
