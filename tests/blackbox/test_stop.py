"""Jobs that are killed, stopped, suspended or resumed twice: nobody is lost, nobody doubled.

MUSTER_KILLS says how many SIGKILLs one job survives (default 20), MUSTER_SEED when they come.
"""
import os
import random
import signal
import subprocess
import time
import unittest

from support import MUSTER, OK, RUNNING, STOPPED, Case

KILLS = int(os.environ.get("MUSTER_KILLS", "20"))
SEED = int(os.environ.get("MUSTER_SEED", str(random.randrange(10**6))))


class Kills(Case):
    def test_a_job_killed_at_random_moments_changes_each_member_once(self):
        """All 1,000 members match; the sandbox answers slowly enough for all kills to come while it runs."""
        chance = random.Random(SEED)
        latency = max(10, KILLS * 3 // 2)
        s = self.sandbox("--latency", str(latency), "--latency-jitter", str(latency // 2))
        spec = self.spec(s, where={})
        kills, jobs = 0, 0
        while kills < KILLS:  # a second job only if the machine is so fast that the first one ends too early
            jobs += 1
            job = f"job-{jobs}"
            s.reset()
            arguments = ["run", spec, "--job-id", job]
            while kills < KILLS:
                running = self.start(*arguments, "--quiet")
                if os.path.exists(self.journal(job)):
                    arguments = ["resume", job]
                time.sleep(chance.uniform(0.005, 0.25))
                if not running.alive():
                    break
                running.signal(signal.SIGKILL)
                running.wait()
                if os.path.exists(self.journal(job)):
                    arguments = ["resume", job]
                    self.assertIn(self.job_status(job)["state"], ("interrupted", "stopped"))
                kills += 1
            r = self.muster(*arguments, seconds=120)
            self.assertEqual(r.status, OK, f"seed {SEED}, {kills} kills\n{r}")
            self.assert_exact(s, matches=lambda m: True, job=job)
        self.assertLessEqual(jobs, 1 + KILLS // 10, "the jobs are too short for this test")

    def test_deletes_and_updates_survive_kills_as_well(self):
        chance = random.Random(SEED + 1)
        for operation, effect in (({"delete": {}}, "delete"), ({"update": {"metaData": {"k": 1}}}, "update")):
            s = self.sandbox("--latency", "20", members=300)
            spec = self.spec(s, where={"id": {"isSet": True}}, operation=operation)
            arguments = ["run", spec, "--job-id", effect]
            for _ in range(6):
                running = self.start(*arguments)
                time.sleep(chance.uniform(0.03, 0.15))
                running.signal(signal.SIGKILL)
                running.wait()
                if os.path.exists(self.journal(effect)):
                    arguments = ["resume", effect]
            r = self.muster(*arguments)
            self.assertEqual(r.status, OK, str(r))
            effects = s.ledger()["members"]
            self.assertEqual(len(effects), 300, f"seed {SEED}")
            self.assertEqual([e for e in effects.values() if e != {effect: 1}], [], f"seed {SEED}")
            self.assertEqual(len(set(self.results(effect))), 300)
            self.assertEqual(len(self.results(effect)), 300)


class Signals(Case):
    def begin(self, **options):
        """A job that is somewhere in the middle."""
        s = self.sandbox("--latency", "50", **options)
        running = self.start("run", self.spec(s), "--job-id", "job")
        self.wait_for_effects(s, 30)
        return s, running

    def test_sigterm_and_sigint_stop_gracefully(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            s, running = self.begin()
            running.signal(number)
            r = running.wait(12)
            self.assertEqual(r.status, STOPPED, str(r))
            self.assertIn("muster resume job", r.said)
            status = self.job_status()
            self.assertEqual((status["state"], status["inDoubt"]), ("stopped", 0))
            self.assertEqual(status["outcomes"]["done"], len(s.ledger()["members"]), "what was in flight was finished")
            self.resume_job()
            self.assert_exact(s)
            os.rename(os.path.join(self.state, "jobs", "job"), os.path.join(self.state, "jobs", f"old-{number}"))

    def test_a_second_signal_stops_at_once(self):
        s = self.sandbox(faults=[{"match": {"method": "POST", "after": 20}, "fault": {"kind": "stall"}}])
        running = self.start("run", self.spec(s), "--job-id", "job")
        self.wait_for_effects(s, 25)
        running.signal(signal.SIGINT)
        time.sleep(0.5)
        self.assertTrue(running.alive(), "it waits for what is in flight")
        began = time.monotonic()
        running.signal(signal.SIGINT)
        r = running.wait(5)
        self.assertLess(time.monotonic() - began, 2)
        self.assertNotEqual(r.status, OK, str(r))
        s.stop()
        s2 = self.sandbox(port=s.port)  # the platform is well again, and knows of nothing
        self.resume_job()
        self.assertGreater(len(s2.ledger()["members"]), 150)

    def test_a_graceful_stop_does_not_wait_longer_than_10_seconds(self):
        s = self.sandbox(faults=[{"match": {"method": "POST", "after": 20}, "fault": {"kind": "stall"}}])
        running = self.start("run", self.spec(s), "--job-id", "job")
        self.wait_for_effects(s, 25)
        running.signal(signal.SIGTERM)
        r = running.wait(12)
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertGreater(self.job_status()["inDoubt"], 0)

    def test_suspended_and_continued(self):
        s, running = self.begin()
        running.signal(signal.SIGSTOP)
        time.sleep(2.5)
        self.assertEqual(self.job_status()["state"], "running")
        running.signal(signal.SIGCONT)
        r = running.wait()
        self.assertEqual(r.status, OK, str(r))
        self.assert_exact(s)

    def test_only_one_process_works_on_a_job(self):
        s, running = self.begin()
        for command in (("resume", "job"), ("run", os.path.join(self.given, "spec.json"), "--job-id", "job")):
            r = self.muster(*command)
            self.assertIn(r.status, (RUNNING,) if command[0] == "resume" else (RUNNING, 2), str(r))
            if command[0] == "resume":
                self.assertIn(str(running.pid), r.said, "who holds it")
        self.assertEqual(running.wait().status, OK)
        self.assert_exact(s)

    def test_two_resumes_at_once(self):
        s, running = self.begin()
        running.signal(signal.SIGKILL)
        running.wait()
        both = [self.start("resume", "job") for _ in range(2)]
        self.assertEqual(sorted(r.wait().status for r in both), [OK, RUNNING])
        self.assert_exact(s)

    def test_status_and_results_can_be_read_while_it_runs(self):
        s, running = self.begin()
        while running.alive():
            self.assertIn(self.job_status()["state"], ("running", "complete"))
            outcomes = self.results()
            self.assertEqual(len(outcomes), len(set(outcomes)))
        self.assertEqual(running.wait().status, OK)
        self.assert_exact(s)

    def test_output_that_nobody_reads_does_not_stop_the_job(self):
        s = self.sandbox()
        read, write = os.pipe()
        os.close(read)
        process = subprocess.Popen([MUSTER, "run", self.spec(s), "--job-id", "job"], stdin=subprocess.DEVNULL, stdout=write,
                                   stderr=write, env=self.env)
        os.close(write)
        self._started.append(process)
        process.wait(timeout=60)
        self.assertEqual(self.job_status()["state"], "complete")
        self.assert_exact(s)


if __name__ == "__main__":
    unittest.main()
