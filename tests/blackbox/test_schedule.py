"""`muster schedule`: jobs start by timetables, whoever is killed, and each is told clearly what is wrong."""
import datetime
import glob
import json
import os
import random
import signal
import socket
import time
import unittest

from clock import FAKETIME, WallClock
from support import OK, RUNNING, USAGE, Case, read_bytes, wait_until

UTC = datetime.timezone.utc
MINUTELY = {"cron": "* * * * *", "timezone": "UTC"}
NIGHTLY = {"cron": "0 1 * * *", "timezone": "Europe/Berlin"}
NEVER = {"cron": "0 0 29 2 *", "timezone": "UTC"}


class ScheduleCase(Case):
    def setUp(self):
        super().setUp()
        self.specs = os.path.join(self.given, "specs")
        os.mkdir(self.specs)
        self.clock = WallClock(self.given)
        self.env.update(self.clock.env)

    def now(self):
        return datetime.datetime.now(UTC) + datetime.timedelta(seconds=self.clock.ahead)

    def to_second(self, second, fresh=True):
        """Turns the clock on to that second of a minute; `fresh`: specs are written then, so none of their starts was
        missed."""
        self.clock.turn(self.clock.ahead + (second - self.now().second) % 60)
        for path in glob.glob(os.path.join(self.specs, "*")) if fresh else ():
            os.utime(path, (self.now().timestamp(),) * 2)

    def put(self, at, name="tick", file=None, **others):
        others.setdefault("schedule", MINUTELY)
        with open(self.spec(at, **others)) as f:
            text = json.dumps({**json.load(f), "name": name})
        path = os.path.join(self.specs, file or name + ".json")
        os.rename(self.file("put", text), path)
        return path

    def schedule(self, *arguments, **options):
        return self.start("schedule", self.specs, *arguments, **options)

    def jobs(self, name="tick"):
        return sorted(os.path.basename(os.path.dirname(j))
                      for j in glob.glob(os.path.join(self.state, "jobs", name + "-*", "journal.jsonl")))

    def states(self, name="tick"):
        return {j: self.job_status(j)["state"] for j in self.jobs(name)}

    def wait_complete(self, count=1, name="tick", seconds=30):
        wait_until(lambda: list(self.states(name).values()).count("complete") >= count, seconds,
                   f"{count} complete jobs of {name}", 0.1)

    def says(self, running, *words, seconds=10):
        missing = lambda: [w for w in words if w not in " ".join(running.err().split())]
        try:
            wait_until(lambda: not missing(), seconds)
        except AssertionError:
            self.fail(f"it does not say {missing()}:\n{running.err()}")


