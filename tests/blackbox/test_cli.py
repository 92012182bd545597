"""What people and scripts see: the terminal, pipes, JSON, help and completion."""
import fcntl
import json
import os
import pty
import re
import select
import sqlite3
import ssl
import struct
import subprocess
import sys
import termios
import time
import unittest
import zlib

from support import MUSTER, OK, REFUSED, STOPPED, USAGE, Case, in_country, population, read_bytes

COMMANDS = ["run", "resume", "retry", "undo", "verify", "plan", "status", "results", "history", "fsck",
            "jobs", "jobs list", "jobs archive", "jobs remove", "check", "schema", "schedule", "web", "metrics", "member",
            "member get", "ping", "verify-token", "webhooks", "webhooks list", "webhooks add", "webhooks remove", "sandbox", "completion", "man", "help"]


class Screen:
    """What a terminal of `columns` shows after these bytes: its lines, and the longest that was ever written."""

    def __init__(self, text):
        self.longest, self.lines = 0, []
        line = ""
        for part in re.split(r"(\r\n|\n|\r|\x1b\[K)", text):
            if part in ("\r\n", "\n"):
                self.lines.append(line)
                line = ""
            elif part == "\r":
                line = ""
            elif part != "\x1b[K":
                line += part
                self.longest = max(self.longest, len(line))
        self.lines.append(line)


