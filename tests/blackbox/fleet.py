"""A fleet on one machine: hosts that share a store and nothing else, each of which can be killed, frozen and cut off.

A host is a set of namespaces: it has a name of its own (UTS), its own processes, which end all at once when the first is
killed, as with a machine that loses power (PID), and a network of its own, which has a loopback interface only. What it
talks to it reaches through relays (relay.py), each a process outside that can be frozen or killed by itself: one to the
database and one to the platform. So a cut is of exactly one host from exactly one thing, what a frozen host had sent
still arrives, as on a wire, and no routes, bridges or rules of the machine's own network are touched. The database
listens on a unix socket, in the fleet as elsewhere: TCP to another address would want a certificate, and network
namespaces do not keep sockets of the file system apart: only the relay's is named to the host.

The way to the platform is never frozen, only killed: what a frozen one holds would arrive after any time, and no client can
do anything about a request that is on its way for longer than another host waits.
"""
import glob
import os
import signal
import subprocess
import sys

from support import HERE, wait_until

BOOT = """hostname "$1"; ip link set lo up; shift; "$@" & wait"""  # the first process of a host
RELAY = os.path.join(HERE, "relay.py")


def can_have_hosts():
    """Whether this user may make them."""
    command = ["unshare", "--uts", "--pid", "--net", "--mount-proc", "--fork", "sh", "-c", "hostname x; ip link set lo up"]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


class Relay:
    """A way that can be cut."""

    def __init__(self, source, target, within=()):
        """`within`: a command in front of its own."""
        self.words = [*within, sys.executable, "-B", RELAY, source, target]
        self.path = source.split(":", 1)[1]
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        if self.process.stdout.readline() != b"ready\n":
            raise AssertionError("the relay does not begin")

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        if os.path.exists(self.path):
            os.unlink(self.path)


class Host:
    """One host of the fleet that runs a command of muster's, in the test case's directory."""

    def __init__(self, case, name, database, platform, port):
        """`database`: the directory of the server's socket. `platform`: the socket of a relay to it, which the host
        has at that port."""
        self.case, self.name, self.platform, self.port = case, name, platform, port
        self.directory = os.path.join(case.dir, name)
        self.runtime = os.path.join(self.directory, "runtime")
        for each in (self.directory, self.runtime):
            os.mkdir(each, 0o700)
        self.relay = Relay("unix:" + os.path.join(self.directory, ".s.PGSQL.5432"),
                           "unix:" + os.path.join(database, ".s.PGSQL.5432"))
        case.addCleanup(self.relay.kill)
        self.environment = {"MUSTER_STORE": f"postgresql://tester@/postgres?host={self.directory}",
                            "MUSTER_RUNTIME_DIR": self.runtime, "MUSTER_STATE_DIR": os.path.join(self.directory, "state")}
        self.running = self.namespace = self.way = None
        self.logs = []

    def start(self, *arguments):
        prefix = ["unshare", "--uts", "--pid", "--net", "--mount-proc", "--fork", "--kill-child", "sh", "-c", BOOT, "sh",
                  self.name]
        self.running = self.case.start(*arguments, prefix=prefix, env=self.environment)
        self.logs.append(self.running)
        first = wait_until(self.find_first, 20, f"host {self.name}")
        wait_until(lambda: len(self.processes()) > 1, 20, f"what host {self.name} does")  # so its network is up
        self.way = Relay(f"tcp:{self.port}", "unix:" + self.platform, ["nsenter", "-t", first, "-n"])

    def find_first(self):
        """Its first process: unshare stays outside, and waits for it."""
        children = f"/proc/{self.running.pid}/task/{self.running.pid}/children"
        try:
            with open(children, encoding="ascii") as f:
                first = f.read().split()
            self.namespace = first and os.readlink(f"/proc/{first[0]}/ns/pid")
        except OSError:
            return None
        return first[0] if self.namespace and self.namespace != os.readlink("/proc/self/ns/pid") else None

    def processes(self):
        found = []
        for link in glob.glob("/proc/[0-9]*/ns/pid"):
            try:
                if os.readlink(link) == self.namespace:
                    found.append(int(link.split("/")[2]))
            except OSError:  # it has just ended
                pass
        return found

    def signal(self, number):
        for pid in self.processes():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass

    def freeze(self):
        """All that it does stands still; twice, as a process may have begun another meanwhile."""
        self.signal(signal.SIGSTOP)
        self.signal(signal.SIGSTOP)

    def thaw(self):
        self.signal(signal.SIGCONT)

    def kill(self):
        """As if its power failed."""
        self.running.process.kill()
        self.running.process.wait()
        wait_until(lambda: not self.processes(), 20, f"the end of host {self.name}")
        if self.way.process.poll() is None:
            self.way.kill()

    def end(self):
        """As somebody shuts it down: its command is asked to end, and what it runs with it. Returns at once."""
        first = self.find_first()
        with open(f"/proc/{first}/task/{first}/children", encoding="ascii") as f:
            for pid in f.read().split():
                os.kill(int(pid), signal.SIGTERM)

    def works(self):
        """Whether its command still goes on: beside the first process there is one more."""
        return len(self.processes()) >= 2

    def said(self):
        return "".join(f"--- {self.name}\n{each.err()}" for each in self.logs)
