"""Members exported to a table of a real PostgreSQL server, which is killed in the middle, too."""
import csv
import glob
import io
import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import unittest

from support import OK, USAGE, Case, population, wait_until
from tables import Tables, expected


def binaries():
    return os.path.dirname(max(glob.glob("/usr/lib/postgresql/*/bin/postgres"), key=lambda p: int(p.split("/")[4])))


class Server:
    """A server with a directory of its own, as an ordinary user, on a unix socket; with settings such as `fsync=off`, which
    loses nothing when only the server is killed, and spares it long looks at the disk when it is started again."""

    def __init__(self, *settings, within="/tmp"):
        self.settings = [a for each in settings for a in ("-c", each)]
        self.directory = tempfile.mkdtemp(prefix="muster-pg-", dir=within)  # the name of a socket is short
        self.data = os.path.join(self.directory, "data")
        self.as_user = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            os.chown(self.directory, user.pw_uid, user.pw_gid)
            self.as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self.make()
        self.process = None
        self.start()

    def make(self):
        self.run("initdb", "-D", self.data, "-U", "tester", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync")

    def run(self, program, *arguments):
        subprocess.run([os.path.join(binaries(), program), *arguments], check=True, stdout=subprocess.DEVNULL,
                       cwd=self.directory, **self.as_user)

    def start(self):
        with open(os.path.join(self.directory, "log"), "ab") as log:
            self.process = subprocess.Popen([os.path.join(binaries(), "postgres"), "-D", self.data, "-k",
                                             self.directory, "-c", "listen_addresses=", *self.settings], cwd=self.directory,
                                            stdout=log, stderr=log, **self.as_user)
        wait_until(lambda: subprocess.run([os.path.join(binaries(), "pg_isready"), "-q", "-h", self.directory],
                                          check=False).returncode == 0, 30, "the server")

    def kill(self):
        self.process.kill()
        self.process.wait()
        # Its children end by themselves once they see that; a new one does not begin before.
        wait_until(self.left_alone, 20, "the server's children")

    def processes(self):
        found = []
        for link in glob.glob("/proc/[0-9]*/cwd"):
            try:
                if os.readlink(link) == self.data:
                    found.append(int(link.split("/")[2]))
            except OSError:
                pass
        return found

    def left_alone(self):
        return not self.processes()

    def signal(self, number):
        """To all of its processes."""
        for pid in self.processes():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass

    def query(self, sql):
        csv.field_size_limit(10**9)
        said = subprocess.run(["psql", "-h", self.directory, "-U", "tester", "-d", "postgres", "-X", "-q", "--csv", "-t",
                               "-P", "null=(null)", "-v", "ON_ERROR_STOP=1", "-c", sql], capture_output=True, text=True, check=True)
        return [tuple(row) for row in csv.reader(io.StringIO(said.stdout, newline=""))]

    def stop(self):
        self.signal(signal.SIGCONT)
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)


