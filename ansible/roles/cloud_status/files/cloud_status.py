"""Tells as JSON what runs on this server. Reads only; of OpenNebula's objects it hands on the few fields below, for templates hold secrets.

Each section is {"found": ...} or {"problem": "why not"}: what cannot be read hides nothing else.
"""

import argparse
import json
import os
import pwd
import re
import subprocess
import sys
import time

COMMAND_SECONDS = 20
LOG_TAIL_BYTES = 512 * 1024
LOG_ERRORS = 5
LONGEST_TEXT = 300
# `Thu Nov 27 15:00:05 2026 [Z0][VMM][E]: message`, in the server's own time.
LOG_ERROR = re.compile(r"^\w{3} (\w{3} +\d+ [\d:]{8} \d{4}) \[Z\d+\]\[(\w+)\]\[E\]: (.*)$")


class Unreadable(Exception):
    pass


def attempt(look, *arguments):
    try:
        return {"found": look(*arguments)}
    except Unreadable as problem:
        return {"problem": short(str(problem))}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        return {"problem": short(f"{type(problem).__name__}: {problem}")}


def short(text):
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1] + "…"


def run(argv, **options):
    try:
        done = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_SECONDS,
            **options,
        )
    except FileNotFoundError:
        raise Unreadable(f"{argv[0]} is not there") from None
    except subprocess.TimeoutExpired:
        raise Unreadable(f"{argv[0]} has not answered for {COMMAND_SECONDS} s") from None
    if done.returncode != 0:
        raise Unreadable(f"{' '.join(argv[:2])} ended with {done.returncode}: {done.stderr or done.stdout}")
    return done.stdout


def services(units):
    output = run(["systemctl", "show", "--property=Id,LoadState,ActiveState,SubState", "--", *units])
    blocks = [dict(line.split("=", 1) for line in block.splitlines()) for block in output.strip().split("\n\n")]
    # One block per unit, in the order asked for; Id is another name's own where a unit is an alias.
    return {
        unit: {"load": block["LoadState"], "active": block["ActiveState"], "sub": block["SubState"]}
        for unit, block in zip(units, blocks)
    }


def network():
    interfaces = []
    for link in json.loads(run(["ip", "-j", "-d", "address", "show"])):
        addresses = [
            f"{address['local']}/{address['prefixlen']}"
            for address in link.get("addr_info", [])
            if address.get("scope") == "global"
        ]
        interfaces.append(
            {
                "name": link["ifname"],
                "state": link.get("operstate", "UNKNOWN"),
                "mtu": link.get("mtu"),
                "mac": link.get("address"),
                # A physical interface has none.
                "kind": link.get("linkinfo", {}).get("info_kind"),
                "bridge": link.get("master"),
                "addresses": addresses,
            }
        )
    routes = [
        {"to": route["dst"], "via": route.get("gateway"), "interface": route.get("dev")}
        for route in json.loads(run(["ip", "-j", "route", "show"]))
    ]
    return {"interfaces": interfaces, "routes": routes}


def as_oneadmin(user, argv):
    try:
        account = pwd.getpwnam(user)
    except KeyError:
        raise Unreadable(f"there is no user {user}: OpenNebula is not installed") from None
    options = {"env": {**os.environ, "HOME": account.pw_dir}, "cwd": "/"}
    if os.geteuid() != account.pw_uid:
        groups = os.getgrouplist(user, account.pw_gid)
        options.update({"user": account.pw_uid, "group": account.pw_gid, "extra_groups": groups})
    return run(argv, **options)


def as_list(value):
    """OpenNebula's JSON is its XML: one element stands alone, none is missing."""
    if value is None or value == {} or value == "":
        return []
    return value if isinstance(value, list) else [value]


def pool(user, command, name, element):
    return as_list((json.loads(as_oneadmin(user, [command, "list", "-j"])).get(name) or {}).get(element))


def opennebula_hosts(user):
    return [
        {
            "id": int(host["ID"]),
            "name": host["NAME"],
            "state": int(host["STATE"]),
            "error": short(text_in(host, "TEMPLATE", "ERROR")),
        }
        for host in pool(user, "onehost", "HOST_POOL", "HOST")
    ]


def text_in(element, *path):
    for step in path:
        element = element.get(step) if isinstance(element, dict) else None
    return element if isinstance(element, str) else ""


def machines(user):
    return [
        {
            "id": int(machine["ID"]),
            "name": machine["NAME"],
            "state": int(machine["STATE"]),
            "lcm_state": int(machine["LCM_STATE"]),
            "host": last_host(machine),
            "interfaces": interfaces_of(machine),
        }
        for machine in pool(user, "onevm", "VM_POOL", "VM")
    ]


def last_host(machine):
    history = machine.get("HISTORY_RECORDS")
    records = as_list(history.get("HISTORY")) if isinstance(history, dict) else []
    return records[-1]["HOSTNAME"] if records else None


def interfaces_of(machine):
    template = machine.get("TEMPLATE")
    template = template if isinstance(template, dict) else {}
    both = as_list(template.get("NIC")) + as_list(template.get("NIC_ALIAS"))
    return [{"network": nic.get("NETWORK"), "address": nic.get("IP"), "mac": nic.get("MAC")} for nic in both]


def last_errors(file):
    try:
        with open(file, "rb") as log:
            log.seek(max(0, os.fstat(log.fileno()).st_size - LOG_TAIL_BYTES))
            lines = log.read().decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        raise Unreadable(f"{file} is not there") from None
    found = [match for match in map(LOG_ERROR.match, lines) if match]
    return [{"at": utc(match[1]), "component": match[2], "message": short(match[3])} for match in found[-LOG_ERRORS:]]


def utc(local):
    seconds = time.mktime(time.strptime(local, "%b %d %H:%M:%S %Y"))
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", required=True)
    parser.add_argument("--front-end", action="store_true")
    parser.add_argument("--oneadmin", required=True)
    parser.add_argument("--log", required=True)
    given = parser.parse_args()
    status = {
        "version": 1,
        "services": attempt(services, given.units.split(",")),
        "network": attempt(network),
    }
    if given.front_end:
        status["opennebula_hosts"] = attempt(opennebula_hosts, given.oneadmin)
        status["machines"] = attempt(machines, given.oneadmin)
        status["last_errors"] = attempt(last_errors, given.log)
    print(json.dumps(status))
    return 0


if __name__ == "__main__":
    sys.exit(main())
