"""What becomes of a command whose standard output is a pipe that nobody reads any more, or a full disk."""
import os
import signal
import subprocess
import unittest

from support import FAILED, INTERNAL, MUSTER, OK, Case


class Output(Case):
    def into_closed_pipe(self, *arguments):
        """Runs it with an output that has no reader: its status and standard error."""
        reader, writer = os.pipe()
        os.close(reader)
        process = subprocess.run([MUSTER, *arguments], stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE,
                                 env=self.env, timeout=30)
        os.close(writer)
        return process.returncode, process.stderr.decode()

    def test_a_reader_that_goes_away_ends_a_command_quietly(self):
        s = self.sandbox(members=100)
        self.run_job(self.spec(s))
        for command in (("results", "job"), ("status",), ("status", "job", "--output", "json"), ("plan", self.spec(s)),
                        ("schema",), ("check", self.spec(s)), ("fsck", "job"), ("completion", "bash"), ("--help",),
                        ("run", "--help"), ("--version",), ("member", "get", "x@y", "--base-url", s.url)):
            status, err = self.into_closed_pipe(*command)
            if command[0] == "member":
                self.assertEqual((status, "no member" in err), (FAILED, True))  # it prints nothing there
            else:
                self.assertEqual((status, err), (-signal.SIGPIPE, ""), command)

    def test_head_of_a_long_list(self):
        s = self.sandbox(members=5000)
        self.run_job(self.spec(s, where={}))
        for _ in range(3):
            r = subprocess.run(["bash", "-c", '"$MUSTER" results job | head -n 1; echo ${PIPESTATUS[0]}'],
                               capture_output=True, text=True, env={**self.env, "MUSTER": MUSTER})
            first, status = r.stdout.splitlines()
            self.assertIn("mem_", first)
            self.assertEqual((int(status), r.stderr), (128 + signal.SIGPIPE, ""))

    def test_a_parent_that_ignores_broken_pipes(self):
        s = self.sandbox(members=100)
        self.run_job(self.spec(s))
        r = subprocess.run(["bash", "-c", 'trap "" PIPE; "$MUSTER" results job | true; echo ${PIPESTATUS[0]}'],
                           capture_output=True, text=True, env={**self.env, "MUSTER": MUSTER})
        self.assertEqual((r.stdout, r.stderr), ("0\n", ""))

    def test_a_job_goes_on_without_readers(self):
        s = self.sandbox(members=300)
        reader, writer = os.pipe()
        os.close(reader)
        process = subprocess.run([MUSTER, "run", self.spec(s), "--job-id", "job"], stdin=subprocess.DEVNULL,
                                 stdout=writer, stderr=writer, env=self.env, timeout=30)
        os.close(writer)
        self.assertEqual(process.returncode, OK)
        self.assertEqual(self.job_status()["state"], "complete")
        self.assert_exact(s, members=300)

    def test_a_full_disk_is_told(self):
        s = self.sandbox(members=100)
        self.run_job(self.spec(s))
        for command in (("results", "job"), ("status",), ("schema",), ("--help",), ("completion", "bash"),
                        ("resume", "job"), ("fsck", "job")):
            with open("/dev/full", "w") as full:
                process = subprocess.run([MUSTER, *command], stdin=subprocess.DEVNULL, stdout=full,
                                         stderr=subprocess.PIPE, env=self.env)
            self.assertEqual(process.returncode, INTERNAL, command)
            self.assertIn(b"standard output could not be written", process.stderr, command)


if __name__ == "__main__":
    unittest.main()
