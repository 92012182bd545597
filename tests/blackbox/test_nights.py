"""Three specs, `muster schedule`, some nights of a few seconds, and a reboot in the middle."""
import datetime
import json
import os
import signal
import time
import unittest
import zoneinfo

from clock import FAKETIME
from support import read_bytes
from test_notify import Receiver
from test_schedule import NIGHTLY, ScheduleCase

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
NIGHT = {"from": "01:00:00", "to": "01:00:04", "timezone": "Europe/Berlin"}
MEMBERS = 500


@unittest.skipUnless(FAKETIME, "libfaketime is not installed (Debian: faketime)")
class Nights(ScheduleCase):
    def to_evening(self):
        """Turns the clock on to three seconds before the next night."""
        here = self.now().astimezone(BERLIN)
        evening = here.replace(hour=0, minute=59, second=57, microsecond=0)
        if evening <= here:
            evening += datetime.timedelta(days=1)
        self.clock.turn(self.clock.ahead + int((evening - here).total_seconds()))
        self.turned.append((time.time(), self.clock.ahead))

    def shown_at(self, arrived):
        """What a clock in Berlin showed, by the clock that muster had then."""
        ahead = [a for since, a in self.turned if since <= arrived][-1]
        return datetime.datetime.fromtimestamp(arrived + ahead, BERLIN).strftime("%H:%M:%S.%f")

    def reboot(self, supervisor):
        supervisor.process.kill()
        supervisor.process.wait()
        for name in self.boxes:
            for job in self.jobs(name):
                if self.job_status(job)["state"] == "running":
                    os.kill(json.loads(read_bytes(os.path.join(self.state, "jobs", job, "lock")))["pid"],
                            signal.SIGKILL)

    def test_every_job_is_complete_no_request_came_outside_and_each_is_told_once(self):
        self.turned = []
        self.boxes = {name: self.sandbox("--latency", "20", members=MEMBERS) for name in ("one", "two", "three")}
        receiver = Receiver()
        self.addCleanup(receiver.stop)
        self.env["HOOK"] = receiver.url + "/hook"
        self.to_evening()
        for name, s in self.boxes.items():
            path = self.put(s, name=name, schedule=NIGHTLY, window=NIGHT, pace={"requestsPerSecond": 15},
                            notify={"on": ["complete", "failed", "stopped"], "webhook": {"url": {"env": "HOOK"}}})
            os.utime(path, (self.now().timestamp() - 60,) * 2)
        running = self.schedule()
        nights = 0
        complete = lambda: all("complete" in self.states(name).values() for name in self.boxes)
        while not complete():
            nights += 1
            self.assertLess(nights, 9, running.err())
            if nights > 1:
                self.to_evening()
            time.sleep(5)
            if nights == 2:
                self.reboot(running)
                running = self.schedule()
            time.sleep(4)
        running.signal(signal.SIGTERM)
        self.assertEqual(running.wait(15).status, 0)
        self.assertGreater(nights, 2)
        for name, s in self.boxes.items():
            self.assertEqual(len(self.jobs(name)), 1, "one start, and the others left out")
            self.assert_exact(s, members=MEMBERS, job=self.jobs(name)[0])
            shown = [self.shown_at(ms / 1000) for ms in json.loads(s.call("GET", "/__arrivals"))]
            # assert_exact() asks the ledger only, so all of these were muster's.
            self.assertEqual([t for t in shown if not "01:00:00" <= t < "01:00:04"], [])
            told = [b for b in receiver.bodies() if self.jobs(name)[0] in json.dumps(b)]
            self.assertEqual(len(told), 1, told)
        self.assertEqual(len(receiver.bodies()), 3)


if __name__ == "__main__":
    unittest.main()
