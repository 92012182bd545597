"""The key goes into requests to a platform that has proved who it is, and nowhere else, whatever goes wrong."""
import base64
import itertools
import json
import os
import signal
import subprocess
import tempfile
import unittest
import urllib.parse

from certificates import Authority, Listener
from network import Proxy, one_message
from support import FAILED, MUSTER, OK, REFUSED, STOPPED, USAGE, Case, read_bytes

QUICK = {"attempts": 2, "baseDelay": "10ms", "maxDelay": "20ms", "patience": "60ms"}
MEMBERS = 60


def forms(key):
    """The key as it may have been written, and any ten characters of its own part."""
    tail = key[len("sk_sb_"):]
    yield from (tail[i:i + 10].encode() for i in range(len(tail) - 9))
    yield urllib.parse.quote(key, safe="").encode()
    yield json.dumps(key)[1:-1].encode()
    yield key.encode().hex().encode()
    yield key[::-1].encode()
    for shift in range(3):  # wherever it begins in what was encoded; without the ends, which depend on what is beside it
        yield base64.b64encode(b"x" * shift + key.encode())[4:-4]


class Leaks(Case):
    """Every run has a directory of its own for whatever it may drop, and a log."""

    def setUp(self):
        super().setUp()
        self.cwd, self.tmp = (os.path.join(self.dir, name) for name in ("cwd", "tmp"))
        os.mkdir(self.cwd)
        os.mkdir(self.tmp)
        self.env.update(TMPDIR=self.tmp)
        self.jobs = itertools.count(1)

    def start(self, *arguments, **options):
        return super().start(*arguments, cwd=self.cwd, **options)

    def _no_leak(self):
        found = 0
        for top in (self.state, self.written, self.cwd, self.tmp, os.path.join(self.dir, "limits")):
            for path, _, files in os.walk(top):
                for name in files:
                    content = read_bytes(os.path.join(path, name)).lower()
                    found += len(content)
                    for secret in self.secrets():
                        for form in forms(secret):
                            self.assertFalse(form.lower() in content, f"the key is in {path}/{name}")
                            self.assertFalse(form.decode().lower() in name.lower(), f"the key is in the name {path}/{name}")
        self.assertGreater(found, 100, "there was something to look at")

    def all_of(self, spec, *statuses, environment=None):
        """Runs what there is to run with a spec, and then what tells of it; the run's status is one of these."""
        job = f"job-{next(self.jobs)}"
        log = os.path.join(self.written, job + ".log")
        form = "json" if next(self.jobs) % 2 else "text"
        r = self.muster("run", spec, "--job-id", job, "--log-file", log, "--log-format", form, env=environment)
        self.assertIn(r.status, statuses, str(r))
        self.muster("plan", spec, "--output", "json", env=environment)
        self.muster("check", spec)
        self.muster("resume", job, "--output", "json", env=environment)
        self.muster("status", job)
        self.muster("status", job, "--output", "json")
        for output in ("table", "jsonl", "csv"):
            self.muster("results", job, "--output", output)
        return r


