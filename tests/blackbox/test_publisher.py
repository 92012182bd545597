"""Jobs on Publisher: records are upserted and members deleted in batches, and each comes out right, once."""
import json
import os
import random
import signal
import time
import unittest

from support import FAILED, OK, STOPPED, USAGE, Case

SEED = random.randrange(10**6)


def active(member):
    return (member.get("attributes") or {}).get("active")


class Publisher(Case):
    def instance(self, *arguments, **options):
        return self.sandbox("--provider", "publisher", *arguments, **options)

    def job(self, at, operation, name="spec.json", provider=None, **others):
        s = {"name": "test",
             "provider": {"kind": "publisher", "baseUrl": at.url, "key": {"env": "MEMBERSTACK_SECRET_KEY"},
                          "memberBaseId": "mb_sandbox", "testInstance": True, **(provider or {})},
             "operation": operation, "pace": {"requestsPerSecond": 0}}
        s.update(others)
        return self.file(name, json.dumps(s))

    def upsert(self, at, records, **options):
        return self.job(at, {"upsert": {}}, source={"members": records}, **options)

    def delete_inactive(self, at, **options):
        return self.job(at, {"delete": {}}, where={"attributes.active": {"equals": False}}, **options)

    def everyone(self, at):
        body = json.dumps({"member_base_id": "mb_sandbox", "pagination": {"limit": 100000}}).encode()
        return json.loads(at.call("POST", "/publisher.v1/member/list", {"Authorization": "Bearer walk"}, body))

    def survive(self, spec, job, kills=2):
        """Runs a job that is killed in the middle, and resumed, so often."""
        chance = random.Random(SEED)
        arguments = ["run", spec, "--job-id", job]
        for _ in range(kills):
            running = self.start(*arguments)
            time.sleep(chance.uniform(0.15, 0.3))
            self.assertTrue(running.alive(), f"the job is too short for this test (seed {SEED})\n{running.err()}")
            running.signal(signal.SIGKILL)
            running.wait()
            arguments = ["resume", job] if os.path.exists(self.journal(job)) else arguments
        r = self.muster(*arguments, seconds=60)
        self.assertEqual(r.status, OK, f"seed {SEED}\n{r}")

    def test_what_a_job_did_is_taken_back(self):
        s = self.instance(members=120)
        first = {"update": {"profile": {"a": 1, "b": {"x": [1, 2]}}}}
        self.run_job(self.job(s, first, where={"attributes.active": {"equals": True}}), job="first")
        before = {m["ref"]: m for m in self.everyone(s)}
        spec = self.job(s, {"update": {"profile": {"a": 2}, "attributes": {"level": "gold", "new": True}}},
                        where={"profile.a": {"equals": 1}})
        self.run_job(spec)
        changed = [i for i, o in self.results() if o == "done"]
        self.assertGreater(len(changed), 20)
        r = self.muster("verify", "job", "--output", "json")
        self.assertEqual((r.status, json.loads(r.out)["asWritten"]), (OK, len(changed)), str(r))
        r = self.muster("undo", "job", "--job-id", "back")
        self.assertEqual(r.status, OK, str(r))
        present = lambda o: {k: present(v) if isinstance(v, dict) else v for k, v in o.items() if v is not None}
        self.assertEqual({m["ref"]: present(m) for m in self.everyone(s)}, {r: present(m) for r, m in before.items()})

    def test_an_upsert_survives_kills(self):
        s = self.instance("--latency", "60", members=500)
        before = {m["ref"]: m for m in self.everyone(s)}
        records = [{"ref": f"user_{i}", "attributes": {"level": "gold"}} for i in range(0, 1500)]
        records += [{"ref": f"new / ref \"{i}\" ü"} for i in range(100)]
        self.survive(self.upsert(s, records, provider={"batch": 10}, pace={"requestsPerSecond": 0, "concurrency": 4}), "up")
        now = {m["ref"]: m for m in self.everyone(s)}
        self.assertEqual(set(now), set(before) | {r["ref"] for r in records})
        effects = s.ledger()["members"]
        wrong = {}
        for r in records:
            member = now[r["ref"]]
            self.assertEqual((member.get("attributes") or {}).get("level"), r.get("attributes", {}).get("level"))
            expected = {"update" if r["ref"] in before else "create": 1}
            if effects.pop(member["id"]) != expected:
                wrong[r["ref"]] = expected
        self.assertEqual((wrong, effects), ({}, {}), f"seed {SEED}: members with another effect than one upsert")
        for ref, member in before.items():  # attributes that are not named stay
            if member.get("attributes") and ref in now:
                self.assertEqual(now[ref]["attributes"].get("active"), member["attributes"].get("active"))
        outcomes = self.results("up")
        self.assertEqual(len(outcomes), len(records))
        self.assertEqual({o for _, o in outcomes}, {"done"})

    def test_deletions_survive_kills(self):
        s = self.instance("--latency", "60", members=3000)
        before = self.everyone(s)
        leaving = {m["id"] for m in before if active(m) is False}
        self.survive(self.delete_inactive(s, pace={"requestsPerSecond": 0, "concurrency": 1, "pageSize": 100},
                                          provider={"batch": 50}), "off")
        self.assertEqual([m["id"] for m in self.everyone(s)], [m["id"] for m in before if m["id"] not in leaving])
        self.assertEqual(s.ledger()["members"], {i: {"delete": 1} for i in leaving}, f"seed {SEED}")
        self.assertEqual(sorted(i for i, _ in self.results("off")), sorted(leaving))

    def test_an_update_is_an_upsert_by_ref(self):
        s = self.instance(members=300)
        before = {m["id"]: m for m in self.everyone(s)}
        spec = self.job(s, {"update": {"attributes": {"level": "gold"}}}, where={"attributes.level": {"equals": "patron"}})
        asked = s.ledger()["requests"]
        self.run_job(spec)
        matching = {i for i, m in before.items() if (m.get("attributes") or {}).get("level") == "patron"}
        # Of each of three pages a look and an upsert, and the list is read before, with a second look at each page.
        self.assertGreater(len(matching), 30)
        self.assertLess(s.ledger()["requests"] - asked, 20)
        self.assertEqual(s.ledger()["members"], {i: {"update": 1} for i in matching})
        for m in self.everyone(s):
            old = before[m["id"]]
            if m["id"] in matching:
                old["attributes"]["level"] = "gold"
            self.assertEqual(m, old)

    def test_poisonous_records_fail_alone(self):
        s = self.instance(members=0)
        records = [{"ref": f"user_{i}"} for i in range(200)]
        for i in (3, 100, 101):
            records[i]["ref"] = f"poison_{i}"
        self.run_job(self.upsert(s, records), status=FAILED)
        outcomes = dict(self.results())
        self.assertEqual({ref for ref, o in outcomes.items() if o == "failed"}, {"poison_3", "poison_100", "poison_101"})
        self.assertEqual(len(outcomes), 200)
        self.assertEqual(list(s.ledger()["members"].values()), [{"create": 1}] * 197)

    def test_a_batch_that_is_too_large_is_divided(self):
        s = self.instance("--max-body", "4000", members=0)
        records = [{"ref": f"user_{i}", "note": "x" * 100} for i in range(150)]
        records[7]["note"] = "x" * 5000
        self.run_job(self.upsert(s, records), status=FAILED)
        outcomes = self.results()
        self.assertEqual([ref for ref, o in outcomes if o == "failed"], ["user_7"])
        self.assertEqual(len(self.everyone(s)), 149)
        self.assertIn("413", s.ledger()["byStatus"])

    def test_an_instance_that_ignores_the_offset_is_noticed(self):
        s = self.instance("--no-offset", members=250)
        r = self.run_job(self.delete_inactive(s), status=STOPPED)
        self.assertIn("provider.paging", r.said)
        self.assertIn("requests 2 in", r.said)
        r = self.run_job(self.delete_inactive(s, provider={"paging": "none"}), job="cut", status=STOPPED)
        self.assertIn("provider.largestPage", r.said)
        self.assertEqual(s.ledger()["members"], {})
        self.run_job(self.delete_inactive(s, provider={"paging": "none", "largestPage": 1000}), job="whole")
        self.assertEqual([m["id"] for m in self.everyone(s) if active(m) is False], [])

    def test_faults_of_the_platform(self):
        faults = [{"match": {"path": "/publisher.v1/member/bulk-upsert", "every": 3}, "fault": {"kind": "resetAfter"}},
                  {"match": {"path": "/publisher.v1/member/bulk-upsert", "every": 4}, "fault": {"kind": "throttle"}}]
        s = self.instance(members=100, faults=faults)
        records = [{"ref": f"user_{i}", "n": i} for i in range(400)]
        self.run_job(self.upsert(s, records, provider={"batch": 20}))
        self.assertLess(s.ledger()["requests"], 60)  # who is in doubt is looked at together
        self.assertEqual({m["n"] for m in self.everyone(s) if "n" in m}, set(range(400)))
        self.assertEqual({n for e in s.ledger()["members"].values() for n in e.values()}, {1})

    def test_what_is_wrong_is_said_before_anything_is_sent(self):
        s = self.instance(members=10)
        for provider, word in (({"memberBaseId": ""}, "memberBaseId"), ({"batch": 6000}, "batch"),
                               ({"paging": "pages"}, "paging"), ({"paths": {"lst": "x"}}, "did you mean \"list\"")):
            r = self.run_job(self.delete_inactive(s, provider=provider), status=USAGE)
            self.assertIn(word, r.said)
        r = self.run_job(self.job(s, {"addPlan": {"planId": "pln_a"}}), status=USAGE)
        self.assertIn("has no \"addPlan\"", r.said)
        r = self.run_job(self.upsert(s, [{"ref": "a"}, {"ref": "a"}]), status=USAGE)
        self.assertEqual(s.ledger()["requests"], 0)
        r = self.run_job(self.delete_inactive(s, provider={"memberBaseId": "mb_other"}), job="base", status=STOPPED)
        self.assertIn("mb_other", r.said)

    def test_one_request_needs_a_site(self):
        s = self.instance(members=10)
        r = self.muster("ping", "--provider", "publisher", "--base-url", s.url)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("--site", r.said)
        site = {"kind": "publisher", "baseUrl": s.url, "key": {"env": "MEMBERSTACK_SECRET_KEY"}, "memberBaseId": "mb_sandbox"}
        config = {"MUSTER_CONFIG": self.file("config.json", json.dumps({"sites": {"news": site}}))}
        for member, status in (("user_3", OK), (self.everyone(s)[4]["id"], OK), ("nobody", FAILED)):
            self.assertEqual(self.muster("member", "get", member, "--site", "news", env=config).status, status)

    def test_without_word_of_tests_an_instance_is_live(self):
        s = self.instance(members=10)
        r = self.run_job(self.delete_inactive(s, provider={"testInstance": False}), status=3)
        self.assertIn("live", r.said)
        self.assertEqual(s.ledger()["members"], {})


if __name__ == "__main__":
    unittest.main()
