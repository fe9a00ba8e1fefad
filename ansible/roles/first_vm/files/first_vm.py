"""Makes a virtual machine on a free Flexible IP, from an image of the marketplace: `image`, then `machine`.

Everything is looked at before anything is made, and what is there already is taken as it is. Prints one line of JSON.
"""

import argparse
import difflib
import json
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

# Numbers that OpenNebula has for states.
IMAGE_READY = ("1", "2")
IMAGE_ERROR = "5"
APP_OF_AN_IMAGE = "1"
VM_DONE = "6"
VM_STATES = {
    "0": "INIT",
    "1": "PENDING",
    "2": "HOLD",
    "4": "STOPPED",
    "5": "SUSPENDED",
    "7": "FAILED",
    "8": "POWEROFF",
    "9": "UNDEPLOYED",
    "10": "CLONING",
    "11": "CLONING_FAILURE",
}
VM_ACTIVE = "3"
VM_ON_ITS_WAY = ("0", "1", "10")
LCM_RUNNING = "3"
LCM_FAILURES = {
    "36": "BOOT_FAILURE",
    "39": "PROLOG_FAILURE",
    "40": "EPILOG_FAILURE",
    "47": "BOOT_UNDEPLOY_FAILURE",
    "48": "BOOT_STOPPED_FAILURE",
    "49": "PROLOG_RESUME_FAILURE",
    "50": "PROLOG_UNDEPLOY_FAILURE",
    "16": "UNKNOWN",
}


class Refusal(Exception):
    """Said to the operator, who can do something about it."""


