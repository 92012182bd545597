"""Members exported to a table of SQLite, opened by others' readers of it."""
import os
import sqlite3
import subprocess
import unittest

from support import OK, USAGE, Case
from tables import Tables


class Sqlite(Tables, Case):
    def target(self):
        return {"sqlite": os.path.join(self.written, "members.db"), "table": "members"}

    def query(self, sql):
        with sqlite3.connect(self.target()["sqlite"]) as database:
            return database.execute(sql).fetchall()

    def mend_points(self):
        self.query("ALTER TABLE members DROP COLUMN points")

    def test_a_plan_tells_of_a_folder_that_is_missing(self):
        s = self.sandbox(members=10)
        to = {"sqlite": os.path.join(self.written, "no", "members.db"), "table": "members"}
        r = self.muster("plan", self.spec(s, operation=None, where=None, export={"to": to, "columns": {"email": "auth.email"}}))
        self.assertEqual(r.status, OK, str(r))
        self.assertIn("as things are, the export could not begin: there is no directory", r.said)

    def test_its_own_shell_finds_the_database_sound(self):
        s = self.sandbox(members=300)
        self.run_job(self.export(s))
        path = self.target()["sqlite"]
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        said = subprocess.run(["sqlite3", path, "PRAGMA integrity_check; SELECT count(*) FROM members;"],
                              capture_output=True, text=True, check=True)
        self.assertEqual(said.stdout, "ok\n300\n")

    def test_a_file_that_is_no_database(self):
        s = self.sandbox(members=10)
        with open(self.target()["sqlite"], "w") as f:
            f.write("these are notes, and no database; long enough to be sure of that\n" * 20)
        for command in "run", "plan":
            r = self.muster(command, self.export(s))
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("members.db", r.said)

    def test_a_plan_makes_no_file(self):
        s = self.sandbox(members=10)
        self.assertEqual(self.muster("plan", self.export(s)).status, OK)
        self.assertFalse(os.path.exists(self.target()["sqlite"]))

    def test_mistakes_in_the_spec(self):
        s = self.sandbox(members=10)
        for others, words in (({"columns": {"id": "auth.email"}}, "the column of the member's id"),
                              ({"mode": "new"}, 'must be "full" or "changed"'),
                              ({"maxRemovals": 2}, "maxRemovals")):
            with self.subTest(words):
                r = self.muster("check", self.export(s, **others))
                self.assertEqual(r.status, USAGE, str(r))
                self.assertIn(words, r.said)
        spec = self.spec(s, operation=None, where=None, export={"to": {"postgres": "postgresql://a:b@c/d", "table": "t"},
                                                                "columns": {"email": "auth.email"}})
        r = self.muster("check", spec)
        self.assertEqual(r.status, USAGE)
        self.assertIn("must not be the address itself", r.said)
        self.assertNotIn("a:b", r.said)


if __name__ == "__main__":
    unittest.main()
