"""Replies that are framed in odd ways, or that nobody asked for: each answers its own request, or none."""
import itertools
import socket
import tempfile
import time
import unittest

from certificates import Authority
from network import Proxy, one_message
from support import OK, STOPPED, Case

QUICK = {"attempts": 10, "baseDelay": "20ms", "maxDelay": "200ms"}
MEMBERS = 300
FORGED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nOK"


def head_and_body(message):
    head, body = message.split(b"\r\n\r\n", 1)
    return head, body


def without(head, *names):
    return b"\r\n".join(line for line in head.split(b"\r\n") if line.split(b":")[0].lower() not in names)


def told(head, length):
    return without(head, b"content-length") + b"\r\nContent-Length: %d" % length


class Relayed(Case):
    def through(self, answer, status=OK, tls=None, job="job", provider=None, members=MEMBERS, **others):
        """`answer(client, request, reply)` sends the reply, in its own way; what it returns, if anything, ends the
        connection. A relay that left something behind the reply on the connection swallows what is sent there next:
        whoever takes the leftover for an answer notes a change that never took effect."""
        s = self.sandbox(members=members)

        def relay(client, upstream):
            while True:
                request = one_message(client)
                upstream.sendall(request)
                if answer(client, request, one_message(upstream)):
                    return

        proxy = Proxy(s.port, relay, tls)
        self.addCleanup(proxy.stop)
        retry = QUICK if status == OK else {**QUICK, "patience": "1s"}
        provider = {"requestTimeout": "500ms", **(provider or {})}
        r = self.run_job(self.spec(proxy.url, provider=provider, retry=retry, **others), status=status, job=job)
        if status == OK:
            self.assert_exact(s, members=members, job=job)
        return s, proxy, r


def every(n, strange):
    """Every n-th reply goes out in a strange way, the others as they are."""
    count = itertools.count(1)

    def answer(client, request, reply):
        if next(count) % n == 0:
            return strange(client, request, reply)
        client.sendall(reply)

    return answer


def sending(change, close=False):
    """Sends what `change(reply)` makes of the reply."""
    def answer(client, request, reply):
        client.sendall(change(reply))
        return close

    return answer