def one(*arguments):
    # They would read a template from standard input where there is one.
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Refusal(f"{' '.join(arguments[:2])} failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def pool(command, element):
    return list(ElementTree.fromstring(one(command, "list", "-x")).iter(element))


def named(elements, name):
    return next((each for each in elements if (each.findtext("NAME") or "").lower() == name.lower()), None)


def until(what, seconds, poll, look):
    """@returns what `look` returns once that is something"""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found is not None:
            return found
        if time.monotonic() > deadline:
            raise Refusal(f"{what} within {seconds} seconds. Running make first-vm again goes on waiting.")
        time.sleep(poll)


def near(name, names):
    by_lower = {each.lower(): each for each in names}
    close = difflib.get_close_matches(name.lower(), by_lower, n=5, cutoff=0.4)
    words = [each for each in by_lower if any(word in each for word in name.lower().split() if len(word) > 2)]
    return [by_lower[each] for each in dict.fromkeys(close + sorted(words))][:8]


def free_address(network):
    """@returns address of the first free Flexible IP of the network"""
    ranges = ElementTree.fromstring(one("onevnet", "show", "-x", network)).findall("AR_POOL/AR")
    for each in ranges:
        if (each.findtext("USED_LEASES") or "0") == "0" and each.find("LEASES/LEASE") is None:
            return each.findtext("IP")
    if not ranges:
        raise Refusal(f"network {network} has no Flexible IP yet. Run make specifics first.")
    users = [f"{each.findtext('IP')}: VM {each.findtext('LEASES/LEASE/VM') or '?'}" for each in ranges]
    raise Refusal(
        f"no Flexible IP of {network} is free ({'; '.join(users)}). Each server brings one: terminate a machine that has"
        " one (onevm terminate <number>), or add a worker in the deployment file, then make infra, make deployment and"
        " make specifics."
    )


def machine_named(name):
    return named([each for each in pool("onevm", "VM") if each.findtext("STATE") != VM_DONE], name)


def description(machine, made):
    return {
        "id": machine.findtext("ID"),
        "address": machine.findtext("TEMPLATE/NIC/IP"),
        "image": machine.findtext("TEMPLATE/DISK/IMAGE"),
        "made": made,
    }


def last_words(machine):
    """Newest line first: whoever shows it may cut it off."""
    log = Path(given.logs, f"{machine.findtext('ID')}.log")
    lines = log.read_text(errors="replace").splitlines()[-10:] if log.exists() else [f"{log} does not exist"]
    return "\n".join(["Its log, newest line first:", *reversed(lines)])


def running(number):
    """@returns the machine once it runs, None while it is on its way there"""
    machine = ElementTree.fromstring(one("onevm", "show", "-x", number))
    state, lcm = machine.findtext("STATE"), machine.findtext("LCM_STATE")
    if state == VM_ACTIVE and lcm == LCM_RUNNING:
        return machine
    if state in VM_ON_ITS_WAY or (state == VM_ACTIVE and lcm not in LCM_FAILURES):
        return None
    word = LCM_FAILURES[lcm] if state == VM_ACTIVE else VM_STATES.get(state, f"state {state}")
    advice = f"onevm resume {number}" if word in ("STOPPED", "SUSPENDED", "POWEROFF", "UNDEPLOYED") else None
    error = machine.findtext("USER_TEMPLATE/ERROR")
    raise Refusal(
        f"VM {number} ({given.name}) is in state {word}{f': {error}' if error else ''}. "
        + (f"Start it with {advice}" if advice else f"Once the cause is gone: onevm terminate --hard {number}")
        + f" on the front-end as oneadmin, then run make first-vm again.\n{last_words(machine)}"
    )


def bring_image():
    """Nothing is fetched for a machine that could not be made."""
    if machine_named(given.name) is not None:
        return {"made": False}
    free_address(given.network)
    image = named(pool("oneimage", "IMAGE"), given.image)
    if image is None:
        apps = [each for each in pool("onemarketapp", "MARKETPLACEAPP") if each.findtext("TYPE") == APP_OF_AN_IMAGE]
        app = named(apps, given.image)
        if app is None:
            names = near(given.image, [each.findtext("NAME") for each in apps])
            raise Refusal(
                f"no marketplace and no datastore has an image named {given.image}. "
                + (f"Near it: {', '.join(names)}. " if names else f"The marketplaces list {len(apps)} images. ")
                + 'Choose one with IMAGE="<name>". Nothing was made.'
            )
        one("onemarketapp", "export", app.findtext("ID"), given.image, "--datastore", given.datastore, "--no")

    def ready():
        found = named(pool("oneimage", "IMAGE"), given.image)
        state = None if found is None else found.findtext("STATE")
        if state == IMAGE_ERROR:
            number = found.findtext("ID")
            raise Refusal(
                f"image {number} ({given.image}) is in state ERROR: {found.findtext('TEMPLATE/ERROR') or 'no reason given'}."
                f" Remove it with oneimage delete {number} on the front-end as oneadmin, then run make first-vm again."
            )
        return found if state in IMAGE_READY else None

    until(f"image {given.image} was not READY", given.image_seconds, given.poll_seconds, ready)
    return {"made": image is None}


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def template():
    """For any machine with a Flexible IP: OpenNebula fills in what its network hands out."""
    return "\n".join(
        [
            'CPU = "1"',
            'VCPU = "1"',
            f'MEMORY = "{given.memory}"',
            f"DISK = [ IMAGE = {quoted(given.image)} ]",
            'GRAPHICS = [ LISTEN = "127.0.0.1", TYPE = "VNC" ]',
            f"NIC = [ NETWORK = {quoted(given.network)} ]",
            "CONTEXT = [",
            '  NETWORK = "YES", TOKEN = "YES", REPORT_READY = "YES",',
            '  START_SCRIPT_BASE64 = "$NETWORK[FLEXIBLE_IP_START_SCRIPT, NIC_ID=0]",',
            f"  SSH_PUBLIC_KEY = {quoted(given.public_keys)} ]",
            "",
        ]
    )


def with_file(text, *command):
    with tempfile.NamedTemporaryFile("w", suffix=".one") as file:
        file.write(text)
        file.flush()
        return one(*command, file.name)


def start_machine():
    there = machine_named(given.name)
    if there is None:
        address = free_address(given.network)
        known = named(pool("onetemplate", "VMTEMPLATE"), given.template)
        if known is None:
            with_file(f"NAME = {quoted(given.template)}\n{template()}", "onetemplate", "create")
        else:
            with_file(template(), "onetemplate", "update", known.findtext("ID"))
        nic = f"NIC = [ NETWORK = {quoted(given.network)}, IP = {quoted(address)} ]\n"
        with_file(nic, "onetemplate", "instantiate", given.template, "--name", given.name)
        there = machine_named(given.name)
        made = True
    else:
        made = False
    number = there.findtext("ID")
    machine = until(
        f"VM {number} ({given.name}) did not run", given.machine_seconds, given.poll_seconds, lambda: running(number)
    )
    return description(machine, made)


parser = argparse.ArgumentParser()
parser.add_argument("step", choices=["image", "machine"])
for option in ("image", "name", "network", "template", "datastore", "memory", "public-keys", "logs"):
    parser.add_argument(f"--{option}", required=True)
for option in ("image-seconds", "machine-seconds", "poll-seconds"):
    parser.add_argument(f"--{option}", required=True, type=float)

if __name__ == "__main__":
    given = parser.parse_args()
    try:
        print(json.dumps(bring_image() if given.step == "image" else start_machine()))
    except Refusal as refusal:
        sys.exit(str(refusal))
