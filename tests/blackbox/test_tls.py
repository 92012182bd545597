"""Certificates: whoever cannot prove to be the platform gets no byte of the key."""
import itertools
import shutil
import socket
import ssl
import tempfile
import unittest

from certificates import Authority, Listener, OpenSslServer, openssl
from network import Nginx, Proxy, nginx_is_here, one_message
from support import FAILED, REFUSED, STOPPED, Case, free_port, read_bytes, wait_until


@unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
class Certificates(Case):
    @classmethod
    def setUpClass(cls):
        cls.certificates = tempfile.mkdtemp(prefix="muster-bb-ca-")
        cls.addClassCleanup(shutil.rmtree, cls.certificates)
        cls.authority = Authority(cls.certificates)

    def assert_refused(self, certificate, *words, newest=None, **options):
        self.assert_refuses(Listener(*certificate, newest=newest), *words, **options)

    def assert_refuses(self, listener, *words, host="localhost", ca_file=True):
        self.addCleanup(listener.stop)
        provider = {"caFile": self.authority.certificate} if ca_file else {}
        spec = self.spec(f"https://{host}:{listener.port}", provider=provider)
        for command in (("run", spec, "--job-id", f"job-{listener.port}"), ("plan", spec)):
            r = self.muster(*command)
            self.assertEqual(r.status, REFUSED, str(r))
            for word in words:
                self.assertIn(word, r.said.lower(), str(r))
        get = self.muster("member", "get", "mem_x", "--base-url", f"https://{host}:{listener.port}",
                          *(("--ca-file", self.authority.certificate) if ca_file else ()))
        self.assertEqual(get.status, REFUSED, str(get))
        self.assertGreaterEqual(listener.connections, 3)
        self.assertNotIn(self.key.encode(), listener.got)
        self.assertNotIn(b"X-API-KEY", listener.got)
        self.assertNotIn(b"members", listener.got, "not even a request")

    def test_the_listener_records_what_a_trusted_one_gets(self):
        """What the other tests look for is there when the certificate is good."""
        listener = Listener(*self.authority.sign("good"))
        self.addCleanup(listener.stop)
        self.muster("plan", self.spec(f"https://localhost:{listener.port}", provider={"caFile": self.authority.certificate},
                                      retry={"patience": "1s", "attempts": 1}))
        self.assertIn(self.key.encode(), listener.got)

    def test_expired(self):
        self.assert_refused(self.authority.sign("expired", end="20210101000000Z"), "expired")

    def test_not_yet_valid(self):
        self.assert_refused(self.authority.sign("future", begin="20390101000000Z"), "not yet valid")

    def test_self_signed(self):
        key, certificate = f"{self.certificates}/self.key", f"{self.certificates}/self.pem"
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out",
                certificate, "-days", "30", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
        self.assert_refused((certificate, key), "self-signed")

    def test_an_authority_that_is_not_ours(self):
        other = Authority(self.certificates, "other")
        self.assert_refused(other.sign("foreign"), "certificate")

    def test_ours_is_not_in_the_trust_store_of_the_system(self):
        self.assert_refused(self.authority.sign("system"), "cafile", ca_file=False)

    def test_another_host(self):
        self.assert_refused(self.authority.sign("host", "members.example", "DNS:members.example"), "localhost")

    def test_another_address(self):
        self.assert_refused(self.authority.sign("address", "127.0.0.1", "DNS:localhost"), "127.0.0.1", host="127.0.0.1")

    def test_the_name_in_the_common_name_only(self):
        self.assert_refused(self.authority.sign("cn", "localhost", None), "localhost")

    def test_a_wildcard_that_reaches_too_far(self):
        self.assert_refused(self.authority.sign("wild", "x", "DNS:*"), "localhost")

    def test_for_clients_only(self):
        self.assert_refused(self.authority.sign("client", usage="clientAuth"), "certificate")

    def test_for_other_uses_of_a_key(self):
        self.assert_refused(self.authority.sign("uses", extensions="keyUsage=critical,nonRepudiation\n"), "purpose")

    def test_an_authority_s_own_certificate(self):
        """One that may sign, which is all it may."""
        below = "basicConstraints=CA:TRUE\nkeyUsage=keyCertSign,cRLSign\n"
        self.assert_refused(self.authority.sign("below", usage=None, extensions=below), "purpose")

    def test_signed_by_a_member_s_certificate(self):
        """One that our authority signed, but not for signing others."""
        leaf = self.authority.sign("leaf")
        certificate, key = Authority(self.certificates, "leaf", leaf).sign("grandchild")
        with open(certificate, "ab") as chain:
            chain.write(read_bytes(leaf[0]))
        self.assert_refused((certificate, key), "certificate")

    def test_keys_and_digests_that_are_too_weak(self):
        self.assert_refused(self.authority.sign("rsa", algorithm=("rsa", "rsa_keygen_bits:1024")), "key too weak")
        self.assert_refused(self.authority.sign("sha1", digest="sha1"), "weak")

    def test_tls_1_1_and_1_0_only(self):
        for newest in (ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1):
            self.assert_refused(self.authority.sign(f"old-{newest}"), "tls 1.2", newest=newest)

    def test_plain_http_on_the_tls_port(self):
        s = self.sandbox()
        r = self.muster("run", self.spec(f"https://127.0.0.1:{s.port}", retry={"patience": "2s"}))
        self.assertIn(r.status, (REFUSED, STOPPED), str(r))
        self.assertEqual(s.ledger()["requests"], 0)

    def test_a_ca_file_that_is_not_one(self):
        for path in ("/nonexistent/ca.pem", self.file("empty.pem", ""), self.dir):
            r = self.muster("run", self.spec("https://127.0.0.1:9", provider={"caFile": path}))
            self.assertIn(r.status, (2, REFUSED), str(r))
            self.assertIn("caFile", r.said)

    def test_by_openssl_s_server(self):
        """The same by a server that is not of the tests' own making."""
        good = self.authority.sign("s_server")
        itself = Authority(self.certificates, "itself")
        expired = self.authority.sign("s_expired", end="20210101000000Z")
        for certificate, arguments, word in (
                (expired, (), "expired"), (self.authority.sign("s_future", begin="20390101000000Z"), (), "not yet valid"),
                ((itself.certificate, itself.key), (), "self-signed"),
                (self.authority.sign("s_host", "x", "DNS:members.example"), (), "localhost"),
                (self.authority.sign("s_client", usage="clientAuth"), (), "purpose"), (good, ("-tls1_1",), "tls 1.2"),
                (good, ("-tls1",), "tls 1.2"), (expired, ("-tls1_2",), "expired")):
            with self.subTest(word, arguments=arguments):
                self.assert_refuses(OpenSslServer(self.given, *certificate, *arguments), word)
        listener = OpenSslServer(self.given, *good)
        self.addCleanup(listener.stop)
        self.start("plan", self.spec(f"https://localhost:{listener.port}", provider={"caFile": self.authority.certificate}))
        wait_until(lambda: self.key.encode() in listener.got, 10, "the key, which a trusted one gets")

    @unittest.skipUnless(nginx_is_here(), "nginx is not installed (Debian: nginx-light)")
    def test_a_good_certificate_works(self):
        s = self.sandbox()
        certificate, key = self.authority.sign("nginx")
        port = free_port()
        nginx = Nginx(self.given, f"""
            upstream s {{ server 127.0.0.1:{s.port}; keepalive 16; }}
            server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {certificate}; ssl_certificate_key {key};
                location / {{ proxy_pass http://s; proxy_http_version 1.1; proxy_set_header Connection ""; }} }}""")
        self.addCleanup(nginx.stop)
        nginx.start(port)
        for host in ("localhost", "127.0.0.1"):
            s.reset()
            self.run_job(self.spec(f"https://{host}:{port}", provider={"caFile": self.authority.certificate}), job=host)
            self.assert_exact(s, job=host)


