"""`muster fsck`: what it says of a job's files, and what it mends."""
import csv
import glob
import io
import json
import os
import pty
import random
import shutil
import signal
import stat
import subprocess
import time

from support import INTERNAL, MUSTER, OK, RUNNING, USAGE, Case, population, read_bytes, wait_until


class Fsck(Case):
    def setUp(self):
        super().setUp()
        self.root = os.path.join(self.state, "jobs", "job")

    def path(self, name):
        return os.path.join(self.root, name)

    def interrupted(self):
        """A job over everyone that was killed in the middle, and has a checkpoint."""
        s = self.sandbox("--latency", "30")
        running = self.start("run", self.spec(s, where={}), "--job-id", "job")
        wait_until(lambda: os.path.exists(self.path("checkpoint.json")), 10, "a checkpoint")
        self.wait_for_effects(s, 300)
        self.assertTrue(running.alive())
        running.process.kill()
        running.wait()
        return s

    def fsck(self, *arguments, status=OK):
        """What it says, as JSON."""
        r = self.muster("fsck", "job", "--output", "json", *arguments)
        self.assertEqual(r.status, status, str(r))
        return json.loads(r.out)

    def files(self):
        """Everything in the job's directory, and its modes, but what only a run that lives uses."""
        found = {"": stat.S_IMODE(os.stat(self.root).st_mode)}
        for name in os.listdir(self.root):
            if name not in ("lock", "control.sock"):
                found[name] = (read_bytes(self.path(name)), stat.S_IMODE(os.stat(self.path(name)).st_mode))
        return found

    def rewrite(self, name, change):
        content = bytearray(read_bytes(self.path(name)))
        change(content)
        with open(self.path(name), "wb") as f:
            f.write(content)

    def flip(self, at, name="journal.jsonl"):
        self.rewrite(name, lambda t: t.__setitem__(at, t[at] ^ 4))

    def append(self, content, name="journal.jsonl"):
        with open(self.path(name), "ab") as f:
            f.write(content)

    def keep(self):
        """Returns a function that puts the directory back as it is now."""
        aside = os.path.join(self.dir, "aside")
        sockets = shutil.ignore_patterns("control.sock")  # what a kill leaves of it cannot be copied
        shutil.copytree(self.root, aside, ignore=sockets)

        def put_back():
            shutil.rmtree(self.root)
            shutil.copytree(aside, self.root)
        return put_back

    def grades(self, report):
        return {(c["what"], c["grade"]) for c in report["checks"]}


class Sound(Fsck):
    def test_a_job_is_sound_after_every_kill_and_at_the_end(self):
        faults = [{"match": {"method": "POST", "every": 7}, "fault": {"kind": "status", "status": 503}},
                  {"match": {"method": "POST", "every": 11}, "fault": {"kind": "resetAfter"}}]
        s = self.sandbox("--latency", "20", members=300, faults=faults)
        arguments = ["run", self.spec(s, where={}, retry={"baseDelay": "20ms"}), "--job-id", "job"]
        for _ in range(6):
            running = self.start(*arguments)
            time.sleep(random.uniform(0.05, 0.3))
            running.signal(signal.SIGKILL)
            running.wait()
            if os.path.exists(self.journal()):
                arguments = ["resume", "job"]
                before = self.files()
                report = self.fsck()
                self.assertEqual(report["state"], "sound")
                self.assertEqual(self.files(), before, "it only looks")
                if not self.job_status()["state"] == "complete":
                    self.assertIn("muster resume job", report["next"])
        r = self.muster(*arguments)
        self.assertEqual(r.status, OK, str(r))
        report = self.fsck()
        self.assertEqual({c["grade"] for c in report["checks"] if not c["what"].startswith("journal.torn")}, {"sound"})
        self.assertEqual((report["journal"]["bytes"], report["journal"]["torn"]), (os.path.getsize(self.journal()), 0))
        self.assertEqual(report["journal"]["lines"], read_bytes(self.journal()).count(b"\n"))
        self.assertIn("complete", report["next"])

    def test_a_running_job_is_not_judged(self):
        s = self.sandbox("--latency", "50")
        running = self.start("run", self.spec(s, where={}), "--job-id", "job")
        self.wait_for_effects(s, 10)
        for arguments in ((), ("--repair",)):
            r = self.muster("fsck", "job", *arguments)
            self.assertEqual(r.status, RUNNING, str(r))
            self.assertIn("running", r.said)
        self.assertTrue(running.alive())
        running.process.kill()
        running.wait()
        self.fsck()

    def test_no_such_job(self):
        for job in ("nosuch", "../jobs", ""):
            r = self.muster("fsck", job)
            self.assertEqual(r.status, USAGE, str(r))
        os.makedirs(self.root)
        for arguments in ((), ("--repair",)):
            r = self.muster("fsck", "job", *arguments)
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn("nothing was sent", r.said)


