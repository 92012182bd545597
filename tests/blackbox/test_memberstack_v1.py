"""Memberstack 1.0: jobs on the fake one, killed, resumed, and with its odd sides."""
import json
import os
import random
import signal
import time
import unittest

from support import FAILED, OK, REFUSED, ROOT, STOPPED, USAGE, Case

JOBS = os.path.join(ROOT, "jobs", "memberstack-v1")
SEED = int(os.environ.get("MUSTER_SEED", str(random.randrange(10**6))))
FREE = "5ed1c411b4a2491976046d43"


def id_of(member):
    return member.get("id") or member["_id"]


def memberships(member):
    return [member["membership"]] if "membership" in member else member["memberships"]


def from_germany(member):
    return (member.get("metaData") or {}).get("country") == "Germany"


class MemberstackV1(Case):
    def sandbox(self, *arguments, **options):
        return super().sandbox("--provider", "memberstack-v1", *arguments, **options)

    def everyone(self, sandbox):
        members, page = {}, 1
        while True:
            text = sandbox.call("GET", f"/v1/members?limit=100&page={page}", {"X-API-KEY": self.key})
            found = json.loads(text)["members"]
            if not found:
                return members
            members.update({id_of(m): m for m in found})
            page += 1

    def spec(self, at, name="spec.json", provider=None, **others):
        """A spec that sets metaData.segment of every member from Germany."""
        return super().spec(at, name, {"kind": "memberstack-v1", **(provider or {})},
                            **{"where": {"metaData.country": {"equals": "Germany"}},
                               "operation": {"update": {"metaData": {"segment": "dach"}}}, **others})

    def ready_job(self, name, at, *arguments, **options):
        return self.run_job(os.path.join(JOBS, name + ".json"), "--base-url", at.url, *arguments,
                            env={"MEMBERSTACK_V1_API_KEY": self.key}, **options)

    def run_with_kills(self, sandbox, spec, kills=2):
        """Runs the job to its end; it is killed so many times, each time when it has changed some more members."""
        arguments = ["run", spec, "--job-id", "job"]
        for _ in range(kills):
            before = len(sandbox.ledger()["members"])
            running = self.start(*arguments)
            self.wait_for_effects(sandbox, before + 15)
            time.sleep(random.Random(SEED).uniform(0, 0.05))
            running.signal(signal.SIGKILL)
            running.wait()
            self.assertEqual(self.job_status()["state"], "interrupted")
            arguments = ["resume", "job"]
        return self.muster(*arguments)

    def test_rows_are_made_or_updated_by_a_walk(self):
        s = self.sandbox(members=150)
        before = self.everyone(s)
        chosen = [m for m in before.values() if m.get("email") and len(m.get("metaData") or {}) < 50][::3]
        rows = "".join(f"{m['email']},{i}\n" for i, m in enumerate(chosen))
        rows += "".join(f"new{i}@example.com,{i}\n" for i in range(20))
        source = {"csv": {"file": self.file("in.csv", "Email,Score\n" + rows), "key": "Email"}}
        upsert = {"email": "{{row.Email}}", "password": "secret-enough", "plan": FREE,
                  "metaData": {"score": "{{row.Score}}"}}
        self.run_job(self.spec(s, source=source, where=None, operation={"upsert": upsert}), "--live", "--yes")
        now = self.everyone(s)
        fresh = {i: m for i, m in now.items() if i not in before}
        self.assertEqual([now[id_of(m)]["metaData"]["score"] for m in chosen], [str(i) for i in range(len(chosen))])
        self.assertEqual({m["email"]: m["metaData"]["score"] for m in fresh.values()},
                         {f"new{i}@example.com": str(i) for i in range(20)})
        self.assertEqual({i: sum(e.values()) for i, e in s.ledger()["members"].items()},
                         {i: 1 for i in [*map(id_of, chosen), *fresh]})

    def test_rows_that_name_members_by_address_meet_them_in_a_walk(self):
        s = self.sandbox(members=150)
        chosen = [m for m in self.everyone(s).values() if m.get("email") and len(m.get("metaData") or {}) < 50][::3]
        rows = "".join(f"{m['email']},{i}\n" for i, m in enumerate(chosen))
        path = self.file("in.csv", "Email,Score\n" + rows + "nobody@example.com,1\n")
        csv = {"file": path, "key": "Email", "by": "email"}
        about = {"where": None, "operation": {"update": {"metaData": {"score": "{{row.Score}}"}}}}
        r = self.muster("check", self.spec(s, source={"csv": {**csv, "match": "lookUp"}}, **about))
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn('unless "match" is "walk"', r.said)
        spec = self.spec(s, source={"csv": csv}, **about)
        plan = json.loads(self.muster("plan", spec, "--output", "json").out)
        self.assertEqual(plan["match"], {"by": "walk"})
        self.assertEqual((plan["toChange"], plan["wouldFail"]), (len(chosen), 1))
        r = self.muster("run", spec, "--job-id", "job", "--live", "--yes")
        self.assertEqual(r.status, FAILED, str(r))
        now = self.everyone(s)
        self.assertEqual([now[id_of(m)]["metaData"]["score"] for m in chosen], [str(i) for i in range(len(chosen))])
        self.assertEqual(set(s.ledger()["members"]), {id_of(m) for m in chosen})
        back = self.muster("results", "job", "--as-rows", "--outcome", "failed").out.splitlines()
        self.assertEqual(len(back), 2, back)
        self.assertTrue(back[1].startswith("nobody@example.com,1,failed,no-such-member,"), back[1])

    def test_rows_name_members_by_their_ids(self):
        s = self.sandbox(members=60)
        chosen = [i for i, m in self.everyone(s).items() if len(m.get("metaData") or {}) < 50][::4]
        path = self.file("in.csv", "id,Segment\n" + "".join(f"{i},s{n}\n" for n, i in enumerate([*chosen, "nobody"])))
        spec = self.spec(s, where=None, source={"csv": {"file": path, "key": "id"}},
                         operation={"update": {"metaData": {"segment": "{{row.Segment}}"}}})
        self.run_job(spec, status=FAILED)
        now = self.everyone(s)
        self.assertEqual([now[i]["metaData"]["segment"] for i in chosen], [f"s{n}" for n in range(len(chosen))])
        self.assertEqual(sorted(s.ledger()["members"]), sorted(chosen))
        self.assertEqual(sorted(self.results()), sorted([*((i, "done") for i in chosen), ("nobody", "failed")]))

    def test_a_killed_job_changes_each_member_once(self):
        """Pages are cut to fewer than asked for, and each is followed by another until one is empty."""
        s = self.sandbox("--cap", "40", "--latency", "20", members=400)
        members = self.everyone(s)
        matching = {i for i, m in members.items() if from_germany(m)}
        full = {i for i in matching if len(members[i]["metaData"]) == 50}
        self.assertGreater(len(matching), 80)
        r = self.run_with_kills(s, self.spec(s))
        self.assertEqual(r.status, FAILED if full else OK, f"seed {SEED}\n{r}")
        effects = s.ledger()["members"]
        self.assertEqual(effects, {i: {"update": 1} for i in matching - full}, f"seed {SEED}")
        self.assertEqual(sorted(self.results()), sorted((i, "failed" if i in full else "done") for i in matching))
        for i in matching - full:
            data = s.member(i)["metaData"]
            self.assertEqual((data["segment"], data["country"]), ("dach", "Germany"))
        again = self.run_job(self.spec(s), job="again", status=r.status)
        self.assertIn(f"{len(matching - full)} already", again.said)

    def test_what_cannot_be_read_back_is_sent_again_or_given_up_as_the_spec_says(self):
        for word, outcomes in (("sendAgain", {"done"}), ("giveUp", {"done", "unknown"})):
            s = self.sandbox("--latency", "40", members=200)
            matching = {i for i, m in self.everyone(s).items() if from_germany(m)}
            spec = self.spec(s, provider={"inDoubt": word}, operation={"update": {"customFields": {"seg": "dach"}}})
            r = self.run_with_kills(s, spec, kills=1)
            found = dict(self.results())
            self.assertEqual(set(found), matching, f"seed {SEED}")
            self.assertEqual(set(found.values()) - outcomes, set())
            self.assertEqual(r.status, FAILED if "unknown" in found.values() else OK, str(r))
            effects = s.ledger()["members"]
            for i, outcome in found.items():
                if outcome == "done":
                    self.assertEqual(s.member(i)["customFields"]["seg"], "dach")
                if word == "giveUp":
                    self.assertLessEqual(effects.get(i, {}).get("update", 0), 1, "sent twice")
            os.rename(os.path.join(self.state, "jobs", "job"), os.path.join(self.state, "jobs", word))

    def test_what_is_not_shown_cannot_be_undone(self):
        s = self.sandbox(members=20)
        self.run_job(self.spec(s, where={}, operation={"update": {"customFields": {"shirt": "XL"}}}), job="hidden")
        before = s.ledger()["members"]
        for command in (("undo", "hidden"), ("undo", "hidden", "--force-conflicts")):
            r = self.muster(*command)
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("the platform does not show what it overwrites", r.said)
        r = self.muster("verify", "hidden", "--output", "json")
        self.assertEqual(r.status, FAILED, str(r))
        self.assertEqual(json.loads(r.out)["asWritten"], 0)
        self.assertGreater(json.loads(r.out)["notKnown"], 10)
        self.assertEqual(s.ledger()["members"], before)

    def test_a_plan_says_what_cannot_be_read_back(self):
        s = self.sandbox(members=60)
        hidden = {"update": {"customFields": {"seg": "dach"}}}
        shown = {"update": {"metaData": {"segment": "dach"}}}
        for word, operation, counted, told in (("sendAgain", hidden, "sentAgain", "it is sent again"),
                                               ("giveUp", hidden, "unknown", "may end as unknown"),
                                               ("giveUp", shown, None, None)):
            spec = self.spec(s, provider={"inDoubt": word}, operation=operation)
            found = json.loads(self.muster("plan", spec, "--output", "json").out)
            wanted = {"sentAgain": 0, "unknown": 0, **({counted: found["toChange"]} if counted else {})}
            self.assertGreater(found["toChange"], 0)
            self.assertEqual(found["notReadBack"], wanted, word)
            table = self.muster("plan", spec).out
            self.assertEqual("in doubt" in table, told is not None, table)
            self.assertIn(told or "", table)

    def test_replies_that_break_leave_nobody_doubled(self):
        s = self.sandbox(members=120, faults=[
            {"match": {"method": "POST", "every": 9}, "fault": {"kind": "resetAfter"}},
            {"match": {"method": "POST", "every": 7}, "fault": {"kind": "statusAfter", "status": 502}},
            {"match": {"method": "GET", "path": "/members", "every": 2}, "fault": {"kind": "noId"}}])
        members = self.everyone(self.sandbox(members=120))
        spec = self.spec(s, where={"metaData.country": {"isSet": True}},
                         operation={"update": {"metaData": {"country": "Germany"}}},
                         retry={"baseDelay": "20ms", "maxDelay": "200ms"})
        self.run_job(spec)
        changed = {i for i, m in members.items() if "country" in (m.get("metaData") or {}) and not from_germany(m)}
        self.assertEqual(s.ledger()["members"], {i: {"update": 1} for i in changed})

    def test_members_of_test_mode_are_deleted_and_no_others(self):
        s = self.sandbox(members=100)  # one page: those behind do not move up into a page that was read
        members = self.everyone(s)
        of_test_mode = {i for i, m in members.items() if all(x["testMode"] for x in memberships(m))}
        mixed = {i for i, m in members.items() if len({x["testMode"] for x in memberships(m)}) == 2}
        self.assertGreater(len(of_test_mode), 20)
        self.ready_job("delete-test-members", s, job="first")
        self.assertEqual(s.ledger()["members"], {i: {"delete": 1} for i in of_test_mode})
        self.assertEqual(set(self.everyone(s)), set(members) - of_test_mode)
        self.assertEqual(set(mixed) - set(self.everyone(s)), set())

    def test_meta_data_is_set_by_plan(self):
        s = self.sandbox(members=150)
        of_plan = {i for i, m in self.everyone(s).items()
                   if any(x["plan"] == FREE for x in memberships(m)) and len(m.get("metaData") or {}) < 50}
        self.ready_job("set-meta-data-by-plan", s, "--set", "planId=" + FREE, "--set", "field=contact",
                       "--set", "value={{email}}")
        self.assertEqual(s.ledger()["members"], {i: {"update": 1} for i in of_plan})
        for i in of_plan:
            self.assertEqual(s.member(i)["metaData"]["contact"], s.member(i)["email"])

    def test_what_is_over_the_bounds_is_never_sent(self):
        s = self.sandbox(members=60)
        matching = {i for i, m in self.everyone(s).items() if from_germany(m)}
        for key, value in (("k", "x" * 501), ("k" * 51, "x"), ("k", "{{email}}" + "é" * 500)):
            spec = self.spec(s, operation={"update": {"metaData": {key: value}}})
            r = self.run_job(spec, job=f"job-{len(key)}-{len(value)}", status=FAILED)
            self.assertIn(f"{len(matching)} failed", r.said)
        self.assertNotIn("POST /members/{id}", s.ledger()["byPath"])
        fine = self.spec(s, where={"metaData.country": "Germany", "metaData.k40": {"isSet": False}},
                         operation={"update": {"metaData": {"k": "é" * 500}}})
        self.run_job(fine, job="fine")
        self.assertGreater(len(s.ledger()["members"]), 10)

    def test_mistakes_in_a_spec_are_told_with_their_place(self):
        s = self.sandbox(members=10)
        for others, words in (({"operation": {"addPlan": {"planId": FREE}}}, "the platform has no \"addPlan\""),
                              ({"provider": {"inDoubt": "never"}}, "must be \"sendAgain\" or \"giveUp\""),
                              ({"provider": {"firstPage": 2}}, "/provider/firstPage"),
                              ({"provider": {"largestPage": 20}, "pace": {"pageSize": 50}}, "/pace/pageSize"),
                              ({"operation": {"update": {"json": {}}}}, "unknown key")):
            r = self.muster("check", self.spec(s, **others))
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn(words, r.said)
        r = self.muster("check", self.spec(s, where={"planConnections": {"some": {"planId": "x"}}}))
        self.assertIn("planConnections", r.said)
        self.assertEqual(s.ledger()["requests"], 0)

    def test_a_foreign_key_is_refused_and_a_page_0_that_is_none_stops(self):
        s = self.sandbox(members=10)
        self.run_job(self.spec(s), env={"MEMBERSTACK_SECRET_KEY": "5ed68ab0a16813644f3492df"}, status=REFUSED)
        r = self.run_job(self.spec(s, live=True), job="refused", status=REFUSED,
                         env={"MEMBERSTACK_SECRET_KEY": "5ed68ab0a16813644f3492df"})
        self.assertIn("401", r.said)
        r = self.run_job(self.spec(s, provider={"firstPage": 0}), job="zero", status=STOPPED)
        self.assertIn("numbers from 1", r.said)
        self.assertEqual(s.ledger()["members"], {})


if __name__ == "__main__":
    unittest.main()
