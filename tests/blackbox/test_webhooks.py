"""The webhooks of a platform: listed, added and removed, and what becomes of mistakes."""
import http.server
import json
import threading
import unittest

from support import FAILED, OK, REFUSED, STOPPED, USAGE, Case

HOOK = "https://your-app.com/webhook"
NOWHERE = "https://memberpulse.invalid/api"  # a real platform, as far as can be told


class Account(Case):
    def platform(self, *arguments, **options):
        return self.sandbox("--provider", "memberpulse", *arguments, members=1, **options)

    def hooks(self, s, *words, status=OK, **options):
        """muster webhooks, with options for the platform that listens at s (a sandbox, or an address)."""
        at = s if isinstance(s, str) else s.url + "/api"
        where = ["--provider", "memberpulse", "--key-env", "MEMBERSTACK_SECRET_KEY", "--base-url", at]
        r = self.muster("webhooks", *words, *where, **options)
        self.assertEqual(r.status, status, str(r))
        return r

    def listed(self, s):
        return json.loads(self.hooks(s, "list", "--output", "json").out)


class Webhooks(Account):
    def test_one_is_added_listed_and_removed(self):
        s = self.platform()
        spec = self.spec(s, provider={"kind": "memberpulse", "baseUrl": s.url + "/api"}, where=None,
                         operation={"update": {"a": 1}})
        r = self.muster("webhooks", "add", HOOK, spec, "--event", "member.created,member.updated")
        self.assertEqual(r.status, OK, str(r))
        for line in ("webhook wh-1", "url " + HOOK, "events member.created, member.updated", "secret whsec_1"):
            self.assertIn(line, r.said)
        self.assertIn("the secret is shown this once", r.err)
        self.assertNotIn("whsec", r.err)
        self.assertEqual(self.listed(s), [{"webhook": "wh-1", "url": HOOK, "active": True,
                                           "events": ["member.created", "member.updated"]}])
        self.assertEqual(self.muster("webhooks", "list", spec).out,
                         f"wh-1  yes  member.created,member.updated  {HOOK}\n")
        self.assertEqual(self.hooks(s, "list", "--output", "csv").out,
                         f"webhook,active,events,url\nwh-1,yes,member.created member.updated,{HOOK}\n")
        r = self.muster("webhooks", "remove", "wh-1", spec)
        self.assertEqual((r.status, r.out), (OK, f"removed wh-1: {HOOK} (member.created, member.updated)\n"), str(r))
        r = self.hooks(s, "list")
        self.assertEqual((r.out, r.err), ("", f"there are no webhooks at {s.url}/api\n"))

    def test_for_programs(self):
        s = self.platform()
        add = ("add", HOOK, "--event", "member.created", "--output", "json")
        added = json.loads(self.hooks(s, *add).out)
        self.assertEqual(added, {"webhook": "wh-1", "url": HOOK, "events": ["member.created"], "active": True,
                                 "added": True, "secret": "whsec_1"})
        again = json.loads(self.hooks(s, *add).out)
        self.assertEqual((again["webhook"], again["added"], "secret" in again), ("wh-1", False, False))
        removed = json.loads(self.hooks(s, "remove", "wh-1", "--output", "json").out)
        self.assertEqual((removed["webhook"], removed["url"], removed["removed"]), ("wh-1", HOOK, True))

    def test_one_that_is_there_is_not_added_again(self):
        s = self.platform()
        self.hooks(s, "add", HOOK, "--event", "member.created,member.updated")
        with open(self.file("url", HOOK + "\r\n")) as url:
            r = self.hooks(s, "add", "-", "--event", "member.updated", stdin=url)
        self.assertIn("nothing was added", r.err)
        self.hooks(s, "add", HOOK, "--event", "member.deleted")  # something else
        self.assertEqual(s.ledger()["byPath"]["POST /api/webhooks"], 2)
        self.assertEqual([h["webhook"] for h in self.listed(s)], ["wh-1", "wh-2"])

    def test_of_many_all_are_listed_and_each_can_be_removed(self):
        s = self.platform("--cap", "2", "--shape", "data")
        for n in range(5):
            body = json.dumps({"url": f"{HOOK}/{n}", "events": ["member.created"]}).encode()
            s.call("POST", "/api/webhooks", {"Authorization": "Bearer x", "Content-Type": "application/json"}, body)
        self.assertEqual([h["url"] for h in self.listed(s)], [f"{HOOK}/{n}" for n in range(5)])
        self.assertIn(f"wh-5: {HOOK}/4", self.hooks(s, "remove", "wh-5").out)

    def test_what_is_wrong_is_told(self):
        s = self.platform("--key", self.key)
        for words, status, said in (
                (("remove", "wh/9"), FAILED, "there is no webhook wh/9 at " + s.url),
                (("add", "http://a.example/", "--event", "member.created"), USAGE, "must begin with https://"),
                (("add", "a.example", "--event", "member.created"), USAGE, "is not a URL"),
                (("add", HOOK, "--event", "membercreated"), USAGE, "did you mean member.created?"),
                (("add", HOOK), USAGE, "--event"),
                (("remove", ""), USAGE, "ID"),
                (("add", HOOK, "--event", "member.create"), FAILED, "events: must be events that there are")):
            self.assertIn(said, self.hooks(s, *words, status=status).said)
        r = self.hooks(s, "add", HOOK, "--event", "member.deleted")
        self.assertIn('warning: "member.deleted" is no event that the platform documents (member.created, ', r.err)
        wrong = {"MEMBERSTACK_SECRET_KEY": "another"}
        for words in (("list",), ("add", HOOK, "--event", "member.created"), ("remove", "wh-1")):
            self.assertIn("401", self.hooks(s, *words, status=REFUSED, env=wrong).said)
        self.assertEqual(len(self.listed(s)), 1)

    def test_the_address_comes_before_the_spec(self):
        r = self.muster("webhooks", "add", "job.json", HOOK, "--event", "member.created")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("muster webhooks add URL SPEC", r.said)

    def test_a_platform_without_webhooks_says_which_have_them(self):
        r = self.muster("webhooks", "list", "--base-url", "http://127.0.0.1:1")
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("memberstack has no calls for webhooks. Platforms that have: memberpulse", r.said)

    def test_nothing_real_is_changed_unless_somebody_says_live(self):
        for words in (("add", HOOK, "--event", "member.created"), ("remove", "wh-1")):
            r = self.hooks(NOWHERE, *words, status=REFUSED)
            self.assertIn("works on real members. Nothing was sent.", r.said)
        where = ("--provider", "memberpulse", "--key-env", "MEMBERSTACK_SECRET_KEY", "--base-url", NOWHERE)
        r = self.on_terminal("webhooks", "add", HOOK, "--event", "member.created", "--live", *where, answer="n")
        self.assertEqual(r.status, REFUSED, str(r))
        self.assertIn("not confirmed. Nothing was sent.", r.said)
        self.assertIn(f"the real platform at {NOWHERE}: told {HOOK} (member.created)", r.asked)


