"""Quotas: so many requests in any span of an hour, or a minute; the sandbox tells when each request arrived."""
import json
import os
import signal
import time
import unittest

from support import OK, STOPPED, USAGE, Case, free_port, wait_until


class Quotas(Case):
    def arrivals(self, sandbox):
        return [ms / 1000 for ms in json.loads(sandbox.call("GET", "/__arrivals"))]

    def quota(self, requests, per="1h", **more):
        return {"requestsPerSecond": 0, "quota": {"requests": requests, "per": per}, **more}

    def last_line(self, job="job"):
        with open(self.journal(job)) as f:
            return json.loads(f.readlines()[-1])

    def test_a_quota_that_is_used_up_ends_the_run_and_all_others_with_that_key(self):
        s = self.sandbox(members=1000)
        spec = self.spec(s, pace=self.quota(40))
        r = self.run_job(spec, status=STOPPED)
        self.assertIn("the quota of 40 requests an hour is used up; the next request may go ", r.said)
        self.assertIn("muster resume job then, or later", r.said)
        self.assertEqual(len(self.arrivals(s)), 40)
        end = self.last_line()
        self.assertEqual((end["t"], end["cause"]), ("end", "quota"))
        status = self.job_status()
        self.assertEqual(status["state"], "stopped")
        self.assertGreater(status["forecast"]["doneAt"], end["until"][:16])
        self.assertRegex(self.muster("status", "job").out, r"forecast +\d+ % of it done; at this pace done about ")
        self.resume_job(status=STOPPED)
        self.run_job(spec, job="another", status=STOPPED)
        plan = self.muster("plan", spec)
        self.assertEqual(plan.status, STOPPED, str(plan))
        self.assertIn("40 requests an hour is used up", plan.said)
        self.assertEqual(len(self.arrivals(s)), 40)
        # Another key has a quota of its own.
        self.run_job(spec, job="third", status=STOPPED, env={"MEMBERSTACK_SECRET_KEY": self.key + "x"})
        self.assertEqual(len(self.arrivals(s)), 80)
        self.assertEqual(self.muster("fsck", "job").status, OK)

    def test_a_larger_quota_or_none_goes_on_with_what_is_used(self):
        s = self.sandbox(members=1000)
        self.run_job(self.spec(s, pace=self.quota(40)), status=STOPPED)
        self.run_job(self.spec(s, pace=self.quota(70)), job="larger", status=STOPPED)
        self.assertEqual(len(self.arrivals(s)), 70)
        self.run_job(self.spec(s, pace={"requestsPerSecond": 0, "quota": None}), job="none")
        self.assert_once_each(s)

    def test_single_requests_count_with_those_of_jobs(self):
        port = free_port()
        spec = self.spec(f"http://127.0.0.1:{port}", pace=self.quota(5))
        self.assertEqual(self.muster("ping", spec).status, STOPPED)  # not sent, so not counted
        s = self.sandbox(members=10, port=port)
        for _ in range(2):
            self.assertEqual(self.muster("ping", spec).status, OK)
        self.run_job(spec, "--limit", "1")  # the first look, a page and a change
        self.assertEqual(len(self.arrivals(s)), 5)
        r = self.muster("ping", spec)
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertIn("the quota of 5 requests an hour is used up; the next request may go at 20", r.said)
        self.assertIn("Nothing was sent", r.said)
        sites = {"here": {"kind": "memberstack", "key": {"env": "MEMBERSTACK_SECRET_KEY"}, "baseUrl": s.url,
                          "quota": {"requests": 5}}}
        config = {"MUSTER_CONFIG": self.file("config.json", json.dumps({"sites": sites}))}
        self.assertEqual(self.muster("member", "get", "mem_x", "--site", "here", env=config).status, STOPPED)
        self.assertEqual(len(self.arrivals(s)), 5)

    def assert_once_each(self, sandbox):
        for member, effects in sandbox.ledger()["members"].items():
            self.assertEqual(effects, {"addPlan:pln_free": 1}, member)

    def test_two_jobs_one_of_them_killed_keep_the_minute_together(self):
        s = self.sandbox("--latency", "5", members=1000)
        spec = self.spec(s, pace=self.quota(150, "1m"), retry={"patience": "5m"})
        running = [self.start("run", spec, "--job-id", "job", "--quiet"),
                   self.start("run", spec, "--job-id", "other", "--quiet")]
        wait_until(lambda: len(self.arrivals(s)) > 40, 20, "40 requests")
        running[0].signal(signal.SIGKILL)
        running[0].wait()
        running[0] = self.start("resume", "job", "--quiet")
        wait_until(lambda: len(self.arrivals(s)) >= 150, 20, "150 requests")
        why = "the platform's quota is used up; nothing is sent until"
        wait_until(lambda: why in self.muster("status", "job").said, 5, "the status to tell why")
        for each in running:
            each.wait(200)
        arrived = sorted(self.arrivals(s))
        for first, last in zip(arrived, arrived[150:]):
            self.assertGreater(last - first, 60)
        self.assertGreater(len(arrived), 200)
        self.assert_once_each(s)
        for job in ("job", "other"):
            self.assertEqual(self.job_status(job)["state"], "complete")
            self.assertEqual(self.job_status(job)["outcomes"]["failed"], 0)

    def test_a_stop_ends_a_wait(self):
        s = self.sandbox(members=1000)
        r = self.start("run", self.spec(s, pace=self.quota(40, "2m")), "--job-id", "job")
        told = "waits for the quota of 40 requests in 2m 00s until"
        wait_until(lambda: told in " ".join(r.err().split()), 20, "the wait")
        began = time.monotonic()
        r.signal(signal.SIGTERM)
        self.assertEqual(r.wait(10).status, STOPPED)
        self.assertLess(time.monotonic() - began, 2)
        self.assertEqual(len(self.arrivals(s)), 40)

    def test_mistakes_have_their_places(self):
        spec = self.spec("http://127.0.0.1:1", pace=self.quota(0))
        r = self.muster("check", spec)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("/pace/quota/requests: must be a whole number from 1 to", r.said)

    def test_a_file_that_cannot_be_used_is_told_before_anything_is_sent(self):
        s = self.sandbox(members=100)
        spec = self.spec(s, pace=self.quota(40))
        self.run_job(spec, "--limit", "1")
        (name,) = [n for n in os.listdir(self.env["MUSTER_RUNTIME_DIR"]) if n.startswith("quota-3600000ms-127.0.0.1_")]
        path = os.path.join(self.env["MUSTER_RUNTIME_DIR"], name)
        os.remove(path)
        os.mkdir(path)
        before = len(self.arrivals(s))
        r = self.muster("run", spec)
        self.assertNotEqual(r.status, OK)
        self.assertIn("the quota shared by all muster processes", r.said)
        self.assertEqual(len(self.arrivals(s)), before)


if __name__ == "__main__":
    unittest.main()
