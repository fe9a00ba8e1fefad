"""The broker's HTTPS service: who may ask for what."""

import base64
import hashlib
import hmac
import http.server
import json
import re
import select
import socket
import ssl
import sys
import threading
import time

from attachments import Budget, CallerGone, OutOfTime, Unusable
from scaleway import Refused

PATH = re.compile(r"/v1/flexible-ips/([0-9a-f-]{36})(?:/(attach|detach))?\Z")
MOST_BUDGET_SECONDS = {"look-up": 15, "attach": 90, "detach": 20}
MOST_BODY_BYTES = 4096
IDLE_SECONDS = 10
MOST_CALLERS = 256


class Denied(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Service(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, configuration, attachments):
        self.configuration = configuration
        self.attachments = attachments
        self._callers = threading.BoundedSemaphore(MOST_CALLERS)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.minimum_version = ssl.TLSVersion.TLSv1_2
        self._tls.load_cert_chain(configuration.path("certificate"), configuration.path("private-key"))
        if ":" in configuration.listen[0]:
            self.address_family = socket.AF_INET6
        super().__init__(configuration.listen, Handler)

    def process_request(self, request, client_address):
        if not self._callers.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._callers.release()

    def finish_request(self, request, client_address):
        # In the caller's own thread: one that does not speak TLS holds up nobody.
        request.settimeout(IDLE_SECONDS)
        with self._tls.wrap_socket(request, server_side=True) as secure:
            self.RequestHandlerClass(secure, client_address, self)

    def handle_error(self, request, client_address):
        log(f"connection from {client_address[0]} broken: {type(sys.exc_info()[1]).__name__}")


class Handler(http.server.BaseHTTPRequestHandler):
    server_version = "one-flexible-ip-broker"
    sys_version = ""
    protocol_version = "HTTP/1.0"

    def do_GET(self):
        self.serve("GET")

    def do_POST(self):
        self.serve("POST")

    def serve(self, method):
        began = time.monotonic()
        retry_after = 0.0
        asked = f"{method} {self.path[:120]!r}"
        name = "?"
        try:
            node = self.caller()
            name = node.name
            flexible_ip, verb = self.target(method)
            answer = self.fulfil(node, flexible_ip, verb, self.wishes() if method == "POST" else {})
            status, text = 200, answer["outcome"]
        except CallerGone:
            log(f"node {name} {asked}: given up by the caller after {time.monotonic() - began:.1f} s")
            return
        except Denied as denied:
            status, text = denied.status, str(denied)
        except Unusable as unusable:
            status, text = 409, str(unusable)
        except Refused as refused:
            status, text = 502, str(refused)
        except OutOfTime as out_of_time:
            status, text, retry_after = 503, str(out_of_time), out_of_time.after_seconds
        log(f"node {name} at {self.client_address[0]} {asked}: {status} {text} ({time.monotonic() - began:.2f} s)")
        self.answer(status, answer if status == 200 else {"message": text}, retry_after)

    def fulfil(self, node, flexible_ip, verb, wishes):
        attachments = self.server.attachments
        seconds = min(number_of(wishes, "budget_seconds", 10), MOST_BUDGET_SECONDS[verb])
        budget = Budget(seconds, self.wait)
        if verb == "look-up":
            ip = attachments.look_up(flexible_ip, budget)
            return {
                "outcome": ip.status,
                "server_id": ip.server_id,
                "address": ip.address,
                "mac_address": ip.mac_address,
            }
        if verb == "detach":
            outcome = attachments.detach(flexible_ip, node.server_id, budget)
        else:
            address, mac = text_of(wishes, "address"), text_of(wishes, "mac_address").lower()
            take_over = wishes.get("take_over") is True
            outcome = attachments.attach(flexible_ip, node.server_id, address, mac, take_over, budget)
            if outcome.text == "attached" and outcome.other_server_id:
                log(
                    f"take-over of Flexible IP {flexible_ip} ({outcome.flexible_ip.address}):"
                    f" from server {outcome.other_server_id} to server {node.server_id} ({node.name})"
                )
        # The server is the caller's own, always: there is no field to name another.
        return {"outcome": outcome.text, "server_id": node.server_id, "other_server_id": outcome.other_server_id}

    def caller(self):
        scheme, _, encoded = self.headers.get("Authorization", "").partition(" ")
        try:
            name, _, credential = base64.b64decode(encoded, validate=True).partition(b":")
        except ValueError:
            name, credential = b"", b""
        node = self.server.configuration.nodes.get(name.decode("utf-8", "replace"))
        given = hashlib.sha256(credential).hexdigest()
        # Always compared, also for a name that nobody has.
        hashes = node.credential_hashes if node else ("0" * 64,)
        fits = [hmac.compare_digest(given, each) for each in hashes]
        if scheme != "Basic" or node is None or not any(fits):
            raise Denied(401, "this credential is not known")
        if self.client_address[0] != node.address:
            raise Denied(401, "this credential belongs to another address")
        return node

    def target(self, method):
        match = PATH.match(self.path)
        if not match or (method == "POST") != bool(match.group(2)):
            raise Denied(404, "there is nothing here")
        if match.group(1) not in self.server.configuration.flexible_ips:
            raise Denied(403, "this Flexible IP is none of this deployment; run make specifics after a change")
        return match.group(1), match.group(2) or "look-up"

    def wishes(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_BODY_BYTES:
            raise Denied(400, "the request needs a short JSON object")
        try:
            wishes = json.loads(self.rfile.read(int(length)))
        except ValueError:
            wishes = None
        if not isinstance(wishes, dict):
            raise Denied(400, "the request needs a short JSON object")
        unknown = set(wishes) - {"address", "mac_address", "take_over", "budget_seconds"}
        if unknown:
            raise Denied(400, "the request names fields that do not exist")
        return wishes

    def wait(self, seconds):
        """Nothing more is expected from the caller: if its connection has something to say, it is that it goes."""
        return not select.select([self.connection], [], [], seconds)[0]

    def answer(self, status, content, retry_after):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if retry_after:
            self.send_header("Retry-After", str(int(retry_after)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """The lines above say more, and never a header."""


def text_of(wishes, field):
    value = wishes.get(field)
    if not isinstance(value, str):
        raise Denied(400, f"{field} is missing")
    return value


def number_of(wishes, field, default):
    value = wishes.get(field, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1000:
        raise Denied(400, f"{field} must be a number of seconds")
    return value


def log(line):
    """systemd brings it into the journal."""
    print(line, file=sys.stderr, flush=True)