@unittest.skipUnless(FAKETIME, "libfaketime is not installed (Debian: faketime)")
class Schedule(ScheduleCase):
    def test_jobs_start_when_they_are_due_and_a_sigterm_drains(self):
        s = self.sandbox(members=300)
        self.put(s)
        self.to_second(57)
        running = self.schedule()
        self.wait_complete()
        self.to_second(58)
        self.wait_complete(2)
        running.signal(signal.SIGTERM)
        self.assertEqual(running.wait(10).status, OK)
        first, second = self.jobs()[:2]
        self.assertRegex(first, r"^tick-\d{8}T\d{4}00Z$")
        self.assertNotEqual(first, second)
        self.assert_exact(s, members=300, job=first)

    def test_a_removed_job_is_made_again_as_is_said_and_an_archived_one_is_not(self):
        s = self.sandbox(members=100)
        self.put(s, schedule={"cron": "0 1 1 * *", "timezone": "UTC", "catchUpFor": "30d"})
        first = self.now().replace(day=1, hour=1, minute=0, second=0, microsecond=0)
        self.clock.turn(int((first - self.now()).total_seconds()) + 2 * 86400)
        for path in glob.glob(os.path.join(self.specs, "*")):
            os.utime(path, (first.timestamp() - 60,) * 2)
        once = lambda: self.muster("schedule", self.specs, "--once")
        self.assertEqual(once().status, OK)
        job, = self.jobs()
        words = f"without job {job}, muster schedule makes it again"
        r = self.muster("jobs", "remove", job, "--dry-run")
        self.assertIn(words, r.said)
        self.assertIn(f"muster jobs archive {job}", r.said)
        r = self.muster("jobs", "remove", job, "--yes")
        self.assertEqual(r.status, OK, str(r))
        self.assertIn(words, r.said)
        self.assertEqual(self.jobs(), [])
        once()
        self.assertEqual(self.jobs(), [job])
        r = self.muster("jobs", "archive", job)
        self.assertEqual(r.status, OK, str(r))
        self.assertNotIn("makes it again", r.said)
        once()
        self.assertEqual(self.jobs(), [])

    def test_a_job_that_was_drained_goes_on_with_the_next_supervisor(self):
        s = self.sandbox(members=400, rate=50)
        self.put(s, pace={"requestsPerSecond": 50})
        self.to_second(58)
        running = self.schedule()
        self.wait_for_effects(s, 5)
        running.signal(signal.SIGTERM)
        r = running.wait(15)
        self.assertEqual(r.status, OK)
        self.assertIn("are resumed when muster schedule runs again", r.said)
        self.assertEqual(list(self.states().values()), ["stopped"])
        self.schedule()
        self.wait_complete()
        self.assert_exact(s, members=400, job=self.jobs()[0])

    def test_whoever_is_killed_nothing_is_lost_or_doubled(self):
        s = self.sandbox(members=1000, rate=120)
        self.put(s, pace={"requestsPerSecond": 120})
        self.to_second(59)
        chance = random.Random(1)
        running = self.schedule()
        for n in range(20):
            wait_until(self.jobs, 20, "a job")
            time.sleep(chance.uniform(0.1, 0.5))
            victim = chance.choice(["supervisor", "job", "both"])
            if victim != "supervisor":
                lock = read_bytes(os.path.join(self.state, "jobs", self.jobs()[0], "lock"))
                if self.job_status(self.jobs()[0])["state"] == "running":
                    os.kill(json.loads(lock)["pid"], signal.SIGKILL)
            if victim != "job":
                running.process.kill()
                running.process.wait()
                running = self.schedule()
            if n % 4 == 3:  # the pause before the next run
                self.clock.turn(self.clock.ahead + 6)
        for _ in range(30):
            if "complete" in self.states().values():
                break
            self.clock.turn(self.clock.ahead + 40)
            time.sleep(1)
        first = self.jobs()[0]
        self.wait_complete()
        running.process.kill()
        running.process.wait()
        self.assertEqual(self.states()[first], "complete")
        self.assert_exact(s, job=first)

    def test_the_second_supervisor_says_who_holds_the_lock(self):
        self.put("http://127.0.0.1:1", schedule=NEVER)
        first = self.schedule()
        self.says(first, "looking after 1 specs")
        r = self.muster("schedule", self.specs)
        self.assertEqual(r.status, RUNNING, str(r))
        self.assertIn(f'"pid":{first.pid}', r.said)
        first.process.kill()
        first.process.wait()
        r = self.muster("schedule", self.specs, "--once")
        self.assertEqual(r.status, OK, str(r))

    def test_what_is_wrong_is_said_and_the_rest_goes_on(self):
        s = self.sandbox(members=100)
        self.put(s)
        self.put(s, file="twin.json")
        self.file("specs/bad.json", '{"name": "bad"')
        self.put(s, "plain", schedule=None)
        empty = os.path.join(self.given, "empty")
        os.mkdir(empty)
        self.to_second(57)
        running = self.schedule(empty, os.path.join(self.given, "missing.json"))
        self.says(running, "twin.json is left out: its name", "is taken by", "bad.json:1:", "until it is mended",
                  'plain.json has no "schedule"', "empty holds no spec", "missing.json is not there")
        self.wait_complete()
        self.assertEqual(len(self.jobs()), 1)

    def test_a_spec_that_is_put_there_mended_or_deleted_is_noticed(self):
        s = self.sandbox(members=400, rate=40)
        running = self.schedule()
        self.says(running, "holds no spec")
        path = self.put(s, pace={"requestsPerSecond": 40})
        self.to_second(55)
        self.wait_for_effects(s, 3)
        os.remove(path)
        self.says(running, 'spec "tick" is not there any more', "goes on to its end")
        self.wait_complete()
        self.file("specs/new.json", "{")
        self.says(running, "new.json:1:")
        self.put(s, "new", schedule=NEVER)
        time.sleep(0.5)
        running.signal(signal.SIGHUP)
        self.says(running, "read all specs anew: 1")

    def test_once_does_what_is_due_and_ends(self):
        s = self.sandbox(members=200)
        self.put(s)
        r = self.muster("schedule", self.specs, "--once")
        self.assertEqual((r.status, self.jobs()), (OK, []), str(r))
        self.clock.turn(180)  # some starts were missed, the last is made up for
        self.to_second(5, fresh=False)
        r = self.muster("schedule", self.specs, "--once")
        self.assertEqual((r.status, len(self.jobs())), (OK, 1), str(r))
        self.assertEqual(list(self.states().values()), ["complete"])
        r = self.muster("jobs", "archive", *self.jobs())
        self.assertEqual(r.status, OK, str(r))
        r = self.muster("schedule", self.specs, "--once", "--quiet")
        self.assertEqual((r.status, r.err, self.jobs()), (OK, "", []), str(r))
        r = self.muster("schedule", self.given + "/empty", "--once")
        self.assertEqual(r.status, USAGE, str(r))

    def test_all_missed_starts_are_made_up_for_one_after_the_other(self):
        s = self.sandbox(members=100)
        self.put(s, schedule={**MINUTELY, "catchUp": "all"})
        self.clock.turn(185)
        r = self.muster("schedule", self.specs, "--once")
        self.assertEqual(r.status, OK, str(r))
        self.assertIn(len(self.jobs()), (3, 4))
        self.assertEqual(set(self.states().values()), {"complete"})

    def test_a_later_start_replaces_a_job(self):
        s = self.sandbox(members=1000, rate=30)
        self.put(s, schedule={**MINUTELY, "overlap": "replace"}, pace={"requestsPerSecond": 30})
        self.to_second(58)
        running = self.schedule()
        self.wait_for_effects(s, 3)
        self.to_second(58)
        wait_until(lambda: len(self.jobs()) == 2, 20, "the second job")
        first, second = self.jobs()
        self.assertEqual(self.job_status(first)["state"], "stopped")
        self.says(running, f"job {first} is stopped, as a later start takes its place")
        self.clock.turn(self.clock.ahead + 10)
        time.sleep(2.5)
        self.assertEqual(self.job_status(first)["state"], "stopped")
        status = self.job_status(second)
        self.assertEqual(status["state"], "running", f"{status}\n{running.err()}")

    def test_a_key_that_is_missing_is_said_and_a_sighup_tries_again(self):
        s = self.sandbox(members=100)
        key = os.path.join(self.given, "key")
        self.put(s, provider={"key": {"file": key}})
        self.to_second(58)
        running = self.schedule()
        self.says(running, "cannot be used", "is left; when what is in its way is mended")
        self.assertEqual(self.jobs(), [])
        with open(os.open(key, os.O_CREAT | os.O_WRONLY, 0o600), "w") as f:
            f.write(self.key + "\n")
        running.signal(signal.SIGHUP)
        self.wait_complete()

    def test_the_list_shows_the_next_starts(self):
        self.put("http://127.0.0.1:1", "nightly", schedule={**NIGHTLY, "jitter": "10m"})
        r = self.muster("schedule", "--list", self.specs)
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(r.out.count("01:00 Europe/Berlin"), 5, r.out)
        r = self.muster("schedule", "--list", self.specs, "--output", "json")
        (listed,) = json.loads(r.out)
        self.assertEqual((listed["spec"], len(listed["next"]), listed["timezone"]), ("nightly", 5, "Europe/Berlin"))

    def test_the_service_manager_is_told(self):
        self.put("http://127.0.0.1:1", schedule=NEVER)
        for name in (os.path.join(self.given, "notify"), "@muster-test-%d" % os.getpid()):
            with self.subTest(name), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
                manager.bind(name.replace("@", "\0"))
                manager.settimeout(10)
                running = self.schedule(env={"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "400000"})
                self.assertEqual(manager.recv(999), b"READY=1")
                self.assertEqual(manager.recv(999), b"WATCHDOG=1")
                running.signal(signal.SIGHUP)
                seen = [manager.recv(999) for _ in range(6)]
                self.assertTrue(any(m.startswith(b"RELOADING=1\nMONOTONIC_USEC=") for m in seen), seen)
                self.assertIn(b"READY=1", seen)
                running.signal(signal.SIGTERM)
                wait_until(lambda: manager.recv(999) == b"STOPPING=1", 10)
                self.assertEqual(running.wait(10).status, OK)


if __name__ == "__main__":
    unittest.main()
