"""Before real members are changed: the question, and what is said before a run."""
import json
import os
import unittest

from support import Case, OK, REFUSED, RUNNING, STOPPED, has_plan, in_country, population


class Live(Case):
    """A sandbox that takes a live key."""

    def setUp(self):
        super().setUp()
        self.key = "sk_" + "live_" + self.key[6:]
        self.env["MEMBERSTACK_SECRET_KEY"] = self.key

    def site(self, members=1000, **options):
        return self.sandbox("--key", self.key, members=members, **options)

    def assert_untouched(self, s, job="job"):
        self.assertEqual(s.ledger()["members"], {})
        self.assertFalse(os.path.exists(self.journal(job)), "a job was left behind")

    def run_asked(self, s, *arguments, answer, **spec):
        return self.on_terminal("run", self.spec(s, **spec), "--job-id", "job", "--live", *arguments, answer=answer)


class Question(Live):
    def test_it_is_asked_on_the_terminal_wherever_input_and_output_go(self):
        s = self.site()
        r = self.run_asked(s, answer="n")
        self.assertEqual(r.status, REFUSED, str(r))
        self.assertIn("not confirmed", r.said)
        self.assert_untouched(s)
        matching = [m for m in population(1000) if in_country(m)]
        for words in ("real members at " + s.url, "add plan pln_free", '{"customFields.country":{"equals":"Germany"}}',
                      f"{len(matching)} of 1000 match", f"{sum(not has_plan(m) for m in matching)} of them"):
            self.assertIn(words, r.asked)

    def test_with_the_spec_on_standard_input_too(self):
        s = self.site(members=100)
        with open(self.spec(s), "rb") as spec:
            r = self.on_terminal("run", "-", "--job-id", "job", "--live", answer="no", stdin=spec)
        self.assertEqual(r.status, REFUSED, str(r))
        self.assertIn("Go on? [y/N]", r.asked)
        self.assert_untouched(s)

    def test_the_end_of_input_is_no_consent(self):
        s = self.site(members=100)
        r = self.run_asked(s, answer="\x04")
        self.assertEqual(r.status, REFUSED, str(r))
        self.assert_untouched(s)

    def test_yes_goes_on(self):
        s = self.site()
        r = self.run_asked(s, answer="yes")
        self.assertEqual(r.status, OK, str(r))
        self.assert_exact(s)

    def test_a_resume_asks_again(self):
        s = self.site()
        self.run_asked(s, "--limit", "5", answer="y")
        r = self.on_terminal("resume", "job", "--live", answer="")
        self.assertEqual(r.status, REFUSED, str(r))
        self.assertIn("that matched so far", r.asked)
        self.assertEqual(len(s.ledger()["members"]), 5)

    def test_the_option_answers_it(self):
        s = self.site()
        r = self.run_asked(s, "--yes", answer=None)
        self.assertEqual((r.status, r.asked), (OK, ""), str(r))
        self.assert_exact(s)

    def test_a_long_list_is_estimated(self):
        s = self.site(members=5000)
        r = self.run_asked(s, answer="n")
        self.assertRegex(r.asked, r"about \d+ of 5000 match, by a first look: \d+ of the first 2500 match")

    def test_a_deletion_asks_for_the_number(self):
        deletion = {"operation": {"delete": {}}}
        s = self.site(members=300)
        for answer in "y", "299", "":
            r = self.run_asked(s, answer=answer, **deletion)
            self.assertEqual(r.status, REFUSED, str(r))
            self.assertIn("type the number", r.asked)
        self.assert_untouched(s)
        matching = sum(in_country(m) for m in population(300))
        r = self.run_asked(s, answer=str(matching), **deletion)
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(len(s.ledger()["members"]), matching)

    def test_warnings_come_with_it(self):
        s = self.site(members=300)
        r = self.run_asked(s, answer="n", where={"customFields.contry": {"equals": "Germany"}})
        self.assertIn('no member has the field "customFields.contry"; did you mean "customFields.country"?', r.asked)

    def test_no_question_for_a_sandbox_key(self):
        self.key = self.env["MEMBERSTACK_SECRET_KEY"] = "sk_sb_" + self.key[8:]
        s = self.sandbox(members=100)
        r = self.on_terminal("run", self.spec(s), "--job-id", "job", answer=None)
        self.assertEqual((r.status, r.asked), (OK, ""), str(r))


