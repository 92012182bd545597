"""A machine that misbehaves: its clock jumps, or it runs out of descriptors, memory or room in a file."""
import glob
import json
import os
import resource
import signal
import time
import unittest
from email.utils import formatdate

from clock import FAKETIME, WallClock
from network import Proxy, one_message
from support import INTERNAL, OK, STOPPED, Case, in_country, population, read_bytes

QUICK = {"baseDelay": "20ms", "maxDelay": "200ms", "patience": "3s"}
MEMBERS = 400
DAY = 86400


@unittest.skipUnless(FAKETIME, "libfaketime is not installed (Debian: faketime)")
class Clock(Case):
    def setUp(self):
        super().setUp()
        self.clock = WallClock(self.given)

    def told(self, field="at"):
        return [line[field] for line in map(json.loads, read_bytes(self.journal()).splitlines()) if field in line]

    def test_set_back_and_forth_under_a_job(self):
        s = self.sandbox(members=MEMBERS)
        began = time.monotonic()
        running = self.start("run", self.spec(s, pace={"requestsPerSecond": 40}), "--job-id", "job", env=self.clock.env)
        effects = sum(in_country(m) and not m.get("planConnections") for m in population(MEMBERS))
        for step, days in enumerate((1, -1, -20_000, 26_500, 0), 1):  # -20,000: 1971; 26,500: 2099
            self.wait_for_effects(s, 12 * step)
            self.clock.turn(days * DAY)
            self.assertEqual(self.job_status()["state"], "running")
        r = running.wait()
        seconds = time.monotonic() - began
        self.assertEqual(r.status, OK, str(r))
        self.assert_exact(s, members=MEMBERS)
        self.assertNotIn("warning", r.err)
        self.assertLessEqual(s.ledger()["maxInWindow"], 41)
        requests = s.ledger()["requests"]
        self.assertLess(seconds, requests / 40 + 2, "it did not wait for the clock")
        self.assertRegex(r.out, r"in [1-9]s ", "the time it took is not the clock's")

    def test_set_back_and_forth_between_runs(self):
        s = self.sandbox("--latency", "20", members=MEMBERS)
        spec = self.spec(s, pace=None)
        arguments = ["run", spec, "--job-id", "job"]
        for step, days in enumerate((0, -20_000, 26_500, -1), 1):
            self.clock.turn(days * DAY)
            running = self.start(*arguments, env=self.clock.env)
            self.wait_for_effects(s, 10 * step)
            running.process.kill()
            running.wait()
            arguments = ["resume", "job"]
            for env in ({}, self.clock.env):
                self.assertEqual(json.loads(self.muster("status", "job", "--output", "json", env=env).out)["state"],
                                 "interrupted")
        years = [at[:4] for at in self.told()]
        self.assertIn("2099", years)
        self.assertIn("1972", years)
        self.clock.turn(0)
        began = time.monotonic()
        self.resume_job(env=self.clock.env)
        self.assertLess(time.monotonic() - began, 15)
        self.assert_exact(s, members=MEMBERS)
        listed = self.muster("status")
        self.assertEqual(listed.status, OK, str(listed))
        self.assertIn("complete", listed.out)

    def test_jobs_that_begin_at_the_same_moment_are_different_jobs(self):
        s = self.sandbox(members=5)
        frozen = {**self.clock.env, "FAKETIME": "2026-01-31 01:00:00", "TZ": "UTC"}
        del frozen["FAKETIME_TIMESTAMP_FILE"]
        for _ in range(4):
            r = self.muster("run", self.spec(s), env=frozen)
            self.assertEqual(r.status, OK, str(r))
        jobs = os.listdir(os.path.join(self.state, "jobs"))
        self.assertEqual(len(jobs), 4)
        for job in jobs:
            self.assertRegex(job, r"^test-20260131T010000Z-[0-9a-f]{4}$")

    def test_a_date_in_retry_after_goes_by_the_platform_s_clock(self):
        """Ours is a day behind or ahead of it: the job neither stops for a day's wait nor goes on at once."""
        s = self.sandbox(members=60)

        def relay(client, upstream):
            while True:
                request = one_message(client)
                if request.startswith(b"POST") and not refused:
                    refused.append(time.monotonic())
                    dates = (formatdate(time.time() + ahead, usegmt=True).encode() for ahead in (0, 2))
                    client.sendall(b"HTTP/1.1 429 Slow down\r\nDate: %s\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n"
                                   % tuple(dates))
                    continue
                if refused:
                    passed.append(time.monotonic())
                upstream.sendall(request)
                client.sendall(one_message(upstream))

        proxy = Proxy(s.port, relay)
        self.addCleanup(proxy.stop)
        for days in (-1, 1):
            refused, passed = [], []
            self.clock.turn(days * DAY)
            s.reset()
            self.run_job(self.spec(proxy.url, pace={"requestsPerSecond": 0, "concurrency": 1}), job=f"job{days}", env=self.clock.env)
            self.assert_exact(s, members=60, job=f"job{days}")
            self.assertTrue(1.9 < passed[0] - refused[0] < 5, passed[0] - refused[0])

    def test_a_limiter_state_from_the_future_holds_nobody(self):
        """As it is left over by a machine that ran for long before it was booted anew."""
        s = self.sandbox(members=MEMBERS)
        ahead = {k: v for k, v in self.clock.env.items() if k != "FAKETIME_DONT_FAKE_MONOTONIC"}
        self.clock.turn(30 * DAY)
        self.muster("run", self.spec(s, pace=None), "--job-id", "ahead", "--limit", "3", env=ahead)
        files = glob.glob(os.path.join(self.dir, "limits", "rate-*"))
        self.assertEqual(len(files), 1)
        touched = int.from_bytes(read_bytes(files[0])[16:24], "little")
        self.assertGreater(touched, time.monotonic_ns() + 20 * DAY * 10**9, "it is from the future")
        began = time.monotonic()
        self.run_job(self.spec(s, pace=None), "--limit", "10")
        self.assertLess(time.monotonic() - began, 3)
        self.assertLess(int.from_bytes(read_bytes(files[0])[16:24], "little"), time.monotonic_ns())


