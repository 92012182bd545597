"""`muster plan --out` keeps what would be done, `muster show` shows it to whoever is to approve it, and `muster run
--plan` does just that. The sandbox's members and its ledger are the judge."""
import csv
import io
import json
import os
import re
import signal

from support import FAILED, OK, REFUSED, STOPPED, USAGE, Case, in_country, population


class PlanFile(Case):
    UPDATE = {"update": {"customFields": {"country": "Deutschland"}}}

    def planned(self, *arguments, members=300, operation=None, status=OK, sandbox=(), **others):
        """A plan of everybody in Germany, and the sandbox it was made at."""
        self.s = self.sandbox(*sandbox, members=members)
        spec = self.spec(self.s, operation=operation or self.UPDATE, **others)
        self.plan = os.path.join(self.written, "job.plan")
        r = self.muster("plan", spec, "--out", self.plan, *arguments)
        self.assertEqual(r.status, status, str(r))
        self.spec_file = spec
        self.targets = sorted(m["id"] for m in population(members) if in_country(m))
        return r

    def apply(self, *arguments, job="job", status=OK, **options):
        r = self.muster("run", "--plan", self.plan, "--job-id", job, *arguments, **options)
        self.assertEqual(r.status, status, str(r))
        return r

    def apply_and_kill(self):
        running = self.start("run", "--plan", self.plan, "--job-id", "job")
        self.wait_for_effects(self.s, 20)
        running.signal(signal.SIGKILL)
        running.wait()

    def set_country(self, member, country):
        self.s.call("PATCH", f"/members/{member}", {"X-API-KEY": self.key},
                    json.dumps({"customFields": {"country": country}}).encode())

    def countries(self):
        return {m["id"]: (m.get("customFields") or {}).get("country") for m in self.s.everyone()}

    def changed(self):
        return sorted(self.s.ledger()["members"])

    def lines(self):
        with open(self.plan, encoding="utf-8") as f:
            return f.read().splitlines()

    def outcomes(self, job="job"):
        r = self.muster("results", job, "--output", "jsonl")
        return {e["member"]: (e["outcome"], e.get("code", ""), e.get("message", ""))
                for e in map(json.loads, r.out.splitlines())}


