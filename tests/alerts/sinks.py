"""Real receivers on the loopback address: a web hook and a mail server, which remember what they were sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

from tests.processes import free_port


class Received(list[tuple[str, str]]):
    """(title, text) of each message, in the order of arrival."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = threading.Condition()

    def add(self, title: str, text: str) -> None:
        with self.changed:
            self.append((title, text))
            self.changed.notify_all()

    def wait(self, enough: Callable[[Received], bool], seconds: float = 300) -> None:
        """Waits until it is enough; fails with what came when it never is."""
        with self.changed:
            assert self.changed.wait_for(lambda: enough(self), seconds), f"received only {self.titles}"

    @property
    def titles(self) -> list[str]:
        return [title for title, _ in self]

    def count(self, words: str) -> int:
        return sum(words in title for title in self.titles)


class WebSink:
    """Takes messages by POST; answers 500 to the next `broken` of them."""

    def __init__(self) -> None:
        self.received, self.refused, self.broken = Received(), 0, 0
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if sink.broken > 0:
                    sink.broken -= 1
                    sink.refused += 1
                    self.send_response(500)
                else:
                    self.send_response(200)
                    sink.received.add(told["title"], told["message"])
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"json://127.0.0.1:{self.server.server_port}/a-token-nobody-may-see"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class MailSink:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.received = Received()
        sink = self

        class Handler:
            async def handle_DATA(self, server, session, envelope) -> str:
                mail = message_from_bytes(envelope.content, policy=policy.default)
                text = mail.get_body(("plain", "html"))
                sink.received.add(str(mail["Subject"]), text.get_content() if text else "")
                return "250 OK"

        port = free_port()
        self.controller = Controller(Handler(), hostname="127.0.0.1", port=port)
        self.controller.start()
        self.url = f"mailto://127.0.0.1:{port}?from=warehouse@example.org&to=office@example.org&mode=insecure"

    def close(self) -> None:
        self.controller.stop()
