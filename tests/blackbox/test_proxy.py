"""By way of a proxy: TLS goes through it, the key is never shown to it."""
import base64
import json
import shutil
import socket
import ssl
import tempfile
import threading
import unittest

from certificates import Authority
from network import Proxy, pump, shut
from support import OK, REFUSED, STOPPED, USAGE, Case, free_port


class ConnectProxy:
    """Leads CONNECT requests to a port of this machine, whatever they name. `answer(head)` may give another
    answer than the usual one. Keeps all that clients said."""

    def __init__(self, target, answer=lambda head: None):
        self.target, self.answer = target, answer
        self.heads, self.got = [], b""
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with client:
            try:
                head = b""
                while b"\r\n\r\n" not in head:
                    chunk = client.recv(65536)
                    if not chunk:
                        return
                    head += chunk
                self.heads.append(head)
                self.got += head
                refusal = self.answer(head)
                if refusal is not None:
                    client.sendall(refusal)
                    return
                with socket.create_connection(("127.0.0.1", self.target)) as upstream:
                    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    threading.Thread(target=pump, args=(upstream, client), daemon=True).start()
                    pump(client, upstream, self.keep)
                    shut(upstream)
            except OSError:
                pass

    def keep(self, chunk):
        self.got += chunk

    def stop(self):
        shut(self.listener)
        self.listener.close()


def both_ways(client, upstream):
    threading.Thread(target=pump, args=(upstream, client), daemon=True).start()
    pump(client, upstream)


@unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
class ByProxy(Case):
    @classmethod
    def setUpClass(cls):
        cls.certificates = tempfile.mkdtemp(prefix="muster-bb-ca-")
        cls.addClassCleanup(shutil.rmtree, cls.certificates)
        cls.authority = Authority(cls.certificates)
        cls.good = cls.authority.sign("good", alternative="DNS:members.example")
        cls.local = cls.authority.sign("local")

    def secrets(self):
        return [self.key, "p%40ssword", "p@ssword"]

    def platform(self, certificate=None):
        """A sandbox behind TLS, whose certificate is for members.example, a name that does not resolve."""
        self.s = self.sandbox()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*(certificate or self.good))
        front = Proxy(self.s.port, both_ways, tls=context)
        self.addCleanup(front.stop)
        return front.port

    def proxy(self, target, *arguments):
        p = ConnectProxy(target, *arguments)
        self.addCleanup(p.stop)
        self.url = f"http://127.0.0.1:{p.port}"
        return p

    def tls_spec(self, host="https://members.example", **provider):
        return self.spec(host, provider={"caFile": self.authority.certificate, **provider})

    def assert_sees_nothing(self, proxy, host="members.example:443"):
        self.assertGreater(len(proxy.heads), 0)
        for head in proxy.heads:
            self.assertTrue(head.startswith(f"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n".encode()), head)
        for secret in (self.key.encode(), b"API-KEY", b"/members"):
            self.assertNotIn(secret, proxy.got)

    def test_a_job_goes_through_it(self):
        p = self.proxy(self.platform())
        for variable in ("HTTPS_PROXY", "https_proxy"):
            self.s.reset()
            self.run_job(self.tls_spec(), job=variable, env={variable: self.url})
            self.assert_exact(self.s, job=variable)
        self.assert_sees_nothing(p)

    def test_so_does_every_command(self):
        p = self.proxy(self.platform())
        env = {"HTTPS_PROXY": self.url}
        single = ("--base-url", "https://members.example", "--ca-file", self.authority.certificate)
        r = self.muster("ping", *single, "--output", "json", env=env)
        self.assertEqual(r.status, OK, str(r))
        self.assertEqual(json.loads(r.out)["proxy"], self.url[7:])
        self.assertEqual(self.muster("plan", self.tls_spec(), env=env).status, OK)
        who = self.s.everyone()[0]["id"]
        self.assertEqual(self.muster("member", "get", who, *single, env=env).status, OK)
        self.muster("verify-token", "x", *single, env=env)
        self.assertEqual(len(p.heads), 4)
        self.assert_sees_nothing(p)

    def test_the_spec_names_it(self):
        self.proxy(self.platform())
        elsewhere = {"HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": "*"}
        self.assertEqual(self.muster("plan", self.tls_spec(proxy=self.url), env=elsewhere).status, OK)
        named = {"SITE_PROXY": self.url, **elsewhere}
        spec = self.tls_spec(proxy={"env": "SITE_PROXY"})
        self.assertEqual(self.muster("plan", spec, env=named).status, OK)
        r = self.muster("plan", spec)
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("SITE_PROXY", r.said)

    def test_credentials_go_to_the_proxy_alone_and_nowhere_else(self):
        wanted = b"Proxy-Authorization: Basic " + base64.b64encode(b"user:p@ssword") + b"\r\n"
        asks = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno"
        p = self.proxy(self.platform(), lambda head: None if wanted in head else asks)
        good = self.url.replace("//", "//user:p%40ssword@")
        self.assertEqual(self.muster("plan", self.tls_spec(), env={"HTTPS_PROXY": good}).status, OK)
        self.assert_sees_nothing(p)
        for url in (self.url, self.url.replace("//", "//user:wrong@")):
            r = self.run_job(self.tls_spec(), job=str(len(url)), status=REFUSED, env={"HTTPS_PROXY": url})
            self.assertIn(self.url[7:], r.said)
            self.assertIn("407", r.said)
            self.assertIn("The key was not sent", r.said)
        self.assertEqual(self.muster("ping", self.tls_spec(), env={"HTTPS_PROXY": self.url}).status, REFUSED)
        r = self.muster("plan", self.tls_spec(proxy=good))
        self.assertEqual(r.status, USAGE, "a password does not stand in a spec")
        r = self.muster("plan", self.tls_spec(), env={"HTTPS_PROXY": good.replace("http:", "socks:")})
        self.assertEqual(r.status, USAGE, str(r))
        self.assertIn("HTTPS_PROXY", r.said)

    def test_a_proxy_that_does_not_lead_on(self):
        for answer, word in ((b"HTTP/1.1 403 Forbidden\r\n\r\n", "403"), (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", "502"),
                             (b"SSH-2.0-x\r\n\r\n", "not HTTP"), (b"", "closed"), (b"HTTP/1.1 200 OK\r\n\r\nmore", "more")):
            p = self.proxy(1, lambda head: answer)
            r = self.muster("ping", self.tls_spec(), env={"HTTPS_PROXY": self.url})
            self.assertEqual(r.status, STOPPED, str(r))
            self.assertIn(f"the proxy {self.url[7:]} does not lead to members.example:443", r.said)
            self.assertIn(word, r.said)
            self.assert_sees_nothing(p)

    def test_it_is_tried_again(self):
        answers = [b"HTTP/1.1 502 Bad Gateway\r\n\r\n"]
        p = self.proxy(self.platform(), lambda head: answers.pop() if answers else None)
        self.run_job(self.tls_spec(), env={"HTTPS_PROXY": self.url})
        self.assert_exact(self.s)
        self.assert_sees_nothing(p)

    def test_a_proxy_that_is_not_there(self):
        r = self.muster("ping", self.tls_spec(), env={"HTTPS_PROXY": f"http://127.0.0.1:{free_port()}"})
        self.assertEqual(r.status, STOPPED, str(r))
        self.assertIn("cannot connect to the proxy 127.0.0.1:", r.said)

    def test_a_proxy_that_puts_itself_in_the_way(self):
        p = self.proxy(self.platform(self.local))  # a certificate of an authority that is trusted, for another host
        r = self.muster("plan", self.tls_spec(), env={"HTTPS_PROXY": self.url})
        self.assertEqual(r.status, REFUSED, str(r))
        self.assertIn("members.example", r.said)
        self.assert_sees_nothing(p)
        self.assertEqual(self.s.ledger()["requests"], 0)

    def test_hosts_that_are_exempt(self):
        port = self.platform(self.local)
        p = self.proxy(port)
        spec = self.tls_spec(f"https://localhost:{port}")
        for exempt in ("localhost", "*", "example.com, localhost", f"localhost:{port}"):
            self.assertEqual(self.muster("plan", spec, env={"HTTPS_PROXY": self.url, "NO_PROXY": exempt}).status, OK)
        spec = self.tls_spec(f"https://localhost:{port}", proxy="none")
        self.assertEqual(self.muster("plan", spec, env={"HTTPS_PROXY": self.url}).status, OK)
        self.assertEqual(p.heads, [])
        spec = self.tls_spec(f"https://localhost:{port}")
        self.assertEqual(self.muster("plan", spec, env={"HTTPS_PROXY": self.url, "NO_PROXY": "other"}).status, OK)
        self.assert_sees_nothing(p, f"localhost:{port}")

    def test_plain_http_to_this_machine_goes_straight(self):
        s = self.sandbox()
        r = self.muster("plan", self.spec(s), env={"HTTPS_PROXY": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"})
        self.assertEqual(r.status, OK, str(r))


if __name__ == "__main__":
    unittest.main()
