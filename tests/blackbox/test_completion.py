"""Completion in real shells, and the manual pages, as the tools that read them take them."""
import os
import pty
import re
import select
import shutil
import subprocess
import tempfile
import time
import unittest

from support import MUSTER, OK, USAGE, Case

JOBS = ["free-plan-1", "free-plan-2"]


class Completion(Case):
    shell = None

    def setUp(self):
        if type(self).shell and not shutil.which(type(self).shell):
            self.skipTest(f"there is no {type(self).shell}")
        super().setUp()
        self.env["PATH"] = os.path.dirname(MUSTER) + ":" + self.env["PATH"]
        self.work = os.path.join(self.given, "work")
        os.makedirs(os.path.join(self.work, "folder"))
        for name, text in (("spec.json", '{"parameters": {"planId": {}, "country": {}, "$(touch evil)": {}}}'), ("other.txt", "")):
            with open(os.path.join(self.work, name), "w") as f:
                f.write(text)

    def make_jobs(self):
        s = self.sandbox(members=10)
        for job in JOBS:
            self.run_job(self.spec(s), job=job)

    def complete(self, *words):
        """What the shell offers for the last of these words."""
        raise NotImplementedError

    def check_all(self):
        self.make_jobs()
        for words, offered in (
                (["re"], ["results", "resume", "retry"]),
                (["run", "--li"], ["--limit", "--live"]),
                (["run", "--output", ""], ["json", "jsonl", "table"]),
                (["results", "x", "--outcome", "f"], ["failed"]),
                (["results", "free"], JOBS), (["resume", ""], JOBS),
                (["status", "free-plan-2"], ["free-plan-2"]),
                (["fsck", "--output", "json", "free"], JOBS),
                (["member", ""], ["get"]),
                (["member", "get", "--key"], ["--key-env", "--key-file"]),
                (["completion", ""], ["bash", "fish", "zsh"]),
                (["run", "sp"], ["spec.json"]), (["check", "spec.json", "oth"], ["other.txt"]),
                (["run", "x", "--log-file", "oth"], ["other.txt"]),
                (["run", "x", "--state-dir", "fold"], ["folder"]),
                (["run", "spec.json", "--set", "pl"], ["planId"]), (["plan", "spec.json", "--set", "c"], ["country"])):
            found = [w.rstrip("=/") for w in self.complete(*words)]
            if words == ["resume", ""]:
                found = [w for w in found if not w.startswith("-")]
            self.assertEqual(sorted(found), sorted(offered), words)
        self.assertNotIn("__names", " ".join(self.complete("")))
        self.assertFalse(os.path.exists(os.path.join(self.work, "evil")), "a spec's words are not run")


class Bash(Completion):
    shell = "bash"

    def complete(self, *words):
        script = r'''
            source <(muster completion bash)
            COMP_WORDS=(muster "$@"); COMP_CWORD=$#; COMP_LINE="muster $*"; COMP_POINT=${#COMP_LINE}
            _muster; printf '%s\n' "${COMPREPLY[@]}"
        '''
        r = subprocess.run(["bash", "-uc", script, "bash", *words], capture_output=True, text=True, env=self.env, cwd=self.work)
        self.assertEqual((r.returncode, r.stderr), (0, ""), words)
        return r.stdout.split()

    def test_completion(self):
        self.check_all()
        self.assertEqual(self.complete("run", "--output", "=", "t"), ["table"])
        self.assertEqual(sorted(self.complete("run", "--output", "=")), ["json", "jsonl", "table"])
        self.assertEqual(sorted(self.complete("run", "--limit", "resume", "--output", "")), ["json", "jsonl", "table"])


class Fish(Completion):
    shell = "fish"

    def complete(self, *words):
        line = " ".join(["muster", *words])
        r = subprocess.run(["fish", "--no-config", "-c", f"muster completion fish | source; complete -C '{line}'"],
                           capture_output=True, text=True, env=self.env, cwd=self.work)
        self.assertEqual((r.returncode, r.stderr), (0, ""), words)
        return [line.split("\t")[0] for line in r.stdout.splitlines()]

    def test_completion(self):
        self.check_all()


