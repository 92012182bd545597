"""Three hosts with a supervisor each, one store, and whatever can happen to them, round after round (tests/prove fleet).

In each round a few jobs become due on all three hosts at once. While they run, a host is killed, shut down, frozen, or cut off
from the database or from the platform, or the database is killed and started again, or frozen, or two of these at once. At the
end of the round every job is complete, each start was made once, and the platform's ledger says that every member was
changed once by every job. A killed host's jobs go on elsewhere within 25 s. MUSTER_ROUNDS and MUSTER_SEED for more, and for
the same again.
"""
import datetime
import json
import os
import random
import signal
import time
import unittest

from fleet import Host, Relay, can_have_hosts
from support import OK, Case, wait_until
from test_postgres import Server

ROUNDS = int(os.environ.get("MUSTER_ROUNDS", "2"))
SEED = int(os.environ.get("MUSTER_SEED", str(random.randrange(10**6))))
MEMBERS = 40
JOBS = 4
PER_SECOND = 8  # of each host, for all of its jobs
TAKEN_OVER_WITHIN = 25.0
EVENTS = ["kill", "kill", "kill", "cut", "cut", "freeze", "freeze", "strand", "drain", "drain", "database",
          "stall", "drain and kill", "kill and database", "kill and stall", "cut and freeze", "kill and cut",
          "freeze and database", "kill and strand"]
UTC = datetime.timezone.utc


