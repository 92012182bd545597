"""The page's server, as a browser and as others who reach it would use it: who gets in, what it shows, and that what is
done by it is done once, by a process of its own, with who did it in the journal."""
import http.client
import json
import os
import re
import signal
import stat
import time
import unittest

from support import FAILED, OK, USAGE, Case, can_connect, has_plan, in_country, population, read_bytes, wait_until

CSP = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
       "form-action 'none'; frame-ancestors 'none'")

REFUSAL = {"kind": "status", "status": 400}


class Reply:
    def __init__(self, raw):
        self.status, self.headers, self.body = raw.status, raw.headers, raw.read()

    def json(self):
        return json.loads(self.body)


class Browser:
    """A client with a cookie, whose every reply is held against what all replies must have."""

    def __init__(self, case, port, cookie=None):
        self.case, self.port, self.cookie = case, port, cookie

    def ask(self, method, path, body=None, **headers):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Cookie": f"muster-{self.port}={self.cookie}"} if self.cookie else {}
        if method != "GET":
            sent.update({"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"})
        sent.update({k.replace("_", "-"): v for k, v in headers.items()})
        sent = {k: v for k, v in sent.items() if v is not None}
        try:
            c.request(method, path, body=None if body is None else json.dumps(body), headers=sent)
            r = Reply(c.getresponse())
        finally:
            c.close()
        self.case.assertEqual(r.headers["Content-Security-Policy"], CSP, path)
        self.case.assertEqual(r.headers["X-Content-Type-Options"], "nosniff", path)
        self.case.assertEqual(r.headers["Referrer-Policy"], "no-referrer", path)
        return r

    def get(self, path, status=200, **headers):
        r = self.ask("GET", path, **headers)
        self.case.assertEqual(r.status, status, r.body)
        return r.json() if path.startswith("/api/") else r

    def post(self, path, body=None, status=200, **headers):
        r = self.ask("POST", path, {} if body is None else body, **headers)
        self.case.assertEqual(r.status, status, r.body)
        return r.json()


class Events:
    """What a stream tells: (event, data) one after another."""

    def __init__(self, browser, path):
        self.connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=20)
        self.connection.request("GET", path, headers={"Cookie": f"muster-{browser.port}={browser.cookie}"})
        self.reply = self.connection.getresponse()

    def __iter__(self):
        name = None
        for line in self.reply:
            line = line.decode().rstrip("\n")
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                yield name, json.loads(line[6:])

    def until(self, wanted):
        for name, data in self:
            if wanted(name, data):
                return data
        raise AssertionError("the stream has ended")

    def close(self):
        self.connection.close()


def children_of(pid):
    found = []
    for each in os.listdir("/proc"):
        stat_line = read_bytes(f"/proc/{each}/stat") if each.isdigit() else b""
        if stat_line and int(stat_line.rsplit(b")", 1)[1].split()[1]) == pid:
            found.append(int(each))
    return found


class Web(Case):
    def web(self, *arguments, links=True, **options):
        running = self.start("web", *arguments, "--listen", "127.0.0.1:0", **options)
        out = wait_until(lambda: running.out() if running.out().count("\n") >= (2 if links else 1)
                         or not running.alive() else None, what="the links")
        self.assertTrue(running.alive(), running.err())
        running.port = int(re.search(r"http://127\.0\.0\.1:(\d+)", out).group(1))
        running.links = dict(re.findall(r"^(read|act): (http://\S+)$", out, re.M))
        return running

    def log_in(self, running, what="act"):
        b = Browser(self, running.port)
        path = running.links[what].split(str(running.port), 1)[1]
        r = b.ask("GET", path)
        self.assertEqual((r.status, r.headers["Location"]), (303, "/"))
        cookie = r.headers["Set-Cookie"]
        for word in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(word, cookie)
        b.cookie = re.match(rf"muster-{running.port}=([0-9a-f]{{64}});", cookie).group(1)
        return b

    def acts(self, job="job"):
        lines = [json.loads(line) for line in read_bytes(self.journal(job)).splitlines()]
        return [line for line in lines if line["t"] in ("act", "run")]


