"""Jobs in a store that several hosts share: whoever holds one works on it alone, and whoever dies, the next one goes on."""
import datetime
import json
import os
import shutil
import signal
import time
import unittest

from fleet import Host, Relay, can_have_hosts
from support import INTERNAL, OK, RUNNING, STOPPED, USAGE, Case, read_bytes, wait_until
from test_postgres import Server

PASSWORD = "pw-of-the-store"  # of every address here
LEASE = 20.0  # seconds
UTC = datetime.timezone.utc
server = None


def setUpModule():
    global server
    server = Server("fsync=off")


def tearDownModule():
    server.stop()


class FleetCase(Case):
    def setUp(self):
        super().setUp()
        server.query("DROP SCHEMA IF EXISTS muster CASCADE")
        self.address = f"postgresql://tester:{PASSWORD}@/postgres?host={server.directory}"
        self.local = dict(self.env)
        self.env["MUSTER_STORE"] = self.address
        self.ok("store", "init")

    def secrets(self):
        return [self.key, PASSWORD]

    def _no_leak(self):
        super()._no_leak()
        if server.query("SELECT to_regclass('muster.store')") == [("(null)",)]:
            return
        held = bytes.fromhex("".join(row[0] for row in server.query("SELECT encode(bytes, 'hex') FROM muster.pieces")))
        told = "".join("".join(row) for row in server.query("SELECT body, reply FROM muster.questions"))
        for secret in self.secrets():
            self.assertNotIn(secret.encode(), held + told.encode(), "in the store")

    def ok(self, *arguments, status=OK, **options):
        r = self.muster(*arguments, **options)
        self.assertEqual(r.status, status, str(r))
        return r

    def as_host(self, name):
        """The environment of a process on another host; the name of this one it has all the same."""
        runtime = os.path.join(self.dir, "limits", name)
        os.makedirs(runtime, 0o700, exist_ok=True)
        return {"MUSTER_RUNTIME_DIR": runtime}

    def stored(self, path):
        """The bytes of a file in the store; None: it is not there."""
        found = server.query(f"SELECT encode(string_agg(p.bytes, ''::bytea ORDER BY p.at), 'hex') FROM muster.entries AS e "
                             f"LEFT JOIN muster.pieces AS p ON p.entry = e.id WHERE e.path = '{path}' GROUP BY e.id")
        return bytes.fromhex(found[0][0].replace("(null)", "")) if found else None

    def records(self, job="job"):
        text = self.stored(f"jobs/{job}/journal.jsonl") or b""
        return [json.loads(line) for line in text[:text.rfind(b"\n") + 1].splitlines()]

    def expire(self):
        """As if all who hold something had not been heard of for so long. Only of those who are dead: who lives counts
        by the clock, and believes that it has its lease."""
        server.query("UPDATE muster.leases SET until = clock_timestamp()")


class Store(FleetCase):
    def test_is_made_once_and_told_what_is_wrong_with_it(self):
        self.assertIn("0 files, 0 bytes, 0 leases", self.ok("store", "check").said)
        self.assertIn("is a store already", self.ok("store", "init").said)
        server.query("DROP SCHEMA muster CASCADE")
        self.assertIn("muster store init", self.ok("store", "check", status=USAGE).said)
        self.assertIn("muster store init", self.ok("status", status=USAGE).said)
        all_at_once = [self.start("store", "init") for _ in range(4)]
        said = [each.wait().said for each in all_at_once]
        self.assertEqual(sorted("a store now" in s for s in said), [False, False, False, True], said)
        server.query("INSERT INTO muster.entries (path, parent, directory, mode, size) VALUES ('torn', '', false, 384, 9)")
        self.assertIn("damaged: torn", self.ok("store", "check", status=INTERNAL).said)
        server.query("UPDATE muster.store SET format = 99")
        for arguments in (("store", "check"), ("store", "init"), ("status",)):
            self.assertIn("another version", self.ok(*arguments, status=USAGE).said)

    def test_its_address_is_read_with_care(self):
        named = {"MUSTER_STORE": "", "TEAM": self.address}
        self.assertIn("0 files", self.ok("store", "check", "--store", "env:TEAM", env=named).said)
        without = f"postgresql://tester@/postgres?host={server.directory}"
        self.assertIn("0 files", self.ok("store", "check", "--store", without, env=named).said)
        self.assertIn("which store?", self.ok("store", "check", env=named, status=USAGE).said)
        self.assertIn("NONE", self.ok("status", "--store", "env:NONE", status=USAGE).said)
        self.ok("status", "--store", "/some/directory", status=USAGE)
        self.ok("status", "--store", "env:TEAM", "--state-dir", self.state, env=named, status=USAGE)
        for option in ("--store", "--state-dir"):  # another password: it does stand in the list of processes
            r = self.ok("status", option, f"postgresql://tester:hunter2@/postgres?host={server.directory}", status=USAGE)
            self.assertIn("a password on the command line can be seen by others", r.said)
            self.assertNotIn("hunter2", r.said)
        r = self.ok("status", env={"MUSTER_STORE": f"postgresql://tester:{PASSWORD}@/x?host={self.dir}"}, status=STOPPED)
        self.assertIn("cannot be used now", r.said)
        r = self.ok("status", env={"MUSTER_STORE": f"postgresql://tester:{PASSWORD}@db.example.com/x?sslmode=disable"},
                    status=USAGE)
        self.assertIn("sslmode", r.said)