@unittest.skipUnless(can_have_hosts(), "needs root, to make hosts")
class FleetRounds(Case):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.server = Server("fsync=off")
        self.addCleanup(self.server.stop)
        self.env["MUSTER_STORE"] = f"postgresql://tester@/postgres?host={self.server.directory}"
        self.assertEqual(self.muster("store", "init").status, OK)
        self.platform = self.sandbox("--latency", "200", "--latency-jitter", "150", members=MEMBERS)
        way = os.path.join(self.dir, "platform")
        self.addCleanup(Relay("unix:" + way, f"tcp:{self.platform.port}").kill)
        self.hosts = []
        for name in ("berlin", "london", "madrid"):
            host = Host(self, name, self.server.directory, way, self.platform.port)
            os.mkdir(self.specs_of(host))
            self.hosts.append(host)
            self.addCleanup(self.end, host)
            self.begin(host)

    def specs_of(self, host):
        return os.path.join(host.directory, "specs")

    def begin(self, host):
        host.start("schedule", self.specs_of(host))

    def end(self, host):
        if host.running.alive():
            host.thaw()
            host.kill()
        if host.way.process.poll() is None:
            host.way.kill()

    # --- jobs

    def make_due(self, number):
        """A few specs, of which one start was missed. Returns the jobs that have to come of it."""
        due = (datetime.datetime.now(UTC) - datetime.timedelta(minutes=1)).replace(second=0, microsecond=0)
        jobs = {}
        for letter in "abcdefgh"[:JOBS]:
            name = f"r{number}-{letter}"
            path = self.spec(self.platform, name="put.json", where={}, pace={"requestsPerSecond": PER_SECOND, "pageSize": 10},
                             operation={"update": {"customFields": {name: "done"}}},
                             schedule={"cron": f"{due.minute} {due.hour} * * *", "timezone": "UTC"})
            with open(path, encoding="utf-8") as f:
                text = json.dumps({**json.load(f), "name": name})
            for host in self.hosts:
                written = os.path.join(host.directory, "put")
                with open(written, "w", encoding="utf-8") as f:
                    f.write(text)
                os.utime(written, (due.timestamp() - 60,) * 2)  # so that the start is one that it knows of
                os.rename(written, os.path.join(self.specs_of(host), name + ".json"))
            jobs[f"{name}-{due:%Y%m%dT%H%M}00Z"] = name
        return jobs

    def clear(self):
        for host in self.hosts:
            for name in os.listdir(self.specs_of(host)):
                os.unlink(os.path.join(self.specs_of(host), name))
        self.platform.reset()

    def records(self, job):
        """The journal, by the database: no run is asked for it."""
        found = self.server.query("SELECT encode(string_agg(p.bytes, ''::bytea ORDER BY p.at), 'hex') FROM muster.entries AS e "
                                  f"JOIN muster.pieces AS p ON p.entry = e.id WHERE e.path = 'jobs/{job}/journal.jsonl'")
        text = bytes.fromhex(found[0][0].replace("(null)", "")) if found else b""
        return [json.loads(line) for line in text[:text.rfind(b"\n") + 1].splitlines()]

    def runs(self, job):
        """[host, when it began, members that it settled] of each."""
        runs = []
        for r in self.records(job):
            if r["t"] == "run":
                runs.append([r["host"], datetime.datetime.fromisoformat(r["at"]).timestamp(), 0])
            elif r["t"] == "outcome":
                runs[-1][2] += 1
        return runs

    def is_complete(self, job):
        records = self.records(job)
        return bool(records) and records[-1]["t"] == "end" and records[-1].get("complete", False)

    # --- what happens

    def cut(self, host):
        seconds = self.chance.uniform(5, 40)
        how = self.chance.choice(["in silence", "with a word"])
        (host.relay.freeze if how == "in silence" else host.relay.kill)()
        return (f"{host.name} cut off {how} for {seconds:.0f} s", time.monotonic() + seconds,
                host.relay.thaw if how == "in silence" else host.relay.start)

    def strand(self, host):
        seconds = self.chance.uniform(5, 40)
        host.way.kill()
        return f"{host.name} cut off from the platform for {seconds:.0f} s", time.monotonic() + seconds, host.way.start

    def freeze(self, host):
        seconds = self.chance.uniform(5, 40)
        host.freeze()
        return f"{host.name} frozen for {seconds:.0f} s", time.monotonic() + seconds, host.thaw

    def kill(self, host):
        seconds = self.chance.uniform(30, 35)  # longer than it takes others to go on with its jobs
        host.kill()
        return f"{host.name} killed", time.monotonic() + seconds, lambda: self.begin(host)

    def drain(self, host):
        seconds = self.chance.uniform(15, 25)
        host.end()

        def begin():
            wait_until(lambda: not host.running.alive(), 60, f"the end of {host.name}")
            host.way.kill()
            self.begin(host)
        return f"{host.name} shut down", time.monotonic() + seconds, begin

    def database(self, _):
        seconds = self.chance.uniform(0, 10)
        self.server.kill()
        return f"the database gone for {seconds:.0f} s", time.monotonic() + seconds, self.server.start

    def stall(self, _):
        seconds = self.chance.uniform(5, 40)
        for number in (signal.SIGSTOP, signal.SIGSTOP):  # twice, as one may have begun another meanwhile
            self.server.signal(number)
        return f"the database frozen for {seconds:.0f} s", time.monotonic() + seconds, lambda: self.server.signal(signal.SIGCONT)

    def happen(self, jobs):
        """Returns what happened, and for a host that was killed alone {job: [when, how many runs it had]}."""
        kinds = self.chance.choice(EVENTS).split(" and ")
        hosts = self.chance.sample(self.hosts, len(self.hosts))
        wait_until(lambda: len(self.platform.ledger()["members"]) > 0, 60, "the first change")
        time.sleep(self.chance.uniform(1, 6))
        told, ends, taken = [], [], {}
        runs = {job: self.runs(job) for job in jobs}
        at_work = {runs[job][-1][0] for job in jobs if runs[job] and not self.is_complete(job)}
        hosts.sort(key=lambda host: host.name not in at_work)  # it happens to those first who have something to lose
        before = runs if kinds == ["kill"] else {}
        for kind, host in zip(kinds, hosts):
            words, end, undo = getattr(self, kind)(host)
            told.append(words)
            ends.append((end, undo))
            for job, runs in before.items():
                # A run that got no further may have others wait for longer: that is how jobs that fail are tried.
                if runs and runs[-1][0] == host.name and runs[-1][2] > 0 and not self.is_complete(job):
                    taken[job] = [time.time(), len(runs)]
        for end, undo in sorted(ends, key=lambda each: each[0]):
            time.sleep(max(0.0, end - time.monotonic()))
            undo()
        return told, taken

    # --- the judge

    def judge(self, jobs, taken):
        """Returns the longest time until a killed host's job went on."""
        wait_until(lambda: all(map(self.is_complete, jobs)), 240, "all jobs to be complete", every=1)
        for host in self.hosts:
            self.assertTrue(host.works(), f"the supervisor of {host.name} has ended")
        made = {row[0] for row in self.server.query("SELECT split_part(path, '/', 2) FROM muster.entries "
                                                    "WHERE path LIKE 'jobs/r%/journal.jsonl'")}
        self.assertEqual(set(jobs), {j for j in made if j.split("-")[0] == next(iter(jobs)).split("-")[0]}, "each start once")
        effects = self.platform.ledger()["members"]
        self.assertEqual({i: e for i, e in effects.items() if e != {"update": len(jobs)}}, {}, "changed too often, or too rarely")
        self.assertEqual(len(effects), MEMBERS)
        for member in self.platform.everyone():
            self.assertEqual([n for n in jobs.values() if member["customFields"].get(n) != "done"], [], member["id"])
        for job in jobs:
            outcomes = [r["id"] for r in self.records(job) if r["t"] == "outcome"]
            self.assertEqual((len(outcomes), len(set(outcomes))), (MEMBERS, MEMBERS), job)
            r = self.muster("fsck", job)
            self.assertEqual(r.status, OK, str(r))
        r = self.muster("store", "check")
        self.assertEqual(r.status, OK, str(r))
        longest = 0.0
        for job, (when, runs) in taken.items():
            went_on = self.runs(job)[runs:]
            self.assertTrue(went_on, f"{job} was not gone on with")
            longest = max(longest, went_on[0][1] - when)
        self.assertLessEqual(longest, TAKEN_OVER_WITHIN, "seconds until a killed host's job went on")
        return longest

    def test_nothing_is_lost_or_doubled_whatever_happens_to_hosts(self):
        takeovers = 0
        try:
            for number in range(ROUNDS):
                began = time.monotonic()
                jobs = self.make_due(number)
                told, taken = self.happen(jobs)
                longest = self.judge(jobs, taken)
                runs = [self.runs(job) for job in jobs]
                hosts = sum(len({host for host, _, _ in each}) > 1 for each in runs)
                takeovers += hosts
                self.say(f"seed {SEED}, round {number}: {time.monotonic() - began:.0f} s; {', '.join(told)}; "
                         f"{sum(map(len, runs))} runs of {JOBS} jobs, {hosts} of them on several hosts"
                         + (f"; gone on with after {longest:.1f} s" if taken else ""))
                self.clear()
        except BaseException:
            print(f"seed {SEED}\n" + "".join(host.said() for host in self.hosts), flush=True)
            raise
        self.say(f"{ROUNDS} rounds, {takeovers} jobs went on on another host")

    @staticmethod
    def say(words):
        if "MUSTER_ROUNDS" in os.environ:
            print(words, flush=True)


if __name__ == "__main__":
    unittest.main()