class Unasked(Live):
    def test_without_a_terminal_it_needs_live_and_the_log_says_what_is_at_stake(self):
        s = self.site(members=300)
        self.assertEqual(self.muster("run", self.spec(s), "--job-id", "job").status, REFUSED)
        self.assert_untouched(s)
        log = os.path.join(self.written, "log")
        r = self.run_job(self.spec(s), "--live", "--log-file", log)
        with open(log) as f:
            text = f.read()
        for words in (f"changes real members at {s.url}: add plan pln_free", '"customFields.country"', "of 300 match"):
            self.assertIn(words, text)
            self.assertIn(words, r.said)
        self.assert_exact(s, members=300)

    def test_yes_does_not_say_live(self):
        s = self.site(members=100)
        self.assertEqual(self.muster("run", self.spec(s), "--job-id", "job", "--yes").status, REFUSED)
        self.assert_untouched(s)


class FirstLook(Case):
    """What is said before anything is sent."""

    def said_by_both(self, s, *words, arguments=(), **spec):
        path = self.spec(s, **spec)
        for command in ("plan", path), ("run", path, "--limit", "1"):
            r = self.muster(*command, *arguments)
            self.assertEqual(r.status, OK, str(r))
            for word in words:
                self.assertIn(word, r.said)

    def test_a_field_that_nobody_has(self):
        self.said_by_both(self.sandbox(members=200), 'no member has the field "customFields.contry"',
                          'did you mean "customFields.country"?', "no member matches",
                          where={"customFields.contry": {"equals": "Germany"}})

    def test_of_a_long_list_the_first_pages_are_looked_at(self):
        s = self.sandbox(members=1000)
        r = self.run_job(self.spec(s, where={"customFields.nothing": {"equals": 1}}))
        self.assertIn('none of the first 300 members has the field "customFields.nothing"', r.said)
        self.assertIn("none of the first 300 members matches", r.said)

    def test_a_where_that_matches_everyone(self):
        self.said_by_both(self.sandbox(members=200), "every one of the 200 members matches the where",
                          where={"NOT": {"customFields.country": {"equals": "Atlantis"}}})

    def test_who_has_no_where_is_not_warned_of_everyone(self):
        s = self.sandbox(members=200)
        self.assertNotIn("every one", self.muster("plan", self.spec(s, where=None)).said)

    def test_what_is_expected(self):
        s = self.sandbox(members=200)
        matching = sum(in_country(m) for m in population(200))
        r = self.muster("plan", self.spec(s), "--at-most", "7")
        self.assertIn(f"{matching} members match, and at most 7 are expected", r.said)
        r = self.run_job(self.spec(s), "--at-most", "7", status=STOPPED)
        self.assertIn("at most 7 were expected", r.said)
        self.assertLessEqual(len(s.ledger()["members"]), 7)
        self.resume_job(status=STOPPED)  # the job keeps it
        self.resume_job("--at-most", str(matching))
        self.assert_exact(s, members=200)

    def test_a_member_whom_the_list_gives_twice_counts_once(self):
        s = self.sandbox(members=200, faults=[{"match": {"method": "GET", "path": "/members"},
                                               "fault": {"kind": "repeatMember"}}])
        self.run_job(self.spec(s, where={}), "--at-most", "200")
        self.assertEqual(len(self.results()), 200)

    def test_what_the_spec_expects(self):
        s = self.sandbox(members=200)
        r = self.run_job(self.spec(s, expect={"matched": {"atMost": 0}}), status=STOPPED)
        self.assertIn("at most 0 were expected", r.said)
        self.assertEqual(s.ledger()["members"], {})

    def test_a_platform_that_is_down_for_the_look_is_waited_for_by_the_run(self):
        s = self.sandbox(members=200, faults=[{"match": {"method": "GET", "path": "/members", "until": 2},
                                               "fault": {"kind": "status", "status": 503}}])
        self.run_job(self.spec(s))
        self.assert_exact(s, members=200)