class Peer:
    """A platform that answers as it is told: `answers` is a list of (method, status, body), in their order."""

    def __init__(self, answers):
        self.got = []
        peer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                peer.got.append(f"{self.command} {self.path}")
                method, status, body = answers.pop(0)
                assert method == self.command, (method, self.command)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            do_GET = do_POST = do_DELETE = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Doubt(Account):
    ADD = ("add", HOOK, "--event", "member.created")
    ONE = json.dumps([{"id": 7, "url": HOOK, "events": ["member.created"]}])

    def peer(self, *answers):
        p = Peer(list(answers))
        self.addCleanup(p.stop)
        return p

    def test_what_may_have_been_added_is_looked_for(self):
        p = self.peer(("GET", 200, "[]"), ("POST", 502, ""), ("GET", 200, self.ONE), ("GET", 200, self.ONE))
        self.assertIn("webhook 7", self.hooks(p.url, *self.ADD).said)

    def test_what_is_not_found_then_is_left_open(self):
        p = self.peer(("GET", 200, "[]"), ("POST", 502, ""), ("GET", 200, "[]"))
        r = self.hooks(p.url, *self.ADD, status=STOPPED)
        self.assertIn("Whether it was added is not known: the same command again", r.said)

    def test_a_platform_that_lists_none_can_have_them_all_the_same(self):
        p = self.peer(("GET", 405, ""), ("POST", 201, '{"id": "a/b"}'), ("GET", 404, ""), ("DELETE", 204, ""),
                      ("GET", 404, ""))
        self.assertIn("webhook a/b", self.hooks(p.url, *self.ADD).said)
        self.assertEqual(self.hooks(p.url, "remove", "a/b").out, "removed a/b\n")
        self.assertIn("the platform refused", self.hooks(p.url, "list", status=FAILED).said)
        self.assertIn("DELETE /webhooks/a%2Fb", p.got)

    def test_what_the_platform_says_drives_no_terminal_and_holds_no_key(self):
        evil = f"\x1b[2J{self.key}\u202e"
        hook = {"id": evil, "url": evil, "events": [evil], "secret": evil}
        shown = "?[2J[redacted]?"
        for output, secret in (("table", shown), ("json", "\\u001b[2J[redacted]\\u202e")):
            p = self.peer(("GET", 200, "[]"), ("POST", 201, json.dumps(hook)), ("GET", 200, json.dumps([hook])),
                          ("GET", 200, json.dumps([hook])), ("GET", 200, json.dumps([hook])), ("GET", 200, "[]"),
                          ("DELETE", 204, ""))
            self.assertIn(secret, self.hooks(p.url, *self.ADD, "--output", output).out)
            for words in (("list",), ("remove", "x")):
                r = self.hooks(p.url, *words, "--output", output)
                self.assertNotIn("\x1b", r.out)
                self.assertNotIn("\u202e", r.out)
        p = self.peer(("GET", 405, ""), ("POST", 201, json.dumps({"id": 1, "secret": "sk_" + "a" * 20})))
        self.assertIn("secret sk_" + "a" * 20, self.hooks(p.url, *self.ADD).said)  # what is not ours is told


if __name__ == "__main__":
    unittest.main()
