"""Members are made of the rows of a file: each comes out right, once, and bad rows are told by their lines before
anything is sent."""
import csv
import gzip
import io
import json
import os
import signal
import unittest

from support import FAILED, OK, USAGE, Case, wait_until

HEADER = ["Id", "Name", "Points", "VIP"]


def row(i):
    return [f"user_{i}", f'Name "{i}",\nwith a line', str(i), "yes" if i % 3 else "no"]


def as_csv(rows, delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


class Rows(Case):
    def instance(self, *arguments, **options):
        return self.sandbox("--provider", "publisher", *arguments, **options)

    def upsert(self, at, source, name="spec.json", **others):
        s = {"name": "test",
             "provider": {"kind": "publisher", "baseUrl": at.url, "key": {"env": "MEMBERSTACK_SECRET_KEY"},
                          "memberBaseId": "mb_sandbox", "testInstance": True, "batch": 20},
             "source": source,
             "operation": {"upsert": {"ref": "{{row.Id}}", "attributes": {"name": "{{row.Name}}",
                                                                          "points": "{{row.Points|number}}"}}},
             "pace": {"requestsPerSecond": 0, "concurrency": 2, "pageSize": 20}}
        s.update(others)
        return self.file(name, json.dumps(s))

    def of_csv(self, at, rows, **others):
        path = self.file("in.csv", as_csv([HEADER, *rows]))
        return self.upsert(at, {"csv": {"file": path, "key": "Id"}}, **others)

    def everyone(self, at):
        body = json.dumps({"member_base_id": "mb_sandbox", "pagination": {"limit": 100000}}).encode()
        all = json.loads(at.call("POST", "/publisher.v1/member/list", {"Authorization": "Bearer walk"}, body))
        return {m["ref"]: m["attributes"] for m in all}

    def test_a_job_survives_kills(self):
        s = self.instance("--latency", "40", members=0)
        spec = self.of_csv(s, [row(i) for i in range(600)], where={"row.VIP": {"equals": "yes"}})
        running = self.start("run", spec, "--job-id", "job")
        for made in (60, 200):
            wait_until(lambda: len(s.ledger()["members"]) >= made, 30, f"{made} members")
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            running = self.start("resume", "job")
        r = running.wait(60)
        self.assertEqual(r.status, OK, str(r))
        expected = {f"user_{i}": {"name": row(i)[1], "points": i} for i in range(600) if i % 3}
        self.assertEqual(self.everyone(s), expected)
        self.assertEqual({tuple(e.items()) for e in s.ledger()["members"].values()}, {(("create", 1),)})
        self.assertEqual(sorted(self.results()), sorted((ref, "done") for ref in expected))
        self.assertEqual(self.muster("fsck", "job").status, OK)

    def test_bad_rows_are_told_before_anything_is_sent(self):
        s = self.instance(members=0)
        rows = [row(i) for i in range(30)]
        rows[5][2] = "12,5"
        rows[9] = rows[9][:3]
        rows[12][0] = ""
        spec = self.of_csv(s, rows)
        for arguments in (("run", spec), ("check", "--rows", spec)):
            r = self.muster(*arguments)
            self.assertEqual(r.status, USAGE, str(r))
            for line, words in ((12, "`12,5` is not a number"), (20, "3 cells instead of 4"), (26, "key")):
                self.assertRegex(r.said, rf"line {line}\b.*{words}")
        self.assertEqual(s.ledger()["requests"], 0)
        self.assertEqual(self.muster("check", spec).status, OK)
        r = self.run_job(spec, "--valid-only", status=FAILED)
        self.assertEqual(len(self.everyone(s)), 27)
        self.assertEqual(sum(o == "failed" for _, o in self.results()), 3)

    def test_bad_rows_beside_each_other_come_out_each(self):
        s = self.instance(members=0)
        rows = [row(i) for i in range(100)]
        for i in (18, 19, 20, 21, 40, 41):
            rows[i] = rows[i][:3]
        self.run_job(self.of_csv(s, rows), "--valid-only", "--limit", "19", status=FAILED)
        self.resume_job(status=FAILED)
        self.assertEqual(len(self.everyone(s)), 94)
        lines = [2 + 2 * i for i in (18, 19, 20, 21, 40, 41)]
        self.assertEqual(sorted(m for m, o in self.results() if o == "failed"), sorted(f"line {n}" for n in lines))
        self.assertEqual(len(self.results()), 100)

    def test_rows_cannot_be_checked_before_it_is_known_which(self):
        s = self.instance(members=0)
        spec = self.upsert(s, {"csv": {"file": "${file}", "key": "Id"}}, parameters={"file": {"description": "the rows"}})
        self.assertEqual(self.muster("check", spec).status, OK)
        r = self.muster("check", "--rows", spec)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("--set file=", r.said)

    def test_files_that_cannot_be_used_are_refused(self):
        s = self.instance(members=0)
        cases = {
            "a key twice": ([HEADER, row(1), row(2), row(1)], r"line 6 has the same key as line 2: .user_1."),
            "no such column": ([["Id", "Name", "Pts"], ["a", "b", "1"]], r"no column .Points.*it has .Id., .Name., .Pts."),
            "no rows": ([HEADER], "has no rows"),
            "empty": ([], "no row"),
        }
        for name, (rows, words) in cases.items():
            with self.subTest(name):
                path = self.file("in.csv", as_csv(rows))
                r = self.muster("run", self.upsert(s, {"csv": {"file": path, "key": "Id"}}))
                self.assertEqual(r.status, USAGE, str(r))
                self.assertRegex(r.said.replace("\n", " "), words)
        r = self.muster("run", self.upsert(s, {"csv": {"file": "nowhere.csv", "key": "Id"}}))
        self.assertEqual(r.status, USAGE)
        self.assertIn("nowhere.csv", r.said)
        self.assertEqual(s.ledger()["requests"], 0)
        self.assertEqual(self.muster("jobs").out.strip().splitlines()[1:], [])

    def test_a_file_that_changed_is_no_longer_the_jobs(self):
        s = self.instance(members=0)
        spec = self.of_csv(s, [row(i) for i in range(100)])
        self.run_job(spec, "--limit", "20")
        path = self.file("in.csv", as_csv([HEADER, *(row(i) for i in range(99))]))
        r = self.muster("resume", "job")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("is not as it was", r.said)
        os.remove(path)
        self.assertEqual(self.muster("resume", "job").status, USAGE)
        self.of_csv(s, [row(i) for i in range(100)])
        self.resume_job()
        self.assertEqual(len(self.everyone(s)), 100)

    def test_json_lines_packed(self):
        s = self.instance(members=0)
        path = os.path.join(self.given, "in.jsonl.gz")
        with gzip.open(path, "wt") as f:
            for i in range(50):
                f.write(json.dumps({"Id": f"user_{i}", "Name": "é", "Points": i, "more": {"deep": [i]}}) + "\n")
        spec = self.upsert(s, {"jsonl": {"file": path, "key": "Id"}},
                           operation={"upsert": {"ref": "{{row.Id}}", "attributes": {"deep": "{{row.more.deep}}"}}})
        self.run_job(spec)
        self.assertEqual(self.everyone(s), {f"user_{i}": {"deep": [i]} for i in range(50)})

    def test_members_are_created_with_their_passwords_in_no_journal(self):
        s = self.sandbox(members=0, faults=[
            {"match": {"method": "POST", "path": "/members", "every": 5}, "fault": {"kind": "resetAfter"}}])
        path = self.file("people.csv", "E-mail;Pass;Age\n" + "".join(f"p{i}@example.com;pass-word-{i};{i}\n" for i in range(40)))
        spec = self.spec(s, where=None, source={"csv": {"file": path, "key": "E-mail"}},
                         operation={"create": {"email": "{{row.E-mail}}", "password": "{{row.Pass}}",
                                               "customFields": {"age": "{{row.Age}}"}}})
        self.run_job(spec)
        self.assertEqual({e["create"] for e in s.ledger()["members"].values()}, {1})
        self.assertEqual(self.job_status("job")["outcomes"]["done"], 40)
        for name in ("journal.jsonl", "checkpoint.json", "spec.json"):
            with open(os.path.join(self.state, "jobs", "job", name)) as f:
                self.assertNotIn("pass-word", f.read())
        r = self.muster("plan", spec)
        self.assertNotIn("pass-word", str(r))


if __name__ == "__main__":
    unittest.main()
