"""Members are made of the rows of a file: each comes out right, once, and bad rows are told by their lines before
anything is sent, and come back to be mended."""
import csv
import gzip
import io
import json
import os
import signal
import unittest

from support import FAILED, OK, USAGE, Case, population, read_bytes, wait_until

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

    def upsert(self, at, source=None, name="spec.json", **others):
        s = {"name": "test",
             "provider": {"kind": "publisher", "baseUrl": at.url, "key": {"env": "MEMBERSTACK_SECRET_KEY"},
                          "memberBaseId": "mb_sandbox", "testInstance": True, "batch": 20},
             "source": source,
             "operation": {"upsert": {"ref": "{{row.Id}}", "attributes": {"name": "{{row.Name}}",
                                                                          "points": "{{row.Points|number}}"}}},
             "pace": {"requestsPerSecond": 0, "concurrency": 2, "pageSize": 20}}
        s.update(others)
        return self.file(name, json.dumps({k: v for k, v in s.items() if v is not None}))

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
            self.assertIn("in.csv: 3 of 30 rows cannot be used", r.said)
        self.assertEqual(s.ledger()["requests"], 0)
        self.assertEqual(self.muster("check", spec).status, OK)
        r = self.muster("plan", spec, "--examples", "2")
        self.assertIn("would fail: line 20: the row has 3 cells instead of 4", r.said)
        self.assertIn("and 1 more would fail", r.said)
        r = self.run_job(spec, "--valid-only", status=FAILED)
        self.assertIn("muster results job --outcome failed --as-rows; then mend these rows", r.said)
        self.assertEqual(len(self.everyone(s)), 27)
        self.assertEqual(sum(o == "failed" for _, o in self.results()), 3)

    def test_who_checks_is_told_all_that_has_to_be_mended(self):
        s = self.instance(members=0)
        spec = self.of_csv(s, [row(i)[:2] + ["many"] + row(i)[3:] for i in range(50)])
        self.assertEqual(self.muster("check", "--rows", spec).said.count("`many` is not a number"), 50)
        self.assertIn("and 30 more", self.muster("run", spec).said)

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

    # Ten kinds of bad rows: where the row stands wrong, and with what it is mended.
    BAD = {"no number": lambda r: r[:3] + ["12,5"] + r[4:], "no boolean": lambda r: r[:4] + ["maybe"] + r[5:],
           "no date": lambda r: r[:5] + ["31.1.2026"] + r[6:], "no JSON": lambda r: r[:6] + ["[1"] + r[7:],
           "too short": lambda r: r[:7], "too long": lambda r: r + ["more"],
           "no key": lambda r: [""] + r[1:], "bad byte": lambda r: r[:2] + ["J\udcffrgen"] + r[3:],
           "other key": lambda r: r[:7] + [".org"], "refused": lambda r: r[:1] + ["short"] + r[2:]}

    def test_rejects_are_mended_and_fed_in_again(self):
        s = self.sandbox("--latency", "10", members=0)
        header = ["Email", "Pass", "Name", "Points", "VIP", "Born", "Tags", "Suffix"]
        good = [[f"p{i}@example.com", f"pass-word-{i}", f'Name "{i}",\nwith a line', str(i), "yes" if i % 3 else "no",
                 "2026-01-31", f'[{i}]', ""] for i in range(1000)]
        rows = [list(r) for r in good]
        kinds = {17 + 30 * n: kind for n, kind in enumerate(list(self.BAD) * 3)}
        for i, kind in kinds.items():
            rows[i] = self.BAD[kind](rows[i])

        def line(cells):
            return as_csv([cells], ";").encode("utf-8", "surrogateescape")

        def spec(file):
            return self.spec(s, "of-" + file, where=None,
                             source={"csv": {"file": os.path.join(self.given, file), "key": "Email"}},
                             operation={"create": {"email": "{{row.Email}}{{row.Suffix}}", "password": "{{row.Pass}}",
                                                   "customFields": {"name": "{{row.Name}}", "points": "{{row.Points|number}}",
                                                                    "vip": "{{row.VIP|boolean}}", "born": "{{row.Born|date}}",
                                                                    "tags": "{{row.Tags|json}}"}}})

        def rejects(job, outcome="failed"):
            r = self.start("results", job, "--outcome", outcome, "--as-rows")
            self.assertEqual(r.wait().status, OK)
            return read_bytes(r._out)

        with open(os.path.join(self.given, "in.csv"), "wb") as f:
            f.write(b"\xef\xbb\xbf" + line(header) + b"".join(map(line, rows)))
        r = self.muster("run", spec("in.csv"))
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("27 of 1000 rows cannot be used", r.said)
        running = self.start("run", spec("in.csv"), "--job-id", "job", "--valid-only")
        for made in (150, 400, 700):
            wait_until(lambda: len(s.ledger()["members"]) >= made, 30, f"{made} members")
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            running = self.start("resume", "job")
        r = running.wait(60)
        self.assertEqual(r.status, FAILED, str(r))

        back = rejects("job")
        told = ["_muster_outcome", "_muster_code", "_muster_message"]
        self.assertTrue(back.startswith(b"\xef\xbb\xbf" + line(header + told)))
        rest, mended = back[len(b"\xef\xbb\xbf" + line(header + told)):], []
        for i, kind in kinds.items():
            whole = line(rows[i]).removesuffix(b"\r\n")
            self.assertEqual(rest[:len(whole)], whole, f"row {i}, {kind}")
            end = rest.index(b"\r\n", len(whole)) + 2
            remark = next(csv.reader([rest[len(whole) + 1:end].decode()], delimiter=";"))
            rest = rest[end:]
            self.assertEqual(remark[0], "failed")
            self.assertTrue(remark[1] and remark[2], f"row {i}, {kind}: {remark}")
            if kind != "refused":
                at = 2 + sum(line(r).count(b"\n") for r in rows[:i])
                self.assertRegex(remark[2], rf"line {at}\b")
            mended.append(good[i] + (remark if i % 4 else ["", "", ""]))
        self.assertEqual(rest, b"")

        with open(os.path.join(self.given, "rejects.csv"), "wb") as f:
            f.write(b"\xef\xbb\xbf" + line(header + told) + b"".join(map(line, mended)))
        self.run_job(spec("rejects.csv"), job="again")
        self.assertEqual(len(s.everyone()), 1000)
        fields = {m["auth"]["email"]: m["customFields"] for m in s.everyone()}
        self.assertEqual(fields, {r[0]: {"name": r[2], "points": int(r[3]), "vip": r[4] == "yes", "born": r[5] + "T00:00:00.000Z",
                                         "tags": json.loads(r[6])} for r in good})
        self.assertEqual({tuple(e.items()) for e in s.ledger()["members"].values()}, {(("create", 1),)})
        self.assertEqual(rejects("again", "done"), b"\xef\xbb\xbf" + line(header + told)
                         + b"".join(line(good[i] + ["done", "", ""]) for i in kinds))
        self.assertEqual(rejects("again"), b"\xef\xbb\xbf" + line(header + told))

    def test_rows_of_json_lines_come_back_from_a_packed_file(self):
        s = self.instance(members=0)
        lines = ['{"Id": "a", "n": 1.50}', '{"Id": "b", "n": "x" }', '{"Id": "c",}', '{"Id": "d", "n": 2}']
        path = os.path.join(self.given, "in.jsonl.gz")
        with gzip.open(path, "wt") as f:
            f.write("\n".join(lines))
        spec = self.upsert(s, {"jsonl": {"file": path, "key": "Id"}},
                           operation={"upsert": {"ref": "{{row.Id}}", "attributes": {"n": "{{row.n|number}}"}}})
        self.run_job(spec, "--valid-only", status=FAILED)
        r = self.muster("results", "job", "--as-rows", "--outcome", "failed")
        self.assertEqual(r.status, OK, str(r))
        first, second = r.out.splitlines()
        self.assertTrue(first.startswith('{"Id": "b", "n": "x" ,"_muster_outcome":"failed","_muster_code":"unfit-cell",'))
        self.assertIn("line 2", json.loads(first)["_muster_message"])
        self.assertEqual(second, lines[2])
        r = self.muster("results", "job", "--as-rows", "--outcome", "done")
        self.assertEqual([json.loads(line)["Id"] for line in r.out.splitlines()], ["a", "d"])
        self.assertTrue(r.out.startswith('{"Id": "a", "n": 1.50,"_muster_outcome":"done"'))

    def test_rows_cannot_be_given_back_of_what_is_no_file_or_another(self):
        s = self.instance(members=10)
        self.run_job(self.upsert(s, operation={"update": {"x": 1}}, where={}), job="list")
        r = self.muster("results", "list", "--as-rows")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("not made of the rows of a file", r.said)
        self.run_job(self.of_csv(s, [row(1), row(2)]))
        r = self.muster("results", "job", "--as-rows", "--output", "csv")
        self.assertEqual(r.status, USAGE, str(r))
        self.of_csv(s, [row(1), row(3)])
        r = self.muster("results", "job", "--as-rows")
        self.assertEqual((r.status, r.out), (USAGE, ""), str(r))
        self.assertIn("is not as it was when the job began", r.said)

    def test_what_became_of_rows_before_is_nothing_to_go_by(self):
        s = self.instance(members=0)
        path = self.file("in.csv", as_csv([HEADER + ["_muster_outcome"], row(1) + ["failed"]]))
        source = {"csv": {"file": path, "key": "Id"}}
        for others in ({"where": {"row._muster_outcome": "failed"}}, {"where": {"row": {"_muster_code": {"isSet": True}}}},
                       {"operation": {"upsert": {"ref": "{{row.Id}}", "attributes": {"x": "{{row._muster_message|json}}"}}}},
                       {"source": {"csv": {"file": path, "key": "_muster_code"}}}):
            r = self.muster("check", self.upsert(s, **{"source": source, **others}))
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("_muster_", r.said)
        self.run_job(self.upsert(s, source, operation={"upsert": {"ref": "{{row.Id}}", "attributes": {"all": "{{row}}"}}}))
        self.assertEqual(self.everyone(s), {"user_1": {"all": dict(zip(HEADER, row(1)))}})

    def test_rows_whose_cells_a_spreadsheet_moved_are_told(self):
        s = self.instance(members=0)
        told = ["_muster_outcome", "_muster_code", "_muster_message"]
        # A row of one cell that came back, and that a spreadsheet has filled up at its end.
        path = self.file("in.csv", as_csv([["Id", "Name"] + told, ["user_1", "failed", "bad-row", "line 2: ...", ""],
                                           ["user_2", "Ann", "failed", "bad-row", "mended"], ["user_3", "Ben", "", "", ""]]))
        spec = self.upsert(s, {"csv": {"file": path, "key": "Id"}},
                           operation={"upsert": {"ref": "{{row.Id}}", "attributes": {"name": "{{row.Name}}"}}})
        r = self.muster("run", spec)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn('line 2: the column "_muster_outcome" holds "bad-row", which is no outcome', r.said)
        self.assertEqual(self.muster("run", spec, "--valid-only").status, FAILED)
        self.assertEqual(self.everyone(s), {"user_2": {"name": "Ann"}, "user_3": {"name": "Ben"}})

    def test_blanks_around_an_address_are_none_of_it(self):
        s = self.sandbox(members=0)

        def spec(rows):
            path = self.file("in.csv", as_csv([["Email", "Name"], *rows]))
            return self.spec(s, where=None, source={"csv": {"file": path, "key": "Email"}},
                             operation={"create": {"email": "{{row.Email}}", "password": "long enough"}})
        r = self.muster("run", spec([[" ann@example.com", "Ann"], ["Ann@example.com\u00a0", "Ben"]]), "--valid-only")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("line 3 has the same key as line 2", r.said)
        r = self.muster("run", spec([[" ann@example.com", "Ann"]]))  # she would be made with the blank
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn('there are blanks around its email, " ann@example.com": take them away',
                      " ".join(r.said.split()))

    def test_what_cannot_be_passed_over_is_told_as_that(self):
        s = self.instance(members=0)
        for text, words in (('Id,Name\na,"b" c\nd,e\n', "--valid-only cannot pass over this one"),
                            ("Id,Name\na,b\na,c\n", "--valid-only does not choose")):
            spec = self.upsert(s, {"csv": {"file": self.file("in.csv", text), "key": "Id"}},
                               operation={"upsert": {"ref": "{{row.Id}}", "attributes": {"name": "{{row.Name}}"}}})
            r = self.muster("run", spec, "--valid-only")
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn(words, r.said.replace("\n", " "))

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
        nowhere = self.upsert(s, {"csv": {"file": "nowhere.csv", "key": "Id"}})
        for arguments in (("run", nowhere), ("check", "--rows", nowhere)):
            r = self.muster(*arguments)
            self.assertEqual(r.status, USAGE)
            self.assertIn("nowhere.csv", r.said)
        r = self.muster("check", nowhere)  # it may come to be there
        self.assertEqual(r.status, OK, str(r))
        self.assertIn("ok, with 1 warning", r.out)
        self.assertRegex(r.err.replace("\n", " "), "source.*nowhere.csv")
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

    def test_who_was_there_before_the_job_was_not_made_by_it(self):
        old = [m["auth"]["email"] for m in population(60) if m["auth"]["email"]][:3]
        s = self.sandbox(members=60, faults=[
            {"match": {"method": "POST", "path": "/members", "times": 4}, "fault": {"kind": "resetBefore"}}])
        rows = [["Email"], *[[each] for each in old], [old[0].upper().replace("@", "+new@")], ["new@example.com"]]
        spec = self.spec(s, where=None, source={"csv": {"file": self.file("in.csv", as_csv(rows)), "key": "Email"}},
                         operation={"create": {"email": "{{row.Email}}", "password": "long enough"}})
        self.run_job(spec)
        outcomes = self.job_status()["outcomes"]
        self.assertEqual((outcomes["already"], outcomes["done"]), (3, 2))
        self.assertEqual(len(s.ledger()["members"]), 2)
        rows = [["Email"], [old[1].upper()]]  # addresses differ by more than case
        spec = self.spec(s, where=None, source={"csv": {"file": self.file("in.csv", as_csv(rows)), "key": "Email"}},
                         operation={"create": {"email": "{{row.Email}}", "password": "long enough"}})
        self.run_job(spec, job="again")
        self.assertEqual(self.job_status("again")["outcomes"]["already"], 1)

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