class Zsh(Completion):
    shell = "zsh"

    def begin(self):
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(self.work)
            os.execvpe("zsh", ["zsh", "-f", "-i"], {**self.env, "TERM": "dumb", "PS1": "", "COLUMNS": "500"})
        self.addCleanup(os.waitpid, self.pid, 0)
        self.addCleanup(os.close, self.screen)
        self.addCleanup(os.kill, self.pid, 9)
        # What is offered goes to a file instead of the screen.
        self.say(r"""PS1=; setopt nobeep; autoload -Uz compinit; compinit -u -D; source <(muster completion zsh)
            compadd() { builtin compadd -O _found "$@" 2>/dev/null; print -rl -- $_found >> offered; builtin compadd "$@"; }
            zstyle ':completion:*' menu no; zstyle ':completion:*' list-grouped no; bindkey '^I' complete-word
            bindkey '^G' kill-whole-line; print ready-$((1 + 1))
            """)
        self.wait_for(b"ready-2")

    def say(self, text):
        os.write(self.screen, text.encode())

    def wait_for(self, word):
        got, end = b"", time.monotonic() + 20
        while word not in got:
            self.assertLess(time.monotonic(), end, got)
            if select.select([self.screen], [], [], 0.2)[0]:
                got += os.read(self.screen, 65536)
        return got

    def complete(self, *words):
        if not hasattr(self, "screen"):
            self.begin()
        path = os.path.join(self.work, "offered")
        if os.path.exists(path):
            os.remove(path)
        self.say(" ".join(["muster", *words]) + "\t\x07print done-$((1 + 2))\n")
        self.wait_for(b"done-3")
        if not os.path.exists(path):
            return []
        with open(path) as f:
            offered = set(f.read().split())
        return sorted(w for w in offered if w.startswith(words[-1]))

    def test_completion(self):
        self.check_all()


class Manual(unittest.TestCase):
    def muster(self, *arguments):
        return subprocess.run([MUSTER, *arguments], capture_output=True, text=True)

    def pages(self, directory):
        r = self.muster("man", "--directory", directory)
        self.assertEqual((r.returncode, r.stdout, r.stderr), (OK, "", ""))
        return sorted(os.path.join(directory, name) for name in os.listdir(directory))

    def test_pages_of_all_commands(self):
        with tempfile.TemporaryDirectory() as d:
            pages = self.pages(d)
            names = [os.path.basename(p) for p in pages]
            for name in ("muster.1", "muster-run.1", "muster-member-get.1", "muster-sandbox.1"):
                self.assertIn(name, names)
            self.assertNotIn("muster-__names.1", names)
            for page in pages:
                with open(page) as f:
                    text = f.read()
                words = os.path.basename(page)[:-2].replace("verify-token", "verify_token").split("-")[1:]
                words = [w.replace("_", "-") for w in words]
                self.assertEqual(self.muster("man", *words).stdout, text)
                for name in re.findall(r"(--[a-z-]+) ", self.muster(*words, "--help").stdout.split("Examples")[0]):
                    self.assertIn(name.replace("-", "\\-"), text, page)
            if shutil.which("groff"):
                r = subprocess.run(["groff", "-man", "-ww", "-Tutf8", "-z", *pages], capture_output=True, text=True)
                self.assertEqual((r.returncode, r.stderr), (0, ""))
            if not shutil.which("mandoc"):
                self.skipTest("there is no mandoc")
            r = subprocess.run(["mandoc", "-Tlint", "-W", "warning", *pages], capture_output=True, text=True)
            bad = [line for line in r.stdout.splitlines() if "missing date" not in line]  # a build must not depend on the day
            self.assertEqual(bad, [])
            shown = subprocess.run(["mandoc", "-Tascii", os.path.join(d, "muster-run.1")], capture_output=True, text=True).stdout
            shown = re.sub(".\b", "", shown)
            self.assertIn("muster run job.json --limit 10", shown)
            self.assertIn("muster-run - Start a job from a spec", shown)

    def test_pages_that_cannot_be_written(self):
        self.assertEqual(self.muster("man", "--directory", "/no/such/directory").returncode, USAGE)
        self.assertEqual(self.muster("man", "nosuch").returncode, USAGE)

    def test_help_is_what_the_option_gives(self):
        for command in ([], ["run"], ["member"], ["member", "get"], ["help"]):
            r = self.muster("help", *command)
            self.assertEqual((r.returncode, r.stderr), (OK, ""))
            self.assertEqual(r.stdout, self.muster(*command, "--help").stdout)


if __name__ == "__main__":
    unittest.main()
