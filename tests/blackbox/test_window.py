"""Windows: the sandbox tells when each request arrived, and none may have come outside."""
import datetime
import json
import signal
import time
import unittest

from support import OK, STOPPED, USAGE, Case, wait_until

UTC = datetime.timezone.utc


def clock(at):
    return datetime.datetime.fromtimestamp(at, UTC).strftime("%H:%M:%S")


def window(begin, end, **more):
    return {"from": clock(begin), "to": clock(end), "timezone": "UTC", **more}


class Windows(Case):
    def arrivals(self, sandbox):
        return [ms / 1000 for ms in json.loads(sandbox.call("GET", "/__arrivals"))]

    def next_second(self, ahead):
        return int(time.time()) + ahead

    def test_twenty_edges_without_a_request_behind_one_and_the_windows_used(self):
        members = 5600
        s = self.sandbox("--latency", "20", members=members)
        begin = self.next_second(2)
        spans = [(begin + 4 * i, begin + 4 * i + 3) for i in range(20)]
        spec = self.spec(s.url, window=[window(a, b) for a, b in spans], pace={"requestsPerSecond": 25})
        r = self.start("run", spec, "--job-id", "job", "--wait").wait(120)
        arrived = self.arrivals(s)
        outside = [t for t in arrived if not any(a <= t < b for a, b in spans)]
        self.assertEqual(outside, [], str(r))
        # The first window has its warming up, and the job may end in the last of them.
        used = [[t for t in arrived if a <= t < b] for a, b in spans]
        full = [u for u in used if u][1:-1]
        self.assertGreater(len(full), 5)
        lengths = [u[-1] - u[0] + 0.04 for u in full]
        self.assertGreaterEqual(sum(lengths) / (3 * len(full)), 0.95, lengths)
        while r.status == STOPPED:
            r = self.muster("resume", "job", "--ignore-window")
        self.assertEqual(r.status, OK, str(r))
        self.assert_exact(s, members=members)
        self.assertEqual(self.job_status()["outcomes"]["failed"], 0)

    def test_the_window_closes_and_the_next_night_goes_on(self):
        s = self.sandbox("--latency", "20", members=600)
        begin = self.next_second(0)
        spans = [(begin - 60, begin + 5), (begin + 8, begin + 600)]
        spec = self.spec(s.url, window=[window(a, b) for a, b in spans], pace={"requestsPerSecond": 15})
        r = self.muster("run", spec, "--job-id", "job")
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertIn("the window closed; the next one opens", r.said)
        self.assertIn("UTC", r.said)
        self.assertRegex(r.said, r"forecast +\d+ % of it done; at this pace done about ")
        self.assertIn("muster resume job", r.said)
        self.assertEqual(self.job_status()["state"], "stopped")
        sent = len(self.arrivals(s))
        r = self.muster("resume", "job")
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertIn("the window is closed; it opens", r.said)
        self.assertIn("--ignore-window", r.said)
        self.assertEqual(len(self.arrivals(s)), sent, "nothing is sent outside")
        r = self.muster("resume", "job", "--wait")
        self.assertEqual(r.status, OK, str(r))
        self.assert_exact(s, members=600)
        self.assertEqual([t for t in self.arrivals(s) if not any(a <= t < b for a, b in spans)], [])

    def suspend(self, running, begin, end):
        """Stops the process as a machine that is suspended does, from one time on to another."""
        time.sleep(max(0, begin - time.time()))
        running.signal(signal.SIGSTOP)
        time.sleep(max(0, end - time.time()))
        running.signal(signal.SIGCONT)

    def none_outside(self, sandbox, spans):
        arrived = self.arrivals(sandbox)
        self.assertEqual([t for t in arrived if not any(a <= t < b for a, b in spans)], [])
        return arrived

    def until_at_work(self, scenario):
        """Where this machine is so slow that the job was not at work when it was suspended: with more time."""
        for slow in (1, 4):
            if scenario(slow, f"job-{slow}", self.sandbox("--latency", "60", members=300 * slow)):
                return
        self.fail("it was never at work when it was suspended")

    def test_a_machine_that_is_suspended_over_the_edge_sends_nothing_behind_it(self):
        def scenario(slow, job, s):
            end = self.next_second(3 * slow)
            spec = self.spec(s.url, where={}, window=window(end - 60, end), pace={"requestsPerSecond": 60})
            running = self.start("run", spec, "--job-id", job)
            self.suspend(running, end - 0.3, end + 0.5)
            r = running.wait(20)
            arrived = self.none_outside(s, [(end - 60, end)])
            if not any(end - 0.6 < t < end for t in arrived):
                return False
            self.assertEqual(r.status, STOPPED, str(r))
            self.assertIn("the window closed; the next one opens", r.said)
            self.assertEqual(self.muster("fsck", job).status, OK)
            self.resume_job("--ignore-window", job=job)
            self.assert_exact(s, members=300 * slow, matches=lambda m: True, job=job)
            return True

        self.until_at_work(scenario)

    def test_one_that_waits_goes_on_in_the_next_window_and_may_sleep_into_it(self):
        def scenario(slow, job, s):
            begin = self.next_second(0)
            first, second, third = (begin + 3 * slow, begin + 3 * slow + 1), (begin + 6 * slow, begin + 6 * slow + 1), begin + 600
            spans = [(begin - 60, first[0]), (first[1], second[0]), (second[1], third)]
            spec = self.spec(s.url, where={}, window=[window(a, b) for a, b in spans], pace={"requestsPerSecond": 70})
            running = self.start("run", spec, "--job-id", job, "--wait")
            self.suspend(running, first[0] - 0.3, first[0] + 0.5)
            # Requests seemed to take long: it keeps further from the edge now, and is suspended earlier.
            asleep = first[1] + 0.6
            self.suspend(running, asleep, second[1] + 0.3)
            r = running.wait(60)
            arrived = self.none_outside(s, spans)
            self.assertEqual(r.status, OK, str(r))
            self.assert_exact(s, members=300 * slow, matches=lambda m: True, job=job)
            self.assertEqual(self.job_status(job)["outcomes"]["failed"], 0)
            return all(any(t - 0.6 < a < t for a in arrived) for t in (first[0], asleep + 0.1))

        self.until_at_work(scenario)

    def test_outside_nothing_is_sent_and_no_job_is_made(self):
        s = self.sandbox(members=20)
        begin = self.next_second(3600)
        spec = self.spec(s.url, window=window(begin, begin + 3600))
        for command in (["run", spec], ["run", "--resume", spec], ["plan", spec], ["ping", spec],
                        ["webhooks", "list", spec]):
            r = self.muster(*command)
            self.assertEqual(r.status, STOPPED, str(r))
            self.assertIn("the window is closed; it opens", r.said)
            self.assertIn("Nothing was sent", r.said)
        self.assertEqual(self.arrivals(s), [])
        self.assertEqual(json.loads(self.muster("status", "--output", "json").out or "[]"), [])

    def test_whoever_asks_for_it_passes_over_the_window_and_the_journal_tells(self):
        s = self.sandbox(members=20)
        begin = self.next_second(3600)
        spec = self.spec(s.url, window=window(begin, begin + 3600))
        r = self.muster("run", spec, "--job-id", "job", "--ignore-window")
        self.assertEqual(r.status, OK, str(r))
        with open(f"{self.state}/jobs/job/journal.jsonl") as journal:
            self.assertIn('"ignoresWindows":true', journal.read())
        self.assertEqual(self.muster("plan", spec, "--ignore-window").status, OK)
        r = self.muster("run", spec, "--ignore-window", "--wait")
        self.assertEqual(r.status, USAGE, str(r))

    def test_a_wait_for_the_window_ends_with_a_signal(self):
        s = self.sandbox(members=20)
        begin = self.next_second(3600)
        running = self.start("run", self.spec(s.url, window=window(begin, begin + 3600)), "--wait")
        wait_until(lambda: "waiting for it" in running.err())
        running.signal(signal.SIGTERM)
        r = running.wait(10)
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertIn("Nothing was sent", r.said)
        self.assertEqual(self.arrivals(s), [])

    def test_a_window_has_its_own_rate(self):
        s = self.sandbox(members=200)
        begin = self.next_second(0)
        spec = self.spec(s.url, window=window(begin - 60, begin + 5, rate=5))
        self.assertEqual(self.muster("run", spec).status, STOPPED)
        self.assertLessEqual(len(self.arrivals(s)), 28)

    def test_a_window_that_is_too_short_is_told(self):
        s = self.sandbox("--latency", "10000", members=20)
        begin = self.next_second(1)
        spans = [(begin + 6 * i, begin + 6 * i + 3) for i in range(20)]
        spec = self.spec(s.url, window=[window(a, b) for a, b in spans])
        running = self.start("run", spec, "--job-id", "job", "--wait")
        wait_until(lambda: "the next window opens" in running.err(), 100, "the end of a window in which it sent")
        running.signal(signal.SIGTERM)
        r = running.wait(10)
        self.assertEqual(r.status, STOPPED, str(r))
        why = r"but is too short \(3 s\): no request is begun with less than \d(\.\d)? s to go, as one took"
        self.assertRegex(r.said, "the first look at the members came to nothing: the window closed [^.]*" + why)
        self.assertRegex(r.said, "the next window opens [^.]*" + why)
        self.none_outside(s, spans)

    def test_mistakes_are_told_with_their_place(self):
        for given, place, words in (
                ({"from": "25:00", "to": "05:00", "timezone": "UTC"}, "/window/from", "must be a time of day"),
                ({"from": "01:00", "to": "05:00"}, "/window", "timezone"),
                ({"from": "01:00", "to": "05:00", "timezone": "berlin"}, "/window/timezone",
                 'did you mean "Europe/Berlin"?'),
                ({"from": "01:00", "to": "05:00", "timezone": "../etc/passwd"}, "/window/timezone",
                 "is no time zone"),
                ({"from": "01:00", "to": "01:00", "timezone": "UTC"}, "/window", "never opens"),
                ({"from": "01:00", "to": "05:00", "days": [], "timezone": "UTC"}, "/window/days", "never opens"),
                ({"from": "01:00", "to": "05:00", "days": ["monday"], "timezone": "UTC"}, "/window/days/0",
                 'must be "mon"'),
                ([], "/window", "holds no window")):
            r = self.muster("check", self.spec("http://127.0.0.1:1", window=given))
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn(place, r.said)
            self.assertIn(words, r.said)
        r = self.muster("check", self.spec("http://127.0.0.1:1", window=window(0, 3)))
        self.assertEqual(r.status, OK, str(r))
        self.assertIn("shorter than a request may take", r.said)

    def test_mistakes_in_a_schedule(self):
        for given, place, words in (
                ({"cron": "0 1 * * * *", "timezone": "UTC"}, "/schedule/cron", "five"),
                ({"cron": "61 * * * *", "timezone": "UTC"}, "/schedule/cron", "minute"),
                ({"cron": "0 1 30 2 *", "timezone": "UTC"}, "/schedule/cron", "never"),
                ({"cron": "@daily", "timezone": "Europe/Berln"}, "/schedule/timezone",
                 'did you mean "Europe/Berlin"?'),
                ({"cron": "@daily", "timezone": "UTC", "overlap": "both"}, "/schedule/overlap", '"queue"'),
                ({"cron": "@daily", "timezone": "UTC", "jitter": "1w"}, "/schedule/jitter", "")):
            r = self.muster("check", self.spec("http://127.0.0.1:1", schedule=given))
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn(place, r.said)
            self.assertIn(words, r.said)


if __name__ == "__main__":
    unittest.main()
