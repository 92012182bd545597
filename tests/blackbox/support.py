"""What the black-box tests share: the program, sandboxes, and the ledger as the judge.

Every test has a directory of its own, with its own state and its own rate limiter files, and a key of its own. When a
test ends, everything that its muster processes wrote is searched for that key.
"""
import fcntl
import json
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import termios
import time
import unittest
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
MUSTER = os.environ.get("MUSTER", os.path.join(ROOT, "build", "muster"))

OK, FAILED, USAGE, REFUSED, RUNNING, INTERNAL, STOPPED = 0, 1, 2, 3, 4, 70, 75


def wait_until(true, seconds=10.0, what="it", every=0.01):
    """Returns the first value of true() that is not empty."""
    end = time.monotonic() + seconds
    while True:
        value = true()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        time.sleep(every)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def can_connect(port):
    with socket.socket() as s:
        s.settimeout(1)
        return s.connect_ex(("127.0.0.1", port)) == 0


def read_bytes(path):
    try:
        with open(path, "rb") as f:
            return f.read()
    except OSError:
        return b""


class Sandbox:
    """A running `muster sandbox`."""

    def __init__(self, directory, *arguments, port=0):
        port_file = os.path.join(directory, f"port-{random.getrandbits(64):x}")
        self.process = subprocess.Popen(
            [MUSTER, "sandbox", "--quiet", "--port", str(port), "--port-file", port_file, *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            text = wait_until(lambda: self.process.poll() is not None or read_bytes(port_file).strip(), 15,
                              "the sandbox")
        except AssertionError:
            self.stop()
            raise
        if text is True:
            raise AssertionError("sandbox: " + self.process.communicate()[1].decode())
        self.port = int(text)
        self.url = f"http://127.0.0.1:{self.port}"

    def call(self, method, path, headers=None, body=None):
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=headers or {})
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.read()

    def ledger(self):
        return json.loads(self.call("GET", "/__ledger"))

    def member(self, member_id):
        return json.loads(self.call("GET", "/__members/" + member_id))

    def reset(self):
        self.call("POST", "/__reset")

    def everyone(self):
        """All members, by a plain walk over the list."""
        members, after = [], ""
        while True:
            page = json.loads(self.call("GET", f"/members?limit=100&includeJSON=true&after={after}",
                                        {"X-API-KEY": "sk_sb_walk"}))
            members += page["data"]
            if not page["hasNextPage"]:
                return members
            after = page["endCursor"]

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stderr.close()


_populations = {}


def population(members, seed=1):
    """The sandbox's members as they are at the beginning."""
    if (members, seed) not in _populations:
        with tempfile.TemporaryDirectory() as d:
            s = Sandbox(d, "--members", str(members), "--seed", str(seed), "--rate", "0")
            try:
                _populations[members, seed] = s.everyone()
            finally:
                s.stop()
    return _populations[members, seed]


def in_country(member, country="Germany"):
    return (member.get("customFields") or {}).get("country") == country


def has_plan(member, plan="pln_free"):
    return any(p["planId"] == plan for p in member.get("planConnections") or [])


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err
        self.said = " ".join((out + " " + err).split())  # however its lines were broken

    def __str__(self):
        return f"exit {self.status}\n--- stdout\n{self.out}\n--- stderr\n{self.err}\n"


class Running:
    """A muster process that goes on while the test does something else."""

    def __init__(self, process, out, err):
        self.process, self.pid = process, process.pid
        self._out, self._err = out, err

    def signal(self, number):
        self.process.send_signal(number)

    def err(self):
        return read_bytes(self._err).decode(errors="replace")

    def out(self):
        return read_bytes(self._out).decode(errors="replace")

    def alive(self):
        return self.process.poll() is None

    def wait(self, seconds=60):
        self.process.wait(timeout=seconds)
        return Result(self.process.returncode, self.out(), self.err())


class Case(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="muster-bb-")
        self.given = os.path.join(self.dir, "given")  # what the test itself writes; may hold the key
        self.state = os.path.join(self.dir, "state")
        self.written = os.path.join(self.dir, "written")  # outputs of muster processes
        for d in (self.given, self.written, os.path.join(self.dir, "limits")):
            os.mkdir(d, 0o700)
        self.key = "sk_sb_" + "".join(random.choice("abcdefghkmnpqrstuvwxyz23456789") for _ in range(20))
        self.env = {"PATH": os.environ["PATH"], "HOME": self.dir, "MUSTER_STATE_DIR": self.state, "LC_ALL": "C.UTF-8",
                    "MUSTER_RUNTIME_DIR": os.path.join(self.dir, "limits"), "MEMBERSTACK_SECRET_KEY": self.key}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]
        self._started = []
        self._count = 0
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.addCleanup(self._no_leak)
        self.addCleanup(self._end_processes)

    def _end_processes(self):
        for process in self._started:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()

    def secrets(self):
        return [self.key]

    def _no_leak(self):
        for top in (self.state, self.written, os.path.join(self.dir, "limits")):
            for path, _, files in os.walk(top):
                for name in files:
                    content = read_bytes(os.path.join(path, name))
                    for secret in self.secrets():
                        self.assertFalse(secret.encode() in content, f"the key is in {path}/{name}")

    # --- running things

    def sandbox(self, *arguments, members=None, faults=None, rate=0, port=0):
        a = list(arguments) + ["--rate", str(rate)]
        if members is not None:
            a += ["--members", str(members)]
        if faults is not None:
            a += ["--faults", self.file("faults.json", json.dumps({"seed": 7, "rules": faults}))]
        s = Sandbox(self.given, *a, port=port)
        self.addCleanup(s.stop)
        return s

    def file(self, name, text):
        path = os.path.join(self.given, name)
        with open(path, "w") as f:
            f.write(text)
        return path

    def spec(self, at, name="spec.json", provider=None, **others):
        """A spec that gives pln_free to every member in Germany, without a limit of ours."""
        s = {"name": "test",
             "provider": {"kind": "memberstack", "baseUrl": at.url if isinstance(at, Sandbox) else at,
                          "key": {"env": "MEMBERSTACK_SECRET_KEY"}, **(provider or {})},
             "where": {"customFields.country": {"equals": "Germany"}},
             "operation": {"addPlan": {"planId": "pln_free"}},
             "pace": {"requestsPerSecond": 0}}
        s.update(others)
        return self.file(name, json.dumps({k: v for k, v in s.items() if v is not None}))

    def start(self, *arguments, env=None, prefix=(), **options):
        self._count += 1
        out = os.path.join(self.written, f"{self._count}.out")
        err = os.path.join(self.written, f"{self._count}.err")
        with open(out, "wb") as o, open(err, "wb") as e:
            # Without the terminal of whoever runs the tests: nobody is to be asked there.
            process = subprocess.Popen([*prefix, MUSTER, *arguments], stdin=options.pop("stdin", subprocess.DEVNULL),
                                       stdout=o, stderr=e, env={**self.env, **(env or {})}, start_new_session=True,
                                       **options)
        self._started.append(process)
        for secret in self.secrets():
            self.assertNotIn(secret.encode(), read_bytes(f"/proc/{process.pid}/cmdline"))
        return Running(process, out, err)

    def muster(self, *arguments, seconds=30, **options):
        running = self.start(*arguments, **options)
        try:
            return running.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"muster {' '.join(arguments)} still runs after {seconds} s:\n{running.err()}")

    def on_terminal(self, *arguments, answer="", **options):
        """Runs muster with a terminal of its own, all else redirected, and types the answer when it asks. What was
        on the terminal comes as `asked`."""
        ours, theirs = os.openpty()
        try:
            running = self.start(*arguments, preexec_fn=lambda: fcntl.ioctl(theirs, termios.TIOCSCTTY, 0),
                                 pass_fds=(theirs,), **options)
        finally:
            os.close(theirs)
        shown = b""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            ready, _, _ = select.select([ours], [], [], 0.1)
            try:
                shown += os.read(ours, 65536) if ready else b""
            except OSError:  # the other side is closed: it has ended
                break
            if answer is not None and (shown.endswith(b"] ") or shown.endswith(b": ")):
                os.write(ours, answer.encode() + b"\n")
                answer = None
        os.close(ours)
        r = running.wait()
        r.asked = " ".join(shown.decode().split())
        return r

    def run_job(self, spec, *arguments, job="job", status=OK, **options):
        r = self.muster("run", spec, "--job-id", job, *arguments, **options)
        self.assertEqual(r.status, status, str(r))
        return r

    def resume_job(self, *arguments, job="job", status=OK, **options):
        r = self.muster("resume", job, *arguments, **options)
        self.assertEqual(r.status, status, str(r))
        return r

    # --- judging

    def journal(self, job="job"):
        return os.path.join(self.state, "jobs", job, "journal.jsonl")

    def job_status(self, job="job", status=OK):
        r = self.muster("status", job, "--output", "json")
        self.assertEqual(r.status, status, str(r))
        return json.loads(r.out)

    def results(self, job="job"):
        """(member, outcome) of every line of `muster results`."""
        r = self.muster("results", job, "--output", "jsonl")
        self.assertEqual(r.status, OK, str(r))
        lines = [json.loads(line) for line in r.out.splitlines()]
        return [(line["member"], line["outcome"]) for line in lines]

    def assert_exact(self, sandbox, members=1000, seed=1, matches=in_country, plan="pln_free", job="job"):
        """Each matching member got the plan exactly once, nobody else anything, and each has one outcome."""
        everyone = population(members, seed)
        matching = [m for m in everyone if matches(m)]
        self.assertGreater(len(matching), 0)
        expected = {m["id"]: {f"addPlan:{plan}": 1} for m in matching if not has_plan(m, plan)}
        effects = sandbox.ledger()["members"]
        doubled = {i: e for i, e in effects.items() if i in expected and e != expected[i]}
        self.assertEqual(doubled, {}, "members with another effect than the plan once")
        self.assertEqual(sorted(set(expected) - set(effects)), [], "members who were missed")
        self.assertEqual(sorted(set(effects) - set(expected)), [], "members who should have been left alone")
        outcomes = self.results(job)
        self.assertEqual(sorted(i for i, _ in outcomes), sorted(m["id"] for m in matching),
                         "members with an outcome, once each")
        for member, outcome in outcomes:
            self.assertIn(outcome, ("done", "already"), member)
        return expected

    def wait_for_effects(self, sandbox, count, seconds=20):
        wait_until(lambda: len(sandbox.ledger()["members"]) >= count, seconds, f"{count} effects")
