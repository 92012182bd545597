"""A job that is suspended for longer than every time-out. In a file of its own, as it mostly sleeps."""
import os
import signal
import time
import unittest

from network import Nginx, nginx_is_here
from support import OK, Case, free_port

MEMBERS = 600
MINUTE = float(os.environ.get("MUSTER_SUSPENDED", "61"))


@unittest.skipUnless(nginx_is_here(), "nginx is not installed (Debian: nginx-light)")
class Suspended(Case):
    def test_a_minute_with_requests_in_flight_and_connections_that_nginx_closes_meanwhile(self):
        s = self.sandbox("--latency", "250", members=MEMBERS)
        port = free_port()
        nginx = Nginx(self.given, f"""
            upstream s {{ server 127.0.0.1:{s.port}; keepalive 16; }}
            server {{ listen 127.0.0.1:{port}; keepalive_timeout 5s;
                location / {{ proxy_pass http://s; proxy_http_version 1.1; proxy_set_header Connection ""; }} }}""")
        self.addCleanup(nginx.stop)
        nginx.start(port)
        running = self.start("run", self.spec(f"http://127.0.0.1:{port}", pace=None), "--job-id", "job")
        self.wait_for_effects(s, 40)
        running.signal(signal.SIGSTOP)
        time.sleep(MINUTE)
        before = s.ledger()["requests"]
        self.assertEqual(self.job_status()["state"], "running")
        running.signal(signal.SIGCONT)
        time.sleep(1)
        self.assertLessEqual(s.ledger()["requests"] - before, 27, "it does not catch up")
        r = running.wait(60)
        self.assertEqual(r.status, OK, str(r))
        self.assert_exact(s, members=MEMBERS)
        self.assertLessEqual(s.ledger()["maxInWindow"], 26)
        self.assertEqual(self.job_status()["outcomes"]["failed"], 0)


if __name__ == "__main__":
    unittest.main()
