"""The three calls of Scaleway's Flexible IP API (v1alpha1) that the broker makes. Nothing here repeats a call."""

import http.client
import json
import os
import ssl
import threading
import time
import urllib.parse
import urllib.request

HOST = "api.scaleway.com"
CONNECT_SECONDS = 5
REQUEST_SECONDS = 10
IDLE_SECONDS = 15
MOST_IDLE = 32


class Refused(Exception):
    """Scaleway will not do it, now or later."""

    def __init__(self, status, text):
        super().__init__(f"Scaleway refuses: {text} (HTTP {status})")
        self.status = status


class Conflict(Refused):
    """It stands in the way of what is there now."""


class Again(Exception):
    """It may work later: busy, throttled, out of order, or no answer, in which case it may even have been done."""

    def __init__(self, text, after_seconds=0.0):
        super().__init__(text)
        self.after_seconds = after_seconds


class FlexibleIp:
    def __init__(self, values):
        mac = values.get("mac_address") or {}
        self.id = values["id"]
        self.address = values["ip_address"]
        self.project_id = values["project_id"]
        self.status = values["status"]
        self.server_id = values["server_id"]
        self.mac_address = (mac.get("mac_address") or "").lower()
        self.mac_status = mac.get("status") or "none"

    @property
    def is_moving(self):
        """`updating` shows no server, and is not free for that."""
        return self.status in ("updating", "detaching", "unknown") or self.mac_status in ("updating", "deleting")


class Scaleway:
    def __init__(self, secret_keys, zone):
        self._secret_keys = list(secret_keys)
        self._fips = f"/flexible-ip/v1alpha1/zones/{zone}/fips"
        self._connections = _Connections()

    def get(self, flexible_ip, deadline):
        return FlexibleIp(self._call("GET", f"{self._fips}/{flexible_ip}", None, deadline))

    def attach(self, flexible_ip, server_id, deadline):
        return self._change("attach", flexible_ip, {"server_id": server_id}, deadline)

    def detach(self, flexible_ip, deadline):
        return self._change("detach", flexible_ip, {}, deadline)

    def _change(self, verb, flexible_ip, fields, deadline):
        body = dict(fields, fips_ids=[flexible_ip])
        answer = self._call("POST", f"{self._fips}/{verb}", body, deadline)
        return FlexibleIp(next(each for each in answer["flexible_ips"] if each["id"] == flexible_ip))

    def _call(self, method, path, body, deadline):
        for key in list(self._secret_keys):
            status, headers, answer = self._exchange(method, path, body, key, deadline)
            if status != 401 or key == self._secret_keys[-1]:
                break
            # Withdrawn, or not known everywhere yet: the other one comes first from now on.
            self._secret_keys = [each for each in self._secret_keys if each != key] + [key]
        if status == 200:
            return answer
        text = answer.get("type") or answer.get("message") or "no reason given"
        if status == 429 or status >= 500 or (status == 409 and answer.get("type") == "transient_state"):
            raise Again(f"{text} (HTTP {status})", _seconds(headers.get("Retry-After")))
        if status in (400, 409, 412):
            raise Conflict(status, text)
        raise Refused(status, text)

    def _exchange(self, method, path, body, key, deadline):
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise Again("out of time")
        headers = {"X-Auth-Token": key, "User-Agent": "one-flexible-ip-broker"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            connection = self._connections.take(remaining)
            connection.sock.settimeout(min(REQUEST_SECONDS, remaining))
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            content = json.loads(answer.read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Again(f"no answer from {HOST} ({type(error).__name__})") from None
        self._connections.give_back(connection)
        return answer.status, answer.headers, content if isinstance(content, dict) else {}


class _Connections:
    """Connections that stay open between calls, through the proxy of the environment (HTTPS_PROXY) if there is one."""

    def __init__(self):
        # Reads SSL_CERT_FILE.
        self._tls = ssl.create_default_context()
        proxy = None if urllib.request.proxy_bypass(HOST) else urllib.request.getproxies().get("https")
        self._proxy = urllib.parse.urlsplit(proxy) if proxy else None
        self._idle = []
        self._lock = threading.Lock()

    def take(self, remaining):
        with self._lock:
            while self._idle:
                connection, since = self._idle.pop()
                if time.monotonic() - since < IDLE_SECONDS:
                    return connection
                connection.close()
        timeout = min(CONNECT_SECONDS, remaining)
        if self._proxy:
            connection = http.client.HTTPSConnection(
                self._proxy.hostname, self._proxy.port or 3128, timeout=timeout, context=self._tls
            )
            connection.set_tunnel(HOST, 443)
        else:
            connection = http.client.HTTPSConnection(HOST, timeout=timeout, context=self._tls)
        connection.connect()
        return connection

    def give_back(self, connection):
        with self._lock:
            if connection.sock is not None and len(self._idle) < MOST_IDLE:
                self._idle.append((connection, time.monotonic()))
            else:
                connection.close()


def _seconds(retry_after):
    return float(retry_after) if retry_after and retry_after.isdigit() else 0.0


def proxy_in_use():
    """For the log: whether calls go through a proxy, without what may stand in its address."""
    return bool(os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy"))
