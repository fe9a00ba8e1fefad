"""What the hook reads out of a machine's description."""

import base64
import importlib.machinery
import importlib.util
import unittest
from pathlib import Path

FILE = Path(__file__).parents[4] / "ansible/roles/flexible_ip_driver/files/hook/flexible-ip"
loader = importlib.machinery.SourceFileLoader("flexible_ip_hook", str(FILE))
spec = importlib.util.spec_from_loader(loader.name, loader)
hook = importlib.util.module_from_spec(spec)
loader.exec_module(hook)

ID = "0b7f3c55-6f0e-4d0c-a3b1-5f1f5d6a0c11"


def nic(tag="NIC", driver="bridge", flexible_ip=f"fr-par-2/{ID}", **fields):
    values = {"NIC_ID": 0, "VN_MAD": driver, "IP": "192.0.2.1", "MAC": "52:54:00:00:00:01", **fields}
    if flexible_ip is not None:
        values["SCW_FLEXIBLE_IP"] = flexible_ip
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return f"<TEMPLATE><{tag}>{inner}</{tag}></TEMPLATE>"


def machine(*nics, deploy_id=""):
    xml = f"<VM><ID>7</ID><DEPLOY_ID>{deploy_id}</DEPLOY_ID><TEMPLATE><CONTEXT/></TEMPLATE>{''.join(nics)}</VM>"
    return hook.Machine(base64.b64encode(xml.encode()) + b"\n")


class Interfaces(unittest.TestCase):
    def test_every_template_is_read(self):
        nics = machine(nic(), nic(flexible_ip=None), nic(NIC_ID=2)).public_nics("bridge")
        self.assertEqual([each.name for each in nics], ["NIC 0", "NIC 2"])

    def test_only_those_of_the_driver(self):
        self.assertEqual(machine(nic(driver="fw"), nic(driver="vxlan")).public_nics("bridge"), [])
        self.assertEqual(len(machine(nic(driver="fw")).public_nics("fw")), 1)

    def test_a_plugged_interface_stands_alone(self):
        self.assertEqual(machine(nic(), nic(flexible_ip=None, ATTACH="YES")).public_nics("bridge"), [])
        plugged = machine(nic(), nic(NIC_ID=3, ATTACH="YES")).public_nics("bridge")
        self.assertEqual([each.name for each in plugged], ["NIC 3"])

    def test_ids_with_and_without_zone(self):
        for flexible_ip in (ID, ID.upper(), f"fr-par-2/{ID}"):
            [found] = machine(nic(flexible_ip=flexible_ip)).public_nics("bridge")
            self.assertEqual((found.flexible_ip, found.problem), (ID, None))

    def test_what_cannot_be_right_is_named(self):
        for change, words in (
            ({"flexible_ip": "../x"}, "no id"),
            ({"flexible_ip": f"{ID}/attach"}, "no id"),
            ({"IP": "192.0.2"}, "no valid IP"),
            ({"MAC": "52:54"}, "no valid MAC"),
            ({"tag": "NIC_ALIAS"}, "alias"),
        ):
            [found] = machine(nic(**change)).public_nics("bridge")
            self.assertIn(words, found.problem)

    def test_whether_it_ran_before(self):
        self.assertFalse(machine().was_deployed)
        self.assertTrue(machine(deploy_id="one-7").was_deployed)

    def test_nonsense_is_a_problem_and_quotes_nothing(self):
        for encoded in (b"", b"%%%", base64.b64encode(b"<VM><secret")):
            with self.assertRaises(hook.Problem) as raised:
                hook.Machine(encoded)
            self.assertNotIn("secret", str(raised.exception))


class Place(unittest.TestCase):
    def test_action_and_driver_by_folder(self):
        self.assertEqual(hook.place_of("/var/x/vnm/fw/post.d/flexible-ip"), ("post", "fw"))
        self.assertEqual(hook.place_of("/var/x/vnm/bridge/clean.d/99-y"), ("clean", "bridge"))
