"""The platform's limit: as close to it as it allows, never above, and nobody missed.

The rate is measured at the sandbox's ledger, from 2 s after the first request to the last.
"""
import functools
import itertools
import os
import threading
import time
import unittest

from network import Nginx, nginx_is_here
from support import OK, Case, free_port, has_plan, in_country, population, read_bytes

needs_nginx = unittest.skipUnless(nginx_is_here(), "nginx is not installed (Debian: nginx-light)")


def at_best(test):
    """Up to three tries, as a machine that is busy with something else makes the program late."""
    @functools.wraps(test)
    def tried(self):
        first = self.state
        for again in ("-2", "-3"):
            try:
                return test(self)
            except AssertionError as e:
                print(f"(once more, load {os.getloadavg()[0]:.1f}: {str(e).splitlines()[0]})", end=" ", flush=True)
                self.state = first + again
                self.env["MUSTER_STATE_DIR"] = self.state
        return test(self)
    return tried


class Watch(threading.Thread):
    """Samples how many requests a sandbox accepted: closely when the steady state begins and when the end is near."""

    def __init__(self, sandbox, last):
        super().__init__(daemon=True)
        self.sandbox, self.samples, self.going, self.last = sandbox, [], True, last
        self.start()

    def run(self):
        began = None
        while self.going:
            before = time.monotonic()
            ledger = self.sandbox.ledger()
            count = ledger["requests"] - ledger["throttled"]
            self.samples.append(((before + time.monotonic()) / 2, count))
            if began is None and count > 0:
                began = before
            close = began is not None and (before - began < 3 or count > self.last - 10)
            time.sleep(0.01 if close else 0.1)

    def steady_rate(self, settled=2.0):
        """Accepted requests a second, from 2 s after the first to the last."""
        self.going = False
        self.join()
        steps = [b for a, b in zip(self.samples, self.samples[1:]) if b[1] > a[1]]  # when the count went up
        began = steps[0][0]
        steps = [s for s in steps if s[0] - began >= settled]
        return (steps[-1][1] - steps[0][1]) / (steps[-1][0] - steps[0][0])


BUSY = ("Germany", "Austria", "France")  # some 37 % of the members


class OurOwnLimit(Case):
    """Jobs beside each other, each at a sandbox and with a limiter of its own."""

    def limited(self, job, *sandbox_arguments, rate=25, members=1250, countries=BUSY):
        """Starts a job; to be called for its sandbox and the steady rate once others were started, too."""
        def matches(member):
            return any(in_country(member, c) for c in countries)

        last = sum(matches(m) and not has_plan(m) for m in population(members)) + (members + 99) // 100
        s = self.sandbox(*sandbox_arguments, members=members, rate=rate)
        watch = Watch(s, last)
        spec = self.spec(s, f"{job}.json", pace=None, where={"customFields.country": {"in": list(countries)}})
        running = self.start("run", spec, "--job-id", job, "--quiet")

        def finish():
            r = running.wait(90)
            self.assertEqual(r.status, OK, str(r))
            rate = watch.steady_rate()
            self.assert_exact(s, members=members, matches=matches, job=job)
            return s, rate
        return finish

    @at_best
    def test_the_limit_is_reached_without_429_and_a_lower_true_one_is_found(self):
        near, far = self.limited("near"), self.limited("far", "--latency", "80", "--latency-jitter", "20")  # 500 operations
        lower = self.limited("lower", rate=10, members=800, countries=["Germany"])
        for finish in (near, far):
            s, rate = finish()
            self.assertGreaterEqual(rate, 0.98 * 25)
            self.assertEqual(s.ledger()["throttled"], 0)
            self.assertLessEqual(s.ledger()["maxInWindow"], 25)
        self.assertGreaterEqual(lower()[1], 0.9 * 10)

    @at_best
    def test_two_jobs_share_the_limit(self):
        s = self.sandbox(members=1000, rate=25)
        watch = Watch(s, 10**6)
        one = self.start("run", self.spec(s, "a.json", pace=None), "--job-id", "one", "--quiet")
        two = self.start("run", self.spec(s, "b.json", pace=None, where={"customFields.country": {"equals": "France"}}),
                         "--job-id", "two", "--quiet")
        self.assertEqual([one.wait().status, two.wait().status], [OK, OK])
        self.assertGreaterEqual(watch.steady_rate(), 0.95 * 25)
        self.assertEqual(s.ledger()["throttled"], 0)
        self.assertEqual([e for e in s.ledger()["members"].values() if e != {"addPlan:pln_free": 1}], [])