class Postgres(Tables, Case):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def setUp(self):
        super().setUp()
        self.server.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        self.env["CRM"] = f"postgresql://tester:{'s3cret'}@/postgres?host={self.server.directory}"

    def target(self):
        return {"postgres": {"env": "CRM"}, "table": "members"}

    def query(self, sql):
        def of(text):
            return int(text) if text.isdigit() else None if text == "(null)" else text
        return [tuple(of(cell) for cell in row) for row in self.server.query(sql)]

    def mend_points(self):
        said = self.muster("plan", self.export(self.sandbox(members=10))).said
        self.query(said[said.index("ALTER TABLE"):].split(";")[0])

    def test_a_server_that_is_killed_and_started_again(self):
        s = self.sandbox("--latency", "20", members=1500)
        running = self.start("run", self.export(s), "--job-id", "job")
        for _ in range(2):
            wait_until(lambda: self.text_of("job").count('"exported"') > 3, 30, "rows are exported")
            self.server.kill()
            self.server.start()
        r = running.wait(90)
        self.assertEqual(r.status, OK, str(r))
        self.assertIn("trying again", r.err)
        self.assertEqual(self.living(), expected(s.everyone()))
        self.assertEqual(self.changes("job"), {"inserted": 1500})

    def test_types_of_their_own(self):
        s = self.sandbox(members=50)
        columns = {"email": "auth.email", "country": "customFields.country", "plans": {"each": "planConnections"},
                   "ok": {"path": "verified", "type": "boolean"}, "at": {"path": "createdAt", "type": "date"},
                   "fields": {"path": "customFields", "type": "json"}}
        self.run_job(self.export(s, columns))
        types = dict(self.query("SELECT attname, format_type(atttypid, NULL) FROM pg_attribute "
                                "WHERE attrelid = 'members'::regclass AND attnum > 0"))
        self.assertEqual({k: types[k] for k in ("email", "ok", "at", "fields", "plans")},
                         {"email": "text", "ok": "boolean", "at": "timestamp with time zone", "fields": "jsonb",
                          "plans": "jsonb"})
        found = dict(self.query("SELECT id, fields FROM members"))
        self.assertEqual({i: f and json.loads(f) for i, f in found.items()},
                         {m["id"]: m.get("customFields") for m in s.everyone()})

    def of_query(self, at, query, values=(), key="email", **others):
        block = {"address": {"env": "CRM"}, "query": query, "values": list(values), "key": key}
        operation = {"update": {"customFields": {f: "{{row.%s|text|none}}" % f for f in ("n", "big", "ok", "at", "none")},
                                "json": {"j": "{{row.j|json}}", "x": "{{row.x|number}}"}, "merge": True}}
        return self.spec(at, source={"postgres": block}, where=None, operation=operation, **others)

    def test_rows_of_a_query_are_those_of_when_the_job_began(self):
        people = [m for m in population(300) if (m["auth"]["email"] or "ü").isascii()]
        self.server.query("CREATE TABLE people (email text, n int, big numeric, ok boolean, at timestamptz, j jsonb, "
                          "x float8, none text)")
        quoted = ", ".join("('%s', %d, 12345678901234567890.5, %s, '2026-01-02T03:04:05Z', '{\"a\": [%d]}', 0.5, NULL)"
                           % (m["auth"]["email"].replace("'", "''"), i, "true" if i % 2 else "false", i)
                           for i, m in enumerate(people))
        self.server.query("INSERT INTO people VALUES " + quoted)
        s = self.sandbox("--latency", "20", members=300)
        spec = self.of_query(s, "SELECT * FROM people WHERE n < $1 ORDER BY n", [100],
                             pace={"requestsPerSecond": 0, "concurrency": 2})
        running = self.start("run", spec, "--job-id", "job")
        wait_until(lambda: len(s.ledger()["members"]) >= 20, 30, "20 members")
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        self.server.query("DROP TABLE people")
        self.resume_job()
        now = {m["id"]: m for m in s.everyone()}
        self.assertEqual(len(s.ledger()["members"]), 100)
        for i, m in enumerate(people[:100]):
            fields = now[m["id"]]["customFields"]
            self.assertEqual({f: fields[f] for f in ("n", "big", "ok", "none")},
                             {"n": str(i), "big": "12345678901234567890.5", "ok": "true" if i % 2 else "false",
                              "none": "none"})
            self.assertTrue(fields["at"].startswith("2026-01-02 03:04:05"), fields)
            self.assertEqual({k: now[m["id"]]["json"][k] for k in ("j", "x")}, {"j": {"a": [i]}, "x": 0.5})

    def test_a_query_is_refused_before_anything_is_sent(self):
        self.server.query("CREATE TABLE people (email text, n int); INSERT INTO people VALUES ('a@example.com', 1)")
        s = self.sandbox(members=10)
        for query, values, words, status in (
                ("DELETE FROM people RETURNING email", [], "one statement that changes nothing", USAGE),
                ("SELECT 1 AS email; SELECT 2", [], "multiple commands", USAGE),
                ("COPY people TO STDOUT", [], "and gives rows", USAGE),
                ("COMMIT", [], "and gives rows", USAGE),
                ("-- nothing", [], "and gives rows", USAGE),
                ("SELECT 1 / (n - 1) AS email FROM people", [], "the query cannot be run: ", USAGE),
                ("SELECT n FROM people", [], 'no column of the query is called "email"', USAGE),
                ("SELECT absent FROM people", [], 'column "absent" does not exist', USAGE),
                ("SELECT email FROM people WHERE n = $1", ["x"], "invalid input syntax", USAGE),
                ("SELECT email FROM people WHERE n = $1", [], "parameter", USAGE)):
            with self.subTest(query):
                r = self.muster("run", self.of_query(s, query, values))
                self.assertEqual(r.status, status, str(r))
                self.assertIn(words, r.said)
        spec = self.of_query(s, "SELECT email FROM people")
        r = self.muster("run", spec, env={"CRM": f"postgresql://tester:hunter2@/postgres?host={self.dir}"})
        self.assertEqual(r.status, 75, str(r))
        self.assertIn("Nothing was sent", r.said)
        self.assertNotIn("hunter2", r.said)
        for address in ("postgresql://tester:pa/ssW0RD@127.0.0.1/db", "postgresql://tester:pa@ssW0RD@127.0.0.1:1/db"):
            r = self.muster("run", spec, env={"CRM": address})
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("%40 or %2F", r.said)
            self.assertNotIn("ssW0RD", r.said)
        self.assertEqual(self.server.query("SELECT count(*) FROM people"), [("1",)])
        self.assertEqual(s.ledger()["requests"], 0)

    def test_a_server_that_is_not_there_or_does_not_let_in(self):
        s = self.sandbox(members=10)
        with open(self.export(s), encoding="utf-8") as f:
            spec = json.load(f)
        spec["retry"] = {"patience": "1s"}
        path = self.file("impatient.json", json.dumps(spec))
        r = self.muster("run", path, env={"CRM": f"postgresql://tester:hunter2@/postgres?host={self.dir}"})
        self.assertEqual(r.status, 75, str(r))
        self.assertNotIn("hunter2", r.said)
        r = self.muster("run", path, env={"CRM": "postgresql://tester:hunter2@db.example.com/x?sslmode=disable"})
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("sslmode", r.said)
        self.assertNotIn("hunter2", r.said)
        r = self.muster("run", path, env={"CRM": ""})
        self.assertEqual(r.status, 3, str(r))
        self.assertIn("CRM", r.said)


if __name__ == "__main__":
    unittest.main()