class Echoes(Leaks):
    """A platform that says the key again."""

    def answering(self, where, answer):
        """A sandbox where requests that begin so are answered by `answer(request)` instead."""
        s = self.sandbox(members=MEMBERS)

        def relay(client, upstream):
            while True:
                request = one_message(client)
                if request.startswith(where):
                    client.sendall(answer(request))
                    continue
                upstream.sendall(request)
                client.sendall(one_message(upstream))

        proxy = Proxy(s.port, relay)
        self.addCleanup(proxy.stop)
        return proxy.url

    def reply(self, status, body, *headers):
        body = body if isinstance(body, str) else json.dumps(body)
        lines = [f"HTTP/1.1 {status} Said {self.key}", "Content-Type: text/html", f"Content-Length: {len(body.encode())}",
                 *headers, "", body]
        return lambda request: "\r\n".join(lines).encode()

    def bodies(self):
        key = self.key
        yield {"code": "invalid-secret-key", "message": f"the key {key} is not valid"}
        yield {"code": f"bad-{key}", "message": "x" * 285 + key}  # where messages are cut
        yield {"error": {"code": key, "message": f"Bearer {key} X-API-KEY: {key}"}, "message": key, key: key}
        yield f"<html><title>{key}</title>Your request: GET /members?key={urllib.parse.quote(key)}\nX-API-KEY: {key}</html>"
        yield json.dumps({"message": "?"}).replace("?", "".join(f"\\u{ord(c):04x}" for c in key))
        yield '{"message": "' + key  # cut short

    def test_in_errors_of_every_status(self):
        any_of = (OK, FAILED, STOPPED)
        statuses = {400: any_of[1:], 401: (REFUSED,), 403: (REFUSED,), 404: any_of, 409: any_of[1:], 429: (STOPPED,),
                    500: any_of[1:], 200: any_of}
        cases = itertools.cycle(itertools.product((b"GET /members?", b"POST "), self.bodies()))
        for status, expected in statuses.items():
            for _ in range(2):  # of the twelve
                where, body = next(cases)
                names_key = isinstance(body, dict) and body.get("code") == "invalid-secret-key"
                right = (REFUSED,) if names_key and status in (400, 404, 409) else expected
                with self.subTest(status, where=where, body=body):
                    url = self.answering(where, self.reply(status, body, f"X-Request-Key: {self.key}"))
                    self.all_of(self.spec(url, retry=QUICK), *right, *((STOPPED,) if where[:1] == b"G" else ()))

    def test_in_headers_that_are_read(self):
        headers = (f"Retry-After: {self.key}", f"RateLimit-Reset: {self.key}", f"X-RateLimit-Remaining: {self.key}",
                   f"Location: https://elsewhere.invalid/?k={self.key}")
        for status in (429, 302, 503):
            for where in (b"GET /members?", b"POST "):
                with self.subTest(status, where=where):
                    url = self.answering(where, self.reply(status, "{}", *headers))
                    self.all_of(self.spec(url, retry=QUICK), FAILED, STOPPED)

    def test_in_answers_to_single_requests(self):
        for body in self.bodies():
            for status in (400, 401, 200):
                url = self.answering(b"", self.reply(status, body))
                for command in (("member", "get", "mem_x"), ("verify-token", "--token", "tok_x")):
                    self.assertNotEqual(self.muster(*command, "--base-url", url).status, OK)

    def test_in_something_that_is_not_http(self):
        for text in (f"220 {self.key}\r\n\r\n", f"HTTP/9.9 {self.key}\r\n\r\n", f"HTTP/1.1 200 OK\r\n{self.key}\r\n\r\n",
                     f"HTTP/1.1 200 OK\r\nContent-Length: {self.key}\r\n\r\n"):
            self.all_of(self.spec(self.answering(b"GET", lambda request: text.encode() * 9), retry=QUICK), STOPPED)