class Moves(FleetCase):
    def begin_locally(self, sandbox):
        self.run_job(self.spec(sandbox), "--limit", "20", env=dict(self.local, MUSTER_STORE=""))
        return {name: read_bytes(os.path.join(self.state, "jobs", "job", name)) for name in ("journal.jsonl", "spec.json")}

    def test_there_and_back_byte_for_byte(self):
        s = self.sandbox(members=300)
        before = self.begin_locally(s)
        self.ok("store", "move", "--from", self.state, "--to", "env:MUSTER_STORE", status=USAGE)  # which jobs?
        self.ok("store", "move", "nobody", "--from", self.state, "--to", "env:MUSTER_STORE", status=USAGE)
        self.assertIn("job job is in the PostgreSQL database", self.ok("store", "move", "--all", "--from", self.state, "--to",
                                                                     "env:MUSTER_STORE").said)
        for name, text in before.items():
            self.assertEqual(self.stored("jobs/job/" + name), text, name)
        self.assertFalse(os.path.exists(os.path.join(self.state, "jobs", "job")))
        self.resume_job("--limit", "20")
        inside = self.stored("jobs/job/journal.jsonl")
        self.assertGreater(len(inside), len(before["journal.jsonl"]))
        self.ok("store", "move", "job", "--to", self.state)
        self.assertEqual(read_bytes(self.journal()), inside)
        self.assertIsNone(self.stored("jobs/job/journal.jsonl"))
        self.env["MUSTER_STORE"] = ""
        self.resume_job()
        self.assert_exact(s, members=300)
        self.ok("fsck", "job")

    def test_one_that_was_killed_is_gone_on_with(self):
        s = self.sandbox(members=300)
        before = self.begin_locally(s)
        kept = os.path.join(self.dir, "kept")
        shutil.copytree(os.path.join(self.state, "jobs", "job"), kept)
        ways = (self.state, "env:MUSTER_STORE"), ("env:MUSTER_STORE", self.state)
        since = time.monotonic()
        for source, target in ways:
            self.ok("store", "move", "job", "--from", source, "--to", target)
        takes = (time.monotonic() - since) / 2
        killed = 0
        for source, target in ways * 2:
            for part in (0.5, 0.7, 0.9):
                moving = self.start("store", "move", "job", "--from", source, "--to", target)
                time.sleep(part * takes)
                moving.signal(signal.SIGKILL)
                killed += moving.wait().status == -signal.SIGKILL
                self.expire()
                places = [(read_bytes(self.journal()) or None), self.stored("jobs/job/journal.jsonl")]
                self.assertIn(before["journal.jsonl"], places)  # whole
                self.assertEqual({p for p in places if p} - {before["journal.jsonl"]}, set())
            r = self.muster("store", "move", "job", "--from", source, "--to", target)
            self.assertEqual(r.status, OK if "there is no job" not in r.said else USAGE, str(r))
            self.assertEqual(self.stored("jobs/job/journal.jsonl") is None, target == self.state)
        self.assertGreater(killed, 0)
        # Everything was copied, and nothing taken away: what is there again is the same job.
        self.ok("store", "move", "job", "--from", self.state, "--to", "env:MUSTER_STORE")
        shutil.copytree(kept, os.path.join(self.state, "jobs", "job"))
        self.ok("store", "move", "job", "--from", self.state, "--to", "env:MUSTER_STORE")
        self.assertFalse(os.path.exists(self.journal()))
        self.resume_job()
        self.assert_exact(s, members=300)
        # And another one of that name is left alone.
        shutil.copytree(kept, os.path.join(self.state, "jobs", "job"))
        r = self.ok("store", "move", "job", "--from", self.state, "--to", "env:MUSTER_STORE", status=USAGE)
        self.assertIn("there is another job job", r.said)
        self.assertEqual(read_bytes(self.journal()), before["journal.jsonl"])

    def test_a_job_that_runs_stays(self):
        s = self.sandbox("--latency", "30", members=400)
        running = self.start("run", self.spec(s, pace={"requestsPerSecond": 60}), "--job-id", "job")
        self.wait_for_effects(s, 10)
        self.ok("store", "move", "job", "--to", self.state, status=RUNNING)
        running.signal(signal.SIGTERM)
        self.assertEqual(running.wait().status, STOPPED)
        self.resume_job()
        self.assert_exact(s, members=400)


