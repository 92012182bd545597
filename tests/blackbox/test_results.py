"""What `muster results` tells of the members of a job, in every form, and of a damaged one."""
import csv
import io
import json
import os
import re
import unittest
import zlib

from support import FAILED, INTERNAL, OK, STOPPED, USAGE, Case, in_country, population, read_bytes


def sealed(text):
    """A line of a journal: `text` is the object without its closing brace."""
    return f'{text},"crc":"{zlib.crc32(text.encode()):08x}"}}\n'


def old_journal(job="job"):
    """One of the version before e-mails and times were written."""
    lines = [f'{{"t":"job","format":"muster-journal","version":1,"job":"{job}","spec":"ab","baseUrl":"https://x",'
             '"key":"k","at":"2026-01-31T09:05:07.123Z"',
             '{"t":"run","run":1,"pid":7,"host":"h","at":"2026-01-31T09:05:07.123Z"',
             '{"t":"page","n":1,"from":"","next":"5","members":3,"matched":3',
             '{"t":"intent","id":"a","page":1,"change":{"addPlan":{"planId":"p"}},"before":{"planConnections":[]}',
             '{"t":"intent","id":"b","page":1,"change":{"update":{"set":{"x":"=1+1, or \\"2\\""}}},"before":{"x":null}',
             '{"t":"outcome","id":"b","page":1,"outcome":"failed","attempts":1,"code":"no-good","message":"-2, it is"',
             '{"t":"outcome","id":"a","page":1,"outcome":"done","attempts":1',
             '{"t":"outcome","id":"=c","page":1,"outcome":"already","attempts":0',
             '{"t":"end","complete":true,"at":"2026-01-31T09:05:09.123Z"']
    return [sealed(line) for line in lines]


class Results(Case):
    def write_job(self, lines, job="job"):
        os.makedirs(os.path.dirname(self.journal(job)), mode=0o700)
        with open(self.journal(job), "w") as f:
            f.write("".join(lines))

    def rows(self, *arguments):
        r = self.muster("results", "job", "--output", "csv", *arguments)
        self.assertEqual(r.status, OK, str(r))
        return list(csv.DictReader(io.StringIO(r.out, newline="")))

    def test_each_member_with_all_that_is_known(self):
        s = self.sandbox(faults=[{"match": {"method": "PATCH", "every": 20}, "fault": {"kind": "status", "status": 400}}])
        self.run_job(self.spec(s, operation={"update": {"customFields": {"greeting": "Hallo"}}}), status=FAILED)
        by_id = {m["id"]: m for m in population(1000)}
        rows = self.rows()
        self.assertEqual(len(rows), sum(map(in_country, by_id.values())))
        for row in rows:
            member = by_id[row["member"]]
            self.assertEqual(row["email"], member["auth"]["email"])
            self.assertRegex(row["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertGreater(int(row["page"]), 0)
            self.assertEqual(json.loads(row["change"]), {"update": {"set": {"customFields": {"greeting": "Hallo"}}}})
            self.assertIn("greeting", json.loads(row["before"])["customFields"])
            self.assertEqual(json.loads(row["after"]), {"customFields": {"greeting": "Hallo"}})
            self.assertEqual(bool(row["code"]), row["outcome"] == "failed")
        objects = [json.loads(line) for line in self.muster("results", "job", "--output", "jsonl").out.splitlines()]
        self.assertEqual(json.loads(self.muster("results", "job", "--output", "json").out), objects)
        self.assertEqual([(o["member"], o["email"], o["time"], o["after"]) for o in objects],
                         [(r["member"], r["email"], r["time"], json.loads(r["after"])) for r in rows])

    def test_members_that_needed_nothing_have_an_address_and_a_time(self):
        s = self.sandbox()
        self.run_job(self.spec(s))
        rows = self.rows("--outcome", "already")
        self.assertTrue(rows)
        for row in rows:
            self.assertIn("@", row["email"])
            self.assertTrue(row["time"])
            self.assertEqual((row["change"], row["before"], row["after"]), ("", "", ""))

    def test_a_journal_of_an_earlier_version(self):
        self.write_job(old_journal())
        rows = self.rows()
        self.assertEqual([(r["member"], r["outcome"], r["email"], r["time"]) for r in rows],
                         [("b", "failed", "", ""), ("a", "done", "", ""), ("=c", "already", "", "")])
        self.assertEqual(json.loads(rows[0]["before"]), {"x": None})
        self.assertEqual(json.loads(rows[0]["after"]), {"x": '=1+1, or "2"'})
        self.assertEqual(self.job_status()["state"], "complete")

    def test_several_outcomes(self):
        self.write_job(old_journal())
        for asked in (["--outcome", "done,failed"], ["--outcome", "done", "--outcome", "failed"]):
            self.assertEqual([r["member"] for r in self.rows(*asked)], ["b", "a"])
        self.assertEqual(json.loads(self.muster("results", "job", "--outcome", "gone", "--output", "json").out), [])
        self.assertEqual(self.muster("results", "job", "--outcome", "done,nosuch").status, USAGE)

    def test_excel(self):
        """A guard can be taken off again: one ' off each field that begins with one."""
        self.write_job(old_journal())
        r = self.muster("results", "job", "--excel")
        raw = read_bytes(os.path.join(self.written, f"{self._count}.out"))
        self.assertEqual(r.status, OK, str(r))
        self.assertTrue(raw.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(raw.count(b"\n"), raw.count(b"\r\n"))
        guarded = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        self.assertEqual((guarded[2]["member"], guarded[0]["message"]), ("'=c", "'-2, it is"))
        undone = [{k: v[1:] if v.startswith("'") else v for k, v in row.items()} for row in guarded]
        self.assertEqual(undone, self.rows())
        self.assertEqual(self.muster("results", "job", "--excel", "--output", "json").status, USAGE)

    def test_what_is_sound_of_a_damaged_job_is_listed(self):
        lines = old_journal()
        for name, damage, line, listed in (
                ("flipped", lambda l: l[:6] + [l[6].replace("done", "gone")] + l[7:] + [sealed(
                    '{"t":"run","run":2,"pid":7,"host":"h","at":"2026-01-31T09:05:07.123Z"')], 7, 1),
                ("senseless", lambda l: l[:7] + [sealed('{"t":"nonsense"')] + l[7:], 8, 2),
                ("no journal", lambda l: ["x\n"], 1, 0)):
            with self.subTest(name):
                self.write_job(damage(lines), name.replace(" ", "-"))
                r = self.muster("results", name.replace(" ", "-"), "--output", "jsonl")
                self.assertEqual(r.status, INTERNAL, str(r))
                self.assertEqual(len(r.out.splitlines()), listed)
                self.assertIn(f"line {line}, from byte {sum(map(len, lines[:line - 1]))} on", r.said)
                self.assertIn("muster fsck", r.said)

    def test_a_torn_tail_is_no_damage(self):
        lines = old_journal()
        self.write_job(lines[:7] + [lines[7][:20]])
        self.assertEqual(len(self.rows()), 2)

    def test_tables(self):
        self.write_job(old_journal())
        lines = self.muster("results", "job").out.splitlines()
        self.assertEqual([line.split()[:2] for line in lines], [["b", "failed"], ["a", "done"], ["=c", "already"]])
        self.assertIn("no-good  -2, it is", lines[0])
        self.assertIn("addPlan p", lines[1])


if __name__ == "__main__":
    unittest.main()
