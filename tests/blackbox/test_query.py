"""Rows that can be read but once, or not twice the same: from standard input, and by a query of a database."""
import contextlib
import csv
import io
import json
import os
import signal
import sqlite3
import unittest

from support import FAILED, OK, REFUSED, STOPPED, USAGE, Case, free_port, population, wait_until

BY_QUERY = {"update": {"customFields": {"points": "{{row.points|number}}", "note": "{{row.note|text|none}}"}}}


def fields(member):
    return member.get("customFields") or {}


class Once(Case):
    def people(self, members=300):
        return [m for m in population(members) if (m["auth"]["email"] or "ü").isascii()]

    def killed_and_resumed(self, s, spec, **options):
        """Runs the job; it is killed twice when it has changed some members, and resumed without what it read."""
        running = self.start("run", spec, "--job-id", "job", **options)
        for changed in (10, 40):
            wait_until(lambda: len(s.ledger()["members"]) >= changed, 30, f"{changed} members")
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            self.unread()
            running = self.start("resume", "job")
        return running.wait(60)

    def unread(self):
        pass


class StandardInput(Once):
    def of_input(self, at, **others):
        return self.spec(at, source={"csv": {"file": "-", "key": "Email"}}, where=None,
                         operation={"update": {"customFields": {"points": "{{row.Points|number}}"}}}, **others)

    def test_rows_are_kept_with_the_job(self):
        people = self.people()
        text = io.StringIO()
        rows = [["Email", "Points"], *[[m["auth"]["email"], i] for i, m in enumerate(people)], ["nobody@example.com", 1]]
        csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
        path = self.file("in.csv", text.getvalue())
        s = self.sandbox("--latency", "20", members=300)
        spec = self.of_input(s, pace={"requestsPerSecond": 0, "concurrency": 2})
        with open(path, encoding="utf-8") as given:
            r = self.killed_and_resumed(s, spec, stdin=given)
        self.assertEqual(r.status, FAILED, str(r))
        expected = {m["id"]: i for i, m in enumerate(people)}
        self.assertEqual({m["id"]: fields(m).get("points") for m in s.everyone() if m["id"] in expected}, expected)
        self.assertEqual({tuple(e.values()) for e in s.ledger()["members"].values()}, {(1,)})
        back = self.muster("results", "job", "--as-rows", "--outcome", "failed")
        self.assertEqual(back.status, OK, str(back))
        self.assertEqual(back.out.splitlines()[1][:40], '"nobody@example.com","1",failed,no-such-')
        self.assertEqual(self.muster("fsck", "job").status, OK)

    def test_what_is_wrong_with_it_is_told_and_nothing_sent(self):
        s = self.sandbox(members=10)
        spec = self.of_input(s)
        path = self.file("in.csv", "Email,Points\na@example.com,many\n")
        for command in (("run", spec, "--job-id", "job"), ("check", "--rows", spec)):
            with open(path, encoding="utf-8") as given:
                r = self.muster(*command, stdin=given)
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("line 2: ", r.said)
        r = self.muster("run", spec, "--job-id", "job")  # with nothing on it
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("standard input", r.said)
        self.assertFalse(os.path.exists(os.path.join(self.state, "jobs", "job")))
        self.assertEqual(s.ledger()["requests"], 0)

    def test_it_cannot_give_the_spec_too(self):
        s = self.sandbox(members=10)
        spec = self.of_input(s)
        for command in (("run", "-", "--job-id", "job"), ("run", "--resume", "-"), ("plan", "-"),
                        ("check", "--rows", "-"), ("check", "-")):
            with open(spec, encoding="utf-8") as given:
                r = self.muster(*command, stdin=given)
            if command == ("check", "-"):  # which reads no rows
                self.assertEqual(r.status, OK, str(r))
                continue
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("both the spec and its rows are to come from standard input", r.said)
        self.assertFalse(os.path.exists(os.path.join(self.state, "jobs")))
        self.assertEqual(s.ledger()["requests"], 0)

    def test_no_schedule_has_one(self):
        s = self.sandbox(members=10)
        r = self.muster("check", self.of_input(s, schedule={"cron": "0 3 * * *", "timezone": "UTC"}))
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("/source/csv/file: is standard input", r.said)


