"""A platform that misbehaves: nobody is lost, nobody doubled, and what cannot be mended is said clearly."""
import unittest

from support import FAILED, OK, REFUSED, STOPPED, Case, in_country, population

ADD = {"method": "POST", "path": "/members/*/add-plan"}
LIST = {"method": "GET", "path": "/members"}
QUICK = {"baseDelay": "20ms", "maxDelay": "200ms"}


class Faulty(Case):
    def faulty(self, *rules, status=OK, provider=None, retry=None, arguments=(), **others):
        """Runs the job against these rules; returns the sandbox and the result."""
        s = self.sandbox(faults=[{"match": m, "fault": f} for m, f in rules])
        spec = self.spec(s, provider={"requestTimeout": "1s", **(provider or {})}, retry={**QUICK, **(retry or {})},
                         **others)
        r = self.run_job(spec, *arguments, status=status)
        return s, r

    def assert_mended(self, *rules, **options):
        s, r = self.faulty(*rules, **options)
        self.assert_exact(s)
        return s, r


class Changes(Faulty):
    """Faults of the requests that change members."""

    def test_429_with_retry_after(self):
        s, r = self.assert_mended(({**ADD, "after": 50, "until": 60}, {"kind": "throttle", "retryAfter": 1}))
        self.assertEqual(s.ledger()["byStatus"]["429"], 10)
        self.assertIn("10 throttled", r.out)

    def test_429_without_retry_after(self):
        """Few of them, as each one in a row doubles the pause."""
        self.assert_mended(({**ADD, "after": 50, "until": 56}, {"kind": "throttle"}))

    def test_429_now_and_then_for_pages_too(self):
        self.assert_mended(({"every": 45, "times": 4}, {"kind": "throttle"}))

    def test_5xx_before_the_effect(self):
        self.assert_mended(({**ADD, "probability": 0.2}, {"kind": "status", "status": 500}))

    def test_5xx_after_the_effect(self):
        self.assert_mended(({**ADD, "probability": 0.2}, {"kind": "statusAfter", "status": 502}))

    def test_503_with_retry_after(self):
        self.assert_mended(({**ADD, "after": 30, "until": 34}, {"kind": "status", "status": 503, "retryAfter": 1}))

    def test_408(self):
        self.assert_mended(({**ADD, "every": 20}, {"kind": "status", "status": 408}))

    def test_reset_before_the_effect(self):
        self.assert_mended(({**ADD, "probability": 0.1}, {"kind": "resetBefore"}))

    def test_reset_after_the_effect(self):
        self.assert_mended(({**ADD, "probability": 0.1}, {"kind": "resetAfter"}))

    def test_resets_of_anything(self):
        self.assert_mended(({"probability": 0.08}, {"kind": "resetAfter"}), ({"probability": 0.08}, {"kind": "resetBefore"}))

    def test_stalled_after_the_effect(self):
        self.assert_mended(({**ADD, "every": 40}, {"kind": "stall"}))

    def test_stalled_before_the_effect(self):
        self.assert_mended(({**ADD, "every": 40}, {"kind": "stall", "afterEffect": False}))

    def test_truncated(self):
        self.assert_mended(({**ADD, "probability": 0.1}, {"kind": "truncate"}))

    def test_malformed_answers_to_changes(self):
        self.assert_mended(({**ADD, "probability": 0.1}, {"kind": "malformed"}))

    def test_slow(self):
        self.assert_mended(({**ADD, "every": 10}, {"kind": "slow", "delayMs": 300}))

    def test_an_outage_costs_nobody_anything(self):
        self.assert_mended(({"after": 60, "until": 69}, {"kind": "status", "status": 503}))

    def test_a_permanent_outage_stops_resumable(self):
        s, r = self.faulty(({"after": 60}, {"kind": "status", "status": 503}), status=STOPPED, retry={"patience": "3s"})
        self.assertIn("muster resume job", r.said)
        self.assertIn("3s", r.said, "the patience")
        self.assertGreater(len(s.ledger()["members"]), 20)
        self.assertLess(s.ledger()["byStatus"]["503"], 60, "it asks rarely while the platform is down")
        outcomes = dict(self.results())
        self.assertEqual([o for o in outcomes.values() if o not in ("done", "already")], [])
        port = s.port
        kept = s.ledger()["members"]
        s.stop()
        well = self.sandbox(port=port)
        self.resume_job()
        missing = {m["id"] for m in population(1000) if in_country(m)} - set(dict(self.results()))
        self.assertEqual(missing, set())
        self.assertEqual(set(kept) & set(well.ledger()["members"]), set(), "nobody who was settled is sent again")

    def test_endless_429_stops_resumable(self):
        s, r = self.faulty(({"after": 60}, {"kind": "throttle"}), status=STOPPED, retry={"patience": "3s"})
        self.assertIn("429", r.said)
        self.assertIn("muster resume job", r.said)

    def test_one_member_that_always_fails_fails_alone(self):
        victim = next(m["id"] for m in population(1000)[300:] if in_country(m) and not m.get("planConnections"))
        s, r = self.faulty(({"method": "POST", "path": f"/members/{victim}/add-plan"}, {"kind": "status", "status": 500}),
                           status=FAILED)
        outcomes = self.results()
        self.assertEqual([i for i, o in outcomes if o not in ("done", "already")], [victim])
        self.assertNotIn(victim, s.ledger()["members"])
        self.assertEqual(len(outcomes), sum(in_country(m) for m in population(1000)))
        self.assertIn("muster results job --outcome failed", r.said)

    def test_a_member_who_is_deleted_meanwhile_is_gone(self):
        s = self.sandbox("--latency", "40")
        running = self.start("run", self.spec(s, pace={"requestsPerSecond": 0, "concurrency": 1, "pageSize": 100}),
                             "--job-id", "job")
        self.wait_for_effects(s, 3)
        page = [m["id"] for m in population(1000)[:100] if in_country(m) and not m.get("planConnections")]
        victim = page[-1]
        s.call("DELETE", "/members/" + victim, {"X-API-KEY": self.key, "Content-Type": "application/json"}, b"{}")
        r = running.wait()
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(dict(self.results())[victim], "gone")

    def test_the_platform_may_not_say_that_a_member_is_gone(self):
        """An update of one who is not there is answered with 400 and a general code."""
        s = self.sandbox("--latency", "40")
        running = self.start("run", self.spec(s, operation={"update": {"customFields": {"seen": "yes"}}},
                                              pace={"requestsPerSecond": 0, "concurrency": 1, "pageSize": 100}),
                             "--job-id", "job")
        self.wait_for_effects(s, 3)
        victim = [m["id"] for m in population(1000)[:100] if in_country(m)][-1]
        s.call("DELETE", "/members/" + victim, {"X-API-KEY": self.key, "Content-Type": "application/json"}, b"{}")
        r = running.wait()
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(dict(self.results())[victim], "gone")
        self.assertEqual(s.ledger()["byPath"]["GET /members/{id}"], 1, "one look")

    def test_one_member_that_is_forbidden_fails_alone(self):
        victim = next(m["id"] for m in population(1000) if in_country(m) and not m.get("planConnections"))
        s, r = self.faulty(({"method": "POST", "path": f"/members/{victim}/add-plan"}, {"kind": "status", "status": 403}),
                           status=FAILED)
        outcomes = self.results()
        self.assertEqual([i for i, o in outcomes if o not in ("done", "already")], [victim])
        self.assertEqual(len(outcomes), sum(in_country(m) for m in population(1000)))
        self.assertIn("403", self.muster("results", "job", "--outcome", "failed").out)

    def test_403_for_everything_stops_the_job_and_fails_nobody(self):
        _, r = self.faulty(({"after": 60}, {"kind": "status", "status": 403}), status=REFUSED)
        self.assertIn("MEMBERSTACK_SECRET_KEY", r.said)
        self.assertEqual([o for _, o in self.results() if o not in ("done", "already")], [])

    def test_403_for_every_change_stops_the_job_and_fails_nobody(self):
        s, r = self.faulty((ADD, {"kind": "status", "status": 403}), status=REFUSED)
        self.assertIn("MEMBERSTACK_SECRET_KEY", r.said)
        self.assertEqual([o for _, o in self.results() if o != "already"], [])

    def test_401_in_the_middle_stops_at_once_and_resumes(self):
        s, r = self.faulty(({**ADD, "after": 50}, {"kind": "status", "status": 401}), status=REFUSED)
        self.assertIn("MEMBERSTACK_SECRET_KEY", r.said)
        self.assertIn("muster resume job", r.said)
        self.assertLess(s.ledger()["byStatus"]["401"], 17)
        done = s.ledger()["members"]
        self.assertEqual(len(done), 50)
        port = s.port
        s.stop()
        well = self.sandbox(port=port)
        self.resume_job()
        self.assertEqual(set(done) & set(well.ledger()["members"]), set())
        self.assertEqual(len(self.results()), sum(in_country(m) for m in population(1000)))

    def test_a_request_that_may_not_be_repeated_is_never_sent_twice(self):
        s, r = self.faulty(({"method": "PATCH", "every": 10}, {"kind": "resetAfter"}), status=FAILED,
                           operation={"request": {"method": "PATCH", "path": "/members/{{id}}", "idempotent": False,
                                                  "body": {"metaData": {"greeted": True}}}})
        self.assertEqual([e for e in s.ledger()["members"].values() if e != {"update": 1}], [])
        outcomes = dict(self.results())
        self.assertEqual(len(outcomes), sum(in_country(m) for m in population(1000)))
        self.assertEqual(set(outcomes.values()), {"done", "unknown"})
        self.assertIn("by hand", self.muster("results", "job", "--outcome", "unknown").out)
        self.assertIn("unknown", r.out)

    def test_stop_after_failures(self):
        s, r = self.faulty(({**ADD, "after": 20}, {"kind": "status", "status": 400}), status=STOPPED,
                           stopAfter={"failures": 5})
        failed = sum(o == "failed" for _, o in self.results())
        self.assertTrue(5 <= failed <= 5 + 8, failed)
        self.assertIn("muster resume job", r.said)


