"""Brings the address ranges of a virtual network to what the inventory says, recognised by SCW_FLEXIBLE_IP.

Ranges without that attribute are somebody else's, unless one has the very address and MAC of a wanted one. Everything is looked
at before anything is changed; a range whose lease is in use is never taken away.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

ID = "SCW_FLEXIBLE_IP"
# Fixed when a range is made.
LASTING = ("TYPE", "IP", "MAC", "SIZE")


class Refusal(Exception):
    """Said to the operator; nothing was changed."""


class Range:
    """An address range as OpenNebula has it."""

    def __init__(self, element):
        self.fields = {child.tag: (child.text or "").strip() for child in element if len(child) == 0}
        self.number = self.fields["AR_ID"]
        self.machines = sorted(
            {lease.findtext("VM") or "?" for lease in element.iter("LEASE")}, key=lambda text: text.zfill(12)
        )
        self.is_used = bool(self.machines) or self.fields.get("USED_LEASES", "0") not in ("", "0")

    @property
    def flexible_ip(self):
        return bare(self.fields.get(ID, ""))

    def is_like(self, wanted, names):
        return all(same(self.fields.get(name, ""), str(wanted[name])) for name in names)


def bare(zoned):
    return zoned.rpartition("/")[2].lower()


def same(one, other):
    return one.lower() == other.lower()


def parse(xml):
    return [Range(element) for element in ElementTree.fromstring(xml).iterfind("AR_POOL/AR")]


def steps(present, wanted):
    """What is to be done, as (verb, number of the range or None, fields). Removals first: a changed range needs its address back."""
    by_id = {each.flexible_ip: each for each in present if each.flexible_ip}
    ids = [bare(each[ID]) for each in wanted]
    if len(set(ids)) < len(ids):
        raise Refusal(
            f"the inventory names a Flexible IP twice: {', '.join(sorted({i for i in ids if ids.count(i) > 1}))}"
        )
    leaving, adding, updating = [], [], []
    for known in by_id:
        if known not in ids:
            leaving.append(by_id[known])
    for each in wanted:
        has = by_id.get(bare(each[ID])) or next(
            (other for other in present if not other.flexible_ip and other.is_like(each, ("IP", "MAC"))), None
        )
        if has is None:
            adding.append(each)
        elif not has.is_like(each, LASTING):
            leaving.append(has)
            adding.append(each)
        elif not has.is_like(each, each):
            updating.append((has, each))
    used = [each for each in leaving if each.is_used]
    if used:
        raise Refusal(
            "; ".join(
                f"range {each.number} ({each.fields.get('IP')}) has to go, but VM {', '.join(each.machines) or '?'} uses it"
                for each in used
            )
            + ". Detach or terminate there first, then run make specifics again. Nothing was changed."
        )
    return (
        [("rmar", each.number, each.fields) for each in leaving]
        + [("updatear", has.number, each) for has, each in updating]
        + [("addar", None, each) for each in adding]
    )


def template(fields, number=None):
    """@throws Refusal for a value that would leave its quotes"""
    lines = [] if number is None else [f'AR_ID = "{number}"']
    for name, value in fields.items():
        if '"' in str(value) or "\n" in str(value):
            raise Refusal(f"{name} must not hold quotes or line breaks")
        lines.append(f'{name} = "{value}"')
    return "AR = [ " + ", ".join(lines) + " ]\n"


def onevnet(*arguments):
    done = subprocess.run(["onevnet", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        # Every step is looked at anew by the next run.
        raise SystemExit(f"onevnet {' '.join(arguments[:2])} failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def carry_out(network, verb, number, fields):
    if verb == "rmar":
        onevnet(verb, network, number)
        return
    with tempfile.NamedTemporaryFile("w", suffix=".one") as file:
        file.write(template(fields, number if verb == "updatear" else None))
        file.flush()
        onevnet(verb, network, file.name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", required=True)
    parser.add_argument("--wanted", required=True, type=json.loads)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    try:
        todo = steps(parse(onevnet("show", "-x", given.network)), given.wanted)
        for _, _, fields in todo:
            template(fields)
    except Refusal as refusal:
        raise SystemExit(f"{given.network}: {refusal}") from None
    for step in todo:
        if not given.check:
            carry_out(given.network, *step)
    changes = [f"{verb} {fields.get('IP')} {fields.get(ID, '')}".strip() for verb, _, fields in todo]
    print(json.dumps({"changes": changes}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