class Applied(PlanFile):
    def test_just_what_was_planned(self):
        self.planned()
        os.remove(self.spec_file)  # the plan is all that it takes
        before = self.countries()
        self.apply("--approved-by", "Ann")
        now = self.countries()
        self.assertEqual({i for i in now if now[i] != before[i]}, set(self.targets))
        self.assertEqual({now[i] for i in self.targets}, {"Deutschland"})
        self.assertEqual(self.job_status()["plan"]["approvedBy"], "Ann")
        self.assertRegex(self.muster("status", "job").out, r"plan +[0-9a-f]{12}, approved by Ann")
        self.assertEqual(self.muster("fsck", "job").status, OK)
        # A second time is asked for, and then there is nothing to be done.
        self.assertIn("is applied by job job", self.apply(job="again", status=USAGE).said)
        self.apply("--again", job="again")
        self.assertEqual({o for o, _, _ in self.outcomes("again").values()}, {"already"})

    def test_nobody_else_who_matches_by_now(self):
        self.planned()
        other = next(i for i, c in self.countries().items() if c not in ("Germany", None))
        self.set_country(other, "Germany")
        self.apply()
        self.assertEqual(self.countries()[other], "Germany")

    def test_who_changed_since_is_left_alone_and_listed(self):
        self.planned(members=1000)
        moved, phoned = self.targets[0], self.targets[1]
        self.set_country(moved, "France")
        self.s.call("PATCH", f"/members/{phoned}", {"X-API-KEY": self.key},
                    json.dumps({"customFields": {"phone": "12"}}).encode())
        r = self.apply("--most-stale", "1", status=FAILED)
        found = self.outcomes()
        self.assertEqual(found[moved][:2], ("failed", "stale"))
        self.assertIn("the where does not match it any more", found[moved][2])
        self.assertEqual(found[phoned][0], "done")  # another field than what is overwritten
        self.assertEqual(self.countries()[moved], "France")
        self.assertEqual(sum(o == "done" for o, _, _ in found.values()), len(self.targets) - 1)
        self.assertIn("failed", r.out)

    def test_the_value_that_is_overwritten_counts(self):
        self.planned(where={"customFields.country": {"in": ["Germany", "France"]}})
        moved = self.targets[0]
        self.set_country(moved, "France")
        self.apply("--most-stale", "100%", status=FAILED)
        self.assertIn('customFields.country was "Germany", and is "France"', self.outcomes()[moved][2])
        self.assertEqual(self.countries()[moved], "France")

    def test_replanned(self):
        self.planned(where={"customFields.country": {"in": ["Germany", "France"]}})
        moved, left = self.targets[:2]
        self.set_country(moved, "France")
        self.set_country(left, "Spain")
        self.apply("--stale", "replan", "--most-stale", "100%", status=FAILED)
        self.assertEqual(self.countries()[moved], "Deutschland")
        self.assertEqual(self.countries()[left], "Spain")
        self.assertEqual(self.outcomes()[left][1], "stale")

    def test_too_many_stop_it_and_a_resume_goes_on(self):
        self.planned(members=1000)
        first = [json.loads(line)["id"] for line in self.lines()[1:5]]
        for i in first:
            self.set_country(i, "France")
        r = self.apply("--stale", "stop", status=STOPPED)
        self.assertIn("not as they were when the plan was made", r.said)
        done = sum(o == "done" for o, _, _ in self.outcomes().values())
        self.assertLess(done, len(self.targets) - 4)
        for _ in range(6):
            r = self.muster("resume", "job")
            if r.status != STOPPED:
                break
        self.assertEqual(r.status, FAILED, str(r))
        self.assertEqual(sum(o == "done" for o, _, _ in self.outcomes().values()), len(self.targets) - 4)
        self.assertEqual(set(map(self.countries().get, first)), {"France"})

    def test_killed_and_resumed_without_the_plan(self):
        self.planned(members=2000)
        self.apply_and_kill()
        os.remove(self.plan)
        self.resume_job()
        self.assertEqual(set(map(self.countries().get, self.targets)), {"Deutschland"})
        effects = self.s.ledger()["members"]
        self.assertEqual(sorted(effects), self.targets)
        self.assertEqual({sum(e.values()) for e in effects.values()}, {1}, "each of them once")

    def test_undone(self):
        self.planned()
        self.apply()
        r = self.muster("undo", "job", "--job-id", "back")
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(set(map(self.countries().get, self.targets)), {"Germany"})

    def test_a_plan_of_rows(self):
        rows = io.StringIO()
        write = csv.writer(rows)
        write.writerow(["Email", "points"])
        members = [m for m in population(300) if m["auth"]["email"].isascii()][:40]
        for n, m in enumerate(members):
            write.writerow([m["auth"]["email"], n])
        name = self.file("points.csv", rows.getvalue())
        self.planned(source={"csv": {"file": name, "key": "Email"}}, where={"row.points": {"not": "3"}},
                     operation={"update": {"customFields": {"points": "{{row.points|number}}"}}})
        os.remove(name)
        self.apply()
        points = {m["id"]: (m.get("customFields") or {}).get("points") for m in self.s.everyone()}
        self.assertEqual([points[m["id"]] for m in members], [n if n != 3 else None for n in range(40)])
        self.assertEqual(self.muster("undo", "job", "--job-id", "back").status, OK)
        for job, words in ("job", "job job does what a plan says"), ("back", "job back goes by what another job did"):
            r = self.muster("results", job, "--as-rows")  # of what muster itself has noted nobody can feed anything in
            self.assertEqual((r.status, r.out), (USAGE, ""), str(r))
            self.assertIn(words, r.said)

    def test_deletions(self):
        self.planned(operation={"delete": {}})
        touched, gone = self.targets[:2]
        self.set_country(touched, "Germany ")
        self.s.call("DELETE", f"/members/{gone}", {"X-API-KEY": self.key})
        self.apply("--most-stale", "100%", "--yes", status=FAILED)
        self.assertEqual(self.outcomes()[gone][0], "already")
        self.assertEqual(set(self.targets) & set(self.countries()), {touched})

    def test_one_that_a_killed_job_applies_is_resumed_and_not_begun_again(self):
        self.planned(members=2000)
        self.apply_and_kill()
        self.assertIn("muster resume job", self.apply(job="other", status=USAGE).said)

    def test_who_is_gone_is_stale(self):
        self.planned()
        gone = self.targets[0]
        self.s.call("DELETE", f"/members/{gone}", {"X-API-KEY": self.key})
        self.apply("--most-stale", "1", status=FAILED)
        self.assertEqual(self.outcomes()[gone][:2], ("failed", "stale"))

    def test_a_live_question_tells_how_many_are_planned(self):
        self.key = "sk_" + "live_" + self.key[6:]
        self.env["MEMBERSTACK_SECRET_KEY"] = self.key
        self.planned("--examples", "0", operation={"delete": {}}, sandbox=["--key", self.key])
        r = self.on_terminal("run", "--plan", self.plan, "--job-id", "job", "--live", answer="n\n")
        self.assertIn(f"type the number {len(self.targets)}", r.asked)
        self.assertIn("whoever the plan names", r.asked)

    def test_plans(self):
        self.planned(operation={"addPlan": {"planId": "pln_free"}})
        self.apply()
        have = {m["id"] for m in self.s.everyone() if any(c["planId"] == "pln_free" for c in m["planConnections"])}
        self.assertTrue(set(self.targets) <= have)