class AnotherPlatform(Case):
    """Where the job is led, or falls, into the hands of somebody else on its way."""

    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="muster-bb-ca-")
        cls.addClassCleanup(directory.cleanup)
        cls.authority = Authority(directory.name)

    def test_another_certificate_in_the_middle(self):
        """The platform's address is taken over: the job stops before the key is sent there, and goes on when it is back."""
        s = self.sandbox(members=300)
        good = Proxy(s.port, self.each, tls=self.authority.context("good"))
        spec = self.spec(f"https://localhost:{good.port}", provider={"caFile": self.authority.certificate},
                         pace={"requestsPerSecond": 40})
        running = self.start("run", spec, "--job-id", "job")
        self.wait_for_effects(s, 10)
        good.pause()
        stranger = Listener(*self.authority.sign("stranger", "x", "DNS:x"), port=good.port)
        r = running.wait(20)
        stranger.stop()
        self.assertEqual(r.status, REFUSED, str(r))
        self.assertIn("not for localhost", r.said)
        self.assertIn("muster resume job", r.said)
        self.assertGreater(stranger.connections, 0)
        self.assertNotIn(self.key.encode(), stranger.got)
        good.resume()
        self.addCleanup(good.stop)
        self.resume_job()
        self.assert_exact(s, members=300)

    def each(self, client, upstream):
        while True:
            upstream.sendall(one_message(client))
            client.sendall(one_message(upstream))

    def test_redirects_to_another_host(self):
        """Nobody connects there, on any kind of request, whatever the redirect looks like."""
        trusted = Listener(*self.authority.sign("other"))
        self.addCleanup(trusted.stop)
        plain = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(plain.close)
        plain.setblocking(False)
        port = plain.getsockname()[1]
        places = itertools.cycle((f"https://localhost:{trusted.port}/members", f"http://127.0.0.1:{port}/members",
                                  f"//127.0.0.1:{port}/members", "/elsewhere"))
        s = self.sandbox(members=60)
        for status in (301, 302, 303, 307, 308):
            for where in (b"GET /members?", b"POST ", b"GET /members/"):
                with self.subTest(status, where=where):
                    head = f"HTTP/1.1 {status} Moved\r\nLocation: {next(places)}\r\nContent-Length: 0\r\n\r\n".encode()

                    def relay(client, upstream):
                        while True:
                            request = one_message(client)
                            if request.startswith(where):
                                client.sendall(head)
                                continue
                            upstream.sendall(request)
                            client.sendall(one_message(upstream))

                    proxy = Proxy(s.port, relay)
                    self.addCleanup(proxy.stop)
                    job = f"job-{proxy.port}"
                    if where == b"GET /members/":
                        r = self.muster("member", "get", "mem_x", "--base-url", proxy.url)
                        said = r.said
                    else:
                        r = self.muster("run", self.spec(proxy.url), "--job-id", job)
                        said = r.said + self.muster("results", job).out
                    self.assertIn(r.status, (FAILED, STOPPED), str(r))
                    self.assertIn("redirect", said)
                    self.assertIn("provider.baseUrl", said)
        self.assertEqual(s.ledger()["members"], {})
        self.assertEqual(trusted.connections, 0)
        with self.assertRaises(BlockingIOError):
            plain.accept()


if __name__ == "__main__":
    unittest.main()