class Jobs(FleetCase):
    def begin(self, *arguments, members=600, latency=10, per_second=50, **options):
        s = self.sandbox("--latency", str(latency), members=members)
        running = self.start("run", self.spec(s, pace={"requestsPerSecond": per_second}), "--job-id", "job", *arguments,
                             **options)
        self.wait_for_effects(s, 10)
        return s, running

    def test_a_killed_one_goes_on_when_its_lease_has_ended(self):
        s, running = self.begin(per_second=100)
        running.signal(signal.SIGKILL)
        running.wait()
        r = self.ok("resume", "job", env=self.as_host("other"), status=RUNNING)
        for word in (f'"pid":{running.pid}', '"host":"' + os.uname().nodename, "Nothing was changed"):
            self.assertIn(word, r.said)
        self.assertRegex(self.ok("store", "check").said, r"1 leases jobs/job/lock .* epoch 1, ends in \d+ s")
        sent = s.ledger()["requests"]
        self.expire()
        self.resume_job(env=self.as_host("other"))
        self.assertGreater(s.ledger()["requests"], sent)
        self.assert_exact(s, members=600)
        self.assertEqual([r["run"] for r in self.records() if r["t"] == "run"], [1, 2])
        self.ok("fsck", "job")
        self.assertIn("0 leases", self.ok("store", "check").said)

    def test_of_two_hosts_that_begin_it_at_once_one_does(self):
        s = self.sandbox("--latency", "5", members=100)
        spec = self.spec(s, where={}, operation={"update": {"customFields": {"seen": "yes"}}})
        for n in range(4):
            job = f"job-{n}"
            s.reset()
            both = [self.start("run", spec, "--job-id", job, env=self.as_host(host)) for host in ("one", "two")]
            r = sorted((each.wait() for each in both), key=lambda each: each.status)
            self.assertEqual(r[0].status, OK, str(r[0]) + str(r[1]))
            self.assertIn(r[1].status, (RUNNING, USAGE), str(r[1]))
            self.assertIn("is running already" if r[1].status == RUNNING else f"there is a job {job} already", r[1].said)
            effects = s.ledger()["members"]
            self.assertEqual((len(effects), {json.dumps(e) for e in effects.values()}), (100, {'{"update": 1}'}))
            self.assertEqual(len(self.results(job)), 100)
            self.ok("fsck", job)

    def test_goes_on_by_itself_when_the_database_is_killed(self):
        s, running = self.begin(members=800)
        for down in (0.0, 1.5):
            sent = len(s.ledger()["members"])
            server.kill()
            time.sleep(down)
            server.start()
            self.wait_for_effects(s, min(sent + 20, 150))
        r = running.wait(40)
        self.assertEqual(r.status, OK, str(r))
        self.assert_exact(s, members=800)
        self.assertEqual([r["run"] for r in self.records() if r["t"] == "run"], [1])
        self.ok("fsck", "job")
        self.ok("store", "check")

    def test_is_steered_from_another_host(self):
        s, running = self.begin()
        other = self.as_host("other")
        watch = self.start("watch", "job", env=other)

        def soon(*arguments, within=3.0):
            since = time.monotonic()
            r = self.ok(*arguments, env=other)
            self.assertLess(time.monotonic() - since, within, arguments)
            return r
        self.assertIn("muster continue job", soon("pause", "job", "--why", "lunch").said)
        time.sleep(0.5)  # for what was under way
        before = len(s.ledger()["members"])
        time.sleep(1)
        self.assertEqual(len(s.ledger()["members"]), before)
        self.assertIn("lunch", soon("status", "job").said)
        self.assertEqual(self.job_status()["inFlight"], 0)
        soon("continue", "job")
        soon("rate", "job", "5")
        before = len(s.ledger()["members"])
        time.sleep(1)
        self.assertIn(len(s.ledger()["members"]) - before, range(1, 10))
        soon("stop", "job", "--why", "enough")
        r = running.wait(15)
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertIn("enough", r.said)
        r = watch.wait(10)
        self.assertEqual(r.status, OK, str(r))
        self.assertIn("settled", r.out)
        self.assertIn("job stopped", r.out)
        acts = [(a["act"], a.get("why")) for a in self.records() if a["t"] == "act"]
        self.assertEqual(acts, [("pause", "lunch"), ("continue", None), ("rate", None), ("stop", "enough")])
        self.assertRegex(self.records()[-1]["reason"], rf"stopped by \S+ \(pid \d+\) on {os.uname().nodename}: enough")
        self.assertEqual(server.query("SELECT count(*) FROM muster.questions"), [("0",)])
        self.resume_job()
        self.assert_exact(s, members=600)

    def test_a_question_to_who_is_dead_is_not_put_to_the_next(self):
        s, running = self.begin(per_second=50)
        running.signal(signal.SIGKILL)
        running.wait()
        asking = self.start("stop", "job", "--why", "in vain")
        wait_until(lambda: server.query("SELECT count(*) FROM muster.questions") == [("1",)], 10, "the question")
        asking.signal(signal.SIGKILL)
        asking.wait()
        self.expire()
        self.resume_job()
        self.assert_exact(s, members=600)
        self.assertNotIn("act", [r["t"] for r in self.records()])