class Refused(PlanFile):
    def test_a_plan_that_was_changed(self):
        self.planned()
        lines = self.lines()
        whole = "\n".join(lines) + "\n"
        edits = {
            "a value": whole.replace("Deutschland", "Frankreich"),
            "a line less": "\n".join(lines[:-1]) + "\n",
            "two lines swapped": "\n".join([lines[0], lines[2], lines[1], *lines[3:]]) + "\n",
            "a line more": whole + lines[-1] + "\n",
            "torn": whole[:-20],
            "another head": whole.replace('"members":', '"members":1', 1),
            "nothing": "",
            "no plan": '{"name": "x"}\n',
        }
        for what, text in edits.items():
            with self.subTest(what):
                self.assertNotEqual(text, whole)
                with open(self.plan, "w", encoding="utf-8") as f:
                    f.write(text)
                for command in (["run", "--plan", self.plan], ["show", self.plan], ["show", self.plan, "--output", "csv"]):
                    r = self.muster(*command)
                    self.assertEqual(r.status, USAGE, str(r))
                    self.assertRegex(r.said, "was changed|is not as it was made|is no plan")
                    self.assertEqual(r.out, "")
        self.assertEqual(self.changed(), [])
        self.assertEqual(self.muster("status", "--output", "json").out.strip(), "[]")

    def test_another_key(self):
        self.planned()
        r = self.apply(status=REFUSED, env={"MEMBERSTACK_SECRET_KEY": "sk_sb_anotherkeyaltogether"})
        self.assertIn("the plan was made with the key", r.said)
        self.assertEqual(self.changed(), [])

    def test_what_no_plan_can_hold(self):
        self.planned(source={"members": [{"email": "a@example.com"}]}, where=None,
                     operation={"create": {}}, status=USAGE)
        self.assertFalse(os.path.exists(self.plan))
        self.planned()
        r = self.muster("plan", self.spec_file, "--out", self.plan)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("is there already", r.said)

    def test_options_that_do_not_go_together(self):
        self.planned()
        for arguments, said in ((["--stale", "skip", self.spec_file], "--stale is for run --plan"),
                                ([], "muster run needs SPEC, or --plan FILE"),
                                (["--plan", self.plan, self.spec_file], "SPEC cannot be given with --plan"),
                                (["--plan", self.plan, "--rate", "1"], "--rate cannot be given with --plan"),
                                (["--plan", self.plan, "--most-stale", "x"], "--most-stale"),
                                (["--plan", self.plan, "--stale", "stop", "--most-stale", "3"], "stops at the first"),
                                (["--plan", self.plan + ".other"], "is not there")):
            with self.subTest(said):
                r = self.muster("run", *arguments)
                self.assertEqual(r.status, USAGE, str(r))
                self.assertIn(said, r.said)
        r = self.muster("run", self.spec(self.s, operation={"apply": {"plan": "x", "operation": self.UPDATE}},
                                         source={"jsonl": {"file": self.plan, "key": "id"}}, where=None))
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("muster run --plan", r.said)


class Shown(PlanFile):
    def test_as_people_and_programs_read_it(self):
        self.planned(where={"customFields.country": {"in": ["Germany", "France"]}})
        r = self.muster("show", self.plan)
        self.assertEqual(r.status, OK, str(r))
        self.assertRegex(r.out, r'"Germany" -> "Deutschland" +%d\n' % len(self.targets))
        self.assertIn("--all shows them", r.out)
        told = json.loads(self.muster("show", self.plan, "--output", "json").out)
        self.assertEqual(told["members"], told["fields"]["customFields.country"]["members"])
        everyone = self.muster("show", self.plan, "--all").out
        cells = list(csv.DictReader(io.StringIO(self.muster("show", self.plan, "--output", "csv").out)))
        self.assertEqual(len(cells), told["members"])
        for each in cells:
            self.assertIn(each["member"], everyone)
        self.assertEqual({(c["field"], c["after"]) for c in cells}, {("customFields.country", '"Deutschland"')})

    def test_the_page_holds_members_as_text(self):
        evil = '</script><script>alert(1)</script><!--'
        self.planned(operation={"update": {"customFields": {"country": evil}}})
        page = self.muster("show", self.plan, "--output", "html").out
        self.assertNotIn("<script>alert", page)
        self.assertEqual(page.count("</script>"), 2)
        data = re.search(r'<script type="application/json" id="members">(.*?)</script>', page, re.S).group(1)
        members = json.loads(data)
        self.assertEqual(sorted(m[0] for m in members), self.targets)
        self.assertEqual(json.loads(members[0][2][0][2]), evil)
        self.assertNotRegex(page, r"(src|href)=")
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
        self.assertIn("default-src 'none'", policy)
