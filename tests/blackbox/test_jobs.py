"""What becomes of jobs that are not needed any more: `muster jobs`."""
import json
import os
import subprocess
import unittest

from support import INTERNAL, OK, REFUSED, RUNNING, USAGE, Case, read_bytes
from test_results import old_journal


class Jobs(Case):
    write_job = __import__("test_results").Results.write_job

    def complete(self, *ids):
        for job in ids:
            self.write_job(old_journal(job), job)

    def directory(self, job="job"):
        return os.path.join(self.state, "jobs", job)

    def archive(self, job="job"):
        return os.path.join(self.state, "archive", job + ".tar.zst")

    def jobs(self, *arguments, status=OK, **options):
        r = self.muster("jobs", *arguments, **options)
        self.assertEqual(r.status, status, str(r))
        return r

    def test_list_is_status(self):
        self.complete("job")
        self.assertEqual(self.jobs("list").out, self.muster("status").out)

    def test_remove(self):
        self.complete("one", "two", "three")
        os.makedirs(os.path.join(self.directory("one"), "notes", "deeper"))
        r = self.jobs("remove", "one", "two", "--yes")
        self.assertEqual(r.out.splitlines(), ["removed one", "removed two"])
        self.assertEqual(os.listdir(os.path.join(self.state, "jobs")), ["three"])

    def test_archive_and_back(self):
        self.complete("job")
        whole = read_bytes(self.journal())
        r = self.jobs("archive", "job")
        self.assertEqual(r.out, f"archived job as {self.archive()}\n")
        self.assertFalse(os.path.exists(self.directory()))
        self.assertEqual(os.stat(self.archive()).st_mode & 0o777, 0o600)
        self.assertEqual(os.listdir(os.path.dirname(self.archive())), ["job.tar.zst"])
        for command in "status", "results", "resume":
            r = self.muster(command, "job")
            self.assertEqual(r.status, USAGE)
            self.assertIn("is archived", r.said)
            self.assertIn(self.archive(), r.said)
        # bsdtar or a tar with zstd may be missing: Python unpacks what libarchive's own reader was shown to read.
        back = subprocess.run(["tar", "-C", os.path.join(self.state, "jobs"), "-xf", self.archive()], capture_output=True)
        if back.returncode == 0:
            self.assertEqual(read_bytes(self.journal()), whole)
            self.assertEqual(self.job_status()["state"], "complete")

    def test_an_archive_is_never_overwritten(self):
        for _ in range(2):
            self.complete("job")
            self.jobs("archive", "job")
        self.assertEqual(sorted(os.listdir(os.path.dirname(self.archive()))), ["job-2.tar.zst", "job.tar.zst"])

    def test_what_can_be_resumed_or_is_damaged_takes_force(self):
        self.complete("job")
        self.write_job(old_journal("stopped")[:-1], "stopped")
        self.write_job(["x\n"], "damaged")
        for verb, yes in (("remove", ["--yes"]), ("archive", [])):
            for other, word in (("stopped", "muster resume stopped"), ("damaged", "muster fsck damaged")):
                r = self.jobs(verb, "job", other, *yes, status=USAGE)
                self.assertIn(word, r.said)
                self.assertIn("--force", r.said)
        self.assertEqual(len(os.listdir(os.path.join(self.state, "jobs"))), 3)
        self.jobs("remove", "stopped", "--force", "--yes")
        self.jobs("archive", "damaged", "--force")
        self.assertEqual(os.listdir(os.path.join(self.state, "jobs")), ["job"])

    def test_never_a_running_one(self):
        s = self.sandbox()
        running = self.start("run", self.spec(s, pace={"requestsPerSecond": 5}), "--job-id", "job")
        self.wait_for_effects(s, 1)
        for arguments in (["remove", "job", "--yes", "--force"], ["archive", "job", "--force"]):
            self.assertIn("is running", self.jobs(*arguments, status=RUNNING).said)
        self.assertTrue(running.alive())
        r = self.jobs("remove", "--state", "complete,stopped,interrupted", "--force", "--yes")
        self.assertIn("no jobs to remove", r.said)

    def test_chosen_by_state_and_age(self):
        self.complete("old")
        s = self.sandbox(members=5)
        self.run_job(self.spec(s), job="new")
        r = self.jobs("remove", "--state", "complete", "--older-than", "1d", "--dry-run")
        self.assertEqual(r.out, "would remove old (complete, 2026-01-31T09:05:09.123Z)\n")
        self.jobs("archive", "--state", "complete", "--older-than", "1d")
        self.assertEqual(os.listdir(os.path.join(self.state, "jobs")), ["new"])
        for bad in ([], ["new", "--state", "complete"], ["new", "--older-than", "1d"],
                    ["--state", "complete", "--older-than", "soon"], ["--state", "running"], ["nosuch"]):
            self.jobs("remove", *bad, "--yes", status=USAGE)

    def test_a_link_is_left_alone(self):
        self.complete("job")
        elsewhere = os.path.join(self.dir, "elsewhere")
        os.rename(self.directory(), elsewhere)
        os.symlink(elsewhere, self.directory())
        self.assertIn("is a link", self.jobs("remove", "job", "--yes", status=USAGE).said)
        self.assertTrue(os.path.exists(os.path.join(elsewhere, "journal.jsonl")))

    def test_a_removal_that_was_killed_is_finished(self):
        self.complete("job", "other")
        os.rename(self.directory(), os.path.join(self.state, "jobs", ".removed-job"))
        self.assertNotIn("removed-job", self.muster("status").out)
        self.jobs("remove", "other", "--yes")
        self.assertEqual(os.listdir(os.path.join(self.state, "jobs")), [])

    def test_without_a_terminal_nothing_is_removed(self):
        self.complete("job")
        r = self.jobs("remove", "job", status=USAGE)
        self.assertIn("--yes", r.said)
        self.assertTrue(os.path.exists(self.directory()))


if __name__ == "__main__":
    unittest.main()
