"""A platform behind an nginx that goes and comes, and that closes connections."""
import time
import unittest

from support import OK, in_country, population
from test_rate import BehindNginx, needs_nginx


@needs_nginx
class NginxComesAndGoes(BehindNginx):
    def plain(self, more=""):
        return lambda sandbox, port: f"""
            upstream s {{ server 127.0.0.1:{sandbox}; keepalive 16; }}
            server {{ listen 127.0.0.1:{port}; {more}
                location / {{ proxy_pass http://s; proxy_http_version 1.1; proxy_set_header Connection ""; }} }}"""

    def test_stopped_and_started_in_the_middle(self):
        nginx, spec = self.behind(self.plain(), {"requestsPerSecond": 50})
        running = self.start("run", spec, "--job-id", "job")
        self.wait_for_effects(self.sandbox_, 30)
        nginx.stop()
        time.sleep(2)
        self.assertTrue(running.alive(), running.err())
        nginx.start(self.port)
        r = running.wait(60)
        self.assertEqual(r.status, OK, str(r))
        self.assert_exact(self.sandbox_, members=self.MEMBERS)
        self.assertIn("down", r.err)

    def test_the_platform_behind_it_goes_and_comes(self):
        nginx, spec = self.behind(self.plain("proxy_connect_timeout 1s;"), {"requestsPerSecond": 50}, "--latency", "20")
        running = self.start("run", spec, "--job-id", "job")
        self.wait_for_effects(self.sandbox_, 30)
        before = set(self.sandbox_.ledger()["members"])
        self.sandbox_.stop()
        time.sleep(1)
        again = self.sandbox("--latency", "20", members=self.MEMBERS, port=self.sandbox_.port)
        r = running.wait(60)
        self.assertEqual(r.status, OK, str(r))
        matching = {m["id"] for m in population(self.MEMBERS) if in_country(m)}
        self.assertEqual({i for i, _ in self.results()}, matching)

    def test_idle_connections_that_nginx_closes(self):
        nginx, spec = self.behind(self.plain("keepalive_timeout 1s; keepalive_requests 7;"), {"requestsPerSecond": 40})
        r = self.run_job(spec)
        self.assert_exact(self.sandbox_, members=self.MEMBERS)
        self.assertNotIn("warning", r.err)

    def test_a_connection_closed_while_idle_is_no_failure(self):
        """Two requests in three seconds: nginx closes the connection after each."""
        nginx, spec = self.behind(self.plain("keepalive_timeout 1s;"), {"requestsPerSecond": 0.7, "concurrency": 1})
        r = self.run_job(spec, "--limit", "4")
        self.assertNotIn("warning", r.err)
        self.assertEqual(set(nginx.statuses()), {200})
        self.assertEqual(len(self.sandbox_.ledger()["members"]), sum(o == "done" for _, o in self.results()))


if __name__ == "__main__":
    unittest.main()
