"""People are told how a job stands, once for each change; whatever goes wrong there hurts no job."""
import base64
import hashlib
import hmac
import http.server
import json
import os
import signal
import threading
import time
import unittest

from support import FAILED, OK, STOPPED, Case

SECRET = base64.b64encode(b"a secret of 24 bytes ...").decode()


class Receiver:
    """Keeps what it is sent; answers with `status`, after `delay` seconds."""

    def __init__(self):
        self.got, self.status, self.delay = [], [], 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.do_POST()

            def do_POST(self):
                length = int(self.headers.get("Content-Length") or 0)
                outer.got.append((self.command, self.path, dict(self.headers.items()), self.rfile.read(length)))
                time.sleep(outer.delay)
                self.send_response(outer.status.pop(0) if outer.status else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def bodies(self):
        return [json.loads(body) for method, _, _, body in self.got if method == "POST"]

    def pings(self):
        return [path for method, path, _, _ in self.got if method == "GET"]


class NotifyTest(Case):
    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.stop)
        self.path = "/services/T0/B0/topsecretpath"
        self.env.update(HOOK=self.receiver.url + self.path, WHSEC="whsec_" + SECRET,
                        PING=self.receiver.url + "/ping-me-quietly")

    def secrets(self):
        return [self.key, "topsecretpath", "ping-me-quietly", SECRET]

    HOOK = {"webhook": {"url": {"env": "HOOK"}, "secret": {"env": "WHSEC"}}}

    def test_one_message_a_change_and_a_recovery(self):
        s = self.sandbox(members=300)
        spec = self.spec(s, notify=self.HOOK, expect={"matched": {"atMost": 3}})
        self.run_job(spec, status=STOPPED)
        self.resume_job(status=STOPPED)
        self.resume_job(status=STOPPED)
        self.assertEqual(len(self.receiver.bodies()), 1)
        self.resume_job("--at-most", "300")
        first, second = self.receiver.bodies()
        self.assertEqual(first["type"], "job.stopped")
        self.assertEqual(first["data"]["exitStatus"], STOPPED)
        self.assertIn("muster: job job stopped: ", first["text"])
        self.assertIn("muster resume job", first["text"])
        self.assertEqual(second["type"], "job.complete")
        self.assertIs(second["data"]["recovery"], True)
        self.assertIn("all is well again", second["text"])
        self.assertGreater(second["data"]["outcomes"]["done"], 3)
        self.assert_exact(s, members=300)
        r = self.muster("fsck", "job")
        self.assertEqual(r.status, OK, str(r))

    def test_the_next_job_of_a_spec_tells_that_all_is_well_again(self):
        s = self.sandbox(members=60)
        bad = self.spec(s, notify=self.HOOK, expect={"matched": {"atMost": 3}})
        for number in range(2):  # each job is told of, whatever was said of the one before
            self.run_job(bad, status=STOPPED, job=f"test-20260101T00000{number}Z")
        for number in range(2, 4):
            self.run_job(self.spec(s, notify=self.HOOK), job=f"test-20260101T00000{number}Z")
        self.assertEqual([(b["type"], b["data"]["recovery"]) for b in self.receiver.bodies()],
                         [("job.stopped", False), ("job.stopped", False), ("job.complete", True)])

    def test_messages_are_signed(self):
        spec = self.spec(self.sandbox(members=50), notify={"on": ["complete"], **self.HOOK})
        self.run_job(spec)
        method, path, headers, body = self.receiver.got[0]
        headers = {k.lower(): v for k, v in headers.items()}
        self.assertEqual((method, path), ("POST", self.path))
        self.assertEqual(headers["content-type"], "application/json")
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(base64.b64decode(SECRET), signed, hashlib.sha256).digest()).decode()
        self.assertEqual(headers["webhook-signature"], "v1," + expected)
        self.assertLess(abs(int(headers["webhook-timestamp"]) - time.time()), 60)
        self.assertNotIn(self.key, str(headers))

    def test_nothing_is_told_that_nobody_asked_for(self):
        self.run_job(self.spec(self.sandbox(members=50), notify=self.HOOK))
        self.assertEqual(self.receiver.got, [])

    def test_members_that_failed_are_told(self):
        s = self.sandbox(members=300, faults=[{"match": {"method": "POST", "every": 20}, "fault": {"kind": "status", "status": 400}}])
        self.run_job(self.spec(s, notify=self.HOOK), status=FAILED)
        [body] = self.receiver.bodies()
        self.assertEqual(body["type"], "job.failed")
        self.assertIn("is complete, but members failed; ", body["text"])
        self.assertEqual(body["data"]["exitStatus"], FAILED)
        self.assertGreater(body["data"]["outcomes"]["failed"], 0)

    def test_a_job_that_does_not_end_in_its_window_is_late_and_that_is_told_once(self):
        s = self.sandbox(members=400)
        clock = lambda seconds: time.strftime("%H:%M:%S", time.gmtime(time.time() + seconds))
        spec = self.spec(s, notify={"on": ["late"], **self.HOOK}, pace={"requestsPerSecond": 20},
                         window={"from": clock(-1), "to": clock(3), "timezone": "UTC"})
        self.run_job(spec, status=STOPPED)
        [late] = self.receiver.bodies()
        self.assertEqual(late["type"], "job.late")
        self.assertIn("muster: job job is late: it will not end in its window", late["text"])
        ahead = json.loads(self.muster("status", "job", "--output", "json").out)["forecast"]
        self.assertEqual(ahead["timezone"], "UTC")
        self.resume_job("--ignore-window")
        self.assertEqual([b["type"] for b in self.receiver.bodies()], ["job.late", "job.complete"])
        self.assertIs(self.receiver.bodies()[1]["data"]["recovery"], True)
        self.assert_exact(s, members=400)

    def test_a_start_that_was_not_made_is_late_and_that_is_told_once(self):
        hour = time.gmtime(time.time() - 6 * 3600).tm_hour  # long past, whatever the time of day
        nightly = {"cron": f"0 {hour} * * *", "timezone": "UTC", "catchUp": "none"}
        spec = self.spec(self.sandbox(members=20), notify={"on": ["late"], **self.HOOK}, schedule=nightly)
        os.utime(spec, (time.time() - 2 * 86400,) * 2)
        for _ in range(2):
            r = self.muster("schedule", "--once", spec)
            self.assertEqual(r.status, OK, str(r))
        [late] = self.receiver.bodies()
        self.assertEqual(late["type"], "job.late")
        self.assertRegex(late["text"], fr"^muster: spec [-\w]+ is late: its start of \w+ [-\d]+ {hour:02}:00 UTC was not made")

    def test_pings_tell_of_start_and_end(self):
        spec = self.spec(self.sandbox(members=300), notify={"ping": {"url": {"env": "PING"}}},
                         expect={"matched": {"atMost": 3}})
        self.run_job(spec, status=STOPPED)
        start, end = self.receiver.pings()
        rid = start.partition("?rid=")[2]
        self.assertEqual(start, f"/ping-me-quietly/start?rid={rid}")
        self.assertEqual(end, f"/ping-me-quietly/75?rid={rid}")
        self.assertRegex(rid, "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        self.resume_job("--at-most", "300")
        again, end = self.receiver.pings()[2:]
        self.assertNotIn(rid, again)
        self.assertTrue(end.startswith("/ping-me-quietly/0?rid="))

    def test_a_command_gets_a_mail(self):
        got = os.path.join(self.given, "mail")
        spec = self.spec(self.sandbox(members=50),
                         notify={"on": ["complete"], "command": ["sh", "-c", 'cat > "$0"; env >> "$0"', got]})
        self.run_job(spec, env={"MAILTO": "ops@example.com"})
        with open(got, encoding="utf-8") as f:
            mail = f.read()
        self.assertTrue(mail.startswith("To: ops@example.com\nSubject: muster: job job is complete\n"), mail)
        self.assertNotIn(self.key, mail)

    def test_a_receiver_that_fails_is_tried_again(self):
        self.receiver.status = [503, 500]
        r = self.run_job(self.spec(self.sandbox(members=50), notify={"on": ["complete"], **self.HOOK}))
        self.assertEqual(len(self.receiver.got), 3)
        self.assertEqual(len({h["webhook-id"] for _, _, h, _ in self.receiver.got}), 1)
        self.assertNotIn("notify", r.err)

    def test_a_receiver_that_stays_away_hurts_nobody(self):
        s = self.sandbox(members=50)
        spec = self.spec(s, notify={"on": ["complete"], **self.HOOK, "ping": {"url": {"env": "PING"}},
                                    "command": ["/nonexistent"]})
        self.receiver.stop()
        log = os.path.join(self.written, "log")
        r = self.run_job(spec, "--log-file", log)
        self.assert_exact(s, members=50)
        with open(log, encoding="utf-8") as f:
            logged = f.read()
        for way in ("webhook", "ping", "command"):
            self.assertIn(f"notify.{way}: ", logged)
        self.assertIn("notify.webhook: ", r.err)
        # What was not delivered counts as not told.
        self.assertFalse(os.path.exists(os.path.join(self.state, "jobs", "job", "told.json")))

    def test_a_refusal_is_not_repeated(self):
        self.receiver.status = [404]
        r = self.run_job(self.spec(self.sandbox(members=50), notify={"on": ["complete"], **self.HOOK}))
        self.assertEqual(len(self.receiver.got), 1)
        self.assertIn("notify.webhook: the answer was 404", r.said)

    def test_an_address_that_is_not_there_hurts_nobody(self):
        del self.env["HOOK"]
        r = self.run_job(self.spec(self.sandbox(members=50), notify={"on": ["complete"], **self.HOOK}))
        self.assertIn("notify.webhook: ", r.said)
        self.assertIn("env HOOK", r.said)

    def test_a_slow_receiver_keeps_nobody_waiting(self):
        self.receiver.delay = 30
        s = self.sandbox(members=1000, rate=25)
        notify = {**self.HOOK, "ping": {"url": {"env": "PING"}}, "command": ["sleep", "30"]}
        running = self.start("run", self.spec(s, notify=notify), "--job-id", "job")
        self.wait_for_effects(s, 3)
        asked = time.monotonic()
        running.signal(signal.SIGTERM)
        r = running.wait(25)
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertLess(time.monotonic() - asked, 15)
        for way in ("webhook", "ping", "command"):
            self.assertIn(f"notify.{way}: ", r.err)

    def test_whoever_stops_a_job_does_not_wait_long(self):
        self.receiver.status = [503]
        s = self.sandbox(members=1000, rate=25)
        running = self.start("run", self.spec(s, notify=self.HOOK), "--job-id", "job")
        self.wait_for_effects(s, 3)
        running.signal(signal.SIGTERM)
        r = running.wait(15)
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertEqual(len(self.receiver.got), 1)
        self.resume_job("--limit", "1", status=OK)
        self.assertEqual(len(self.receiver.bodies()), 2, "what was not delivered is told next time")


if __name__ == "__main__":
    unittest.main()
