"""A store whose database has a standby: when its server dies, the standby is promoted, and who was at work goes on there."""
import signal
import time
import unittest

from support import OK, STOPPED, Case, wait_until
from test_postgres import Server

PASSWORD = "pw-of-the-store"


class Standby(Server):
    """One that follows another server, by its socket."""

    def __init__(self, primary, *settings):
        self.primary = primary
        super().__init__(*settings)

    def make(self):
        self.run("pg_basebackup", "-h", self.primary.directory, "-U", "tester", "-D", self.data, "-R", "-X", "stream",
                 "--checkpoint=fast", "--no-sync")

    def promote(self):
        self.run("pg_ctl", "promote", "-D", self.data)


class Failover(Case):
    def setUp(self):
        super().setUp()
        # What is committed is on both: without that, the last of it would be gone with the first of them.
        self.first = Server("fsync=off", "synchronous_standby_names=*")
        self.addCleanup(self.first.stop)
        self.second = Standby(self.first, "fsync=off")
        self.addCleanup(self.second.stop)
        wait_until(lambda: self.first.query("SELECT sync_state FROM pg_stat_replication") == [("sync",)], 20, "the standby")
        self.env["MUSTER_STORE"] = (f"postgresql://tester:{PASSWORD}@/postgres?host={self.first.directory},"
                                    f"{self.second.directory}")
        self.assertEqual(self.muster("store", "init").status, OK)

    def secrets(self):
        return [self.key, PASSWORD]

    def begin(self):
        s = self.sandbox("--latency", "10", members=800)
        running = self.start("run", self.spec(s, pace={"requestsPerSecond": 50}), "--job-id", "job")
        self.wait_for_effects(s, 20)
        return s, running

    def test_a_job_goes_on_by_itself_at_the_standby(self):
        s, running = self.begin()
        self.first.kill()
        time.sleep(1)
        at_a_stand = len(s.ledger()["members"])
        time.sleep(1)
        self.assertEqual(len(s.ledger()["members"]), at_a_stand, "nothing is sent that cannot be noted")
        self.second.promote()
        r = running.wait(40)
        self.assertEqual(r.status, OK, str(r))
        self.assert_exact(s, members=800)
        self.assertEqual(self.muster("fsck", "job").status, OK)

    def test_a_killed_one_is_resumed_at_the_standby(self):
        s, running = self.begin()
        running.signal(signal.SIGKILL)
        running.wait()
        self.first.kill()
        r = self.muster("resume", "job")
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertIn("read-only", r.said)
        self.second.promote()
        self.second.query("UPDATE muster.leases SET until = clock_timestamp()")  # as if its time had gone by
        self.resume_job()
        self.assert_exact(s, members=800)
        self.assertEqual(self.muster("fsck", "job").status, OK)


if __name__ == "__main__":
    unittest.main()
