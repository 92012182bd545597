"""A job of each platform, killed at random moments while its requests are throttled, refused, reset and cut short:
each member is changed once, and nobody else.

MUSTER_KILLS says how many SIGKILLs each job survives (default 2), MUSTER_SEED when they come.
"""
import os
import random
import signal
import time
import unittest

from support import OK, Case, wait_until

KILLS = int(os.environ.get("MUSTER_KILLS", "2"))
SEED = int(os.environ.get("MUSTER_SEED", str(random.randrange(10**6))))
MEMBERS = 200 if KILLS <= 2 else 2000

FAULTS = [
    {"match": {"probability": 0.003}, "fault": {"kind": "throttle", "retryAfter": 0}},
    {"match": {"probability": 0.01}, "fault": {"kind": "status", "status": 503}},
    {"match": {"probability": 0.01}, "fault": {"kind": "statusAfter", "status": 502}},
    {"match": {"probability": 0.01}, "fault": {"kind": "resetBefore"}},
    {"match": {"probability": 0.01}, "fault": {"kind": "resetAfter"}},
    {"match": {"probability": 0.01}, "fault": {"kind": "truncate"}},
    {"match": {"probability": 0.01}, "fault": {"kind": "malformed"}}]


class Kills(Case):
    def survive(self, kind, operation, effect, folder="", reference="email", provider=None, **others):
        """Runs a job over all members, which is killed so often, to its end. Its sandbox, and their ids."""
        chance = random.Random(SEED)
        s = self.sandbox("--provider", kind, "--latency", "20", "--latency-jitter", "15", members=MEMBERS,
                         faults=FAULTS, rate=400)
        whom = None if "source" in others else {reference: {"isSet": True}}
        spec = self.spec(s, provider={"kind": kind, "baseUrl": s.url + folder, **(provider or {})}, operation=operation,
                         where=whom, pace={"requestsPerSecond": 390, "concurrency": 8,
                                           "quota": {"requests": 10**6, "per": "1h"}},
                         retry={"attempts": 50, "baseDelay": "10ms", "maxDelay": "100ms"}, **others)
        everybody = MEMBERS if "source" not in others else len(others["source"]["members"])
        arguments = ["run", spec, "--job-id", "job"]
        for kill in range(1, KILLS + 1):
            running = self.start(*arguments)
            due = everybody * kill // (KILLS + 2)
            wait_until(lambda: not running.alive() or len(s.ledger()["members"]) >= due, 60, f"{due} effects")
            time.sleep(chance.uniform(0, 0.05))
            self.assertTrue(running.alive(), f"the job is too short for this test (seed {SEED})\n{running.err()}")
            running.signal(signal.SIGKILL)
            running.wait()
            self.assertEqual(self.job_status()["state"], "interrupted")
            arguments = ["resume", "job"]
        r = self.muster(*arguments, seconds=120)
        self.assertEqual(r.status, OK, f"seed {SEED}\n{r}")
        effects = s.ledger()["members"]
        self.assertEqual(len(effects), everybody, f"seed {SEED}")
        self.assertEqual({i: e for i, e in effects.items() if e != {effect: 1}}, {}, f"seed {SEED}")
        outcomes = self.results()
        self.assertEqual(len(outcomes), everybody)
        self.assertEqual(len({m for m, _ in outcomes}), everybody)
        self.assertEqual({o for _, o in outcomes}, {"done"})
        if effect == "update":
            self.assertEqual(sorted(effects), sorted(m for m, _ in outcomes))
        return s

    def test_memberstack(self):
        self.survive("memberstack", {"update": {"metaData": {"segment": "dach"}}}, "update", reference="id")

    def test_memberstack_deletions(self):
        self.survive("memberstack", {"delete": {}}, "delete", reference="id")

    def test_memberstack_v1(self):
        self.survive("memberstack-v1", {"update": {"metaData": {"country": "Norway"}}}, "update")

    def test_memberstack_v1_deletions(self):
        self.survive("memberstack-v1", {"delete": {}}, "delete")

    def test_memberstack_v1_new_members(self):
        records = [{"email": f"new{n}@example.com", "password": "long enough", "plan": "5ed1c411b4a2491976046d43"}
                   for n in range(MEMBERS)]
        self.survive("memberstack-v1", {"create": {}}, "create", source={"members": records})

    def publisher(self, *arguments, **options):
        return self.survive("publisher", *arguments, reference="ref",
                            provider={"memberBaseId": "mb_sandbox", "testInstance": True, "batch": 7}, **options)

    def test_publisher(self):
        self.publisher({"update": {"attributes": {"segment": "dach"}}}, "update")

    def test_publisher_deletions(self):
        self.publisher({"delete": {}}, "delete")

    def test_publisher_new_members(self):
        records = [{"ref": f"new / \"{n}\" ü", "attributes": {"n": n}} for n in range(MEMBERS)]
        self.publisher({"upsert": {}}, "create", source={"members": records})

    def test_memberpulse(self):
        s = self.survive("memberpulse", {"update": {"segment": "dach"}}, "update", folder="/api")
        for member, _ in random.Random(SEED).sample(self.results(), 20):
            self.assertEqual(s.member(member)["segment"], "dach")

    def test_memberpulse_deletions(self):
        self.survive("memberpulse", {"delete": {}}, "delete", folder="/api")

    def test_memberpulse_new_members(self):
        records = [{"email": f"new{n}@example.com", "n": n} for n in range(MEMBERS)]
        self.survive("memberpulse", {"create": {}}, "create", folder="/api", source={"members": records})

    def memberstack_tables(self, *arguments, **options):
        return self.survive("memberstack-tables", *arguments, reference="data.sku",
                            provider={"table": "products", "unique": "sku"}, **options)

    def test_memberstack_tables(self):
        s = self.memberstack_tables({"update": {"data": {"status": "sold out", "price": 7.25}}}, "update")
        for member, _ in random.Random(SEED).sample(self.results(), 20):
            self.assertEqual(s.member(member)["data"]["price"], 7.25)

    def test_memberstack_tables_deletions(self):
        self.memberstack_tables({"delete": {}}, "delete")

    def test_memberstack_tables_new_records(self):
        records = [{"data": {"sku": f"new / \"{n}\" ü", "name": "New", "stock": n}} for n in range(MEMBERS)]
        self.memberstack_tables({"create": {}}, "create", source={"members": records})


if __name__ == "__main__":
    unittest.main()
