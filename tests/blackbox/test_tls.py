"""Certificates: whoever cannot prove to be the platform gets no byte of the key."""
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest

from support import REFUSED, STOPPED, Case, Nginx, free_port, nginx_is_here

AUTHORITY = """
[ca]
default_ca = here
[here]
database = {0}/index.txt
serial = {0}/serial
new_certs_dir = {0}
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
"""


def openssl(*arguments):
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"openssl {' '.join(arguments)}: {done.stderr}")


class Authority:
    """A certificate authority of our own."""

    def __init__(self, directory, name="authority"):
        self.d = os.path.join(directory, name)
        os.mkdir(self.d)
        self.certificate = f"{self.d}/ca.pem"
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                f"{self.d}/ca.key", "-out", self.certificate, "-days", "30", "-subj", f"/CN={name}")
        with open(f"{self.d}/ca.cnf", "w") as f:
            f.write(AUTHORITY.format(self.d))
        open(f"{self.d}/index.txt", "w").close()
        with open(f"{self.d}/serial", "w") as f:
            f.write("01\n")

    def sign(self, name, common_name="localhost", alternative="DNS:localhost,IP:127.0.0.1", usage="serverAuth",
             begin="20200101000000Z", end="20400101000000Z"):
        """(certificate, key)"""
        key, request, certificate, extensions = (f"{self.d}/{name}.{e}" for e in ("key", "csr", "pem", "ext"))
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out",
                request, "-subj", f"/CN={common_name}")
        with open(extensions, "w") as f:
            f.write("basicConstraints=CA:FALSE\n" + (f"extendedKeyUsage={usage}\n" if usage else "")
                    + (f"subjectAltName={alternative}\n" if alternative else ""))
        openssl("ca", "-batch", "-notext", "-config", f"{self.d}/ca.cnf", "-cert", self.certificate, "-keyfile",
                f"{self.d}/ca.key", "-in", request, "-out", certificate, "-extfile", extensions, "-startdate", begin,
                "-enddate", end)
        return certificate, key


class Listener:
    """A TLS server that records every byte it gets, inside and outside of TLS."""

    def __init__(self, certificate, key, newest=None):
        self.got = b""
        self.connections = 0
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if newest is not None:
            self.context.set_ciphers("ALL:@SECLEVEL=0")
            self.context.minimum_version = ssl.TLSVersion.TLSv1
            self.context.maximum_version = newest
        self.context.load_cert_chain(certificate, key)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            client.settimeout(3)
            try:
                self.got += client.recv(65536, socket.MSG_PEEK)
                with self.context.wrap_socket(client, server_side=True) as inside:
                    while chunk := inside.recv(65536):
                        self.got += chunk
                        inside.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            except OSError:
                pass
            finally:
                client.close()

    def stop(self):
        self.listener.close()


@unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
class Certificates(Case):
    @classmethod
    def setUpClass(cls):
        cls.certificates = tempfile.mkdtemp(prefix="muster-bb-ca-")
        cls.addClassCleanup(shutil.rmtree, cls.certificates)
        cls.authority = Authority(cls.certificates)

    def assert_refused(self, certificate, *words, host="localhost", ca_file=True, newest=None):
        listener = Listener(*certificate, newest=newest)
        self.addCleanup(listener.stop)
        provider = {"caFile": self.authority.certificate} if ca_file else {}
        spec = self.spec(f"https://{host}:{listener.port}", provider=provider)
        for command in (("run", spec, "--job-id", "job"), ("plan", spec)):
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

    def test_tls_1_1_only(self):
        self.assert_refused(self.authority.sign("old"), "tls 1.2", newest=ssl.TLSVersion.TLSv1_1)

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


if __name__ == "__main__":
    unittest.main()