class WorkingFiles(Fsck):
    """What a job works from beside its spec: its rows, the list as it was walked, keys."""

    def setUp(self):
        super().setUp()
        s = self.sandbox("--latency", "30", members=300)
        people = [m for m in population(300) if (m["auth"]["email"] or "ü").isascii()]
        text = io.StringIO()
        csv.writer(text).writerows([["Email", "Points"], *[[m["auth"]["email"], i] for i, m in enumerate(people)]])
        nobody = self.file("nobody.csv", "Email\nnobody@example.com\n")
        spec = self.spec(s, source={"csv": {"file": "-", "key": "Email", "match": "walk"}},
                         where={"auth.email": {"notIn": {"file": nobody, "column": "Email"}}},
                         operation={"update": {"customFields": {"points": "{{row.Points|number}}"}}},
                         pace={"requestsPerSecond": 0, "concurrency": 1})
        with open(self.file("in.csv", text.getvalue()), encoding="utf-8") as rows:
            running = self.start("run", spec, "--job-id", "job", stdin=rows)
        wait_until(lambda: len(s.ledger()["members"]) >= 20, 30, "20 members")
        running.process.kill()
        running.wait()
        self.people = len(people)

    def test_they_are_told_of(self):
        found = {f["what"]: f for f in self.fsck()["checks"]}
        self.assertEqual({found[name]["grade"] for name in ("rows", "members.jsonl", "keys-0", "keys-of-members")}, {"sound"})
        self.assertIn(f"300 members, {self.people} of them kept", found["members.jsonl"]["says"])
        self.assertEqual(found["keys-0"]["says"], "1 key")

    def test_each_that_is_damaged_is_told_of(self):
        put_back = self.keep()
        for name, harm in (("rows", lambda: self.append(b"x,1\n", "rows")),
                           ("members.jsonl", lambda: self.flip(3000, "members.jsonl")),
                           ("members.jsonl", lambda: os.truncate(self.path("members.jsonl"), 9000)),
                           ("members.jsonl", lambda: self.rewrite("members.jsonl", lambda t: t.__delitem__(slice(0, t.index(b"\n") + 1)))),
                           ("rows", lambda: os.remove(self.path("rows"))),
                           ("keys-0", lambda: self.flip(4100, "keys-0")),
                           ("keys-of-members", lambda: os.truncate(self.path("keys-of-members"), 5000))):
            with self.subTest(name):
                harm()
                report = self.fsck(status=INTERNAL)
                self.assertEqual([w for w, g in self.grades(report) if g == "damaged"], [name])
                put_back()
        self.fsck()


