"""Members exported to files: each once, as the platform has them, whatever happens on the way."""
import csv
import gzip
import io
import json
import os
import re
import shutil
import signal
import subprocess
import time
import unittest

from support import FAILED, OK, STOPPED, USAGE, Case, population, read_bytes, wait_until

COLUMNS = {"id": "id", "email": "auth.email", "country": "customFields.country",
           "plans": {"each": "planConnections", "where": {"status": {"equals": "ACTIVE"}}, "of": "planId", "join": ";"}}


def cell(value):
    return "" if value is None else str(value)


def expected(member):
    plans = [p["planId"] for p in member.get("planConnections") or [] if p["status"] == "ACTIVE"]
    return {"id": member["id"], "email": cell(member["auth"]["email"]),
            "country": cell((member.get("customFields") or {}).get("country")), "plans": ";".join(plans)}


class Export(Case):
    def export(self, at, to, columns=COLUMNS, **others):
        block = {"to": to, **({"columns": columns} if columns else {})}
        return self.spec(at, operation=None, where=others.pop("where", None), export=block, **others)

    def target(self, name):
        return os.path.join(self.written, name)

    def rows(self, path, opened=open):
        with opened(path, "rt", encoding="utf-8", newline="") as f:
            return list(csv.DictReader(f))

    def left_over(self):
        return [name for name in os.listdir(self.written) if name.endswith(".part")]

    def test_every_member_is_exported_as_the_platform_has_it(self):
        s = self.sandbox(members=1000)
        to = self.target("members.csv")
        r = self.run_job(self.export(s, {"csv": to}))
        self.assertIn("1000 done", r.out)
        self.assertEqual(self.rows(to), [expected(m) for m in population(1000)])
        self.assertEqual(self.left_over(), [])
        self.assertEqual(os.stat(to).st_mode & 0o777, 0o600)
        self.assertEqual(s.ledger()["members"], {})
        self.assertEqual(self.muster("fsck", "job").status, OK)
        r = self.muster("results", "job")
        self.assertEqual((r.status, r.out), (OK, ""))
        self.assertIn("an export notes single members only where they failed", r.said)

    def test_only_those_who_match(self):
        s = self.sandbox(members=500)
        to = self.target("germans.jsonl")
        self.run_job(self.export(s, {"jsonl": to}, columns=None,
                                 where={"customFields.country": {"equals": "Germany"}}))
        with open(to, encoding="utf-8") as f:
            found = [json.loads(line) for line in f]
        wanted = [m for m in s.everyone() if (m.get("customFields") or {}).get("country") == "Germany"]
        self.assertEqual([m["id"] for m in found], [m["id"] for m in wanted])
        for field in ("auth", "customFields", "metaData", "planConnections", "json"):
            self.assertEqual([m.get(field) for m in found], [m.get(field) for m in population(500)
                             if (m.get("customFields") or {}).get("country") == "Germany"], field)

    def test_kills_neither_double_nor_lose_a_row(self):
        s = self.sandbox("--latency", "15", members=3000)
        for packed, opened in (("members.csv", open), ("members.csv.gz", gzip.open)):
            with self.subTest(packed):
                job = "job-" + packed.rpartition(".")[2]
                to = self.target(packed)
                with open(to, "w") as f:
                    f.write("what was there before\n")
                running = self.start("run", self.export(s, {"csv": to}), "--job-id", job)
                part = self.target(f".{packed}.{job}.part")
                size = 0
                for _ in range(3):
                    wait_until(lambda: os.path.exists(part) and os.path.getsize(part) > size, 30, "it grows")
                    os.kill(running.pid, signal.SIGKILL)
                    running.wait()
                    size = os.path.getsize(part)
                    with open(part, "ab") as f:
                        f.write(b"half a ro")  # what the journal does not know of
                    with open(to) as f:
                        self.assertEqual(f.read(), "what was there before\n")
                    size += 9
                    running = self.start("resume", job)
                self.assertEqual(running.wait(60).status, OK)
                self.assertEqual(self.rows(to, opened), [expected(m) for m in population(3000)])
                self.assertEqual(self.left_over(), [])

    def test_a_file_may_be_seen_growing(self):
        s = self.sandbox("--latency", "60", members=2000)
        to = self.target("members.csv")
        with open(to, "w") as f:
            f.write("what was there before, and is longer than all rows\n" * 10000)
        os.chmod(to, 0o644)
        spec = self.export(s, {"csv": to})
        running = self.start("run", spec, "--job-id", "job", "--partial")
        size = 0
        for _ in range(2):
            wait_until(lambda: size < os.path.getsize(to) < 300_000 and b"mem_" in read_bytes(to), 20, "it grows")
            size = os.path.getsize(to) + 9  # with the scrap below
            second = self.start("run", self.export(s, {"csv": to, "partial": True}), "--job-id", "second")
            time.sleep(0.3)
            os.kill(running.pid, signal.SIGKILL)
            os.kill(second.pid, signal.SIGKILL)
            running.wait(), second.wait()
            with open(to, "ab") as f:
                f.write(b"half a ro")
            running = self.start("resume", "job")
        self.assertEqual(running.wait(60).status, OK)
        self.assertEqual(self.rows(to), [expected(m) for m in population(2000)])
        self.assertEqual(os.stat(to).st_mode & 0o777, 0o600)
        self.assertEqual(self.left_over(), [])
        self.assertEqual(self.muster("jobs", "remove", "job", "--force", "--yes").status, OK)
        self.assertEqual(len(self.rows(to)), 2000)

    def test_a_job_that_is_removed_takes_its_half_written_file_along(self):
        s = self.sandbox("--latency", "30", members=2000)
        running = self.start("run", self.export(s, {"csv": self.target("members.csv")}), "--job-id", "job")
        wait_until(self.left_over, 20, "the file")
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        r = self.muster("jobs", "remove", "job", "--force", "--yes")
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual([n for n in os.listdir(self.written) if "members" in n], [])

    def test_zstd_and_excels_csv(self):
        s = self.sandbox(members=300)
        to = self.target("members.csv.zst")
        self.run_job(self.export(s, {"csv": to, "delimiter": ";", "bom": True}))
        plain = subprocess.run([shutil.which("zstd"), "-dc", to], stdout=subprocess.PIPE, check=True).stdout
        self.assertTrue(plain.startswith(b"\xef\xbb\xbfid;email;country;plans\n"))
        found = list(csv.DictReader(io.StringIO(plain.decode("utf-8-sig"), newline=""), delimiter=";"))
        self.assertEqual(found, [expected(m) for m in population(300)])

    def test_a_value_that_does_not_fit_fails_its_member_alone(self):
        s = self.sandbox(members=200)
        to = self.target("members.csv")
        spec = self.export(s, {"csv": to}, {"id": "id", "n": {"path": "customFields.country", "type": "number"}},
                           stopAfter={"failures": None, "failureRate": None})
        r = self.run_job(spec, status=FAILED)
        countries = {m["id"]: (m.get("customFields") or {}).get("country") for m in population(200)}
        self.assertEqual({row["id"] for row in self.rows(to)}, {i for i, c in countries.items() if c is None or not c.strip()})
        self.assertEqual({i for i, o in self.results() if o == "failed"}, {i for i, c in countries.items() if c and c.strip()})
        r = self.muster("results", "job", "--outcome", "failed", "--output", "jsonl")
        first = json.loads(r.out.splitlines()[0])
        self.assertEqual(first["code"], "unfit-value")
        self.assertRegex(first["message"], 'column "n": `.*` is not a number')

    def test_a_plan_shows_rows_and_writes_none(self):
        s = self.sandbox(members=100)
        to = self.target("members.csv")
        r = self.muster("plan", self.export(s, {"csv": to}), "--output", "json")
        self.assertEqual(r.status, OK, str(r))
        plan = json.loads(r.out)
        self.assertEqual(plan["toChange"], 100)
        self.assertEqual(plan["examples"][0]["cells"], [c or None if k != "plans" else c
                         for k, c in expected(population(100)[0]).items()])
        self.assertFalse(os.path.exists(to))

    def test_mistakes_are_told_before_anything_is_sent(self):
        s = self.sandbox(members=10)
        to = self.target("members.csv")
        for change, words in (
                ({"export": {"to": {"csv": to}}}, "must say what is exported"),
                ({"export": {"to": {"csv": to, "jsonl": to}, "columns": COLUMNS}}, 'must hold one of "csv", "jsonl"'),
                ({"export": {"to": {"csv": to}, "columns": {"x": {"path": "id", "type": "numbr"}}}}, 'must be "text"'),
                ({"export": {"to": {"sqlite": to, "table": "members"}, "columns": {"Email": "id", "email": "id"}}},
                 'two columns of the export are named "email"'),
                ({"export": {"to": {"sqlite": to, "table": "sqlite_x"}, "columns": COLUMNS}}, "needs another"),
                ({"operation": {"delete": {}}}, "/operation: is for a job that changes members"),
                ({"limit": 10}, "/limit: is for a job"),
                ({"source": {"members": [{"email": "a@b.c"}]}}, "cannot be exported")):
            with self.subTest(words):
                with open(self.export(s, {"csv": to})) as f:
                    spec = {**json.load(f), **change}
                r = self.muster("check", self.file("bad.json", json.dumps(spec)))
                self.assertEqual(r.status, USAGE, str(r))
                self.assertIn(words, r.said)
        r = self.muster("check", self.export(s, {"csv": to}, {"country": "customField.country"}))
        self.assertIn("customFields", r.said)
        r = self.muster("plan", self.export(s, {"csv": to}, {"country": "customFields.contry"}))
        self.assertIn('did you mean "customFields.country"?', " ".join(r.out.split()))
        r = self.muster("run", self.export(s, {"csv": to}), "--limit", "5")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("--limit is for jobs that change members", r.said)
        r = self.muster("run", self.export(s, {"csv": self.target("no/such/folder/members.csv")}))
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertIn("no/such/folder", r.said)
        r = self.muster("plan", self.export(s, {"csv": self.target("no/such/folder/members.csv")}))
        self.assertEqual(r.status, OK, str(r))
        self.assertRegex(r.said, "as things are, the export could not begin: there is no directory .*no/such/folder")
        for command, status in ("plan", OK), ("run", STOPPED):
            r = self.muster(command, self.export(s, {"csv": self.written}))
            self.assertEqual(r.status, status, str(r))
            self.assertIn("is a directory, and no file can have its name", r.said)

    def test_nothing_but_a_file_is_replaced(self):
        s = self.sandbox(members=10)
        link, pipe = self.target("link.csv"), self.target("pipe.csv")
        with open(self.target("old.csv"), "w") as f:
            f.write("old")
        os.symlink("old.csv", link)
        os.mkfifo(pipe)
        for each in (link, pipe):
            for partial in (False, True):
                spec = self.export(s, {"csv": each, "partial": partial})
                for command, status in ("plan", OK), ("run", STOPPED):
                    r = self.muster(command, spec)
                    self.assertEqual(r.status, status, str(r))
                    self.assertIn("is a link, a device or a pipe", r.said)
        os.remove(pipe)  # whoever reads it would wait
        self.assertTrue(os.path.islink(link))
        self.assertEqual(read_bytes(self.target("old.csv")), b"old")
        r = self.muster("check", self.export(s, {"csv": "-"}))
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("standard output cannot", r.said)

    def test_a_list_whose_pages_shift(self):
        s = self.sandbox("--provider", "memberstack-v1", members=250)
        to = self.target("members.csv")
        spec = self.export(s, {"csv": to}, {"id": "id", "email": "email"}, provider={"kind": "memberstack-v1"})
        self.run_job(spec)
        found = self.rows(to)
        self.assertEqual(len(found), 250)
        self.assertEqual(len({row["id"] for row in found}), 250)

    def test_a_disk_that_is_full(self):
        s = self.sandbox(members=2000)
        to = self.target("members.csv")
        limited = ("prlimit", "--fsize=60000")
        r = self.muster("run", self.export(s, {"csv": to}), "--job-id", "job", prefix=limited)
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertFalse(os.path.exists(to))
        self.assertRegex(r.said, re.escape(f".members.csv.job.part"))
        self.resume_job()
        self.assertEqual(self.rows(to), [expected(m) for m in population(2000)])


if __name__ == "__main__":
    unittest.main()