class RunOrResume(Case):
    """run --resume: one command, called again and again."""

    def jobs(self):
        return sorted(os.listdir(os.path.join(self.state, "jobs")))

    def call(self, *arguments, status=OK, **options):
        r = self.muster("run", "--resume", *arguments, **options)
        self.assertEqual(r.status, status, str(r))
        return r

    def test_it_goes_on_with_the_unfinished_job_and_then_starts_another(self):
        s = self.sandbox()
        spec = self.spec(s)
        self.call(spec, "--limit", "5")
        first = self.jobs()
        self.assertIn(f"resume {first[0]}", self.call(spec, "--limit", "5").said)
        self.assertEqual(len(s.ledger()["members"]), 10)
        self.call(spec)
        self.assertEqual(self.jobs(), first)
        self.assert_exact(s, job=first[0])
        self.call(spec)
        self.assertEqual(len(self.jobs()), 2)

    def test_it_knows_its_spec_by_what_it_asks_for(self):
        s = self.sandbox()
        key = self.file("key", self.key)
        os.chmod(key, 0o600)
        spec = self.spec(s, provider={"key": {"file": "key"}}, parameters={"since": {"type": "date", "default": "-3000d"}},
                         where={"customFields.country": "Germany", "createdAt": {"gt": "${since}", "lt": "-1h"}})
        given = {"cwd": self.given, "env": {"MEMBERSTACK_SECRET_KEY": ""}}
        options = ["--concurrency", "4", "--at-most", "900"]
        self.call(spec, "--limit", "5", *options, **given)
        self.call(spec, *options, **given)
        self.assertEqual(len(self.jobs()), 1)
        self.assertEqual(self.job_status(self.jobs()[0])["state"], "complete")

    def test_other_parameters_are_another_job(self):
        s = self.sandbox()
        spec = self.spec(s, parameters={"plan": {}}, operation={"addPlan": {"planId": "${plan}"}})
        self.call(spec, "--set", "plan=pln_free", "--limit", "5")
        r = self.call(spec, "--set", "plan=pln_gold", "--limit", "5")
        self.assertIn("its spec is another", r.said)
        self.assertEqual(len(self.jobs()), 2)

    def test_into_a_state_directory_that_is_not_there_yet(self):
        s = self.sandbox(members=100)
        self.state = os.path.join(self.dir, "new")
        self.call(self.spec(s), "--state-dir", self.state)
        self.assertEqual(len(self.jobs()), 1)

    def test_one_that_runs_is_left_alone(self):
        s = self.sandbox("--latency", "50")
        spec = self.spec(s)
        running = self.start("run", spec)
        self.wait_for_effects(s, 5)
        self.call(spec, status=RUNNING)
        self.assertEqual(running.wait().status, OK)


class Guards(Case):
    def test_a_request_to_a_wrong_path_is_stopped(self):
        s = self.sandbox(members=1000)
        r = self.run_job(self.spec(s, where={}, operation={"request": {"method": "POST", "path": "/nowhere/{{id}}", "idempotent": True}}),
                         status=STOPPED)
        self.assertIn("stopAfter", r.said)
        self.assertLess(len(self.results()), 120)

    def test_a_spec_may_lift_the_guard(self):
        s = self.sandbox(members=300)
        path = self.spec(s, where={}, operation={"request": {"method": "POST", "path": "/nowhere/{{id}}", "idempotent": True}})
        with open(path) as f:
            spec = json.load(f)
        with open(path, "w") as f:
            json.dump({**spec, "stopAfter": None}, f)
        self.muster("run", path, "--job-id", "job")
        self.assertEqual(len(self.results()), 300)

    def test_members_who_need_nothing_take_no_part_of_a_limit(self):
        s = self.sandbox(members=1000)
        self.run_job(self.spec(s), "--limit", "40")
        self.run_job(self.spec(s), "--limit", "5", job="other")
        self.assertEqual(len(s.ledger()["members"]), 45)

    def test_the_limit_of_a_spec_is_no_dead_end(self):
        s = self.sandbox(members=1000)
        r = self.run_job(self.spec(s, limit=10))
        self.assertIn("muster resume job --limit N", r.said)
        self.resume_job("--limit", "1000")
        self.assert_exact(s)


if __name__ == "__main__":
    unittest.main()