class Leases(FleetCase):
    """What takes as long as a lease: both parts of it at the same time."""

    def begin_on_hosts(self, sandbox):
        """Two hosts whose supervisors know of the same start, which is due; {name: host}."""
        way = os.path.join(self.dir, "platform")
        self.addCleanup(Relay("unix:" + way, f"tcp:{sandbox.port}").kill)
        due = (datetime.datetime.now(UTC) - datetime.timedelta(minutes=1)).replace(second=0, microsecond=0)
        spec = self.spec(sandbox, where={}, pace={"requestsPerSecond": 15}, name="put.json",
                         operation={"update": {"customFields": {"seen": "yes"}}},
                         schedule={"cron": f"{due.minute} {due.hour} * * *", "timezone": "UTC"})
        with open(spec, encoding="utf-8") as f:
            text = json.dumps({**json.load(f), "name": "tick"})
        hosts = {}
        for name in ("berlin", "london"):
            host = Host(self, name, server.directory, way, sandbox.port)
            specs = os.path.join(host.directory, "specs")
            os.mkdir(specs)
            shutil.copy(self.file("tick.json", text), specs)
            os.utime(os.path.join(specs, "tick.json"), (due.timestamp() - 60,) * 2)  # before the start was due
            self.addCleanup(lambda host=host: host.running and host.running.alive() and host.kill())
            hosts[name] = host
        for host in hosts.values():
            host.start("schedule", os.path.join(host.directory, "specs"))
        self.wait_for_effects(sandbox, 10)
        return hosts, f"tick-{due:%Y%m%dT%H%M}00Z"

    def kill_the_holder(self, hosts, job):
        first, = self.runs(job)
        dead = hosts.pop(first["host"])
        dead.kill()
        until = server.query(f"SELECT extract(epoch FROM until) FROM muster.leases WHERE path = 'jobs/{job}/lock'")
        return time.time(), float(until[0][0])

    def runs(self, job):
        return [r for r in self.records(job) if r["t"] == "run"]

    def judge_hosts(self, sandbox, hosts, job, killed, until):
        """Of the two, one is left; it has gone on with the job, once the dead one's lease had ended."""
        left, = hosts.values()
        second = wait_until(lambda: self.runs(job)[1:], 30, "the second run", every=0.2)[0]
        self.assertEqual(second["host"], left.name)
        began = datetime.datetime.fromisoformat(second["at"]).timestamp()
        self.assertGreaterEqual(began, until - 0.01)
        self.assertLessEqual(began - killed, 25)
        wait_until(lambda: self.records(job)[-1]["t"] == "end", 30, "its end", every=0.2)
        self.assertTrue(left.works())
        self.assertEqual(len(self.runs(job)), 2)
        made = server.query("SELECT path FROM muster.entries WHERE path LIKE 'jobs/tick%/journal.jsonl'")
        self.assertEqual(made, [(f"jobs/{job}/journal.jsonl",)])
        effects = sandbox.ledger()["members"]
        self.assertEqual((len(effects), {json.dumps(e) for e in effects.values()}), (80, {'{"update": 1}'}))
        self.assertEqual(sorted(i for i, _ in self.results(job)), sorted(effects))
        self.ok("fsck", job)

    def test_who_stood_still_sends_nothing_more_and_a_dead_hosts_job_goes_on(self):
        s = self.sandbox("--latency", "10", members=1000)
        running = self.start("run", self.spec(s, pace={"requestsPerSecond": 60}), "--job-id", "job")
        self.wait_for_effects(s, 10)
        running.signal(signal.SIGSTOP)
        stopped = time.monotonic()
        if can_have_hosts():
            another = self.sandbox(members=80)
            hosts, tick = self.begin_on_hosts(another)
            killed = self.kill_the_holder(hosts, tick)
        sent = s.ledger()["requests"]

        def goes_on():
            r = self.muster("resume", "job", env=self.as_host("other"))
            return r if r.status != RUNNING else None
        r = wait_until(goes_on, LEASE + 1 + stopped - time.monotonic(), "the end of the lease", every=1)
        self.assertEqual(r.status, OK, str(r))
        self.assertGreater(time.monotonic() - stopped, LEASE - 6)  # it was renewed within the last 5 s
        expected = self.assert_exact(s)
        journal, requests = self.stored("jobs/job/journal.jsonl"), s.ledger()["requests"]
        self.assertGreater(requests, sent)
        if can_have_hosts():
            self.judge_hosts(another, hosts, tick, *killed)
        time.sleep(max(0.0, stopped + LEASE + 0.5 - time.monotonic()))
        running.signal(signal.SIGCONT)
        r = running.wait(15)
        self.assertEqual(r.status, RUNNING, str(r))
        for words in ("another host has taken over job job", "sends nothing more"):
            self.assertIn(words, r.said)
        self.assertEqual(s.ledger()["requests"], requests)
        self.assertEqual(self.stored("jobs/job/journal.jsonl"), journal)
        self.assertEqual(self.assert_exact(s), expected)