class Pages(Faulty):
    """Faults of the member list."""

    def test_5xx_resets_stalls_and_truncations(self):
        for kind in ("status", "resetBefore", "resetAfter", "stall", "truncate"):
            with self.subTest(kind):
                self.once(kind.lower(), {**LIST, "every": 3}, {"kind": kind})

    def once(self, job, match, fault, status=OK):
        s = self.sandbox(faults=[{"match": match, "fault": fault}])
        r = self.run_job(self.spec(s, provider={"requestTimeout": "1s"}, retry=QUICK), job=job, status=status)
        if status == OK:
            self.assert_exact(s, job=job)
        return s, r

    def test_malformed_pages_now_and_then_are_read_again(self):
        self.once("job", {**LIST, "every": 4}, {"kind": "malformed"})

    def test_pages_that_stay_malformed_stop_the_job(self):
        first_look = 3
        s, r = self.once("job", {**LIST, "after": first_look + 3}, {"kind": "malformed"}, status=STOPPED)
        self.assertIn("JSON", r.said)
        self.assertIn("muster resume job", r.said)
        self.assertGreater(len(s.ledger()["members"]), 30, "the pages before it were worked on")
        self.assertEqual(set(s.ledger()["members"]) - set(dict(self.results())), set(), "and nothing is forgotten")

    def test_shrinking_pages(self):
        self.once("job", {**LIST, "probability": 0.5}, {"kind": "shrinkPage", "size": 7})

    def test_pages_of_one(self):
        self.once("job", {**LIST, "every": 2}, {"kind": "shrinkPage"})

    def test_repeated_members_are_changed_once(self):
        self.once("job", {**LIST}, {"kind": "repeatMember"})

    def test_a_total_that_drifts(self):
        self.once("job", {**LIST}, {"kind": "driftTotal", "size": 500})

    def test_a_cursor_that_is_stuck_once(self):
        self.once("job", {**LIST, "after": 3, "times": 1}, {"kind": "stuckCursor"})

    def test_a_cursor_that_stays_stuck(self):
        s, r = self.once("job", {**LIST, "after": 3}, {"kind": "stuckCursor"}, status=STOPPED)
        self.assertIn("cursor", r.said)
        self.assertIn("muster resume job", r.said)
        self.assertLess(s.ledger()["requests"], 300)

    def test_a_list_that_begins_again(self):
        s, r = self.once("job", {**LIST, "after": 3}, {"kind": "rewindCursor"}, status=STOPPED)
        self.assertIn("cursor", r.said)
        self.assertEqual([e for e in s.ledger()["members"].values() if e != {"addPlan:pln_free": 1}], [])

    def test_a_list_that_begins_again_once(self):
        s = self.sandbox(faults=[{"match": {**LIST, "after": 3, "times": 1}, "fault": {"kind": "rewindCursor"}}])
        r = self.muster("run", self.spec(s, retry=QUICK), "--job-id", "job")
        self.assertIn(r.status, (OK, STOPPED), str(r))
        if r.status == STOPPED:
            self.assertIn("cursor", r.out)
            self.resume_job()
        self.assert_exact(s)

    def test_a_member_without_an_id_now_and_then(self):
        self.once("job", {**LIST, "after": 2, "times": 1}, {"kind": "noId"})

    def test_a_member_without_an_id_always(self):
        s, r = self.once("job", {**LIST, "after": 2}, {"kind": "noId"}, status=STOPPED)
        self.assertRegex(r.said, r"without an? .?id|no .?id")
        self.assertIn("muster resume job", r.said)
        self.assertEqual(set(s.ledger()["members"]) - set(dict(self.results())), set())

    def test_plan_says_75_when_the_list_cannot_be_read(self):
        s = self.sandbox(faults=[{"match": LIST, "fault": {"kind": "malformed"}}])
        r = self.muster("plan", self.spec(s, retry=QUICK))
        self.assertEqual(r.status, STOPPED, str(r))


if __name__ == "__main__":
    unittest.main()