class Damage(Fsck):
    def test_damage_is_placed_and_never_touched(self):
        s = self.interrupted()
        requests = s.ledger()["requests"]
        put_back = self.keep()
        covered = json.loads(read_bytes(self.path("checkpoint.json")))["journalOffset"]
        lines = read_bytes(self.journal()).splitlines(keepends=True)

        def without_the_checkpoint():
            os.remove(self.path("checkpoint.json"))
            self.flip(covered // 2)

        def another_version():
            self.rewrite("journal.jsonl", lambda t: t.__setitem__(slice(None), t.replace(b'"version":2', b'"version":3', 1)))

        begin = sum(map(len, lines[:9]))
        for change, line, offset in ((lambda: self.flip(begin + 7), 10, begin),
                                     (lambda: os.truncate(self.journal(), begin + 7), 10, begin),
                                     (lambda: os.remove(self.journal()), 0, 0),
                                     (lambda: os.truncate(self.journal(), 0), 1, 0),
                                     (another_version, 1, 0),
                                     (without_the_checkpoint, None, None)):
            change()
            damaged = self.files()
            report = self.fsck(status=INTERNAL)
            self.assertIn(("journal.jsonl", "damaged"), self.grades(report))
            if line is not None:
                self.assertEqual((report["damage"]["line"], report["damage"]["offset"]), (line, offset))
            self.assertIn("backup", report["next"])
            self.assertIn(os.path.join(self.root, "spec.json"), report["next"])
            self.assertEqual(self.fsck("--repair", status=INTERNAL)["repaired"], [])
            self.resume_job(status=INTERNAL if os.path.exists(self.journal()) else USAGE)
            self.assertEqual(self.files(), damaged)
            put_back()
        self.assertEqual(s.ledger()["requests"], requests)
        self.resume_job()
        self.assert_exact(s, matches=lambda m: True)

    def test_a_spec_that_is_not_the_one_that_the_job_was_started_with(self):
        s = self.interrupted()
        put_back = self.keep()
        for change, words in ((lambda: self.append(b" ", "spec.json"), "SHA-256"),
                              (lambda: os.remove(self.path("spec.json")), "gone")):
            change()
            report = self.fsck("--repair", status=INTERNAL)
            said = [c["says"] for c in report["checks"] if (c["what"], c["grade"]) == ("spec.json", "damaged")]
            self.assertIn(words, " ".join(said))
            self.assertIn("spec.json back", report["next"])
            put_back()
        self.assertEqual(self.fsck()["state"], "sound")
        s.stop()

    def test_a_new_job_from_the_spec_of_a_lost_one_changes_nobody_twice(self):
        """As the advice says."""
        s = self.interrupted()
        done = len(s.ledger()["members"])
        self.flip(400)
        self.assertIn("already", self.fsck(status=INTERNAL)["next"])
        self.run_job(self.path("spec.json"), job="another")
        self.assertGreaterEqual(self.job_status("another")["outcomes"]["already"], done)
        self.assert_exact(s, matches=lambda m: True, job="another")

    def test_a_file_that_cannot_be_read_is_told_as_it_is(self):
        self.interrupted()
        os.remove(self.journal())
        os.mkdir(self.journal())
        for arguments in ((), ("--repair",)):
            r = self.muster("fsck", "job", *arguments)
            self.assertEqual(r.status, INTERNAL, str(r))
            self.assertIn("cannot read " + self.journal(), r.said)
            self.assertNotIn("internal error", r.said)

    def test_its_table_fits_a_terminal(self):
        self.interrupted()
        put_back = self.keep()
        for change in (lambda: self.flip(700), lambda: self.append(b'{"t":"outco'), lambda: self.flip(60, "checkpoint.json"),
                       lambda: os.chmod(self.path("spec.json"), 0o644), lambda: self.append(b" ", "spec.json"),
                       lambda: open(self.path("checkpoint.json.new"), "w").close()):
            change()
            master, slave = pty.openpty()
            subprocess.run([MUSTER, "fsck", "job"], stdin=subprocess.DEVNULL, stdout=slave, env=self.env)
            os.close(slave)
            text = read_to_end(master)
            path = max(text.split(), key=len)
            self.assertLessEqual(max(len(line) for line in text.split("\r\n") if path not in line or len(path) < 60), 80, text)
            self.assertIn("\r\nnext ", text)
            put_back()


def read_to_end(master):
    """All that a terminal got, once nobody has it open any more."""
    got = b""
    try:
        while chunk := os.read(master, 65536):
            got += chunk
    except OSError:  # Linux says so of the end
        pass
    os.close(master)
    return got.decode()


class Repair(Fsck):
    def test_what_may_be_repaired_is_repaired_once_and_the_job_ends_as_if_nothing_had_been(self):
        s = self.interrupted()
        torn = b'{"t":"outcome","id":"mem_x","pa'
        sound = read_bytes(self.journal())
        self.append(torn)
        self.flip(60, "checkpoint.json")
        checkpoint = read_bytes(self.path("checkpoint.json"))
        for name in ("checkpoint.json.new", "spec.json.new", "journal.torn-77.new", "notes.txt"):
            with open(self.path(name), "w") as f:
                f.write("left")
            os.chmod(self.path(name), 0o600)
        os.chmod(self.path("spec.json"), 0o644)
        os.chmod(self.root, 0o755)

        before = self.files()
        report = self.fsck(status=INTERNAL)
        self.assertEqual(self.grades(report) & {("directory", "warning"), ("spec.json", "warning"), ("journal.jsonl", "note"),
                                                ("checkpoint.json", "damaged"), ("checkpoint.json.new", "note")},
                         {("directory", "warning"), ("spec.json", "warning"), ("journal.jsonl", "note"),
                          ("checkpoint.json", "damaged"), ("checkpoint.json.new", "note")})
        self.assertEqual(report["journal"]["torn"], len(torn))
        self.assertIn("--repair", report["next"])
        self.assertEqual(self.files(), before)

        report = self.fsck("--repair")
        self.assertEqual(report["state"], "repaired")
        self.assertEqual(len(report["repaired"]), 2 + 2 + 3, report["repaired"])
        after = self.files()
        self.assertEqual(after[""], 0o700)
        self.assertEqual({mode for name, (_, mode) in ((n, f) for n, f in after.items() if n)}, {0o600})
        self.assertEqual(after["journal.jsonl"][0], sound)
        self.assertEqual(after[f"journal.torn-{len(sound)}"][0], torn)
        self.assertEqual(after["checkpoint.json.bad-1"][0], checkpoint)
        self.assertEqual(set(after), {"", "spec.json", "journal.jsonl", f"journal.torn-{len(sound)}", "checkpoint.json.bad-1",
                                      "notes.txt"})

        report = self.fsck("--repair")
        self.assertEqual((report["state"], report["repaired"]), ("sound", []))
        self.assertEqual(self.files(), after)
        self.resume_job()
        self.assert_exact(s, matches=lambda m: True)

    def test_a_checkpoint_of_another_job_is_found_and_moved_aside(self):
        """A resume alone would believe it."""
        s = self.sandbox()
        self.run_job(self.spec(s, where={}), "--limit", "100", job="other")
        s.stop()
        s = self.interrupted()
        shutil.copy(os.path.join(self.state, "jobs", "other", "checkpoint.json"), self.path("checkpoint.json"))
        report = self.fsck(status=INTERNAL)
        self.assertIn(("checkpoint.json", "damaged"), self.grades(report))
        self.assertIn("contradicts", str(report["checks"]))
        self.fsck("--repair")
        self.assertEqual(len(glob.glob(self.path("checkpoint.json.bad-*"))), 1)
        self.resume_job()
        self.assert_exact(s, matches=lambda m: True)

    def test_a_directory_that_cannot_be_written_to(self):
        """What cannot be repaired is not lost."""
        self.interrupted()
        self.append(b"torn")
        before = self.files()
        subprocess.run(["mount", "--bind", "-o", "ro", self.root, self.root], check=True) if os.geteuid() == 0 else \
            os.chmod(self.root, 0o500)
        try:
            self.assertEqual(self.fsck()["journal"]["torn"], 4)
            r = self.muster("fsck", "job", "--repair")
            self.assertEqual(r.status, INTERNAL, str(r))
        finally:
            subprocess.run(["umount", self.root], check=True) if os.geteuid() == 0 else os.chmod(self.root, 0o700)
        self.assertEqual(self.files(), before)