class Mistakes(Leaks):
    """Of whoever uses it."""

    def test_the_key_where_it_does_not_belong(self):
        s = self.sandbox(members=MEMBERS)
        good = read_bytes(self.spec(s)).decode()
        key = self.key
        for name, text in {
                "where": good.replace("Germany", key), "name": good.replace('"test"', f'"{key}"'),
                "path": good.replace(s.url, f"{s.url}/{key}"), "user": good.replace("http://", f"http://{key}@"),
                "host": good.replace("http://127.0.0.1", f"https://{key}.invalid"), "plan": good.replace("pln_free", key),
                "query": good.replace(s.url, f"{s.url}/?key={key}"), "key": good.replace('{"env": "MEMBERSTACK_SECRET_KEY"}',
                                                                                       f'"{key}"'),
                "variable": good.replace("MEMBERSTACK_SECRET_KEY", key), "unknown": good.replace('"name"', f'"{key}"'),
                "broken": good[:-1] + key, "escaped": good.replace("Germany", f"\\u0073{key[1:]}")}.items():
            with self.subTest(name):
                self.all_of(self.file(f"{name}.json", text), USAGE, REFUSED)
        self.assertEqual(s.ledger()["requests"], 0)

    def test_the_key_as_a_parameter(self):
        s = self.sandbox(members=MEMBERS)
        with open(self.spec(s)) as f:
            spec = json.load(f)
        spec.update(parameters={"x": {}}, where={"customFields.country": {"equals": "${x}"}})
        path = self.file("p.json", json.dumps(spec))
        for command in ("run", "plan", "check"):
            process = subprocess.run(
                [MUSTER, command, path, "--set", f"x={self.key}"], env=self.env, cwd=self.cwd,
                stdin=subprocess.DEVNULL, capture_output=True)
            self.assertEqual(process.returncode, USAGE, process.stderr)
            with open(os.path.join(self.written, command), "wb") as f:
                f.write(process.stdout + process.stderr)
        self.assertEqual(s.ledger()["requests"], 0)

    def test_wrong_addresses_and_keys_that_cannot_be_used(self):
        for url in ("https://no-such-host.invalid", "https://127.0.0.1:9", "http://127.0.0.1:9", "http://members.example"):
            self.all_of(self.spec(url, retry=QUICK), USAGE, STOPPED)
        s = self.sandbox(members=MEMBERS)
        for key in (self.key + "\r\nX-Evil: 1", self.key + " ", "\x1b" + self.key, self.key * 400):
            self.all_of(self.spec(s), REFUSED, environment={"MEMBERSTACK_SECRET_KEY": key})
        for mode, text in ((0o644, self.key), (0o600, self.key + "\nmore"), (0o600, "\0" + self.key)):
            path = self.file(f"key-{mode}-{len(text)}", text)
            os.chmod(path, mode)
            self.all_of(self.spec(s, provider={"key": {"file": path}}), REFUSED)
        self.assertEqual(s.ledger()["requests"], 0)


class Processes(Leaks):
    """What others see of a process that has the key, and what it leaves when it dies."""

    def running(self, *prefix):
        s = self.sandbox("--latency", "30", members=MEMBERS)
        running = self.start("run", self.spec(s, where={}), "--job-id", f"job-{next(self.jobs)}", prefix=prefix)
        self.wait_for_effects(s, 8)
        return running

    def test_its_command_line_and_environment(self):
        running = self.running()
        self.assertTrue(running.alive())
        self.assertNotIn(self.key.encode(), read_bytes(f"/proc/{running.pid}/cmdline"))
        environment = read_bytes(f"/proc/{running.pid}/environ")
        if os.geteuid() == 0:
            self.assertIn(b"MUSTER_STATE_DIR=", environment)
        for form in forms(self.key):
            self.assertFalse(form.lower() in environment.lower(), "the key is in the environment")
        self.assertEqual(running.wait().status, OK)

    def test_no_core_is_left(self):
        """As far as cores go into the working directory on this machine."""
        for number in (signal.SIGABRT, signal.SIGSEGV, signal.SIGKILL, signal.SIGQUIT):
            running = self.running("prlimit", "--core=unlimited", "--")
            running.signal(number)
            self.assertNotEqual(running.wait().status, OK)
        self.assertEqual(os.listdir(self.cwd), [])


class Strangers(Leaks):
    """Whoever cannot prove to be the platform. That they get nothing of the key is in test_tls; here, what is written."""

    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="muster-bb-ca-")
        cls.addClassCleanup(directory.cleanup)
        cls.authority = Authority(directory.name)

    def test_certificates(self):
        for certificate in (self.authority.sign("expired", end="20210101000000Z"), self.authority.sign("host", "x", "DNS:x"),
                            (self.authority.certificate, self.authority.key)):
            listener = Listener(*certificate)
            self.addCleanup(listener.stop)
            spec = self.spec(f"https://localhost:{listener.port}", provider={"caFile": self.authority.certificate})
            self.all_of(spec, REFUSED)
            self.assertNotIn(self.key.encode(), listener.got)


if __name__ == "__main__":
    unittest.main()
