"""The ready job that keeps a table of PostgreSQL like the platform, night after night: members come, change, go and
come back, program and server are killed, and after each night table, tombstones and changes are as they have to be.
MUSTER_MEMBERS, MUSTER_NIGHTS and MUSTER_SEED for more (tests/prove nights)."""
import datetime
import http.client
import json
import os
import random
import signal
import time
import unittest

from support import FAILED, OK, ROOT, Case, wait_until
from test_postgres import Server

MEMBERS = int(os.environ.get("MUSTER_MEMBERS", "300"))
NIGHTS = int(os.environ.get("MUSTER_NIGHTS", "4"))
SEED = int(os.environ.get("MUSTER_SEED", str(random.randrange(10**6))))
PAGE = 100 if MEMBERS > 2000 else 20
FLOOD = min(4, NIGHTS - 1) or None  # the night in which too many are gone; if one follows, all are there again then
KEYS = {"X-API-KEY": "sk_sb_others", "Content-Type": "application/json"}

TABLE = """SELECT jsonb_build_array(id, email, verified, (extract(epoch FROM "createdAt") * 1000)::bigint,
    (extract(epoch FROM "lastLogin") * 1000)::bigint, plans, "customFields",
    (extract(epoch FROM deleted_at) * 1000)::bigint) FROM members"""


def milliseconds(text):
    return text and round(datetime.datetime.fromisoformat(text).timestamp() * 1000)


def row_of(member):
    """What the job's columns hold of a member."""
    plans = [p["planId"] for p in member.get("planConnections") or [] if p["status"] == "ACTIVE"]
    return [member["auth"]["email"], member.get("verified"), milliseconds(member.get("createdAt")),
            milliseconds(member.get("lastLogin")), plans, member.get("customFields")]


