"""Steering a running job: pause, continue, rate, stop, watch; who and why are in the journal, nobody is lost or doubled."""
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import time
import unittest

from support import OK, REFUSED, STOPPED, USAGE, Case, read_bytes, wait_until


class OverSocket(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("muster", timeout=10)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(self.path)


class Steered(Case):
    def begin(self, *arguments, latency=20, members=1000, **spec):
        s = self.sandbox("--latency", str(latency), members=members)
        running = self.start("run", self.spec(s, where={}, **spec), "--job-id", "job", *arguments)
        wait_until(lambda: os.path.exists(self.socket()), what="the socket")
        return s, running

    def socket(self):
        return os.path.join(self.state, "jobs", "job", "control.sock")

    def acts(self):
        lines = [json.loads(line) for line in read_bytes(self.journal()).splitlines()]
        return [line for line in lines if line["t"] == "act"]

    def ok(self, *arguments, status=OK):
        r = self.muster(*arguments)
        self.assertEqual(r.status, status, str(r))
        return r

    def test_a_paused_job_sends_nothing_until_it_goes_on(self):
        s, running = self.begin()
        self.wait_for_effects(s, 50)
        self.assertIn("muster continue job", self.ok("pause", "job", "--why", "lunch").said)
        time.sleep(0.5)  # for what was in flight
        before = len(s.ledger()["members"])
        time.sleep(1)
        self.assertEqual(len(s.ledger()["members"]), before)
        r = self.ok("status", "job")
        for word in ("lunch", "pid"):
            self.assertIn(word, r.said)
        held = self.job_status()
        self.assertEqual(held["inFlight"], 0)
        self.assertGreater(held["held"], 0)
        self.assertRegex(r.out, rf"held +{held['held']} \(nothing is sent")
        self.assertNotIn("in flight", r.out)
        self.assertEqual(json.loads(self.ok("status", "--output", "json").out)[0]["held"], held["held"])
        self.ok("continue", "job")
        self.assertEqual(running.wait().status, OK)
        self.assert_exact(s, matches=lambda m: True)
        self.assertEqual([(a["act"], a.get("why")) for a in self.acts()], [("pause", "lunch"), ("continue", None)])
        for act in self.acts():
            self.assertRegex(act["who"], r"^\S+.* \(pid \d+\)$")
        self.ok("fsck", "job")
        self.assertFalse(os.path.exists(self.socket()))

    def test_a_pause_outlives_a_kill_and_a_resume_refuses(self):
        s, running = self.begin()
        self.wait_for_effects(s, 50)
        self.ok("pause", "--all", "--why", "odd numbers")
        running.signal(signal.SIGKILL)
        running.wait()
        r = self.ok("resume", "job", status=STOPPED)
        for word in ("odd numbers", "paused, by", "muster continue job"):
            self.assertIn(word, r.said)
        self.assertIn("muster continue job", self.ok("status", "job").said)
        self.assertIn("muster resume job", self.ok("continue", "job").said)
        self.ok("resume", "job")
        self.assert_exact(s, matches=lambda m: True)
        self.ok("fsck", "job")

    def test_a_job_that_does_not_run_is_marked(self):
        s, running = self.begin()
        self.wait_for_effects(s, 50)
        r = self.ok("stop", "job", "--why", "wrong plan")
        self.assertIn("muster resume job", r.said)
        r = running.wait()
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertIn("wrong plan", r.said)
        self.ok("stop", "job", status=USAGE)
        self.ok("rate", "job", "5", status=USAGE)
        self.ok("pause", "job")
        self.ok("resume", "job", status=STOPPED)
        self.ok("continue", "--all")
        self.ok("resume", "job")
        self.assert_exact(s, matches=lambda m: True)
        self.ok("pause", "job", status=USAGE)
        self.ok("pause", "nobody", status=USAGE)

    def test_a_rate_holds_at_once(self):
        s, running = self.begin("--quiet", members=120, pace={"requestsPerSecond": 20})
        self.ok("rate", "job", "2")
        time.sleep(1)
        before = len(s.ledger()["members"])
        time.sleep(2)
        self.assertLessEqual(len(s.ledger()["members"]) - before, 6)
        self.ok("rate", "job", "1000")
        self.assertEqual(running.wait().status, OK)
        self.assert_exact(s, members=120, matches=lambda m: True)
        for wrong in ("0", "-1", "fast", "1e99", "nan"):
            self.ok("rate", "job", wrong, status=USAGE)

    def test_watching_ends_with_the_run(self):
        s, running = self.begin(latency=60)
        one, everyone = self.start("watch", "job"), self.start("watch")
        self.assertEqual(running.wait().status, OK)
        for watch in (one, everyone):
            r = watch.wait(10)
            self.assertEqual(r.status, OK, str(r))
            self.assertIn("settled", r.out)
            self.assertIn("job complete", r.out)

    def test_a_thousand_pauses_harm_nobody(self):
        s, running = self.begin("--quiet", latency=5)
        connection = OverSocket(self.socket())
        connection.request("POST", "/rate", body=b'{"requestsPerSecond": 10}')  # so that it does not end meanwhile
        connection.getresponse().read()
        answered = 2
        for i in range(1000):
            for path in ("/pause", "/continue"):
                connection.request("POST", path, body=b'{"why": "again"}')
                reply = connection.getresponse()
                reply.read()
                self.assertEqual(reply.status, 200)
                answered += 1
        connection.request("POST", "/rate", body=b'{"requestsPerSecond": 10000}')
        connection.getresponse().read()
        connection.close()
        self.assertEqual(running.wait().status, OK)
        self.assert_exact(s, matches=lambda m: True)
        self.assertEqual(len(self.acts()), answered)
        self.ok("fsck", "job")

    def test_odd_requests_harm_nobody(self):
        s, running = self.begin("--quiet", latency=60)
        chance = random.Random(7)
        sound = [b"POST /pause HTTP/1.1\r\nContent-Length: 0\r\n\r\n", b"GET /status HTTP/1.1\r\n\r\n",
                 b"POST /rate HTTP/1.1\r\nContent-Length: 25\r\n\r\n{\"requestsPerSecond\": -1 }", b"GET /events HTTP/1.1\r\n\r\n",
                 b"POST /pause HTTP/1.1\r\nContent-Length: 99999\r\n\r\n", b"DELETE / HTTP/1.1\r\n\r\n"]
        for i in range(300):
            text = bytearray(chance.choice(sound))
            for _ in range(chance.randrange(4)):
                text[chance.randrange(len(text))] = chance.randrange(256)
            with socket.socket(socket.AF_UNIX) as c:
                try:
                    c.connect(self.socket())
                    c.sendall(text[:chance.randrange(len(text) + 1)])
                except OSError:
                    pass
        self.ok("continue", "job")
        self.ok("rate", "job", "spec")
        self.assertEqual(running.wait().status, OK)
        self.assert_exact(s, matches=lambda m: True)
        self.ok("fsck", "job")

    def test_a_long_path_and_a_stale_socket(self):
        self.state = os.path.join(self.dir, "x" * 100)
        self.env["MUSTER_STATE_DIR"] = self.state
        s, running = self.begin()
        self.ok("pause", "job")
        running.signal(signal.SIGKILL)
        running.wait()
        self.assertTrue(os.path.exists(self.socket()))
        self.ok("continue", "job")
        running = self.start("resume", "job")
        wait_until(lambda: self.job_status().get("inFlight"), what="the resume")
        self.ok("pause", "job")
        self.ok("continue", "job")
        self.assertEqual(running.wait().status, OK)

    @unittest.skipUnless(os.geteuid() == 0, "needs root, to become another user")
    def test_another_user_is_refused(self):
        s, running = self.begin(latency=60)
        self.assertEqual(os.stat(self.socket()).st_mode & 0o777, 0o600)
        for path in (self.dir, self.state, os.path.join(self.state, "jobs"), os.path.join(self.state, "jobs", "job")):
            os.chmod(path, 0o755)
        code = ("import socket, sys\ns = socket.socket(socket.AF_UNIX)\n"
                "try: s.connect(sys.argv[1])\nexcept PermissionError: sys.exit(13)")
        r = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "python3", "-c", code, self.socket()])
        self.assertEqual(r.returncode, 13)
        os.chmod(self.socket(), 0o666)  # even then: the server looks at who it is
        code = ("import socket, sys\ns = socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[1])\n"
                "s.sendall(b'POST /pause HTTP/1.1\\r\\n\\r\\n')\nsys.exit(len(s.recv(1)))")
        r = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "python3", "-c", code, self.socket()],
                           stderr=subprocess.DEVNULL)
        self.assertEqual(running.wait().status, OK)
        self.assertEqual(self.acts(), [])


if __name__ == "__main__":
    unittest.main()
