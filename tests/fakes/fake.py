"""What the fake platforms share: the weather they serve in, and the tale of what was asked.

A platform derives from Fake and answers requests; everything that goes wrong on the way
(throttling, lost replies, 5xx, slowness, other people at work) is decided here.
"""
from __future__ import annotations

import email.utils
import random
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass

from .server import Refusal, Reply, Request, Server


@dataclass
class Weather:
    """Shares are of 1 and drawn for each request; times are in seconds."""

    limit: int = 0  # requests allowed in any window; 0 = as many as you like
    window: float = 1.0
    # No document of theirs promises a Retry-After: "" sends none; "seconds" and "date" are
    # the two forms of RFC 9110.
    retry_after: str = ""
    refusals_count: bool = False  # whether a 429 uses up the limit: open in all documents
    lost: float = 0  # the connection dies after the effect: reset, closed or cut in mid-reply
    failed_before: float = 0  # 500, 502 or 503 and nothing was done
    failed_after: float = 0  # the same, but it was done
    slow: float = 0
    slow_seconds: float = 0.3
    churn: float = 0  # somebody else inserts, changes or deletes a member just before


class Fake:
    """`answer(request)` is the platform; `error(status, text)` its way to word an error."""

    def __init__(self, population, seed: int, weather: Weather, key: str):
        self.population, self.weather, self.key = population, weather, key
        self.strangeness: list[str] = []
        self.counts: Counter = Counter()
        self.on_answer = None  # called with no argument when a request was answered, before it is told
        self._random = random.Random(seed)
        self._recent: deque[float] = deque()
        self._lock = threading.Lock()
        self._server = None

    def answer(self, request: Request) -> Reply:
        raise NotImplementedError

    def error(self, status: int, text: str) -> Reply:
        raise NotImplementedError

    def strange(self, request: Request, why: str) -> None:
        self.strangeness.append(f"{request.method} {request.target}: {why}")

    def receive(self, run: int, method: str, target: str, headers, body: bytes) -> Reply:
        with self._lock:
            self.counts["requests"] += 1
            request = Request(run, method, target, headers, body)
            if self._throttled():
                self.counts["429"] += 1
                return self._too_many()
            weather = self.weather
            # All are drawn always, so that one outcome does not shift the next.
            churn, before, after, lost, slow = (self._random.random() for _ in range(5))
            status = self._random.choice((500, 502, 503))
            manner = self._random.choice(("reset", "close", "cut"))
            if churn < weather.churn:
                self.population.churn()
            if before < weather.failed_before:
                self.counts["5xx"] += 1
                return self.error(status, "try again later")
            reply = self._answer(request, told=after >= weather.failed_after and lost >= weather.lost)
            if after < weather.failed_after:
                self.counts["5xx"] += 1
                reply = self.error(status, "something broke on the way back")
            if lost < weather.lost:
                self.counts["lost"] += 1
                reply.loss = manner
            reply.delay = weather.slow_seconds if slow < weather.slow else 0
            return reply

    def _answer(self, request: Request, told: bool) -> Reply:
        if "Host" not in request.headers:
            self.strange(request, "no Host")
        writes = self.population.writes
        so_far = len(writes)
        try:
            reply = self.answer(request)
        except Refusal as refusal:
            if refusal.strange:
                self.strange(request, refusal.strange)
            reply = refusal.reply
        for write in writes[so_far:]:
            write.answered = told
        if self.on_answer:
            self.on_answer()
        return reply

    def _throttled(self) -> bool:
        if not self.weather.limit:
            return False
        now = time.monotonic()
        while self._recent and self._recent[0] <= now - self.weather.window:
            self._recent.popleft()
        full = len(self._recent) >= self.weather.limit
        if not full or self.weather.refusals_count:
            self._recent.append(now)
        return full

    def _too_many(self) -> Reply:
        reply = self.error(429, "too many requests")
        wait = max(0.0, self._recent[0] + self.weather.window - time.monotonic())
        if self.weather.retry_after == "seconds":
            reply.headers["Retry-After"] = str(int(wait) + 1)
        elif self.weather.retry_after == "date":
            reply.headers["Retry-After"] = email.utils.formatdate(time.time() + wait + 1, usegmt=True)
        return reply

    # Serving.

    def __enter__(self) -> "Fake":
        self._server = Server(self.receive)
        return self

    def __exit__(self, *_) -> None:
        self._server.stop()

    def next_run(self) -> None:
        """Connections from now on are another process's."""
        self._server.run += 1

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"