class BehindNginx(Case):
    MEMBERS = 600  # some 150 operations

    def behind(self, http_for, pace=None, *sandbox_arguments):
        self.sandbox_ = self.sandbox(*sandbox_arguments, members=self.MEMBERS)
        self.port = free_port()
        nginx = Nginx(self.given, http_for(self.sandbox_.port, self.port))
        self.addCleanup(nginx.stop)
        nginx.start(self.port)
        return nginx, self.spec(f"http://127.0.0.1:{self.port}", f"spec-{self.port}.json", pace=pace)

    def limit_req(self, burst, more=""):
        return lambda sandbox, port: f"""
            log_format times "$msec $status";
            limit_req_zone $binary_remote_addr zone=z:1m rate=25r/s;
            upstream s {{ server 127.0.0.1:{sandbox}; keepalive 16; }}
            server {{ listen 127.0.0.1:{port}; limit_req_status 429; {more}
                location / {{ limit_req zone=z {burst}; proxy_pass http://s; proxy_http_version 1.1;
                              proxy_set_header Connection ""; }} }}"""


@needs_nginx
class LimitReq(BehindNginx):
    """nginx's own limit of 25 a second: several jobs beside each other, each with an nginx and a limiter of its own."""
    MEMBERS = 2000  # some 490 requests
    RETRY_AFTER = "add_header Retry-After 1 always;"

    def side_by_side(self, *limits):
        """Of a job behind each: the limit, how many requests a second were accepted, not counting the seconds that
        Retry-After told it to wait, and how many were refused."""
        jobs = []
        for i, (burst, more) in enumerate(limits):
            log = os.path.join(self.given, f"times-{self.state[-2:]}-{i}")
            nginx, spec = self.behind(self.limit_req(burst, f"{more} access_log {log} times;"))
            jobs.append((limits[i], self.sandbox_, log, self.start("run", spec, "--job-id", f"job-{i}", "--quiet")))
        for i, (limit, sandbox, log, running) in enumerate(jobs):
            r = running.wait(90)
            self.assertEqual(r.status, OK, str(r))
            self.assert_exact(sandbox, members=self.MEMBERS, job=f"job-{i}")
            answers = [line.split() for line in read_bytes(log).decode().splitlines()]
            accepted = [float(at) for at, status in answers if status == "200"]
            refused = sorted(float(at) for at, status in answers if status == "429")
            told = sum(min(1, after - at) for at, after in zip(refused, refused[1:] + accepted[-1:])) if limit[1] else 0
            yield limit, (len(accepted) - 1) / (accepted[-1] - accepted[0] - told), len(refused)

    @at_best
    def test_burst_5_and_24(self):
        limits = itertools.product(("burst=5", "burst=5 nodelay", "burst=24", "burst=24 nodelay"), ("", self.RETRY_AFTER))
        for limit, rate, refused in self.side_by_side(*limits):
            self.assertGreaterEqual(rate, 0.95 * 25, f"{limit}, refused {refused}")
            self.assertLessEqual(refused, 2, limit)

    @at_best
    def test_burst_0(self):
        """Two requests 39 ms apart are one too many. With Retry-After each of them costs a second, which is not counted."""
        for limit, rate, refused in self.side_by_side(("", ""), ("", self.RETRY_AFTER)):
            self.assertGreaterEqual(rate, 0.95 * 25, f"{limit}, refused {refused}")
            self.assertLessEqual(refused, 12, limit)

    def test_an_impatient_pace_of_ours_finds_the_limit(self):
        self.MEMBERS = 600
        nginx, spec = self.behind(self.limit_req("burst=24 nodelay"), {"requestsPerSecond": 0})
        self.run_job(spec, "--quiet", seconds=60)
        self.assert_exact(self.sandbox_, members=self.MEMBERS)


if __name__ == "__main__":
    unittest.main()
