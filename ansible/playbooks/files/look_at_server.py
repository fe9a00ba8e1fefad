"""Looks at the server it runs on and prints what it found as JSON; writes nothing. Called by playbooks/check.yml with a JSON object:
`addresses` (private address by host), `self`, `repositories` ({name, suite, hosts, urls by distribution}), `paths`, `links`."""

import concurrent.futures
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

SECONDS = 10
# What a Release file says of itself; a login page or a proxy's apology does not.
RELEASE = re.compile(rb"^(Origin|Suite|Codename|Label):", re.MULTILINE)


def main():
    asked = json.loads(sys.argv[1])
    found = {"time": time.time(), "disks": disks(asked["paths"]), "links": links(asked["links"])}
    system = os_release()
    found["system"] = f"{system.get('ID', '?')} {system.get('VERSION_ID', '?')}"
    sources = list(apt_sources()) + [
        vendor_source(repository, system)
        for repository in asked["repositories"]
        if asked["self"] in repository["hosts"]
    ]
    others = {host: address for host, address in asked["addresses"].items() if host != asked["self"]}
    proxies = apt_proxies()
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        private = {host: pool.submit(ssh_answers, address) for host, address in others.items()}
        fetched = [(source, pool.submit(fetch_release, source, proxies)) for source in sources]
        found["private"] = {host: {"address": others[host], "problem": each.result()} for host, each in private.items()}
        found["sources"] = [{"name": source["name"], "url": source["url"], **each.result()} for source, each in fetched]
    print(json.dumps(found))


def disks(paths):
    """Free bytes where each path lies, or will lie."""
    answer = []
    for path in paths:
        there = path
        while not os.path.exists(there):
            there = os.path.dirname(there)
        room = os.statvfs(there)
        answer.append({"path": path, "freeBytes": room.f_bavail * room.f_frsize})
    return answer


def links(names):
    return {name: os.path.exists(f"/sys/class/net/{name}") for name in names}


def os_release():
    with open("/etc/os-release", encoding="utf-8") as file:
        pairs = [line.strip().partition("=") for line in file if "=" in line]
    return {name: value.strip("\"'") for name, _, value in pairs}


def ssh_answers(address):
    """None when SSH greets at the address, else what happened instead."""
    try:
        with socket.create_connection((address, 22), SECONDS) as connection:
            connection.settimeout(SECONDS)
            greeting = connection.recv(64)
    except OSError as error:
        return str(error) or type(error).__name__
    return None if greeting.startswith(b"SSH-") else "something else than SSH answers"


def vendor_source(repository, system):
    """What one-deploy will write into the package manager's list; versions are templates of the system's release."""
    url = repository["urls"].get(system.get("ID", ""))
    if url is not None:
        url = url.replace("@version@", system.get("VERSION_ID", ""))
    return {"name": repository["name"], "url": url, "suite": repository["suite"]}


def apt_sources(folder="/etc/apt"):
    """Every suite that apt takes packages from."""
    names = [f"{folder}/sources.list"]
    if os.path.isdir(f"{folder}/sources.list.d"):
        names += sorted(f"{folder}/sources.list.d/{name}" for name in os.listdir(f"{folder}/sources.list.d"))
    seen = set()
    for name in names:
        if not os.path.isfile(name):
            continue
        with open(name, encoding="utf-8", errors="replace") as file:
            text = file.read()
        pairs = list_pairs(text) if name.endswith(".list") else deb822_pairs(text) if name.endswith(".sources") else []
        for url, suite in pairs:
            if (url, suite) not in seen:
                seen.add((url, suite))
                yield {"name": f"{url} {suite}", "url": url, "suite": suite}


def list_pairs(text):
    for line in text.splitlines():
        entry = re.match(r"\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)", line)
        if entry:
            yield entry.group(1), entry.group(2)


def deb822_pairs(text):
    for stanza in re.split(r"\n\s*\n", text):
        lines = [line for line in stanza.splitlines() if not line.startswith("#")]
        fields = {
            name.lower(): value
            for name, value in re.findall(r"^([\w-]+):[ \t]*(.*(?:\n[ \t].*)*)", "\n".join(lines), re.M)
        }
        if (
            fields.get("enabled", "yes").strip().lower() in ("no", "false")
            or "deb" not in fields.get("types", "").split()
        ):
            continue
        for url in fields.get("uris", "").split():
            for suite in fields.get("suites", "").split():
                yield url, suite


def apt_proxies():
    """apt's own settings; without one, those of the environment, as apt does."""
    try:
        dump = subprocess.run(
            ["apt-config", "dump"], capture_output=True, text=True, timeout=SECONDS, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = dict(re.findall(r'^Acquire::(https?)::Proxy "([^"]+)";', dump, re.M))
    return {scheme: url for scheme, url in found.items() if url != "DIRECT"} or None


def fetch_release(source, proxies):
    """{problem: None} when the Release file is there; {skipped: reason} for what is not fetched over HTTP."""
    url, suite = source["url"], source["suite"]
    if url is None:
        return {"skipped": "no address is known for this system"}
    if not url.startswith(("http://", "https://")):
        return {"skipped": "not fetched over HTTP"}
    folder = f"{url.rstrip('/')}/{suite.rstrip('/')}" if suite.endswith("/") else f"{url.rstrip('/')}/dists/{suite}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies))
    problem = None
    for name in ("InRelease", "Release"):
        try:
            with opener.open(f"{folder}/{name}", timeout=SECONDS) as answer:
                if RELEASE.search(answer.read(64_000)):
                    return {"problem": None}
                problem = f"{name} is no Release file"
        except urllib.error.HTTPError as error:
            problem = f"{error.code} {error.reason}"
        except (OSError, ValueError) as error:
            return {"problem": str(getattr(error, "reason", None) or error)}
    return {"problem": problem}


if __name__ == "__main__":
    main()
