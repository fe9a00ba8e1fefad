"""What the broker is told when it starts: which servers, which Flexible IPs, which key."""

import json
import os
import re

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class Node:
    """A server that may ask, for itself only."""

    def __init__(self, name, values):
        self.name = name
        self.server_id = uuid_of(values["server_id"], f"server_id of {name}")
        self.address = values["address"]
        # Two while credentials are rotated. Hashes: whoever reads them cannot pose as the node.
        self.credential_hashes = tuple(values["credential_hashes"])
        if not all(SHA256.match(each) for each in self.credential_hashes):
            raise ValueError(f"credential_hashes of {name} must be SHA-256 in hexadecimal")


class Configuration:
    """Everything, checked. Files come from systemd's credentials folder: readable by the service alone."""

    def __init__(self, folder):
        self.folder = folder
        values = json.loads(self._read("configuration"))
        self.listen = (values["listen"]["address"], int(values["listen"]["port"]))
        self.zone = values["zone"]
        self.project_id = uuid_of(values["project_id"], "project_id")
        self.nodes = {name: Node(name, node) for name, node in values["nodes"].items()}
        self.server_ids = frozenset(node.server_id for node in self.nodes.values())
        self.flexible_ips = frozenset(uuid_of(each, "flexible_ips") for each in values["flexible_ips"])
        # The preferred one first; a second one while the key is rotated.
        self.secret_keys = [line for line in self._read("secret-keys").split() if line]
        if not self.secret_keys:
            raise ValueError("secret-keys is empty")

    def path(self, name):
        return os.path.join(self.folder, name)

    def _read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()


def uuid_of(text, what):
    """@returns the id without its zone"""
    bare = text.rpartition("/")[2].lower()
    if not UUID.match(bare):
        raise ValueError(f"{what}: {text!r} is no id")
    return bare