class WhoGetsIn(Web):
    def test_a_link_lets_in_once_and_everything_else_is_refused(self):
        running = self.web()
        self.assertEqual(sorted(running.links), ["act", "read"])
        nobody = Browser(self, running.port)
        for path in ("/", "/app.js", "/favicon.ico"):
            self.assertIn(b"link that muster web printed", nobody.get(path, 401).body)
        self.assertEqual(nobody.get("/api/jobs", 401)["code"], "not-logged-in")
        for token in ("", "x", "0" * 64):
            self.assertEqual(nobody.ask("GET", "/login?token=" + token).status, 403)
        me = self.log_in(running)
        path = running.links["act"].split(str(running.port), 1)[1]
        used = nobody.ask("GET", path)
        self.assertEqual(used.status, 403)
        self.assertIn(b"kill -USR1", used.body)
        s = me.get("/api/session")
        self.assertEqual((s["role"], s["stateDirectory"], s["specs"]), ("act", self.state, False))
        self.assertTrue(s["user"])
        self.assertEqual(Browser(self, running.port, me.cookie[:-1]).ask("GET", "/").status, 401)
        running.signal(signal.SIGUSR1)  # new links
        wait_until(lambda: running.out().count("\n") >= 4, what="new links")
        running.links = dict(re.findall(r"^(read|act): (http://\S+)$", running.out(), re.M))
        self.log_in(running, "read")

    def test_two_on_one_machine_do_not_take_each_others_cookies(self):
        both = [self.log_in(self.web()) for _ in range(2)]
        cookies = "; ".join(f"muster-{b.port}={b.cookie}" for b in both)
        for b in both:
            self.assertEqual(b.get("/api/session", Cookie=cookies)["role"], "act")
        self.assertEqual(both[0].ask("GET", "/", Cookie=f"muster-{both[0].port}={both[1].cookie}").status, 401)

    def test_other_hosts_and_origins_are_refused(self):
        running = self.web("--host", "muster.example")
        me, reader = self.log_in(running), self.log_in(running, "read")
        for host in ("evil.example", f"evil.example:{running.port}", "127.0.0.1", f"127.0.0.1:{running.port + 1}"):
            self.assertEqual(me.ask("GET", "/api/jobs", Host=host).status, 421, host)
            self.assertEqual(me.ask("GET", "/login?token=x", Host=host).status, 421, host)
        for host in ("muster.example", f"muster.example:{running.port}", f"LOCALHOST:{running.port}"):
            self.assertEqual(me.ask("GET", "/api/jobs", Host=host).status, 200, host)
        for origin in ("http://evil.example", "null", f"https://127.0.0.1:{running.port}", f"http://localhost:{running.port}", None):
            r = me.ask("POST", "/api/jobs/job/pause", {}, Origin=origin)
            self.assertEqual((r.status, r.json()["code"]), (403, "other-origin"), origin)
        r = me.ask("POST", "/api/jobs/job/pause", {}, Content_Type="text/plain")
        self.assertEqual((r.status, r.json()["code"]), (403, "not-json"))
        self.assertEqual(reader.post("/api/jobs/job/pause", status=403)["code"], "read-only")
        self.assertEqual(me.post("/api/jobs/job/pause", status=404)["code"], "no-such-job")
        self.assertEqual(reader.get("/api/jobs"), [])
        for path, status in (("/api/x", 404), ("/api/jobs/..", 404), ("/%2e%2e/passwd", 404), ("/a%zz", 400)):
            self.assertEqual(me.ask("GET", path).status, status, path)
        self.assertEqual(me.ask("PUT", "/api/jobs").status, 405)

    def test_the_page_is_in_the_program(self):
        me = self.log_in(self.web())
        page = me.get("/")
        self.assertTrue(page.headers["Content-Type"].startswith("text/html"))
        self.assertEqual(page.headers["Cache-Control"], "no-cache")
        again = me.ask("GET", "/", If_None_Match=page.headers["ETag"])
        self.assertEqual((again.status, again.body), (304, b""))

    def test_other_addresses_are_for_proxies_alone(self):
        r = self.muster("web", "--listen", "0.0.0.0:0")
        self.assertEqual(r.status, USAGE)
        for word in ("TLS", "reverse proxy", "--user-header"):
            self.assertIn(word, r.said)
        for bad in ("127.0.0.1", "x:1", "127.0.0.1:99999"):
            self.assertEqual(self.muster("web", "--listen", bad).status, USAGE, bad)
        self.assertEqual(self.muster("web", "--user-header", "X-User").status, USAGE)
        running = self.web("--user-header", "X-User", "--from", "127.0.0.1")
        b = Browser(self, running.port)
        self.assertEqual(b.get("/api/session", X_User="bea")["user"], "bea")
        self.assertEqual(b.get("/api/session", 401)["code"], "not-logged-in")
        self.assertEqual(b.get("/api/session", 401, X_User="a" * 101)["code"], "no-user")
        self.assertEqual(b.get("/api/session", X_User="bea")["role"], "act")
        few = Browser(self, self.web("--user-header", "X-User", "--from", "127.0.0.1", "--act", "ann", "--act", "ben").port)
        self.assertEqual([few.get("/api/session", X_User=who)["role"] for who in ("ann", "ben", "bea")], ["act", "act", "read"])
        self.assertEqual(self.muster("web", "--act", "ann").status, USAGE)
        other = Browser(self, self.web("--user-header", "X-User", "--from", "127.0.0.2").port)
        self.assertEqual(other.get("/api/session", 401, X_User="bea")["code"], "not-logged-in")

    def test_a_file_of_tokens(self):
        path = self.file("tokens", "read: 0123456789abcdefREAD\nact: 0123456789abcdefACT\n")
        os.chmod(path, 0o644)
        self.assertIn("chmod 600", self.muster("web", "--token-file", path).said)
        os.chmod(path, 0o600)
        running = self.web("--token-file", path, links=False)
        self.assertNotIn("token=", running.out())
        for _ in range(2):
            running.links = {"read": f"http://127.0.0.1:{running.port}/login?token=0123456789abcdefREAD"}
            self.assertEqual(self.log_in(running, "read").get("/api/session")["role"], "read")
        monitor = Browser(self, running.port)
        monitor.get("/metrics", 401)
        monitor.get("/metrics", 401, Authorization="Bearer 0123456789abcdefNONE")
        told = monitor.get("/metrics", 200, Authorization="Bearer 0123456789abcdefACT")
        self.assertTrue(told.headers["Content-Type"].startswith("application/openmetrics-text"))
        self.assertTrue(told.body.endswith(b"# EOF\n"))
        self.assertEqual(self.muster("web", "--token-file", self.file("none", "")).status, USAGE)