def chunked(reply):
    head, body = head_and_body(reply)
    size = max(1, len(body) // 3)
    parts = [body[i:i + size] for i in range(0, len(body), size)]
    text = b"".join(b"%x;name=\"v;1\";flag\r\n%s\r\n" % (len(p), p) for p in parts)
    return without(head, b"content-length") + b"\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n" + text + \
        b"0\r\nX-Sum: 1\r\nX-Other: Content-Length: 5\r\n\r\n"


def short_told(reply):
    head, body = head_and_body(reply)
    return told(head, max(0, len(body) - 1)) + b"\r\n\r\n" + body


def long_told(reply):
    head, body = head_and_body(reply)
    return told(head, len(body) + 7) + b"\r\n\r\n" + body


def adding(line):
    def change(reply):
        head, body = head_and_body(reply)
        return head + b"\r\n" + line + b"\r\n\r\n" + body
    return change


class Framing(Relayed):
    def test_that_are_right_though_rarely_seen(self):
        """No request is sent twice for these."""
        def as_version_1_0(reply):
            return b"HTTP/1.0" + reply[8:]

        def until_the_end(reply):
            head, body = head_and_body(reply)
            return without(head, b"content-length") + b"\r\n\r\n" + body

        ways = {"chunked, with extensions and trailers": (chunked, False),
                "100, 102 and 103 come first": (lambda r: b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                                                b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" + r, False),
                "Connection: close": (adding(b"Connection: close"), True),
                "Connection: close, and it stays open": (adding(b"Connection: close"), False),
                "HTTP/1.0": (as_version_1_0, True), "the end of the connection is the end of the body": (until_the_end, True),
                "a head in many lines": (adding(b"\r\n".join(b"X-%d: %d" % (i, i) for i in range(90))), False)}
        for i, (way, (change, close)) in enumerate(ways.items()):
            with self.subTest(way):
                s, _, r = self.through(sending(change, close), job=f"job-{i}")
                self.assertNotIn("warning", r.err)
                matching = len(self.results(f"job-{i}"))
                self.assertLessEqual(s.ledger()["requests"], matching + 3, "none was sent twice")

    def test_that_are_wrong_now_and_then(self):
        """The member is read back, or the page read again."""
        ways = {"something before the status line": lambda r: b"x-debug: 1\r\n" + r, "no status line": lambda r: r[17:],
                "another protocol": lambda r: b"ICY" + r[4:], "a length that is too long": long_told,
                "a length that is too short": short_told, "a length that is no number": adding(b"Content-Length: 0x10"),
                "two lengths": adding(b"Content-Length: 1"), "a length below zero": lambda r: told(head_and_body(r)[0], -1)
                + b"\r\n\r\n", "a chunk without a size": lambda r: chunked(r).replace(b";name", b"z;name", 1),
                "a length and chunks": lambda r: chunked(r).replace(b"\r\nTrailer", b"\r\nContent-Length: 3\r\nTrailer"),
                "a header without a colon": adding(b"nonsense"), "NULs": lambda r: b"\0" * 40}
        for i, (way, change) in enumerate(ways.items()):
            with self.subTest(way):
                self.through(every(7, sending(change, close=True)), job=f"job-{i}")

    def test_a_length_that_is_too_long_on_a_connection_that_stays_open(self):
        self.through(every(25, sending(long_told)))

    def test_something_that_is_not_http(self):
        def answer(client, request, reply):
            client.sendall(b"220 mail.example ESMTP\r\n" * 5)
            return True

        _, _, r = self.through(answer, STOPPED)
        self.assertIn("is not HTTP", r.said)
        self.assertNotIn("bad_version", r.err, "a message for people")

    def test_a_reply_larger_than_the_limit(self):
        _, _, r = self.through(sending(lambda reply: reply), STOPPED, provider={"replyLimitBytes": 2048})
        self.assertIn("replyLimitBytes", r.said)

    def test_headers_without_end_are_bounded(self):
        def answer(client, request, reply):
            client.sendall(b"HTTP/1.1 200 OK\r\n")
            for _ in range(100_000):
                client.sendall(b"X-Filler: " + b"x" * 1000 + b"\r\n")

        self.through(answer, STOPPED)


class NotAskedFor(Relayed):
    """Something more than the reply is on the connection. It must not answer the next request that is sent there.

    If it comes after that request was sent, nobody can tell; so where it comes late, the requests are rare."""
    RARELY = {"members": 50, "pace": {"requestsPerSecond": 5, "concurrency": 1}}

    def swallowing(self, extra):
        """After `extra(client, reply)` has sent a reply and more, nothing on that connection is passed on."""
        def answer(client, request, reply):
            extra(client, reply)
            client.settimeout(3)
            while client.recv(65536):
                self.swallowed += 1
            return True

        return answer

    def setUp(self):
        super().setUp()
        self.swallowed = 0

    def test_two_replies_for_one_request(self):
        self.through(self.swallowing(lambda client, reply: client.sendall(reply + FORGED)))
        self.assertEqual(self.swallowed, 0, "the connection is not used again")

    def test_a_second_reply_for_a_page(self):
        """A response that was split by a member's data."""
        def extra(client, reply):
            client.sendall(reply + (FORGED if b'"data"' in reply else b""))

        def answer(client, request, reply):
            if b'"data"' in reply:
                return self.swallowing(extra)(client, request, reply)
            client.sendall(reply)

        self.through(answer)
        self.assertEqual(self.swallowed, 0)

    def test_a_second_reply_that_comes_while_the_connection_is_idle(self):
        def extra(client, reply):
            client.sendall(reply)
            time.sleep(0.002)
            client.sendall(FORGED)

        _, _, r = self.through(self.swallowing(extra), **self.RARELY)
        self.assertNotIn("warning", r.err)
        self.assertEqual(self.swallowed, 0)

    def test_part_of_a_second_reply(self):
        """The rest of it would come with the reply to the next request."""
        self.through(self.swallowing(lambda client, reply: client.sendall(reply + FORGED[:9])))
        self.assertEqual(self.swallowed, 0)

    def test_a_408_on_an_idle_connection(self):
        """As proxies send it before they close one that nobody used."""
        def answer(client, request, reply):
            client.sendall(reply)
            time.sleep(0.002)
            client.sendall(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            return True

        s, _, r = self.through(answer, **self.RARELY)
        self.assertNotIn("warning", r.err)
        self.assertEqual(s.ledger()["requests"], len(s.ledger()["members"]) + 2, "none was sent twice")

    def test_a_408_on_a_connection_that_is_just_open(self):
        opened = itertools.count(1)
        s = self.sandbox(members=MEMBERS)

        def relay(client, upstream):
            if next(opened) % 3 == 0:
                client.sendall(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                return
            for _ in range(5):
                upstream.sendall(one_message(client))
                client.sendall(one_message(upstream))

        proxy = Proxy(s.port, relay)
        self.addCleanup(proxy.stop)
        self.run_job(self.spec(proxy.url, retry=QUICK))
        self.assert_exact(s, members=MEMBERS)


class NotAskedForInTls(NotAskedFor):
    """The same where bytes may wait in TLS that the socket does not show."""

    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="muster-bb-ca-")
        cls.addClassCleanup(directory.cleanup)
        cls.authority = Authority(directory.name)
        cls.context = cls.authority.context("proxy")

    def through(self, answer, **options):
        return super().through(answer, tls=self.context, provider={"caFile": self.authority.certificate}, **options)

    def test_two_replies_in_two_records_of_one_segment(self):
        def extra(client, reply):
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
            client.sendall(reply)
            client.sendall(FORGED)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)

        self.through(self.swallowing(extra))
        self.assertEqual(self.swallowed, 0)


if __name__ == "__main__":
    unittest.main()
