"""The terminal or connection that a command was started from goes away."""
import fcntl
import os
import pty
import signal
import subprocess
import termios
import unittest

from support import MUSTER, OK, STOPPED, Case, read_bytes, wait_until


class Hangup(Case):
    def begin(self, **options):
        s = self.sandbox("--latency", "50")
        running = self.start("run", self.spec(s), "--job-id", "job", **options)
        self.wait_for_effects(s, 20)
        return s, running

    def assert_stopped_cleanly(self, s, reason="hung up (SIGHUP)"):
        status = self.job_status()
        self.assertEqual((status["state"], status["reason"], status["inDoubt"]), ("stopped", reason, 0))
        self.resume_job()
        self.assert_exact(s)

    def test_a_job_stops_cleanly(self):
        s, running = self.begin()
        running.signal(signal.SIGHUP)
        r = running.wait(12)
        self.assertEqual(r.status, STOPPED, str(r))
        self.assert_stopped_cleanly(s)

    def test_a_hangup_never_ends_it_at_once(self):
        """Closing a terminal sends two; service managers send one after a SIGTERM."""
        for first, reason in ((signal.SIGHUP, "hung up (SIGHUP)"), (signal.SIGTERM, "terminated (SIGTERM)")):
            with self.subTest(first):
                s, running = self.begin()
                running.signal(first)
                wait_until(lambda: "stopping" in running.err(), what="the first signal")
                for _ in range(3):
                    running.signal(signal.SIGHUP)
                self.assertEqual(running.wait(12).status, STOPPED)
                self.assertNotIn("stopped at once", running.err())
                self.assert_stopped_cleanly(s, reason)
                os.rename(os.path.join(self.state, "jobs", "job"), os.path.join(self.state, "jobs", f"job-{first}"))

    def test_another_signal_after_it_does(self):
        s = self.sandbox("--latency", "2500", members=100)
        running = self.start("run", self.spec(s), "--job-id", "job")
        first_look = 1
        wait_until(lambda: s.ledger()["requests"] > first_look, what="a request")
        running.signal(signal.SIGHUP)
        wait_until(lambda: "stopping" in running.err(), what="the first signal")
        running.signal(signal.SIGTERM)
        self.assertEqual(running.wait(2).status, STOPPED)
        self.assertIn("stopped at once", running.err())

    def test_nohup(self):
        s, running = self.begin(prefix=["nohup"])
        running.signal(signal.SIGHUP)
        self.assertEqual(running.wait().status, OK)
        self.assert_exact(s)

    def test_a_terminal_that_is_closed(self):
        """Nothing can be said any more, and nobody waits; the job stops as well as ever."""
        s = self.sandbox("--latency", "50")
        master, slave = pty.openpty()
        log = os.path.join(self.written, "log")
        process = subprocess.Popen([MUSTER, "run", self.spec(s), "--job-id", "job", "--log-file", log], stdin=slave,
                                   stdout=slave, stderr=slave, env={**self.env, "TERM": "xterm"},
                                   preexec_fn=lambda: (os.setsid(), fcntl.ioctl(0, termios.TIOCSCTTY, 0)))
        self._started.append(process)
        os.close(slave)
        self.wait_for_effects(s, 20)
        os.close(master)
        self.assertEqual(process.wait(12), STOPPED)
        self.assertIn(b"stopping", read_bytes(log))
        self.assert_stopped_cleanly(s)

    def test_plan_and_sandbox(self):
        s = self.sandbox("--latency", "300")
        running = self.start("plan", self.spec(s))
        wait_until(lambda: s.ledger()["requests"] > 0, what="a request")
        running.signal(signal.SIGHUP)
        self.assertEqual(running.wait(5).status, STOPPED)
        s.process.send_signal(signal.SIGHUP)
        self.assertEqual(s.process.wait(5), OK)


if __name__ == "__main__":
    unittest.main()
