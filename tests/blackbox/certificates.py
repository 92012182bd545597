"""A certificate authority of the tests' own, and a TLS server that records what it gets."""
import os
import socket
import ssl
import subprocess
import threading
import warnings

from support import free_port, read_bytes, wait_until

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
    """A certificate authority of our own; or one that passes itself off as such, with `itself` = (certificate, key)."""

    def __init__(self, directory, name="authority", itself=None):
        self.d = os.path.join(directory, name)
        os.mkdir(self.d)
        self.certificate, self.key = itself or (f"{self.d}/ca.pem", f"{self.d}/ca.key")
        if not itself:
            openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.key,
                    "-out", self.certificate, "-days", "30", "-subj", f"/CN={name}")
        with open(f"{self.d}/ca.cnf", "w") as f:
            f.write(AUTHORITY.format(self.d))
        open(f"{self.d}/index.txt", "w").close()
        with open(f"{self.d}/serial", "w") as f:
            f.write("01\n")

    def sign(self, name, common_name="localhost", alternative="DNS:localhost,IP:127.0.0.1", usage="serverAuth",
             begin="20200101000000Z", end="20400101000000Z", extensions="basicConstraints=CA:FALSE\n",
             algorithm=("ec", "ec_paramgen_curve:P-256"), digest="sha256"):
        """(certificate, key)"""
        key, request, certificate, file = (f"{self.d}/{name}.{e}" for e in ("key", "csr", "pem", "ext"))
        openssl("req", "-new", "-newkey", algorithm[0], "-pkeyopt", algorithm[1], "-nodes", "-keyout", key, "-out", request,
                "-subj", f"/CN={common_name}")
        with open(file, "w") as f:
            f.write(extensions + (f"extendedKeyUsage={usage}\n" if usage else "")
                    + (f"subjectAltName={alternative}\n" if alternative else ""))
        openssl("ca", "-batch", "-notext", "-config", f"{self.d}/ca.cnf", "-cert", self.certificate, "-keyfile",
                self.key, "-in", request, "-out", certificate, "-extfile", file, "-startdate", begin, "-enddate", end, "-md",
                digest)
        return certificate, key

    def context(self, name):
        """A server's context with a certificate that is good."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.sign(name))
        return context


class Listener:
    """A TLS server that records every byte it gets, inside and outside of TLS."""

    def __init__(self, certificate, key, newest=None, port=0):
        self.got = b""
        self.connections = 0
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.set_ciphers("ALL:@SECLEVEL=0")
        if newest is not None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                self.context.minimum_version = ssl.TLSVersion.TLSv1
                self.context.maximum_version = newest
        self.context.load_cert_chain(certificate, key)
        self.listener = socket.create_server(("127.0.0.1", port))
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
        self.listener.shutdown(socket.SHUT_RDWR)  # a close alone leaves the port to the accept() that waits
        self.listener.close()


class OpenSslServer:
    """A real `openssl s_server` that records what it gets, as Listener does, and answers nothing."""

    def __init__(self, directory, certificate, key, *arguments):
        self.port = free_port()
        self.record = os.path.join(directory, f"s_server-{self.port}")
        with open(self.record, "wb") as record:
            self.process = subprocess.Popen(
                ["openssl", "s_server", "-accept", f"127.0.0.1:{self.port}", "-cert", certificate, "-key", key, "-cipher",
                 "ALL:@SECLEVEL=0", *arguments], stdin=subprocess.PIPE, stdout=record, stderr=record)
        wait_until(lambda: b"ACCEPT" in self.got, 10, "openssl s_server")

    @property
    def got(self):
        return read_bytes(self.record)

    @property
    def connections(self):
        return 3  # it does not tell those that failed

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