class Terminal(Case):
    def on_terminal(self, *arguments, columns=80, env=None, typed=b"", resized=None, seconds=40):
        """Runs it with a terminal for everything; returns its exit status and what the terminal got."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([MUSTER, *arguments], stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
                                   env={**self.env, "TERM": "xterm", **(env or {})})
        self._started.append(process)
        os.close(slave)
        got, end = b"", time.monotonic() + seconds
        while time.monotonic() < end:
            ready, _, _ = select.select([master], [], [], 0.2)
            if not ready:
                continue
            try:
                chunk = os.read(master, 65536)
            except OSError:
                break
            if not chunk:
                break
            got += chunk
            if resized and resized[0] in got:
                fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, resized[1], 0, 0))
                resized = None
            if typed and b"[y/N]" in got:
                os.write(master, typed)
                typed = b""
        os.close(master)
        process.wait(timeout=10)
        text = got.decode(errors="replace")
        self.assertNotIn(self.key, text)
        return process.returncode, text

    def test_a_bar_that_stays_within_80_columns(self):
        s = self.sandbox("--latency", "60")
        status, text = self.on_terminal("run", self.spec(s), "--job-id", "job")
        self.assertEqual(status, OK, text)
        screen = Screen(text)
        self.assertIn("[=", text)
        self.assertLessEqual(screen.longest, 80, text)
        self.assertNotIn("[=", "\n".join(screen.lines), "the bar is gone at the end")
        self.assertIn("complete", text)
        self.assert_exact(s)

    def test_narrow_terminals(self):
        s = self.sandbox("--latency", "60")
        for columns in (40, 20):
            _, text = self.on_terminal("run", self.spec(s), "--job-id", f"job-{columns}", columns=columns)
            lines = re.findall(r"\r([^\r\n]*)\x1b\[K", text)
            self.assertTrue(any(re.fullmatch(r"\d+% .*\d+m?s left", line) for line in lines), text)
            self.assertLess(max(map(len, lines)), columns)
            s.reset()

    def test_a_window_that_is_resized(self):
        s = self.sandbox("--latency", "60")
        status, text = self.on_terminal("run", self.spec(s), "--job-id", "job", columns=80, resized=(b"seen", 20))
        self.assertEqual(status, OK, text)
        lengths = [len(line) for line in re.findall(r"\r([^\r\n]*)\x1b\[K", text)]
        self.assertGreater(lengths[0], 20, text)
        self.assertTrue(0 < max(lengths[3:]) < 20, text)

    def test_warnings_do_not_tear_the_bar(self):
        faults = [{"match": {"method": "POST", "every": 20}, "fault": {"kind": "status", "status": 400}}]
        s = self.sandbox("--latency", "40", faults=faults)
        _, text = self.on_terminal("run", self.spec(s), "--job-id", "job")
        for line in Screen(text).lines:
            self.assertFalse("seen," in line and "warning" in line, line)

    def test_a_dumb_terminal_gets_no_escape_codes(self):
        s = self.sandbox("--latency", "20")
        _, text = self.on_terminal("run", self.spec(s), "--job-id", "job", env={"TERM": "dumb"})
        self.assertNotIn("\x1b", text)

    def test_no_color(self):
        s = self.sandbox("--latency", "20")
        _, text = self.on_terminal("run", self.spec(s), "--job-id", "job", env={"NO_COLOR": "1"})
        self.assertNotRegex(text, r"\x1b\[[0-9;]*m")

    def test_quiet_has_no_bar(self):
        s = self.sandbox("--latency", "20")
        _, text = self.on_terminal("run", self.spec(s), "--job-id", "job", "--quiet")
        self.assertNotIn("seen,\x20", text.split("job  ")[0])
        self.assertNotIn("\x1b", text)

    def test_ctrl_c_stops_gracefully(self):
        s = self.sandbox("--latency", "50")
        master, slave = pty.openpty()
        process = subprocess.Popen([MUSTER, "run", self.spec(s), "--job-id", "job"], stdin=slave, stdout=slave, stderr=slave,
                                   env={**self.env, "TERM": "xterm"}, preexec_fn=lambda: (os.setsid(), fcntl.ioctl(0, termios.TIOCSCTTY, 0)))
        self._started.append(process)
        os.close(slave)
        self.wait_for_effects(s, 20)
        os.write(master, b"\x03")
        process.wait(timeout=12)
        os.close(master)
        self.assertEqual(process.returncode, STOPPED)
        self.resume_job()
        self.assert_exact(s)

    def test_a_live_job_asks_first(self):
        self.key = "sk_" + "live_" + self.key[6:]
        s = self.sandbox("--key", self.key)
        env = {"MEMBERSTACK_SECRET_KEY": self.key}
        for typed in (b"n\n", b"\n", b"\x04"):
            status, text = self.on_terminal("run", self.spec(s), "--live", env=env, typed=typed)
            self.assertEqual(status, REFUSED, text)
        self.assertEqual(s.ledger()["members"], {})
        status, text = self.on_terminal("run", self.spec(s), "--live", "--job-id", "job", env=env, typed=b"y\n")
        self.assertEqual(status, OK, text)
        self.assertIn("real members", text)
        self.assert_exact(s)

    def test_control_characters_of_members_never_reach_a_terminal(self):
        """The sandbox's odd members hold some; and so may what the platform says."""
        s = self.sandbox()
        evil = "\x1b]0;owned\x07\x1b[2J\u202e\x9b31m\x7f"
        spec = self.spec(s, where={}, operation={"update": {"email": "{{customFields.nosuch}}" + evil}})
        for arguments in (("plan", spec), ("run", spec, "--job-id", "job"), ("results", "job"),
                          ("results", "job", "--output", "csv"), ("status", "job"), ("results", "job", "--output", "jsonl"),
                          ("history", population(1000)[0]["id"])):
            _, text = self.on_terminal(*arguments)
            text = text.replace("\r", "").replace("\x1b[K", "")
            found = re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
            self.assertEqual(found, [], arguments)
        odd = [m for m in population(1000) if re.search(r"[\x00-\x1f]", "".join(
            v for v in (m.get("customFields") or {}).values() if isinstance(v, str)))]
        self.assertTrue(odd)
        for m in odd[:3]:
            _, text = self.on_terminal("member", "get", m["id"], "--base-url", s.url)
            self.assertEqual(re.findall(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]", text), [], m["id"])


class Pipes(Case):
    def test_a_pipe_gets_lines_only(self):
        s = self.sandbox("--latency", "60")
        r = self.run_job(self.spec(s))
        for text in (r.out, r.err):
            self.assertNotIn("\r", text)
            self.assertNotIn("\x1b", text)

    def test_a_long_job_says_something_every_ten_seconds(self):
        s = self.sandbox()
        r = self.run_job(self.spec(s, pace={"requestsPerSecond": 18}))
        self.assertRegex(r.err, r"(?m)^\d+/1000 seen, .*\d")

    def test_quiet_says_nothing_but_the_summary(self):
        s = self.sandbox()
        self.assertEqual(self.run_job(self.spec(s), "--quiet").err, "")

    def test_json_is_alone_on_standard_output(self):
        faults = [{"match": {"method": "POST", "every": 20}, "fault": {"kind": "status", "status": 400}}]
        s = self.sandbox(faults=faults)
        r = self.run_job(self.spec(s), "--output", "json", status=1)
        summary = json.loads(r.out)
        self.assertEqual(summary["outcomes"]["failed"], sum(summary["failures"].values()))
        self.assertNotIn("{", r.err.split("\n")[0])
        for command in (["plan", self.spec(s)], ["status"], ["status", "job"]):
            json.loads(self.muster(*command, "--output", "json").out)
        for line in self.muster("results", "job", "--output", "jsonl").out.splitlines():
            json.loads(line)
        json.loads(self.muster("schema").out)

    def test_json_summaries_of_jobs_that_stopped(self):
        s = self.sandbox()
        r = self.run_job(self.spec(s, operation={"addPlan": {"planId": "pln_pro"}}, stopAfter={"failures": 3}),
                         "--output", "json", status=STOPPED)
        summary = json.loads(r.out)
        self.assertEqual(summary["state"], "stopped")
        self.assertIn("reason", summary)

    def test_log_files(self):
        s = self.sandbox()
        path = os.path.join(self.written, "log")
        self.run_job(self.spec(s), "--log-file", path, "--log-format", "json", "--quiet")
        lines = [json.loads(line) for line in read_bytes(path).decode().splitlines()]
        outcomes = [line for line in lines if line["event"] == "outcome"]
        self.assertGreaterEqual(len(outcomes), sum(in_country(m) for m in population(1000)))
        self.assertEqual(os.stat(path).st_mode & 0o077, 0, "it names members")

    def test_log_files_that_cannot_be_written(self):
        s = self.sandbox()
        for path in (os.path.join(self.dir, "no", "such", "directory", "log"), os.path.join(self.spec(s), "log"), self.dir):
            r = self.muster("run", self.spec(s), "--log-file", path)
            self.assertEqual(r.status, USAGE, str(r))
            self.assertIn(path, r.said)
        self.assertEqual(s.ledger()["requests"], 0)
        self.assertFalse(os.path.exists(self.state), "no job is left behind")

    def test_output_that_cannot_be_written_is_an_error(self):
        s = self.sandbox()
        self.run_job(self.spec(s))
        for command in (("results", "job", "--output", "csv"), ("status",), ("plan", self.spec(s)), ("schema",)):
            with open("/dev/full", "w") as full:
                process = subprocess.run([MUSTER, *command], stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE,
                                         env=self.env)
            self.assertNotEqual(process.returncode, OK, command)
            self.assertIn(b"output", process.stderr)

    def test_csv_is_safe_for_spreadsheets(self):
        s = self.sandbox()
        self.run_job(self.spec(s, where={"customFields.country": {"equals": "Austria"}}, operation={"update": {
            "customFields": {"x": "{{customFields.nosuch}}"}}}), status=1)
        for line in self.muster("results", "job", "--guard-formulas").out.splitlines():
            for field in line.split(","):
                self.assertNotRegex(field, r'^"?[=+@]')


class Help(unittest.TestCase):
    def muster(self, *arguments, **options):
        return subprocess.run([MUSTER, *arguments], capture_output=True, text=True, **options)

    def test_help_of_every_command(self):
        missing, wide = [], []
        for command in [""] + COMMANDS:
            r = self.muster(*command.split(), "--help")
            self.assertEqual((r.returncode, r.stderr), (0, ""), command)
            missing += [f"muster {command}: {word}" for word in ("Usage", "Example", "Exit status") if word not in r.stdout]
            wide += [f"muster {command}: {line}" for line in r.stdout.splitlines() if len(line) > 80]
        self.assertEqual(missing, [])
        self.assertEqual(wide, [], "lines wider than 80 columns")

    def test_help_shows_examples_of_the_command_itself(self):
        without = []
        for command in COMMANDS:
            text = self.muster(*command.split(), "--help").stdout
            if "muster " + command.split()[0] not in text[text.find("Example"):]:
                without.append(command)
        self.assertEqual(without, [])

    def test_version(self):
        r = self.muster("--version")
        self.assertEqual(r.returncode, 0)
        first, *rest = r.stdout.splitlines()
        self.assertRegex(first, r"^muster \d+\.\d+\.\d+$")
        of = dict(line.split(None, 1) for line in rest)
        of.pop("jemalloc", None)  # an option
        self.assertEqual(list(of), ["compiler", "Boost", "OpenSSL", "libpq", "SQLite", "zlib", "zstd", "libarchive", "CLI11",
                                    "spdlog"])
        self.assertRegex(of.pop("compiler"), r"^(g\+\+|clang) \d+\..*, \w+$")
        for library, version in of.items():
            self.assertRegex(version, r"^\d+(\.\d+)+$", library)

    def test_version_tells_the_libraries_that_it_runs_with(self):
        of = dict(line.split(None, 1) for line in self.muster("--version").stdout.splitlines())
        # Where Python is linked to the same files, it knows them, too.
        linked = subprocess.run(["ldd", MUSTER], capture_output=True, text=True, check=True).stdout
        with open("/proc/self/maps") as f:
            loaded = f.read()
        known = {"libsqlite3.so.0": ("SQLite", sqlite3.sqlite_version), "libz.so.1": ("zlib", zlib.ZLIB_RUNTIME_VERSION),
                 "libcrypto.so.3": ("OpenSSL", ssl.OPENSSL_VERSION.split()[1])}
        compared = 0
        for library, (name, version) in known.items():
            file = re.search(rf"{re.escape(library)} => (\S+)", linked)
            if file and os.path.realpath(file[1]) in loaded:
                self.assertEqual(of[name], version)
                compared += 1
        if sys.executable.startswith("/usr/bin/"):
            self.assertGreater(compared, 0, loaded)

    def test_bad_usage_is_exit_2(self):
        for arguments in ((), ("frobnicate",), ("run",), ("run", "--nosuch"), ("resume",), ("run", "x", "--output", "xml"),
                          ("run", "x", "--rate", "-1"), ("run", "x", "--rate", "nan"), ("run", "x", "--rate", "inf"),
                          ("run", "x", "--concurrency", "-1"), ("run", "x", "--concurrency", "99999999999999999999"),
                          ("run", "x", "--limit", "-5"), ("results",), ("run", "x", "y"), ("--nosuch",)):
            r = self.muster(*arguments)
            self.assertEqual(r.returncode, USAGE, f"{arguments}: {r}")
            self.assertNotEqual(r.stderr, "", arguments)
            self.assertLess(len(r.stderr.splitlines()), 40)

    def test_a_misspelt_command_is_named(self):
        r = self.muster("resme", "job")
        self.assertEqual(r.returncode, USAGE)
        self.assertIn("resme", r.stderr)

    def test_completion_in_bash(self):
        script = r'''
            set -eu
            source <("$MUSTER" completion bash)
            complete -p muster >&2
            words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
                      "$(complete -p muster | sed 's/.*-F \([^ ]*\).*/\1/')" muster "${COMP_WORDS[$COMP_CWORD]}" muster || true
                      echo "${COMPREPLY[*]-}"; }
            words muster re
            words muster run --li
        '''
        r = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env={**os.environ, "MUSTER": MUSTER})
        self.assertEqual(r.returncode, 0, r.stderr)
        first, second = r.stdout.splitlines()[:2]
        self.assertEqual(sorted(w.strip() for w in first.split()), ["results", "resume", "retry"])
        self.assertEqual(sorted(w.strip() for w in second.split()), ["--limit", "--live"])


if __name__ == "__main__":
    unittest.main()
