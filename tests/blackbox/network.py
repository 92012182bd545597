"""What stands between the tests' jobs and their sandboxes: proxies of our own, and nginx."""
import os
import random
import shutil
import socket
import subprocess
import threading

from support import can_connect, read_bytes, wait_until


class Proxy:
    """A TCP proxy to a port of this machine. `relay(client, upstream)` decides what passes; it runs in a thread for each
    connection, and both sockets are closed when it returns. With `tls`, a server's ssl.SSLContext, the client's side is TLS."""

    def __init__(self, target, relay, tls=None):
        self.target, self.relay, self.tls = target, relay, tls
        self.connections = 0
        self.port = 0
        self.open = set()
        self.resume()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def resume(self):
        """Accepts connections (again)."""
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def pause(self):
        """Refuses connections, and ends those there are."""
        self.stop()
        for client in list(self.open):
            shut(client)

    def _accept(self, listener):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            if self.tls:
                client = self.tls.wrap_socket(client, server_side=True)
            self.open.add(client)
            with client, socket.create_connection(("127.0.0.1", self.target)) as upstream:
                self.relay(client, upstream)
                shut(upstream)  # wakes a pump that waits in another thread, which would keep it open
                shut(client, only_reading=True)
        except OSError:
            pass
        finally:
            self.open.discard(client)

    def stop(self):
        shut(self.listener)  # a close alone leaves the port to the accept() that waits
        self.listener.close()


def shut(sock, only_reading=False):
    try:
        sock.shutdown(socket.SHUT_RD if only_reading else socket.SHUT_RDWR)
    except OSError:
        pass


def one_message(sock):
    """A whole request or reply, of which a Content-Length tells the end. Raises OSError where it ends before."""
    text = b""
    while b"\r\n\r\n" not in text:
        text += some(sock)
    head, body = text.split(b"\r\n\r\n", 1)
    told = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    length = int(told[0].split(b":")[1]) if told else 0
    while len(body) < length:
        body += some(sock)
    return head + b"\r\n\r\n" + body


def some(sock):
    chunk = sock.recv(65536)
    if not chunk:
        raise ConnectionError("closed")
    return chunk


def pump(source, target, each=None):
    """Copies until the end; `each` may be told every chunk. Returns on any error."""
    try:
        while chunk := source.recv(65536):
            if each:
                each(chunk)
            target.sendall(chunk)
    except OSError:
        pass


class Nginx:
    """nginx with the given text inside its http block."""

    def __init__(self, directory, http):
        self.root = os.path.join(directory, f"nginx-{random.getrandbits(32):x}")
        os.mkdir(self.root)
        temp = "".join(f"{k}_temp_path {self.root}/{k};\n" for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;\n" if os.geteuid() == 0 else ""
        self.configuration = os.path.join(self.root, "nginx.conf")
        with open(self.configuration, "w") as f:
            f.write(f"{user}daemon off;\nworker_processes 1;\npid {self.root}/pid;\nerror_log {self.root}/error.log;\n"
                    f"events {{ worker_connections 256; }}\nhttp {{\naccess_log {self.root}/access.log;\n{temp}{http}\n}}\n")
        self.process = None

    def start(self, port):
        self.port = port
        self.process = subprocess.Popen(["nginx", "-p", self.root, "-c", self.configuration],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        wait_until(lambda: self.process.poll() is not None or can_connect(port), 10, "nginx")
        if self.process.poll() is not None:
            raise AssertionError("nginx: " + self.process.stderr.read().decode())

    def statuses(self):
        """How often it answered what."""
        found = {}
        for line in read_bytes(os.path.join(self.root, "access.log")).decode().splitlines():
            code = int(line.split('" ')[1].split()[0])
            found[code] = found.get(code, 0) + 1
        return found

    def stop(self):
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()
        self.process.stderr.close()
        self.process = None


def nginx_is_here():
    return shutil.which("nginx") is not None
