"""Rows of a file say what is done to members that exist: each row's member is found, and it alone is changed, once."""
import csv
import io
import json
import os
import signal
import unittest

from support import FAILED, OK, USAGE, Case, population, read_bytes, wait_until


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def points_of(member):
    return (member.get("customFields") or {}).get("points")


class RowMembers(Case):
    POINTS = {"update": {"customFields": {"points": "{{row.Points|number}}"}}}

    def of_rows(self, at, rows, key="Email", operation=None, where=None, match="lookUp", **others):
        path = self.file("in.csv", as_csv(rows))
        source = {"csv": {"file": path, "key": key}}
        if match:
            source["csv"]["match"] = match
        return self.spec(at, source=source, operation=operation or self.POINTS, where=where, **others)

    def killed(self, s, running, when, *options):
        """The end of a job that is killed each time when so many members are changed, and resumed."""
        for changed in when:
            wait_until(lambda: len(s.ledger()["members"]) >= changed, 30, f"{changed} members")
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            running = self.start("resume", "job", *options)
        return running.wait(60)

    def publisher_members(self, s):
        body = json.dumps({"member_base_id": "mb_sandbox", "pagination": {"limit": 100000}}).encode()
        return json.loads(s.call("POST", "/publisher.v1/member/list", {"Authorization": "Bearer walk"}, body))

    def test_a_job_survives_kills(self):
        everyone = population(400)
        chosen = [m for m in everyone if m["auth"]["email"]][:240:2]
        rows = [["Email", "Points"]]
        for i, m in enumerate(chosen):
            email = m["auth"]["email"]
            rows.append([f" {email.upper()}\u00a0" if i % 5 == 0 else email, str(i + 1000)])
            if i % 40 == 7:
                rows.append([f"nobody-{i}@example.com", "1"])
        s = self.sandbox("--latency", "20", members=400)
        spec = self.of_rows(s, rows, pace={"requestsPerSecond": 0, "concurrency": 4})
        r = self.killed(s, self.start("run", spec, "--job-id", "job"), (20, 70))
        self.assertEqual(r.status, FAILED, str(r))
        now = {m["id"]: points_of(m) for m in s.everyone()}
        expected = {m["id"]: i + 1000 for i, m in enumerate(chosen)}
        self.assertEqual({i: p for i, p in now.items() if i in expected}, expected)
        effects = s.ledger()["members"]
        self.assertEqual(set(effects), set(expected))
        self.assertEqual({tuple(e.values()) for e in effects.values()}, {(1,)})
        outcomes = dict(self.results())
        self.assertEqual({i for i, o in outcomes.items() if o == "done"}, set(expected))
        failed = {i for i, o in outcomes.items() if o == "failed"}
        self.assertEqual(failed, {f"nobody-{i}@example.com" for i in (7, 47, 87)})
        r = self.muster("results", "job", "--as-rows", "--outcome", "failed")
        self.assertEqual(r.status, OK, str(r))
        back = list(csv.DictReader(io.StringIO(r.out)))
        self.assertEqual([(b["Email"], b["Points"], b["_muster_code"]) for b in back],
                         [(f"nobody-{i}@example.com", "1", "no-such-member") for i in (7, 47, 87)])
        self.assertIn("no member has the email", back[0]["_muster_message"])
        r = self.muster("results", "job", "--as-rows", "--outcome", "done")
        self.assertEqual(len(list(csv.DictReader(io.StringIO(r.out)))), len(chosen))
        self.assertEqual(self.muster("fsck", "job").status, OK)

    def test_many_rows_are_met_by_one_walk_which_survives_kills(self):
        everyone = population(2000)
        chosen = [m for m in everyone if (m["auth"]["email"] or "ü").isascii()][::2]
        rows = [["Email", "Points"], *[[m["auth"]["email"].upper(), str(i)] for i, m in enumerate(chosen)],
                ["nobody@example.com", "1"]]
        s = self.sandbox("--latency", "30", members=2000)
        spec = self.of_rows(s, rows, match=None, pace={"requestsPerSecond": 0, "concurrency": 8})
        r = self.muster("plan", spec, "--output", "json", "--examples", "1")
        self.assertEqual(r.status, OK, str(r))
        plan = json.loads(r.out)
        self.assertEqual(plan["match"], {"by": "walk", "walkRequests": 20, "lookUpRequests": len(rows) - 1})
        self.assertEqual((plan["toChange"], plan["wouldFail"]), (len(chosen), 1))
        asked = s.ledger()["requests"]
        self.assertLess(asked, 25)
        plan = self.muster("plan", spec)
        self.assertIn(f"found by reading the whole list: about 20 requests (looking each up takes {len(rows) - 1})",
                      " ".join(plan.out.split()))
        running = self.start("run", spec, "--job-id", "job")
        walked = os.path.join(self.state, "jobs", "job", "members.jsonl")
        wait_until(lambda: os.path.exists(walked), 30, "a walk")
        asked = s.ledger()["requests"]
        wait_until(lambda: s.ledger()["requests"] >= asked + 8, 30, "half of it")
        r = self.killed(s, running, (0, 50, 400))
        self.assertEqual(r.status, FAILED, str(r))
        expected = {m["id"]: i for i, m in enumerate(chosen)}
        self.assertEqual({m["id"]: points_of(m) for m in s.everyone() if m["id"] in expected}, expected)
        effects = s.ledger()["members"]
        self.assertEqual(set(effects), set(expected))
        self.assertEqual({tuple(e.values()) for e in effects.values()}, {(1,)})
        self.assertLess(s.ledger()["requests"] - asked - len(chosen), 200)  # pages, and who was in doubt
        failed = [i for i, o in self.results() if o == "failed"]
        self.assertEqual(failed, ["nobody@example.com"])
        self.assertEqual(self.muster("fsck", "job").status, OK)

    def deletion(self, s, **others):
        chosen = [m for m in population(200) if m["auth"]["email"].replace("@", "").replace(".", "").isalnum()][:120]
        return self.of_rows(s, [["Email"], *[[m["auth"]["email"]] for m in chosen]], operation={"delete": {}}, **others)

    def test_who_is_deleted_is_not_looked_for_again(self):
        s = self.sandbox(members=200)
        self.run_job(self.deletion(s, pace={"requestsPerSecond": 0}), "--limit", "5", "--yes")
        r = self.muster("resume", "job", "--yes")
        self.assertEqual(r.status, OK, str(r))
        self.assertIn("120 seen, 120 matched", r.out)
        self.assertIn("120 done, 0 already, 0 gone, 0 failed", r.said)

    def test_nor_after_kills(self):
        s = self.sandbox("--latency", "20", members=200)
        spec = self.deletion(s, pace={"requestsPerSecond": 0, "concurrency": 4})
        r = self.killed(s, self.start("run", spec, "--job-id", "job", "--yes"), (20, 60), "--yes")
        self.assertEqual(r.status, OK, str(r))
        outcomes = self.job_status("job")["outcomes"]
        self.assertEqual((outcomes["done"] + outcomes["gone"], outcomes["failed"]), (120, 0))
        self.assertEqual({tuple(e.items()) for e in s.ledger()["members"].values()}, {(("delete", 1),)})

    def test_member_and_row_are_looked_at_together(self):
        everyone = population(100)
        rows = [["Id", "Give"], *[[m["id"], "yes" if i % 2 else "no"] for i, m in enumerate(everyone)]]
        s = self.sandbox(members=100)
        spec = self.of_rows(s, rows, key="Id", operation={"addPlan": {"planId": "pln_free"}},
                            where={"customFields.country": {"equals": "Germany"}, "row.Give": {"equals": "yes"}})
        r = self.muster("plan", spec, "--output", "json")
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(s.ledger()["members"], {})
        given = {m["id"]: i % 2 == 1 for i, m in enumerate(everyone)}
        self.run_job(spec)
        self.assert_exact(s, members=100,
                          matches=lambda m: (m.get("customFields") or {}).get("country") == "Germany" and given[m["id"]])

    def test_rows_that_the_where_leaves_out_need_no_member(self):
        everyone = population(60)
        rows = [["Id", "Points", "Give"], *[[m["id"], str(i), "yes" if i % 2 else "no"] for i, m in enumerate(everyone)],
                ["nobody", "1", "no"], ["nobody either", "many", "no"]]
        for match in ("lookUp", "walk"):
            s = self.sandbox(members=60)
            spec = self.of_rows(s, rows, key="Id", where={"row.Give": {"equals": "yes"}}, match=match)
            self.assertEqual(self.muster("check", "--rows", spec).status, OK)
            r = self.muster("plan", spec)
            self.assertEqual(r.status, OK, str(r))
            self.assertNotIn("no member has the field", r.said + r.out)
            self.run_job(spec, job=match)
            self.assertEqual({m["id"]: points_of(m) for m in s.everyone() if m["id"] in s.ledger()["members"]},
                             {m["id"]: i for i, m in enumerate(everyone) if i % 2})
            if match == "lookUp":
                self.assertLess(s.ledger()["requests"], 110)  # plan, run and changes: 30 each; nobody else was asked for

    def test_only_rows_that_are_looked_for_are_counted_for_the_way(self):
        rows = [["Id", "Points", "Give"], *[[m["id"], str(i), "yes" if i < 3 else "no"] for i, m in enumerate(population(300))]]
        s = self.sandbox(members=300)
        spec = self.of_rows(s, rows, key="Id", where={"row.Give": {"equals": "yes"}}, match=None, pace={"pageSize": 20})
        r = self.muster("plan", spec)
        self.assertIn("by looking each up: 3 requests (reading the whole list takes about 15)", " ".join(r.out.split()))
        self.run_job(spec)
        self.assertEqual(len(s.ledger()["members"]), 3)
        self.assertLess(s.ledger()["requests"], 20)  # plan and run: a page, three looks, three changes

    def test_an_id_in_a_column_of_addresses_finds_nobody(self):
        one, two = population(50)[:2]
        for match in ("lookUp", "walk"):
            s = self.sandbox(members=50)
            rows = [["Email", "Points"], [one["auth"]["email"], "1"], [two["id"], "2"]]
            self.run_job(self.of_rows(s, rows, match=match), job=match, status=FAILED)
            self.assertEqual(list(s.ledger()["members"]), [one["id"]])
            rows = [["Id", "Points"], [one["auth"]["email"], "3"], [two["id"], "4"]]  # nor the other way round
            self.run_job(self.of_rows(s, rows, key="Id", match=match), job="id-" + match, status=FAILED)
            self.assertEqual(s.ledger()["members"].keys(), {one["id"], two["id"]})
            self.assertEqual(sum(sum(e.values()) for e in s.ledger()["members"].values()), 2)
            self.assertIn('"code":"no-such-member"', read_bytes(os.path.join(self.state, "jobs", match, "journal.jsonl")).decode())

    def test_rows_that_were_told_of_and_passed_over_are_no_sign_of_trouble(self):
        everyone = [m["auth"]["email"] for m in population(200) if m["auth"]["email"]][:60]
        bad = [[f"x{i}@example.com", "many"] for i in range(60)]
        s = self.sandbox(members=200)
        for given in ({"stopAfter": {"failures": 5, "failureRate": 0.1}}, {"canary": {"members": 5}}, {"limit": 60}):
            rows = [["Email", "Points"], *bad, *[[e, str(len(str(given)))] for e in everyone]]
            job = next(iter(given))
            r = self.muster("run", self.of_rows(s, rows, **given), "--job-id", job, "--valid-only")
            self.assertEqual(r.status, FAILED, str(r))
            outcomes = self.job_status(job)["outcomes"]
            self.assertEqual((outcomes["done"], outcomes["failed"]), (60, 60))

    def test_rows_that_all_fail_may_be_to_blame(self):
        s = self.sandbox(members=10)
        r = self.muster("run", self.of_rows(s, [["Email", "Points"], ["x@y.z", "1"], ["z@y.x", "2"]]), "--job-id", "job")
        self.assertEqual(r.status, FAILED, str(r))
        self.assertIn("muster results job --outcome failed --as-rows; then mend these rows or the spec", " ".join(r.out.split()))

    def test_an_empty_cell_takes_the_default(self):
        m = population(10)[0]
        s = self.sandbox(members=10)
        fields = {"a": "{{row.A|none}}", "b": "{{row.B|number|7}}", "c": "Hi {{row.A|friend}}", "d": "{{row.A}}"}
        self.run_job(self.of_rows(s, [["Id", "A", "B"], [m["id"], "", ""]], key="Id",
                                  operation={"update": {"customFields": fields}}))
        now = next(each for each in s.everyone() if each["id"] == m["id"])["customFields"]
        self.assertEqual({k: now[k] for k in fields}, {"a": "none", "b": 7, "c": "Hi friend", "d": ""})

    def test_bad_rows_are_told_before_anything_is_sent(self):
        one, two = [m["auth"]["email"] for m in population(50) if m["auth"]["email"]][:2]
        s = self.sandbox(members=50)
        for rows, words in (([[one, "1"], [two, "many"]], r"line 3: .*`many` is not a number"),
                            ([[one, "1"], [two, "2"], [one.upper(), "3"]], "line 4 has the same key as line 2"),
                            ([[one, "1"], ["", "2"]], "line 3")):
            with self.subTest(words):
                r = self.muster("run", self.of_rows(s, [["Email", "Points"], *rows]))
                self.assertEqual(r.status, USAGE, str(r))
                self.assertRegex(r.said, words)
        self.assertEqual(s.ledger()["requests"], 0)

    def test_several_are_looked_up_in_one_request(self):
        s = self.sandbox("--provider", "publisher", members=500)
        everyone = lambda: [m["ref"] for m in self.publisher_members(s)]
        before = everyone()
        rows = [["ref"], *[[ref] for ref in before[::4]], ["nobody"]]
        provider = {"kind": "publisher", "memberBaseId": "mb_sandbox", "testInstance": True, "batch": 50}
        spec = self.of_rows(s, rows, key="ref", operation={"delete": {}}, provider=provider)
        asked = s.ledger()["requests"]
        r = self.muster("run", spec, "--job-id", "job", "--yes")
        self.assertEqual(r.status, FAILED, str(r))
        self.assertEqual(set(before) - set(everyone()), set(before[::4]))
        self.assertIn(("nobody", "failed"), self.results())
        self.assertLess(s.ledger()["requests"] - asked, 20)  # 125 members, 50 in one
        r = self.muster("results", "job", "--as-rows")
        self.assertEqual(r.status, OK, str(r))
        back = list(csv.DictReader(io.StringIO(r.out, newline="")))
        self.assertEqual([(b["ref"], b["_muster_outcome"]) for b in back],
                         [*((ref, "done") for ref in before[::4]), ("nobody", "failed")])

    def test_a_new_key_finds_whom_the_rows_named(self):
        s = self.sandbox("--provider", "publisher", members=60)  # takes any key: both are of one instance
        chosen = [m["ref"] for m in self.publisher_members(s)][:30]
        provider = {"kind": "publisher", "memberBaseId": "mb_sandbox", "testInstance": True, "batch": 5}
        spec = self.of_rows(s, [["ref", "Points"], *[[ref, "4711"] for ref in chosen]], key="ref", provider=provider,
                            operation={"update": {"attributes": {"points": "{{row.Points|number}}"}}})
        self.run_job(spec, "--limit", "5")
        self.resume_job("--new-key", env={"MEMBERSTACK_SECRET_KEY": "sk_sb_thenewkeyofthesame"})
        changed = [m["ref"] for m in self.publisher_members(s) if m.get("attributes", {}).get("points") == 4711]
        self.assertEqual(changed, chosen)


if __name__ == "__main__":
    unittest.main()
