"""A key that is replaced while a job is under way."""
import json
import unittest

from support import OK, REFUSED, STOPPED, Case, free_port, read_bytes

NEW = "sk_sb_thenewkeyofthesame"


class NewKey(Case):
    def secrets(self):
        return [self.key, NEW]

    def started(self, *arguments, members=1000, **options):
        """A job that settled five members, and its sandbox, on a port of its own."""
        self.port = free_port()
        s = self.sandbox("--key", self.key, port=self.port, members=members)
        self.run_job(self.spec(s, **options), "--limit", "5")
        return s

    def runs(self):
        return [r for r in map(json.loads, read_bytes(self.journal()).splitlines()) if r["t"] == "run"]

    def renew(self, s, *arguments):
        """Another sandbox at the same address, with the same members as they were at the beginning."""
        s.stop()
        return self.sandbox("--key", NEW, *arguments, port=self.port)

    def test_a_key_that_was_rotated(self):
        s = self.sandbox()  # takes any sandbox key: both are of one application
        self.run_job(self.spec(s), "--limit", "5")
        env = {"MEMBERSTACK_SECRET_KEY": NEW}
        before = s.ledger()["requests"]
        r = self.resume_job(status=REFUSED, env=env)
        for word in ("--new-key", "fingerprint", "same application"):
            self.assertIn(word, r.said)
        self.assertEqual(s.ledger()["requests"], before)
        self.resume_job("--new-key", "--limit", "5", env=env)
        self.assertNotIn("key", self.runs()[0])
        self.assertIn("key", self.runs()[1])
        r = self.resume_job(status=REFUSED)  # the old one is another by now
        self.assertIn("--new-key", r.said)
        self.resume_job(env=env)
        self.assert_exact(s)
        r = self.muster("fsck", "job")
        self.assertEqual(r.status, OK, str(r))
        self.assertIn("it was replaced", r.said)

    def test_a_checkpoint_keeps_it_too(self):
        s = self.sandbox()
        env = {"MEMBERSTACK_SECRET_KEY": NEW}
        spec = self.spec(s)
        self.run_job(spec, "--limit", "5")
        for _ in range(3):  # each ends with a checkpoint
            self.resume_job("--new-key", "--limit", "5", env=env)
        self.resume_job("--limit", "5", env=env)
        self.assertEqual(len({r.get("key") for r in self.runs()[1:]}), 1)

    def test_a_key_that_was_refused_before_anything_was_done(self):
        self.port = free_port()
        s = self.sandbox("--key", self.key, port=self.port)
        self.run_job(self.spec(s), "--at-most", "0", status=STOPPED)
        s = self.renew(s)
        more = ("--at-most", "1000")
        r = self.resume_job(*more, status=REFUSED)
        self.assertIn("--new-key", r.said)
        env = {"MEMBERSTACK_SECRET_KEY": NEW}
        self.assertIn("--new-key", self.resume_job(*more, status=REFUSED, env=env).said)
        r = self.resume_job("--new-key", *more, env=env)
        self.assertIn("no member yet", r.said)
        self.assert_exact(s)

    def test_a_key_of_another_application(self):
        s = self.started()
        other = self.renew(s, "--seed", "2")
        r = self.resume_job("--new-key", status=REFUSED, env={"MEMBERSTACK_SECRET_KEY": NEW})
        self.assertIn("another application", r.said)
        ledger = other.ledger()
        self.assertEqual(ledger["members"], {})
        self.assertLessEqual(ledger["requests"], 9, "a few looks, and no list")
        self.assertEqual(len(self.runs()), 1)

    def test_a_new_key_that_is_refused(self):
        s = self.started()
        s.stop()
        other = self.sandbox("--key", "sk_sb_andyetanother", port=self.port)
        r = self.resume_job("--new-key", status=REFUSED, env={"MEMBERSTACK_SECRET_KEY": NEW})
        self.assertIn("refused the key", r.said)
        self.assertEqual(other.ledger()["requests"], 1)
        self.assertEqual(len(self.runs()), 1)

    def test_a_platform_that_is_down_cannot_tell(self):
        s = self.started()
        s.stop()
        r = self.resume_job("--new-key", status=STOPPED, env={"MEMBERSTACK_SECRET_KEY": NEW})
        self.assertIn("cannot connect", r.said)
        self.assertEqual(len(self.runs()), 1)

    def test_members_that_the_job_deleted_tell_nothing(self):
        s = self.started(operation={"delete": {}}, limit=5)
        self.renew(s)
        r = self.resume_job("--new-key", status=REFUSED, env={"MEMBERSTACK_SECRET_KEY": NEW})
        self.assertIn("cannot be told", r.said)

    def test_the_same_key_needs_no_look(self):
        s = self.started()
        self.resume_job("--new-key")
        self.assert_exact(s)
        self.assertNotIn("GET /members/", json.dumps(s.ledger().get("byRoute", {})))
        self.assertNotIn("key", self.runs()[-1])

    def test_members_that_the_job_made_are_looked_up_by_their_references(self):
        self.port = free_port()
        s = self.sandbox("--provider", "publisher", members=20, port=self.port)
        spec = {"name": "test",
                "provider": {"kind": "publisher", "baseUrl": s.url, "key": {"env": "MEMBERSTACK_SECRET_KEY"},
                             "memberBaseId": "mb_sandbox", "testInstance": True, "batch": 2},
                "source": {"members": [{"ref": f"user_{i}", "attributes": {"level": "gold"}} for i in range(10)]},
                "operation": {"upsert": {}}, "pace": {"requestsPerSecond": 0}}
        self.run_job(self.file("spec.json", json.dumps(spec)), "--limit", "4")
        env = {"MEMBERSTACK_SECRET_KEY": NEW}
        self.resume_job("--new-key", "--limit", "2", env=env)
        self.assertIn("key", self.runs()[1])
        s.stop()
        empty = self.sandbox("--provider", "publisher", members=0, port=self.port)
        r = self.resume_job("--new-key", status=REFUSED)
        self.assertIn("another application", r.said)
        self.assertEqual(empty.ledger()["members"], {})



if __name__ == "__main__":
    unittest.main()