class Limits(FleetCase):
    def test_hosts_that_leave_by_one_address_share_its_limit(self):
        s = self.sandbox(members=60, rate=100)
        running = []
        for name in ("berlin", "london"):
            spec = self.spec(s, name=name + ".json", where={}, pace={"requestsPerSecond": 30},
                             operation={"update": {"customFields": {name: "done"}}})
            running.append(self.start("run", spec, "--job-id", name, env={**self.as_host(name), "MUSTER_LEAVES_BY": "office"}))
        for each in running:
            self.assertEqual(each.wait(60).status, OK)
        ledger = s.ledger()
        self.assertEqual(len(ledger["members"]), 60)
        self.assertLessEqual(ledger["maxInWindow"], 30)
        spans = [self.span_of(name) for name in ("berlin", "london")]
        self.assertLess(max(begun for begun, _ in spans), min(ended for _, ended in spans), "one after the other")

    def test_limits_that_cannot_be_had_are_told_of(self):
        s = self.sandbox(members=300, rate=100)
        spec = self.spec(s, where={}, pace={"requestsPerSecond": 20})
        r = self.start("run", spec, "--job-id", "job", env={"MUSTER_LEAVES_BY": "office"})
        self.wait_for_effects(s, 20)
        server.query("ALTER TABLE muster.rates RENAME TO lost")
        wait_until(lambda: "cannot be had from the store" in r.err(), 40, "a word on it")
        self.assertIn("the store does not answer", self.ok("status", "job").said)
        server.query("ALTER TABLE muster.lost RENAME TO rates")
        self.assertEqual(r.wait(60).status, OK)
        self.assertIn("can be had again", r.err())

    def span_of(self, job):
        """When it began and ended, as its journal says."""
        times = [r["at"] for r in self.records(job) if r["t"] in ("run", "end")]
        return times[0], times[-1]


if __name__ == "__main__":
    unittest.main()
