"""A network that misbehaves between the job and a sandbox that is well: nobody is lost, nobody doubled."""
import itertools
import random
import socket
import struct
import threading
import time
import unittest

from network import Proxy, one_message, pump
from support import OK, Case

QUICK = {"attempts": 10, "baseDelay": "20ms", "maxDelay": "200ms"}
MEMBERS = 300


def reset(sock):
    """Makes the close of this socket an RST."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def beside(source, target):
    threading.Thread(target=pump, args=(source, target), daemon=True).start()


def copy(source, target, count):
    """Copies exactly so many bytes; False if there were fewer."""
    while count > 0:
        chunk = source.recv(min(count, 65536))
        if not chunk:
            return False
        target.sendall(chunk)
        count -= len(chunk)
    return True


def stay(sock, seconds=2.0):
    """Keeps a connection open without a word, until the other side closes it."""
    sock.settimeout(seconds)
    try:
        while sock.recv(65536):
            pass
    except OSError:
        pass


class Wire(Case):
    def through(self, relay, status=OK, job="job", provider=None, retry=None, **others):
        s = self.sandbox(members=MEMBERS)
        proxy = Proxy(s.port, relay)
        self.addCleanup(proxy.stop)
        retry = {**QUICK, **({} if status == OK else {"patience": "2s"}), **(retry or {})}
        provider = {"requestTimeout": "500ms", **(provider or {})}
        r = self.run_job(self.spec(proxy.url, provider=provider, retry=retry, **others), status=status, job=job)
        if status == OK:
            self.assert_exact(s, members=MEMBERS, job=job)
        return s, proxy, r

    def through_some(self, relay, every=3, seed=1, **options):
        """Every third connection meets this fault, with a chance to draw from; the others last for a few requests only, so
        that there are many."""
        chance = random.Random(seed)
        opened, struck = itertools.count(1), []

        def either(client, upstream):
            if next(opened) % every == 0:
                struck.append(True)
                relay(client, upstream, chance)
            else:
                for _ in range(chance.randrange(1, 10)):
                    upstream.sendall(one_message(client))
                    client.sendall(one_message(upstream))

        result = self.through(either, **options)
        self.assertGreater(len(struck), 1, "the fault was met")
        return result


class Slow(Wire):
    def test_latency_in_both_directions(self):
        chance = random.Random(3)

        def late(source, target):
            pump(source, target, lambda chunk: time.sleep(chance.uniform(0.005, 0.04)))

        def relay(client, upstream):
            threading.Thread(target=late, args=(client, upstream), daemon=True).start()
            late(upstream, client)

        _, _, r = self.through(relay, provider={"requestTimeout": "5s"})
        self.assertNotIn("warning", r.err)

    def test_both_directions_dribble_in_bytes(self):
        def dribble(source, target):
            source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            target.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                while chunk := source.recv(65536):
                    for i in range(min(len(chunk), 400)):
                        target.sendall(chunk[i:i + 1])
                    target.sendall(chunk[400:])
            except OSError:
                pass

        def relay(client, upstream):
            threading.Thread(target=dribble, args=(client, upstream), daemon=True).start()
            dribble(upstream, client)

        _, _, r = self.through(relay, provider={"requestTimeout": "10s"})
        self.assertNotIn("warning", r.err)

    def test_a_reply_that_takes_longer_than_the_time_out_though_it_never_pauses(self):
        """Slow loris: a byte every 30 ms; the time-out is for the whole reply."""
        def relay(client, upstream, chance):
            beside(client, upstream)
            while chunk := upstream.recv(65536):
                for i in range(len(chunk)):
                    client.sendall(chunk[i:i + 1])
                    time.sleep(0.03)

        _, _, r = self.through_some(relay, every=4)

    def test_stalls(self):
        """The connection stays open, and the rest never comes."""
        def at(direction, least, most):
            def relay(client, upstream, chance):
                source, target = (client, upstream) if direction == "request" else (upstream, client)
                beside(target, source)
                copy(source, target, chance.randrange(least, most))
                stay(source)
            return relay

        places = {"before the request": at("request", 0, 1), "in the request's head": at("request", 5, 150),
                  "in a later request": at("request", 200, 2000), "before the reply": at("reply", 0, 1),
                  "in the reply's head": at("reply", 5, 60), "in the reply's body": at("reply", 90, 8000)}
        for i, (place, relay) in enumerate(places.items()):
            with self.subTest(place):
                self.through_some(relay, seed=i, job=f"job-{i}")


class Cut(Wire):
    def test_resets_at_random_bytes_of_either_direction(self):
        def at(direction, most):
            def relay(client, upstream, chance):
                source, target = (client, upstream) if direction == "request" else (upstream, client)
                beside(target, source)
                copy(source, target, chance.randrange(most))
                reset(client)
                reset(upstream)
            return relay

        for i, (direction, most) in enumerate((("request", 400), ("request", 4000), ("reply", 300), ("reply", 50_000))):
            with self.subTest(f"{direction} {most}"):
                self.through_some(at(direction, most), seed=i, job=f"job-{i}")

    def test_ends_at_random_bytes_of_either_direction(self):
        """FIN instead of RST; the side that is cut may have had its effect."""
        def at(direction, most):
            def relay(client, upstream, chance):
                source, target = (client, upstream) if direction == "request" else (upstream, client)
                beside(target, source)
                copy(source, target, chance.randrange(most))
            return relay

        for i, (direction, most) in enumerate((("request", 400), ("reply", 300), ("reply", 50_000))):
            with self.subTest(f"{direction} {most}"):
                self.through_some(at(direction, most), seed=10 + i, job=f"job-{i}")

    def test_a_server_that_half_closes_before_its_reply_or_within_its_head(self):
        """It has the request, which takes effect, and its own direction is closed; ours stays open."""
        def after(count):
            def relay(client, upstream, chance):
                beside(client, upstream)
                copy(upstream, client, count)
                client.shutdown(socket.SHUT_WR)
                stay(upstream, 1.0)
            return relay

        for count in (0, 1, 40):
            with self.subTest(count):
                self.through_some(after(count), seed=count, job=f"job-{count}")

    def test_our_side_is_half_closed_on_the_way(self):
        """The platform sees the end of our side right after a request; its reply still counts."""
        def relay(client, upstream):
            upstream.sendall(client.recv(65536))
            upstream.shutdown(socket.SHUT_WR)
            pump(upstream, client)

        self.through(relay)

    def test_the_reply_and_a_reset_right_behind_it(self):
        """What was read before the reset counts, and nothing is judged by a reply that was not whole."""
        def relay(client, upstream):
            upstream.sendall(client.recv(65536))
            time.sleep(0.01)
            client.sendall(upstream.recv(200_000))
            reset(client)

        self.through(relay, retry={"attempts": 20})


class Absent(Wire):
    def begin(self, relay, **options):
        s = self.sandbox(members=MEMBERS)
        proxy = Proxy(s.port, relay)
        self.addCleanup(proxy.stop)
        spec = self.spec(proxy.url, provider={"requestTimeout": "500ms", "connectTimeout": "500ms"}, retry=QUICK,
                         pace={"requestsPerSecond": 100})
        running = self.start("run", spec, "--job-id", "job")
        self.wait_for_effects(s, 10)
        return s, proxy, running

    def finish(self, s, running):
        r = running.wait(30)
        self.assertEqual(r.status, OK, str(r))
        self.assert_exact(s, members=MEMBERS)
        self.assertIn("down", r.err)

    def plain(self, client, upstream):
        beside(client, upstream)
        pump(upstream, client)

    def test_refused_for_a_while(self):
        s, proxy, running = self.begin(self.plain)
        proxy.pause()
        time.sleep(2)
        self.assertTrue(running.alive(), running.err())
        proxy.resume()
        self.finish(s, running)

    def test_accepted_and_never_answered_for_a_while(self):
        silent = threading.Event()

        def relay(client, upstream):
            if silent.is_set():
                return stay(client, 5)
            beside(client, upstream)
            while chunk := upstream.recv(65536):
                if silent.is_set():
                    return stay(client, 5)  # the request took effect, and its reply is lost
                client.sendall(chunk)

        s, _, running = self.begin(relay)
        silent.set()
        time.sleep(2.5)
        silent.clear()
        self.finish(s, running)

    def test_reset_as_soon_as_accepted_for_a_while(self):
        rude = threading.Event()

        def relay(client, upstream):
            if rude.is_set():
                return reset(client)
            beside(client, upstream)
            while chunk := upstream.recv(65536):
                if rude.is_set():
                    return reset(client)
                client.sendall(chunk)

        s, _, running = self.begin(relay)
        rude.set()
        time.sleep(2)
        rude.clear()
        self.finish(s, running)


if __name__ == "__main__":
    unittest.main()
