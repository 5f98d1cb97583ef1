"""A payment house of our own: a server on this machine that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class House:
    """Answers one request after another, signed; remembers them."""

    def __init__(self):
        self.answers, self.asked = [], []
        house = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self):
                length = int(self.headers.get("Content-Length") or 0)
                house.asked.append(
                    (self.command, self.path, dict(self.headers), self.rfile.read(length).decode())
                )
                status, body, headers = house.answers.pop(0)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815 - the library names it so

            def log_message(self, *_):
                return None

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
