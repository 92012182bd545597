"""Exports whose file or database stands on a disk that fills up; and, for tests/prove exports, killed again and again."""
import csv
import json
import os
import random
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

from support import OK, STOPPED, Case, wait_until
from test_export import COLUMNS as CELLS
from test_export import expected as as_cells
from test_postgres import Server
from tables import COLUMNS, expected

as_root = unittest.skipUnless(os.geteuid() == 0, "needs root, to mount a tmpfs")
KILLS = int(os.environ.get("MUSTER_KILLS", "0"))


class Sinks(Case):
    """What is exported where, and how it is read by others."""

    def sinks(self, folder):
        return {"csv": ({"csv": os.path.join(folder, "members.csv")}, CELLS, self.of_csv),
                "jsonl": ({"jsonl": os.path.join(folder, "members.jsonl")}, COLUMNS, self.of_jsonl),
                "sqlite": ({"sqlite": os.path.join(folder, "crm.db"), "table": "members"}, COLUMNS, self.of_sqlite)}

    def export(self, at, to, columns, **others):
        return self.spec(at, operation=None, where=None, export={"to": to, "columns": columns}, **others)

    def of_csv(self, at, folder):
        with open(os.path.join(folder, "members.csv"), encoding="utf-8", newline="") as f:
            self.assertEqual(list(csv.DictReader(f)), [as_cells(m) for m in at.everyone()])

    def of_jsonl(self, at, folder):
        with open(os.path.join(folder, "members.jsonl"), encoding="utf-8") as f:
            found = [tuple(json.loads(line).get(c) for c in COLUMNS) for line in f]
        self.assertEqual(found, list(expected(at.everyone()).values()))

    def of_sqlite(self, at, folder):
        with sqlite3.connect(os.path.join(folder, "crm.db")) as db:
            self.check_table(at, db.execute("SELECT id, email, country, plans, deleted_at FROM members"))

    def check_table(self, at, rows):
        found = {}
        for row in rows:
            member, email, country, plans, deleted = (None if cell == "(null)" else cell for cell in row)
            self.assertNotIn(member, found)
            self.assertIsNone(deleted)
            found[member] = (email, country, json.loads(plans))
        self.assertEqual(found, expected(at.everyone()))


class FullDisk(Sinks):
    def mount(self, size):
        path = tempfile.mkdtemp(prefix="muster-full-", dir="/tmp")
        self.addCleanup(os.rmdir, path)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path],
                          stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("cannot mount a tmpfs here")
        self.addCleanup(subprocess.run, ["umount", "-l", path], check=True)
        return path

    @as_root
    def test_a_file_or_sqlite_on_a_disk_that_fills_up_goes_on_when_there_is_room(self):
        s = self.sandbox(members=3000)
        for name in ("csv", "jsonl", "sqlite"):
            with self.subTest(name):
                folder = self.mount("128k")
                to, columns, check = self.sinks(folder)[name]
                r = self.run_job(self.export(s, to, columns, pace={"requestsPerSecond": 0}), job="job-" + name,
                                 status=STOPPED)
                self.assertRegex(r.said, "No space left on device|the disk is full")
                self.assertIn(f"muster resume job-{name}", r.said)
                self.assertEqual(self.muster("resume", "job-" + name).status, STOPPED)  # still full
                subprocess.run(["mount", "-o", "remount,size=8m", folder], check=True)
                r = self.muster("resume", "job-" + name)
                self.assertEqual(r.status, OK, str(r))
                check(s, folder)
                self.assertEqual(self.muster("fsck", "job-" + name).status, OK)

    @as_root
    def test_postgresql_whose_disk_fills_up_goes_on_when_there_is_room(self):
        folder = self.mount("160m")
        os.chmod(folder, 0o755)
        server = Server(within=folder)
        self.addCleanup(server.stop)
        ballast = os.path.join(folder, "ballast")
        with open(ballast, "wb") as f:
            free = os.statvfs(folder)
            f.write(bytes(free.f_bavail * free.f_frsize - (256 << 10)))
        s = self.sandbox(members=4000)
        spec = self.export(s, {"postgres": {"env": "CRM"}, "table": "members"}, COLUMNS, retry={"patience": "2s"},
                           pace={"requestsPerSecond": 0})
        self.env["CRM"] = f"postgresql://tester@/postgres?host={server.directory}"
        r = self.run_job(spec, status=STOPPED)
        self.assertRegex(r.said, "No space left on device|the server's disk is full")
        os.remove(ballast)
        if server.process.poll() is not None:  # it gives up where its log of what is written does not fit
            server.start()
        self.resume_job()
        self.check_table(s, server.query("SELECT id, email, country, plans, deleted_at FROM members"))


@unittest.skipUnless(KILLS, "for tests/prove exports")
class Kills(Sinks):
    def killed_often(self, s, to, columns, job):
        chance = random.Random(os.environ.get("MUSTER_SEED", "1"))
        spec = self.export(s, to, columns, pace={"requestsPerSecond": 0})
        running = self.start("run", spec, "--job-id", job)
        kills = 0
        while running.alive() and kills < KILLS:
            written = self.exported(job)
            wait_until(lambda: not running.alive() or self.exported(job) > written, 30, "a page more")
            time.sleep(chance.uniform(0, 0.02))
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            kills += 1
            running = self.start("resume", job)
        r = running.wait(300)
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(kills, KILLS)

    def exported(self, job):
        try:
            with open(self.journal(job), "rb") as f:
                return f.read().count(b'"exported"')
        except FileNotFoundError:
            return 0

    def test_no_sink_doubles_or_loses_a_row(self):
        s = self.sandbox("--latency", "10", members=max(2000, KILLS * 400))
        for name, (to, columns, check) in self.sinks(self.dir).items():
            with self.subTest(name):
                self.killed_often(s, to, columns, "job-" + name)
                check(s, self.dir)
        server = Server()
        self.addCleanup(server.stop)
        self.env["CRM"] = f"postgresql://tester@/postgres?host={server.directory}"
        with self.subTest("postgres"):
            self.killed_often(s, {"postgres": {"env": "CRM"}, "table": "members"}, COLUMNS, "job-postgres")
            self.check_table(s, server.query("SELECT id, email, country, plans, deleted_at FROM members"))


if __name__ == "__main__":
    unittest.main()
