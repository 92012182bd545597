"""The job's directory: full, read-only, deleted, damaged or tampered with."""
import glob
import json
import os
import shutil
import signal
import subprocess
import unittest

from support import INTERNAL, OK, STOPPED, USAGE, Case, read_bytes, wait_until

as_root = unittest.skipUnless(os.geteuid() == 0, "needs root, to mount a tmpfs")


class Damage(Case):
    def stopped(self, *arguments):
        """A job over everyone that was killed in the middle, and has a checkpoint."""
        s = self.sandbox("--latency", "30")
        running = self.start("run", self.spec(s, where={}), "--job-id", "job", *arguments)
        checkpoint = os.path.join(self.state, "jobs", "job", "checkpoint.json")
        wait_until(lambda: os.path.exists(checkpoint), 10, "a checkpoint")
        self.assertTrue(running.alive())
        running.process.kill()
        running.wait()
        return s

    def rewrite(self, name, change):
        path = os.path.join(self.state, "jobs", "job", name)
        content = bytearray(read_bytes(path))
        change(content)
        with open(path, "wb") as f:
            f.write(content)

    def test_a_spec_that_was_tampered_with(self):
        s = self.stopped()
        before = s.ledger()["requests"]
        self.rewrite("spec.json", lambda t: t.__setitem__(slice(None), bytes(t).replace(b"pln_free", b"pln_gold")))
        r = self.resume_job(status=USAGE)
        self.assertIn("spec.json", r.said)
        self.assertEqual(s.ledger()["requests"], before)
        self.rewrite("spec.json", lambda t: t.__setitem__(slice(None), bytes(t).replace(b"pln_gold", b"pln_free")))
        self.resume_job()
        self.assert_exact(s, matches=lambda m: True)

    def test_a_spec_that_is_gone(self):
        s = self.stopped()
        os.remove(os.path.join(self.state, "jobs", "job", "spec.json"))
        r = self.muster("resume", "job")
        self.assertIn(r.status, (USAGE, INTERNAL), str(r))
        self.assertIn("spec.json", r.said)

    def test_a_flipped_byte_in_the_journal(self):
        """Wherever it is before the checkpoint's offset, the job is refused, and nothing is sent."""
        s = self.stopped()
        before = s.ledger()["requests"]
        whole = read_bytes(self.journal())
        checkpoint = json.loads(read_bytes(os.path.join(self.state, "jobs", "job", "checkpoint.json")))
        for at in (5, 400, checkpoint["journalOffset"] // 2, checkpoint["journalOffset"] - 20):
            self.rewrite("journal.jsonl", lambda t: t.__setitem__(at, t[at] ^ 0x04))
            r = self.resume_job(status=INTERNAL)
            self.assertIn("journal.jsonl", r.said)
            self.assertEqual(self.muster("status", "job").status, INTERNAL)
            self.rewrite("journal.jsonl", lambda t: t.__setitem__(slice(None), whole))
        self.assertEqual(s.ledger()["requests"], before)
        self.resume_job()
        self.assert_exact(s, matches=lambda m: True)

    def test_a_journal_that_is_shorter_than_the_checkpoint_says(self):
        s = self.stopped()
        before = s.ledger()["requests"]
        checkpoint = json.loads(read_bytes(os.path.join(self.state, "jobs", "job", "checkpoint.json")))
        os.truncate(self.journal(), checkpoint["journalOffset"] - 10)
        self.resume_job(status=INTERNAL)
        self.assertEqual(s.ledger()["requests"], before)

    def test_a_torn_tail_is_cut_and_kept(self):
        s = self.stopped()
        self.rewrite("journal.jsonl", lambda t: t.extend(b'{"t":"outcome","id":"mem_x","pa'))
        self.resume_job()
        self.assert_exact(s, matches=lambda m: True)
        kept = glob.glob(os.path.join(self.state, "jobs", "job", "journal.torn-*"))
        self.assertTrue(any(b"mem_x" in read_bytes(p) for p in kept), kept)

    def test_an_outcome_that_was_not_durable_is_found_out(self):
        """The last bytes of the journal are missing, as after a power cut."""
        # An intent is durable before its request is sent, but an outcome may be lost: the job is held until its last line
        # is one. Under a limit: at full speed, intents are written far ahead, behind the outcomes that wait for them.
        s = self.sandbox("--latency", "30")
        running = self.start("run", self.spec(s, where={}, pace={"requestsPerSecond": 150}), "--job-id", "job")
        self.wait_for_effects(s, 100)

        def ends_in_an_outcome():
            running.signal(signal.SIGSTOP)
            journal = read_bytes(self.journal())
            last = journal.rstrip(b"\n").rfind(b"\n") + 1
            if journal.startswith(b'{"t":"outcome"', last) and b'"outcome":"done"' in journal[last:]:
                return last
            running.signal(signal.SIGCONT)

        last = wait_until(ends_in_an_outcome, 10, "an outcome at the end")
        running.process.kill()
        running.wait()
        os.truncate(self.journal(), last + 30)
        self.resume_job()
        self.assert_exact(s, matches=lambda m: True)
        self.assertTrue(glob.glob(os.path.join(self.state, "jobs", "job", "journal.torn-*")))

    def test_a_checkpoint_that_is_damaged_or_gone(self):
        for change in (lambda t: t.clear(), lambda t: t.__setitem__(60, t[60] ^ 1), lambda t: t.extend(b"x"),
                       lambda t: t.__setitem__(slice(None), b"[" * 100000)):
            s = self.stopped()
            self.rewrite("checkpoint.json", change)
            self.resume_job()
            self.assert_exact(s, matches=lambda m: True)
            shutil.rmtree(os.path.join(self.state, "jobs", "job"))
        s = self.stopped()
        os.remove(os.path.join(self.state, "jobs", "job", "checkpoint.json"))
        self.resume_job()
        self.assert_exact(s, matches=lambda m: True)

    def test_another_version_of_the_format_is_refused(self):
        s = self.stopped()
        self.rewrite("journal.jsonl", lambda t: t.__setitem__(slice(None), bytes(t).replace(b'"version":2', b'"version":9', 1)))
        r = self.resume_job(status=INTERNAL)
        self.assertEqual(self.muster("run", os.path.join(self.given, "spec.json"), "--job-id", "job").status, USAGE)

    def test_an_empty_journal(self):
        s = self.stopped()
        self.rewrite("journal.jsonl", lambda t: t.clear())
        self.resume_job(status=INTERNAL)
        self.assertEqual(self.muster("status", "job").status, INTERNAL)

    def test_a_job_directory_is_for_its_owner_only(self):
        self.stopped()
        for path, directories, files in os.walk(self.state):
            self.assertEqual(os.stat(path).st_mode & 0o077, 0, path)
            for name in files:
                self.assertEqual(os.stat(os.path.join(path, name)).st_mode & 0o077, 0, name)


class Space(Case):
    def mount(self, size):
        path = os.path.join(self.dir, "small")
        os.mkdir(path)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path],
                          stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("cannot mount a tmpfs here")
        self.addCleanup(subprocess.run, ["umount", "-l", path], check=True)
        self.state = os.path.join(path, "state")
        self.env["MUSTER_STATE_DIR"] = self.state
        return path

    @as_root
    def test_a_disk_that_fills_up_stops_the_job_resumably(self):
        path = self.mount("64k")
        s = self.sandbox("--latency", "10")
        r = self.run_job(self.spec(s), status=STOPPED)
        self.assertIn("No space left on device", r.said)
        self.assertIn("muster resume job", r.said)
        self.assertGreater(len(s.ledger()["members"]), 10)
        requests = s.ledger()["requests"]
        self.assertIn(self.muster("resume", "job").status, (STOPPED,), "still full")
        subprocess.run(["mount", "-o", "remount,size=8m", path], check=True)
        self.resume_job()
        self.assert_exact(s)
        self.assertGreater(s.ledger()["requests"], requests)

    @as_root
    def test_a_disk_that_is_full_from_the_start(self):
        path = self.mount("64k")
        try:
            with open(os.path.join(path, "ballast"), "wb", buffering=0) as f:
                while True:
                    f.write(b"x" * 4096)
        except OSError:
            pass
        s = self.sandbox()
        r = self.muster("run", self.spec(s), "--job-id", "job")
        self.assertIn(r.status, (USAGE, STOPPED), str(r))
        self.assertIn("No space left on device", r.said)
        self.assertEqual(s.ledger()["members"], {})
        os.remove(os.path.join(path, "ballast"))
        subprocess.run(["mount", "-o", "remount,size=8m", path], check=True)
        again = self.muster("run", self.spec(s), "--job-id", "job")
        if again.status == USAGE:  # the job was begun: then it must go on
            again = self.muster("resume", "job")
        self.assertEqual(again.status, OK, str(again))
        self.assert_exact(s)

    @as_root
    def test_a_read_only_state_directory(self):
        path = self.mount("8m")
        os.mkdir(self.state)
        s = self.sandbox("--latency", "30")
        running = self.start("run", self.spec(s), "--job-id", "job")
        self.wait_for_effects(s, 30)
        running.process.kill()
        running.wait()
        subprocess.run(["mount", "-o", "remount,ro", path], check=True)
        before = s.ledger()["members"]
        for command in (("resume", "job"), ("run", self.spec(s), "--job-id", "new")):
            r = self.muster(*command)
            self.assertIn(r.status, (USAGE, STOPPED), str(r))
            self.assertIn("Read-only file system", r.said)
        self.assertEqual(s.ledger()["members"], before)
        self.assertEqual(self.job_status()["state"], "interrupted")
        subprocess.run(["mount", "-o", "remount,rw", path], check=True)
        self.resume_job()
        self.assert_exact(s)

    def test_a_state_directory_that_cannot_be_made(self):
        s = self.sandbox()
        for state in (self.file("a-file", ""), "/proc/muster", os.path.join(self.dir, "x" * 300)):
            r = self.muster("run", self.spec(s), "--state-dir", state)
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn(state[:60], r.said)
        self.assertEqual(s.ledger()["members"], {})

    def test_a_state_directory_deleted_under_the_job(self):
        s = self.sandbox("--latency", "100")  # everybody would take 10 s
        running = self.start("run", self.spec(s, where={}), "--job-id", "job")
        self.wait_for_effects(s, 30)
        shutil.rmtree(self.state)
        r = running.wait(30)
        self.assertNotEqual(r.status, OK, str(r))
        self.assertLess(len(s.ledger()["members"]), 400, "it stops soon, as nothing it does is kept")
        self.assertIn("jobs/job", r.said, "it names what is gone")

    def test_too_few_file_descriptors(self):
        s = self.sandbox("--latency", "20")
        spec = self.spec(s, pace={"requestsPerSecond": 0, "concurrency": 64})
        for most in (4, 8, 12, 20):
            r = self.muster("run", spec, "--job-id", f"job-{most}", prefix=("prlimit", f"--nofile={most}"))
            self.assertNotIn(r.status, (-6, -11, 134, 139), f"{most}: {r}")
            if r.status not in (OK,):
                self.assertIn("oo many open files", r.said, f"{most}")
                if os.path.exists(self.journal(f"job-{most}")):
                    self.resume_job(job=f"job-{most}")
        self.assertEqual([e for e in s.ledger()["members"].values() if e != {"addPlan:pln_free": 1}], [])

    def test_a_limiter_directory_that_cannot_be_used(self):
        s = self.sandbox()
        shared = os.path.join(self.dir, "shared")
        os.mkdir(shared, 0o777)
        os.chmod(shared, 0o777)
        for directory in (shared, self.file("file", ""), "/nonexistent/x"):
            r = self.muster("run", self.spec(s, pace=None), "--limit", "1", env={"MUSTER_RUNTIME_DIR": directory})
            self.assertNotEqual(r.status, OK, str(r))
            self.assertIn("MUSTER_RUNTIME_DIR", r.said)
        self.assertEqual(s.ledger()["requests"], 0)


if __name__ == "__main__":
    unittest.main()