class SqliteQuery(Once):
    def database(self, statements):
        path = os.path.join(self.dir, "crm.db")
        with contextlib.closing(sqlite3.connect(path)) as db:
            for sql, values in statements:
                db.execute(sql, values)
            db.commit()
        return path

    def crm(self, people):
        return self.database([("CREATE TABLE people (email TEXT, points, note TEXT, vip INTEGER)", ()),
                              *[("INSERT INTO people VALUES (?, ?, ?, ?)",
                                 (m["auth"]["email"], i if i % 2 else i + 0.5, None if i % 3 else 'a "b",\nü', i % 5))
                                for i, m in enumerate(people)]])

    def of_query(self, at, path, query="SELECT * FROM people WHERE vip < ? ORDER BY rowid", values=(4,), key="email",
                 **others):
        block = {"file": path, "query": query, "key": key, "values": list(values)}
        return self.spec(at, source={"sqlite": block}, operation=others.pop("operation", BY_QUERY), where=None,
                         **others)

    def unread(self):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(self.dir, "crm.db"))

    def test_rows_are_those_of_when_the_job_began(self):
        people = self.people()
        path = self.crm(people)
        s = self.sandbox("--latency", "20", members=300)
        spec = self.of_query(s, path, pace={"requestsPerSecond": 0, "concurrency": 2})
        plan = json.loads(self.muster("plan", spec, "--output", "json").out)
        self.assertEqual(plan["toChange"], len([i for i in range(len(people)) if i % 5 < 4]))
        r = self.killed_and_resumed(s, spec)
        self.assertEqual(r.status, OK, str(r))
        expected = {m["id"]: (i if i % 2 else i + 0.5, "none" if i % 3 else 'a "b",\nü')
                    for i, m in enumerate(people) if i % 5 < 4}
        now = {m["id"]: (fields(m).get("points"), fields(m).get("note")) for m in s.everyone() if m["id"] in expected}
        self.assertEqual(now, expected)
        self.assertEqual(set(s.ledger()["members"]), set(expected))
        rows = [json.loads(line) for line in self.muster("results", "job", "--as-rows").out.splitlines()]
        self.assertEqual([(row["email"], row["points"], row.get("note"), row["_muster_outcome"]) for row in rows[:2]],
                         [(people[0]["auth"]["email"], 0.5, 'a "b",\nü', "done"),
                          (people[1]["auth"]["email"], 1, None, "done")])

    def test_a_server_that_is_down_is_no_mistake_of_the_spec(self):
        source = {"postgres": {"address": {"env": "CRM"}, "query": "SELECT email FROM people", "key": "email"}}
        spec = self.spec(self.sandbox(members=0), source=source, where=None, operation={"update": {"customFields": {"a": "b"}}})
        down = {"CRM": f"postgresql://tester:x@127.0.0.1:{free_port()}/crm"}
        for command in ("run", spec), ("plan", spec), ("check", "--rows", spec):
            r = self.muster(*command, env=down)
            self.assertEqual(r.status, STOPPED, str(r))
            self.assertIn("Connection refused. Nothing was sent.", r.said)
        r = self.muster("check", "--rows", spec, self.file("bad.json", "{}"), env=down)  # this one has to be mended
        self.assertEqual(r.status, USAGE, str(r))
        r = self.muster("check", "--rows", spec)
        self.assertEqual(r.status, REFUSED, str(r))
        self.assertIn("spec.json: The address (env CRM) cannot be used", r.said)

    def test_it_is_refused_before_anything_is_sent(self):
        people = self.people(20)
        path = self.crm(people)
        s = self.sandbox(members=20)
        for query, values, words in (
                ("DELETE FROM people", (), "one statement that changes nothing"),
                ("SELECT 1 AS email; SELECT 2", (), "one statement that changes nothing"),
                ("SELECT * FROM people WHERE vip < ?", (), "has 1 parameters, and there are 0 values"),
                ("ATTACH 'x.db' AS x", (), "one statement that changes nothing, and gives rows"),
                ("SELECT points FROM people", (), 'no column of the query is called "email", the key; there are'),
                ("SELECT email, 1 AS email FROM people", (), 'two columns of the query are called "email"'),
                ("SELECT email, x'ff00' AS points FROM people", (), 'row 1 of the query: its column "points" holds'),
                ("SELECT email, CAST(x'ff' AS TEXT) AS points FROM people", (), "not UTF-8"),
                ("SELECT absent FROM people", (), "no such column: absent"),
                ("SELECT * FROM people WHERE 0", (), "the query has no rows"),
                ("SELECT email, 'x' AS points FROM people; -- and no more", (), "20 of 20 rows cannot be used, and nothing was sent: line 1: ")):
            with self.subTest(query):
                r = self.muster("run", self.of_query(s, path, query, values), "--job-id", "job")
                self.assertEqual(r.status, USAGE, str(r))
                self.assertIn(words, r.said)
        r = self.muster("run", self.of_query(s, os.path.join(self.dir, "none.db")))
        self.assertNotEqual(r.status, OK)
        self.assertIn("none.db", r.said)
        self.assertFalse(os.path.exists(os.path.join(self.dir, "none.db")))
        self.assertEqual(s.ledger()["requests"], 0)


if __name__ == "__main__":
    unittest.main()
