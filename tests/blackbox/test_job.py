"""The main job, from launch to results, when all goes well."""
import csv
import io
import json
import os
import unittest

from support import FAILED, OK, STOPPED, USAGE, Case, has_plan, in_country, population


class MainJob(Case):
    def test_gives_the_plan_to_each_matching_member_once(self):
        s = self.sandbox()
        r = self.run_job(self.spec(s))
        expected = self.assert_exact(s)
        matching = [m for m in population(1000) if in_country(m)]
        self.assertIn(f"1000 seen, {len(matching)} matched", r.out)
        self.assertIn(f"{len(expected)} done, {len(matching) - len(expected)} already", r.out)

    def test_ready_jobs_run_with_parameters(self):
        s = self.sandbox()
        with open(os.path.join(os.path.dirname(__file__), "..", "..", "jobs", "add-plan-by-country.json")) as f:
            spec = json.load(f)
        spec["provider"]["baseUrl"] = s.url
        spec["pace"] = {"requestsPerSecond": 0}
        path = self.file("ready.json", json.dumps(spec))
        self.run_job(path, "--set", "planId=pln_gold", "--set", "country=France")
        self.assert_exact(s, matches=lambda m: in_country(m, "France"), plan="pln_gold")

    def test_a_limit_holds_and_resumes_finish_the_rest(self):
        s = self.sandbox()
        r = self.run_job(self.spec(s), "--limit", "10")
        self.assertIn("muster resume job", r.said)
        self.assertEqual(len(s.ledger()["members"]), 10)
        self.assertEqual(self.job_status()["state"], "stopped")
        self.resume_job("--limit", "20")
        self.assertEqual(len(s.ledger()["members"]), 30)
        self.resume_job()
        self.assert_exact(s)
        self.assertEqual(self.job_status()["state"], "complete")

    def test_a_limit_of_the_spec_is_for_the_whole_job(self):
        s = self.sandbox()
        path = self.spec(s)
        with open(path) as f:
            spec = json.load(f)
        with open(path, "w") as f:
            json.dump({**spec, "limit": 10}, f)
        self.run_job(path, "--limit", "4")
        self.assertEqual(len(s.ledger()["members"]), 4)
        self.resume_job()
        self.assertEqual(len(s.ledger()["members"]), 10)
        self.resume_job()
        self.assertEqual(len(s.ledger()["members"]), 10)

    def test_a_canary_that_fails_spares_the_others_until_told_to_go_past_it(self):
        s = self.sandbox(faults=[{"match": {"method": "POST", "path": "/members/*/add-plan", "after": 3, "until": 4},
                                  "fault": {"kind": "status", "status": 400}}])
        path = self.spec(s)
        with open(path) as f:
            spec = json.load(f)
        with open(path, "w") as f:
            json.dump({**spec, "canary": {"members": 10}}, f)
        r = self.run_job(path, status=STOPPED)
        self.assertIn("of the first 10 members", r.said)
        self.assertEqual(len(s.ledger()["members"]), 9)
        self.assertIn("to go on all the same: muster resume job --past-canary", r.said)
        self.resume_job(status=STOPPED)
        self.assertEqual(len(self.results()), 10)
        self.resume_job("--past-canary", status=FAILED)
        self.assertEqual(sorted({o for _, o in self.results()}), ["already", "done", "failed"])
        self.assertEqual(len(self.results()), sum(in_country(m) for m in population(1000)))

    def test_the_advice_works_as_it_stands(self):
        s = self.sandbox()
        elsewhere = os.path.join(self.dir, "elsewhere")
        r = self.run_job(self.spec(s), "--limit", "10", "--state-dir", elsewhere)
        self.state = elsewhere
        advice = " ".join(r.out.split()).split("next muster ")[1]
        self.assertIn("--state-dir", advice)
        again = self.muster(*advice.split())
        self.assertEqual(again.status, OK, str(again))
        self.env["MUSTER_STATE_DIR"] = elsewhere
        self.assert_exact(s)

    def test_a_limit_of_zero_changes_nobody(self):
        s = self.sandbox()
        r = self.muster("run", self.spec(s), "--job-id", "job", "--limit", "0")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("--limit", r.said)
        self.assertEqual(s.ledger()["members"], {})

    def test_a_job_id_is_used_once(self):
        s = self.sandbox()
        spec = self.spec(s)
        self.run_job(spec)
        requests = s.ledger()["requests"]
        r = self.run_job(spec, status=USAGE)
        self.assertIn("there is a job job already", r.said)
        self.assertIn("muster resume job", r.said)
        self.assertEqual(s.ledger()["requests"], requests)
        self.assert_exact(s)

    def test_job_ids_cannot_leave_the_state_directory(self):
        s = self.sandbox()
        for bad in ("../x", "a/b", "", ".", "-x", "x y", "x\ny", "a" * 129):
            r = self.muster("run", self.spec(s), "--job-id=" + bad)
            if bad == "":
                continue  # as if it was not given
            self.assertEqual(r.status, USAGE, repr(bad) + str(r))
            self.assertIn("--job-id", r.said)
        self.assertFalse(os.path.exists(os.path.join(self.state, "x")))

    def test_resuming_a_complete_job_sends_nothing(self):
        s = self.sandbox()
        self.run_job(self.spec(s))
        requests = s.ledger()["requests"]
        r = self.resume_job()
        self.assertIn("complete", r.said)
        self.assertEqual(s.ledger()["requests"], requests)

    def test_running_it_again_as_another_job_finds_everyone_done(self):
        s = self.sandbox()
        self.run_job(self.spec(s), job="one")
        r = self.run_job(self.spec(s), "--output", "json", job="two")
        self.assertEqual(json.loads(r.out)["outcomes"]["done"], 0)
        self.assert_exact(s, job="two")

    def test_summary_status_and_results_agree(self):
        s = self.sandbox()
        summary = json.loads(self.run_job(self.spec(s), "--output", "json", "--quiet").out)
        status = self.job_status()
        self.assertEqual(summary["state"], "complete")
        self.assertEqual(status["state"], "complete")
        self.assertEqual(summary["outcomes"], status["outcomes"])
        self.assertEqual((summary["seen"], summary["matched"]), (1000, status["matched"]))
        self.assertEqual(sum(summary["outcomes"].values()), summary["matched"])
        self.assertEqual(len(self.results()), summary["matched"])
        first_look = 3
        self.assertEqual(summary["requests"] + first_look, s.ledger()["requests"])
        self.assertEqual(summary["throttled"], 0)
        self.assertGreater(summary["milliseconds"], 0)

    def test_results_in_every_form_and_by_outcome(self):
        s = self.sandbox()
        self.run_job(self.spec(s))
        want = sorted(self.results())
        rows = list(csv.DictReader(io.StringIO(self.muster("results", "job", "--output", "csv").out)))
        self.assertEqual(sorted((r["member"], r["outcome"]) for r in rows), want)
        table = self.muster("results", "job").out.splitlines()
        self.assertEqual(sorted(tuple(line.split()[:2]) for line in table), want)
        done = self.muster("results", "job", "--outcome", "done", "--output", "jsonl").out.splitlines()
        self.assertEqual(len(done), sum(o == "done" for _, o in want))
        self.assertEqual(self.muster("results", "job", "--outcome", "failed").out, "")
        both = self.muster("results", "job", "--outcome", "done", "--outcome", "already").out.splitlines()
        self.assertEqual(len(both), len(want))

    def test_status_lists_all_jobs(self):
        s = self.sandbox()
        self.run_job(self.spec(s), job="one")
        self.run_job(self.spec(s), job="two")
        r = self.muster("status", "--output", "json")
        self.assertEqual([(j["job"], j["state"]) for j in json.loads(r.out)], [("two", "complete"), ("one", "complete")])
        table = self.muster("status").out.splitlines()
        self.assertEqual([line.split()[0] for line in table], ["two", "one"])

    def test_a_job_that_is_not_there(self):
        for command in ("status", "results", "resume"):
            for name in ("nope", "../../etc", "\x1b[31m"):
                r = self.muster(command, name)
                self.assertEqual(r.status, USAGE, str(r))
                self.assertIn("there is no job", r.said)
                self.assertNotIn("\x1b", r.err)

    def test_plan_shows_and_changes_nothing(self):
        s = self.sandbox()
        matching = [m for m in population(1000) if in_country(m)]
        r = self.muster("plan", self.spec(s), "--output", "json", "--examples", "3")
        self.assertEqual(r.status, OK, str(r))
        plan = json.loads(r.out)
        self.assertEqual((plan["seen"], plan["matched"]), (1000, len(matching)))
        self.assertEqual(plan["toChange"], sum(not has_plan(m) for m in matching))
        self.assertEqual(len(plan["examples"]), 3)
        self.assertEqual(s.ledger()["members"], {})
        self.assertIn("Nothing was changed", self.muster("plan", self.spec(s)).out)
        self.assertFalse(os.path.exists(os.path.join(self.state, "jobs")))

    def test_a_spec_from_standard_input(self):
        s = self.sandbox()
        with open(self.spec(s)) as f:
            self.run_job("-", stdin=f)
        self.assert_exact(s)

    def test_some_failed_is_exit_1_and_names_them(self):
        s = self.sandbox()
        r = self.run_job(self.spec(s, operation={"addPlan": {"planId": "pln_pro"}}, where={"customFields.country":
                                   {"equals": "Austria"}}), status=FAILED)
        self.assertIn("plan-not-free", r.said)
        self.assertIn("muster results job --outcome failed", r.said)
        self.assertEqual(s.ledger()["members"], {})
        failed = self.muster("results", "job", "--outcome", "failed").out.splitlines()
        self.assertEqual(len(failed), sum(in_country(m, "Austria") and not has_plan(m, "pln_pro")
                                          for m in population(1000)))

    def test_an_empty_list_is_a_complete_job(self):
        s = self.sandbox(members=0)
        r = self.run_job(self.spec(s))
        self.assertIn("0 seen, 0 matched", r.out)
        self.assertEqual(self.results(), [])

    def test_no_where_and_update_of_everyone(self):
        s = self.sandbox(members=300)
        self.run_job(self.spec(s, where={}, operation={"update": {"customFields": {"segment": "x {{id}}"}}}))
        effects = s.ledger()["members"]
        self.assertEqual(len(effects), 300)
        self.assertEqual({json.dumps(e) for e in effects.values()}, {'{"update": 1}'})
        for m in list(effects)[::37]:
            self.assertEqual(s.member(m)["customFields"]["segment"], "x " + m)

    def test_json_merge_keeps_the_other_keys(self):
        s = self.sandbox(members=200)
        self.run_job(self.spec(s, where={}, operation={"update": {"json": {"muster": {"a": 1}}, "merge": True}}))
        for m in population(200):
            now = s.member(m["id"])["json"]
            before = m.get("json")
            self.assertEqual(now, {**(before if isinstance(before, dict) else {}), "muster": {"a": 1}}, m["id"])

    def test_delete_deletes_only_who_matches(self):
        s = self.sandbox(members=300)
        matching = {m["id"] for m in population(300) if in_country(m)}
        self.run_job(self.spec(s, operation={"delete": {}}))
        effects = s.ledger()["members"]
        self.assertEqual(set(effects), matching)
        self.assertEqual({json.dumps(e) for e in effects.values()}, {'{"delete": 1}'})

    def test_remove_plan_leaves_others_alone(self):
        s = self.sandbox(members=300)
        having = {m["id"] for m in population(300) if has_plan(m)}
        self.run_job(self.spec(s, where={"planConnections": {"some": {"planId": "pln_free"}}},
                               operation={"removePlan": {"planId": "pln_free"}}))
        effects = s.ledger()["members"]
        self.assertEqual(set(effects), having)
        self.assertEqual({json.dumps(e) for e in effects.values()}, {'{"removePlan:pln_free": 1}'})


if __name__ == "__main__":
    unittest.main()