class Exhausted(Case):
    def begin(self, url=lambda sandbox: sandbox.url, **others):
        s = self.sandbox("--latency", "20", members=MEMBERS)
        running = self.start("run", self.spec(url(s), retry=QUICK, **others), "--job-id", "job")
        self.wait_for_effects(s, 16)
        return s, running

    def finish(self, s):
        status = self.job_status()
        self.assertIn(status["state"], ("stopped", "interrupted"))
        self.resume_job()
        self.assert_exact(s, members=MEMBERS)

    def test_no_descriptors_left_in_the_middle(self):
        """Each request needs a connection of its own, each checkpoint a file."""
        def once(client, upstream):
            upstream.sendall(one_message(client))
            client.sendall(one_message(upstream))

        def proxied(s):
            proxy = Proxy(s.port, once)
            self.addCleanup(proxy.stop)
            return proxy.url

        s, running = self.begin(url=proxied, pace={"requestsPerSecond": 30})
        resource.prlimit(running.pid, resource.RLIMIT_NOFILE, (5, 5))
        r = running.wait(20)
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertIn("oo many open files", r.said)
        self.assertIn("muster resume job", r.said)
        self.finish(s)

    def test_a_limit_on_the_size_of_files_that_the_journal_reaches(self):
        s, running = self.begin()
        size = os.path.getsize(self.journal())
        resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (size + 3000, size + 3000))
        r = running.wait(20)
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertIn("File too large", r.said)
        self.assertIn("journal.jsonl", r.said)
        self.assertIn("muster resume job", r.said)
        self.finish(s)

    def test_no_memory_left_in_the_middle(self):
        """Whatever it was about to do: it says so, and a resume goes on."""
        for effects in (1, 10, 25):
            with self.subTest(effects):
                s = self.sandbox("--latency", "20", members=MEMBERS)
                running = self.start("run", self.spec(s), "--job-id", f"job-{effects}")
                self.wait_for_effects(s, effects)
                resource.prlimit(running.pid, resource.RLIMIT_AS, (1 << 20, 1 << 20))
                r = running.wait(20)
                no_stack = -signal.SIGSEGV  # the stack could not grow: the system kills it, and nothing can be said
                self.assertIn(r.status, (OK, INTERNAL, STOPPED, no_stack), str(r))
                if r.status in (INTERNAL, STOPPED):
                    self.assertRegex(r.said, "(?i)memory|bad_alloc")
                    self.assertIn("muster resume", r.said)
                if r.status != OK:
                    self.resume_job(job=f"job-{effects}")
                self.assert_exact(s, members=MEMBERS, job=f"job-{effects}")


if __name__ == "__main__":
    unittest.main()