class Others:
    """Those who work on the platform by day, over its own API."""

    def __init__(self, sandbox, chance):
        self.sandbox, self.chance = sandbox, chance
        self.members = []  # ids of those who are there

    def send(self, method, path, body):
        self.connection.request(method, path, json.dumps(body), KEYS)
        reply = self.connection.getresponse()
        text = reply.read()
        if reply.status != 200:
            raise AssertionError(f"{method} {path}: {reply.status} {text}")
        return text

    def day(self, night, present):
        """`present`: all who are there, with their plans. Some go, come and change; on every third day the platform is
        put back to how it was at first, so that all who went are there again, and all who came are not."""
        self.connection = http.client.HTTPConnection("127.0.0.1", self.sandbox.port)
        if night % 3 == 2:
            self.sandbox.reset()
            present = {m["id"]: m for m in self.sandbox.everyone()}
        some = max(4, MEMBERS // 100)
        ids = sorted(present)
        self.chance.shuffle(ids)
        gone = len(ids) * 12 // 100 if night == FLOOD else some
        for member in ids[:gone]:
            self.send("DELETE", "/members/" + member, {})
        for i, member in enumerate(ids[gone:gone + 4 * some]):
            if i % 4 == 0 and "pln_gold" not in [p["planId"] for p in present[member].get("planConnections") or []]:
                self.send("POST", f"/members/{member}/add-plan", {"planId": "pln_gold"})
            elif i % 4 == 1:
                self.send("PATCH", "/members/" + member, {"email": f"moved-{night}-{i}@example.com"})
            elif i % 4 == 2:
                self.send("PATCH", "/members/" + member, {"metaData": {"seen": f"{night}"}})  # no column holds it
            else:
                fields = {"country": f"Land {night}", "ü\\\t": [night, None]}
                self.send("PATCH", "/members/" + member, {"customFields": fields})
        for i in range(some):
            self.send("POST", "/members", {"email": f"new-{night}-{i}@example.com", "password": "long enough"})
        self.connection.close()


class Model:
    """What the table has to hold: the platform as it was at the end of the last night, and who was gone by then."""

    def __init__(self):
        self.rows, self.gone = {}, set()

    def night(self, present, withheld):
        """Goes on to the platform as it is now. What has to be noted: pairs of a member and a change."""
        changes = []
        for member, row in present.items():
            if member not in self.rows:
                changes.append((member, "inserted"))
            elif member in self.gone:
                changes.append((member, "returned"))
            elif row != self.rows[member]:
                changes.append((member, "updated"))
        missing = set(self.rows) - set(present) - self.gone
        self.rows.update(present)
        self.gone -= set(present)
        if not withheld:
            self.gone |= missing
            changes += [(member, "removed") for member in missing]
        return sorted(changes), len(missing)


class SyncNights(Case):
    def setUp(self):
        super().setUp()
        self.server = Server("fsync=off")
        self.addCleanup(self.server.stop)
        self.env["CRM_DATABASE"] = f"postgresql://tester@/postgres?host={self.server.directory}"

    def ready_job(self, at):
        with open(os.path.join(ROOT, "jobs", "sync-to-postgres.json"), encoding="utf-8") as f:
            spec = json.load(f)
        spec["provider"]["baseUrl"] = at.url
        spec["pace"] = {"requestsPerSecond": 0, "pageSize": PAGE}
        return self.file("sync.json", json.dumps(spec))

    def victims(self, night):
        all_kinds = ["program", "server", "both"]
        first = self.chance.sample(all_kinds, 3) if MEMBERS > 2000 else [all_kinds[night % 3]]
        return first + [self.chance.choice(all_kinds)]

    def rows(self, job):
        """How many rows are noted as exported. Reads on where it was: the journal grows long."""
        try:
            with open(self.journal(job), "rb") as f:
                if f.seek(0, os.SEEK_END) < self.read[1]:
                    self.read = 0, 0  # a resume took off what a kill left
                f.seek(self.read[1])
                text = f.read()
        except FileNotFoundError:
            return 0
        whole = text[:text.rfind(b"\n") + 1]
        noted = [json.loads(line) for line in whole.splitlines() if b'"exported"' in line]
        rows = sum(each["written"] + each.get("unchanged", 0) for each in noted)
        self.read = self.read[0] + rows, self.read[1] + len(whole)
        return self.read[0]

    def survive(self, spec, job, rows, victims):
        """Runs the job to its end. Each of the victims is killed at a row by chance, the last one when it is noted that
        all rows are exported."""
        kills, down, self.read = [0, 0], 0, (0, 0)
        running = self.start("run", spec, "--job-id", job)
        due = sorted(self.chance.sample(range(1, rows), len(victims) - 1)) + [rows]
        for at, victim in zip(due, victims):
            wait_until(lambda: self.rows(job) >= at or not running.alive(), 300, f"row {at}", every=0.002)
            if not running.alive():
                break
            if victim != "server":
                os.kill(running.pid, signal.SIGKILL)
                if running.wait().status != -signal.SIGKILL:
                    break  # it had just ended
                kills[0] += 1
            if victim != "program":
                since = time.monotonic()
                self.server.kill()
                self.server.start()
                down += time.monotonic() - since
                kills[1] += 1
            if victim != "server":
                running = self.start("resume", job)
        r = running.wait(600)
        self.assertGreaterEqual(sum(kills), len(victims) - 1, str(r))
        return r, kills, down

    def assert_table(self, model, tombstones, began, job):
        """Row by row. `tombstones`: when each was set, as known of the nights before."""
        found = {}
        for text, in self.server.query(TABLE):
            member, *row, deleted = json.loads(text)
            found[member] = row
            self.assertEqual(deleted is not None, member in model.gone, f"{job}: the tombstone of {member}")
            if deleted is None:
                tombstones.pop(member, None)
            elif member in tombstones:
                self.assertEqual(deleted, tombstones[member], f"{job}: {member} was gone before")
            else:
                self.assertTrue(began * 1000 - 1 <= deleted <= time.time() * 1000 + 1, f"{job}: {member}, {deleted}")
                tombstones[member] = deleted
        self.assertEqual(set(found), set(model.rows), job)
        differing = [(i, found[i], row) for i, row in model.rows.items() if found[i] != row]
        self.assertEqual(differing[:3], [], f"{job}: {len(differing)} rows differ")

    def test_table_tombstones_and_changes_follow_the_platform(self):
        self.chance = random.Random(SEED)
        s = self.sandbox("--latency", "0" if MEMBERS > 2000 else "25", members=MEMBERS)
        spec = self.ready_job(s)
        others, model, tombstones, kinds = Others(s, self.chance), Model(), {}, set()
        present = {m["id"]: m for m in s.everyone()}
        for night in range(NIGHTS):
            job = f"night-{night}"
            with self.subTest(job, seed=SEED):
                if night:
                    others.day(night, present)
                    present = {m["id"]: m for m in s.everyone()}
                flood = night == FLOOD
                expected, missing = model.night({i: row_of(m) for i, m in present.items()}, flood)
                began = time.time()
                r, kills, down = self.survive(spec, job, len(present), self.victims(night))
                took = time.time() - began
                self.assertEqual(r.status, FAILED if flood else OK, str(r))
                if flood:
                    self.assertRegex(r.said, rf"\b{missing} of \d+ rows are of members who are gone from the platform")
                noted = self.server.query(f"SELECT id, change FROM members_changes WHERE job = '{job}'")
                self.assertEqual(sorted(noted), expected)
                kinds |= {change for _, change in noted}
                self.assert_table(model, tombstones, began, job)
                outcomes = self.job_status(job)["outcomes"]
                self.assertEqual(outcomes["done"] + outcomes["already"], len(present), outcomes)
                self.assertEqual(self.server.query("SELECT to_regclass('members_muster_walk')"), [("(null)",)])
                self.say(night, took, down, len(present), kills, expected, missing if flood else 0)
        self.assertEqual(self.muster("fsck", f"night-{NIGHTS - 1}").status, OK)
        if NIGHTS > 2:
            self.assertEqual(kinds, {"inserted", "updated", "removed", "returned"})

    @staticmethod
    def say(night, took, down, members, kills, changes, withheld):
        if "MUSTER_NIGHTS" in os.environ:
            kinds = [change for _, change in changes]
            counts = ", ".join(f"{kinds.count(k)} {k}" for k in ("inserted", "updated", "removed", "returned"))
            print(f"seed {SEED}, night {night}: {took:.1f} s, {down:.1f} s of them without a server, "
                  f"{members / (took - down):.0f} rows/s; {kills[0]} kills of the program, {kills[1]} of the server; "
                  f"{counts}, {withheld} withheld", flush=True)


if __name__ == "__main__":
    unittest.main()