class Jobs(Web):
    def begin(self, members=1000, latency=20, job="job", **spec):
        s = self.sandbox("--latency", str(latency), members=members)
        running = self.start("run", self.spec(s, where={}, **spec), "--job-id", job)
        wait_until(lambda: os.path.exists(os.path.join(self.state, "jobs", job, "control.sock")), what="the socket")
        return s, running

    def finished(self, job):
        wait_until(lambda: os.path.exists(self.journal(job)) and self.job_status(job)["state"] == "complete", 20, job)

    def test_a_job_is_shown_and_steered_while_it_runs(self):
        me = self.log_in(self.web())
        events = Events(me, "/api/events")
        self.assertEqual(events.until(lambda name, _: name == "jobs"), [])
        s, running = self.begin()
        listed = events.until(lambda name, jobs: name == "jobs" and jobs and jobs[0]["state"] == "running")
        self.assertEqual(listed[0]["job"], "job")
        wait_until(lambda: me.get("/api/jobs")[0].get("told", {}).get("allowedPerSecond") is not None, what="its run's word")
        self.wait_for_effects(s, 50)
        own = Events(me, "/api/jobs/job/events")
        self.assertEqual(own.until(lambda name, _: name == "status")["state"], "running")
        self.assertEqual(me.post("/api/jobs/job/pause", {"why": "lunch", "who": "root"})["state"], "paused")
        own.until(lambda name, data: name == "status" and data["state"] == "paused" and data["inFlight"] == 0)
        count = len(s.ledger()["members"])
        time.sleep(0.5)
        self.assertEqual(len(s.ledger()["members"]), count)
        self.assertEqual(me.post("/api/jobs/job/rate", {"requestsPerSecond": 0}, 400)["code"], "bad-request")
        self.assertEqual(me.post("/api/jobs/job/rate", {"requestsPerSecond": 500})["job"], "job")
        me.post("/api/jobs/job/continue", {})
        self.assertEqual(own.until(lambda name, _: name == "end")["state"], "complete")
        self.assertEqual(running.wait().status, OK)
        self.assert_exact(s, matches=lambda m: True)
        user = me.get("/api/session")["user"]
        for act in self.acts():
            if act["t"] == "act":
                self.assertRegex(act["who"], rf"^{user}, by muster web \(pid \d+\)$")
        acts = me.get("/api/jobs/job/acts")
        self.assertEqual([a["what"] for a in acts], ["run", "pause", "rate", "continue"])
        self.assertEqual((acts[1]["why"], acts[2]["requestsPerSecond"], acts[3]["run"]), ("lunch", 500, 1))
        # The same as commands print, once nothing moves any more.
        self.assertEqual(me.get("/api/jobs"), json.loads(self.muster("status", "--output", "json").out))
        self.assertEqual(me.get("/api/jobs/job"), self.job_status())
        idle = Events(me, "/api/jobs/job/events")
        self.assertEqual([(name, data["state"]) for name, data in idle], [("idle", "complete")])
        self.assertEqual(me.get("/api/jobs/none/events", 404)["code"], "no-such-job")
        self.assertEqual(me.post("/api/jobs/job/stop", {}, 409)["code"], "not-running")
        self.assertEqual(me.post("/api/jobs/job/resume", {}, 409)["code"], "nothing-to-do")
        member = population(1000)[0]["id"]
        self.assertEqual([d["job"] for d in me.get("/api/members/" + member)], ["job"])
        events.close()

    def test_many_follow_one_run(self):
        """More than a run serves: it has one follower, which is muster web."""
        me = self.log_in(self.web())
        _, running = self.begin(members=300, pace={"requestsPerSecond": 40})
        many = [Events(me, "/api/jobs/job/events") for _ in range(40)]
        for each in many:
            self.assertEqual(each.until(lambda name, _: name == "status")["job"], "job")
        for each in many[1:]:
            each.close()
        me.post("/api/jobs/job/rate", {"requestsPerSecond": 500})
        self.assertEqual(many[0].until(lambda name, _: name == "end")["state"], "complete")
        self.assertEqual(running.wait().status, OK)

    def test_a_job_that_was_killed_is_resumed_by_a_process_that_outlives_the_page(self):
        web = self.web()
        me = self.log_in(web)
        s, running = self.begin()
        self.wait_for_effects(s, 50)
        own = Events(me, "/api/jobs/job/events")
        own.until(lambda name, _: name == "status")
        running.signal(signal.SIGKILL)
        running.wait()
        self.assertNotIn("end", [name for name, _ in own])
        self.assertEqual(me.get("/api/jobs")[0]["state"], "interrupted")
        # A pause of a job that nobody works on is a mark.
        self.assertIn("marked as paused", me.post("/api/jobs/job/pause", {"why": "odd"})["message"])
        refused = me.post("/api/jobs/job/resume", {}, 409)
        self.assertEqual(refused["code"], "exit-75")
        self.assertIn("odd", refused["message"])
        me.post("/api/jobs/job/continue")
        self.assertEqual(me.post("/api/jobs/job/resume", {}, 202), {"job": "job"})
        self.assertEqual(me.post("/api/jobs/job/resume", {}, 409)["code"], "exit-4")
        own = Events(me, "/api/jobs/job/events")
        own.until(lambda name, _: name == "status")
        web.signal(signal.SIGTERM)
        self.assertEqual(web.wait(5).status, OK)
        self.finished("job")
        self.assert_exact(s, matches=lambda m: True)
        paused = [a["who"] for a in self.acts() if a["t"] == "act"][0]
        self.assertRegex(paused, r"^.+, by muster web \(pid \d+\)$")
        runs = [a for a in self.acts() if a["t"] == "run"]
        self.assertNotIn("who", runs[0])
        self.assertEqual(runs[1]["who"], paused.rsplit(" (", 1)[0])
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.state, ".web")).st_mode), 0o700)
        self.muster("fsck", "job")

    def test_members_who_failed_are_tried_again_and_what_was_done_is_undone(self):
        s = self.sandbox(members=300, faults=[
            {"match": {"method": "POST", "path": "/members/*/add-plan", "every": 3, "times": 5}, "fault": REFUSAL}])
        me = self.log_in(self.web())
        self.run_job(self.spec(s, stopAfter={"failures": 100, "failureRate": 1}), status=FAILED)
        failed = {i for i, o in self.results() if o == "failed"}
        failures = me.get("/api/jobs/job/failures")
        self.assertEqual([(f["outcome"], f["count"]) for f in failures], [("failed", 5)])
        self.assertTrue(failures[0]["message"])
        listed = me.get(f"/api/jobs/job/results?outcome=failed&code={failures[0]['code']}")
        self.assertEqual({r["member"] for r in listed}, failed)
        self.assertEqual(me.get("/api/jobs/job/retry-plan"), {"count": 5})
        again = me.post("/api/jobs/job/retry", {}, 202)["job"]
        self.finished(again)
        self.assertEqual(dict(self.results(again)), {i: "done" for i in failed})
        self.assertEqual(me.post(f"/api/jobs/{again}/retry", {}, 409)["code"], "nothing-to-do")
        self.assertEqual(me.get(f"/api/jobs/{again}/failures"), [])
        results = me.get("/api/jobs/job/results?limit=3")
        self.assertEqual(len(results), 3)
        lines = self.muster("results", "job", "--output", "jsonl").out.splitlines()
        self.assertEqual(results, [json.loads(line) for line in lines[:3]])
        self.assertEqual(me.get("/api/jobs/job/results?limit=0", 400)["code"], "bad-request")
        plan = me.get(f"/api/jobs/{again}/undo-plan")
        self.assertEqual(plan["toChange"], 5)
        verified = me.get("/api/jobs/job/verify")
        self.assertEqual(verified, json.loads(self.muster("verify", "job", "--output", "json").out))
        before = s.ledger()["members"]
        undone = me.post(f"/api/jobs/{again}/undo", {"why": "wrong"}, 202)["job"]
        self.finished(undone)
        effects = s.ledger()["members"]
        self.assertEqual({i: e for i, e in effects.items() if e != before.get(i)},
                         {i: {"addPlan:pln_free": 1, "removePlan:pln_free": 1} for i in failed})
        self.assertEqual(self.job_status(undone)["from"], {"job": again, "as": "undo"})
        self.assertRegex([a for a in self.acts(undone) if a["t"] == "run"][0]["who"], "by muster web")

    def test_a_spec_is_planned_and_exactly_the_plan_is_started(self):
        s = self.sandbox(members=1000)
        where = {"customFields.country": {"equals": "${country}"}}
        spec = self.spec(s, where=where, parameters={"country": {"description": "Which"}})
        self.file("bad.json", "{")
        running = self.web(self.given)
        me, reader = self.log_in(running), self.log_in(running, "read")
        specs = {x["name"]: x for x in me.get("/api/specs")}
        self.assertEqual((specs["test"]["ok"], specs["test"]["path"]), (True, spec))
        self.assertEqual(specs["test"]["parameters"], [{"name": "country", "type": "string", "description": "Which",
                                                      "required": True}])
        self.assertFalse(specs["bad"]["ok"])
        self.assertIn("bad.json", specs["bad"]["problem"])
        self.assertEqual(me.get("/api/schedule"), [])
        self.assertEqual(me.post("/api/specs/test/plan", {}, 409)["code"], "exit-2")
        self.assertEqual(me.post("/api/specs/none/plan", {}, 404)["code"], "no-such-spec")
        self.assertEqual(reader.post("/api/specs/test/plan", status=403)["code"], "read-only")
        planned = me.post("/api/specs/test/plan", {"set": {"country": "Germany"}})
        expected = [m for m in population(1000) if in_country(m) and not has_plan(m)]
        self.assertEqual(planned["shown"]["members"], len(expected))
        self.assertEqual(s.ledger()["members"], {})
        file = os.path.join(self.state, ".web", "plans", planned["plan"] + ".plan")
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode) & 0o077, 0)
        job = me.post(f"/api/plans/{planned['plan']}/start", {"why": "as agreed"}, 202)["job"]
        self.assertTrue(job.startswith("test-"))
        self.finished(job)
        self.assertEqual(s.ledger()["members"], {m["id"]: {"addPlan:pln_free": 1} for m in expected})
        self.assertEqual(self.job_status(job)["plan"]["approvedBy"], me.get("/api/session")["user"])
        refused = me.post(f"/api/plans/{planned['plan']}/start", {}, 409)  # it is done once
        self.assertEqual(refused["code"], "exit-2")
        self.assertIn(job, refused["message"])
        self.assertEqual(me.post("/api/plans/none-20260131T010000Z-1a2b/start", {}, 404)["code"], "no-such-plan")
        self.assertIn("start plan", running.err())
        self.assertIn("as agreed", running.err())

    def test_slow_views_keep_nobody_else_waiting_and_end_with_the_page(self):
        s = self.sandbox(members=20)
        self.run_job(self.spec(s, where={}))
        web = self.web()
        me = self.log_in(web)
        s.process.send_signal(signal.SIGSTOP)
        self.addCleanup(s.process.send_signal, signal.SIGCONT)
        waiting = []
        for _ in range(8):
            waiting.append(http.client.HTTPConnection("127.0.0.1", web.port, timeout=60))
            waiting[-1].request("GET", "/api/jobs/job/verify", headers={"Cookie": f"muster-{web.port}={me.cookie}"})
        children = wait_until(lambda: found if len(found := children_of(web.pid)) == 8 else None, what="eight views")
        self.assertEqual(me.get("/api/jobs/job", 503)["code"], "busy")
        began = time.monotonic()
        self.assertEqual(len(me.get("/api/jobs")), 1)
        self.assertLess(time.monotonic() - began, 2)
        web.signal(signal.SIGTERM)
        self.assertEqual(web.wait(10).status, OK)
        for pid in children:
            self.assertFalse(os.path.exists(f"/proc/{pid}"), "a view outlived the page")
        for each in waiting:
            each.close()

    def test_a_supervisor_has_the_page_beside_it(self):
        s = self.sandbox(members=10)
        self.spec(s, schedule={"cron": "0 1 * * *", "timezone": "UTC"})
        supervisor = self.start("schedule", self.given, "--listen", "127.0.0.1:0")
        out = wait_until(lambda: supervisor.out() if supervisor.out().count("\n") >= 2 else None, what="the links")
        supervisor.port = int(re.search(r"http://127\.0\.0\.1:(\d+)", out).group(1))
        supervisor.links = dict(re.findall(r"^(read|act): (http://\S+)$", out, re.M))
        me = self.log_in(supervisor)
        listed = me.get("/api/schedule")
        self.assertEqual([(x["spec"], len(x["next"])) for x in listed], [("test", 5)])
        self.assertTrue(me.get("/api/specs")[0]["schedule"])
        with open(f"/proc/{supervisor.pid}/task/{supervisor.pid}/children", encoding="ascii") as f:
            beside = f.read().split()
        for task in os.listdir(f"/proc/{supervisor.pid}/task"):
            with open(f"/proc/{supervisor.pid}/task/{task}/children", encoding="ascii") as f:
                beside += f.read().split()
        os.kill(int(beside[0]), signal.SIGKILL)  # it is begun again
        out = wait_until(lambda: supervisor.out() if supervisor.out().count("\n") >= 4 else None, what="new links")
        supervisor.port = int(re.findall(r"http://127\.0\.0\.1:(\d+)", out)[-1])
        wait_until(lambda: can_connect(supervisor.port), what="the new page")
        supervisor.signal(signal.SIGKILL)
        supervisor.wait()
        wait_until(lambda: not can_connect(supervisor.port), what="the page's end")


if __name__ == "__main__":
    unittest.main()
