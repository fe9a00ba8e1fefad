"""Address ranges by Flexible IP: what is added, updated and removed, and what is refused."""

import unittest

import address_ranges

A, B, C = (f"fr-par-2/{digit * 8}-0000-4000-8000-000000000000" for digit in "abc")


def wanted(flexible_ip, host, **changes):
    return {
        "TYPE": "IP4",
        "IP": f"192.0.2.{host}",
        "MAC": f"52:54:00:00:00:{host:02x}",
        "SIZE": 1,
        address_ranges.ID: flexible_ip,
        **changes,
    }


def present(number, fields, vm=None):
    leases = f"<LEASE><VM>{vm}</VM></LEASE>" if vm is not None else ""
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    used = 0 if vm is None else 1
    return f"<AR><AR_ID>{number}</AR_ID>{inner}<USED_LEASES>{used}</USED_LEASES><LEASES>{leases}</LEASES></AR>"


def steps(ranges, wishes):
    xml = f"<VNET><AR_POOL>{''.join(ranges)}</AR_POOL></VNET>"
    todo = address_ranges.steps(address_ranges.parse(xml), wishes)
    return [(verb, number, fields["IP"]) for verb, number, fields in todo]


class Steps(unittest.TestCase):
    def test_nothing_to_do(self):
        self.assertEqual(steps([present(0, wanted(A, 1)), present(1, wanted(B, 2))], [wanted(A, 1), wanted(B, 2)]), [])

    def test_the_order_of_either_side_means_nothing(self):
        self.assertEqual(steps([present(4, wanted(B, 2)), present(9, wanted(A, 1))], [wanted(A, 1), wanted(B, 2)]), [])

    def test_first_ranges(self):
        self.assertEqual(
            steps([], [wanted(A, 1), wanted(B, 2)]), [("addar", None, "192.0.2.1"), ("addar", None, "192.0.2.2")]
        )

    def test_the_middle_one_goes_and_no_other_is_touched(self):
        ranges = [present(0, wanted(A, 1)), present(1, wanted(B, 2)), present(2, wanted(C, 3), vm=7)]
        self.assertEqual(steps(ranges, [wanted(A, 1), wanted(C, 3)]), [("rmar", "1", "192.0.2.2")])

    def test_one_in_use_does_not_go_and_nothing_else_happens(self):
        ranges = [present(0, wanted(A, 1), vm=42)]
        with self.assertRaisesRegex(
            address_ranges.Refusal, r"range 0 \(192\.0\.2\.1\) .* VM 42 .* Nothing was changed"
        ):
            steps(ranges, [wanted(B, 2)])

    def test_leases_that_are_only_counted_are_in_use_too(self):
        xml = present(0, wanted(A, 1)).replace("<USED_LEASES>0", "<USED_LEASES>1")
        with self.assertRaises(address_ranges.Refusal):
            steps([xml], [])

    def test_a_further_attribute_is_an_update_also_in_use(self):
        self.assertEqual(
            steps([present(3, wanted(A, 1), vm=7)], [wanted(A, 1, NOTE="x")]), [("updatear", "3", "192.0.2.1")]
        )

    def test_another_mac_is_another_range(self):
        changed = wanted(A, 1, MAC="52:54:00:00:00:ff")
        self.assertEqual(
            steps([present(3, wanted(A, 1))], [changed]), [("rmar", "3", "192.0.2.1"), ("addar", None, "192.0.2.1")]
        )
        with self.assertRaises(address_ranges.Refusal):
            steps([present(3, wanted(A, 1), vm=7)], [changed])

    def test_capital_letters_and_zones_are_no_difference(self):
        has = dict(wanted(A, 1), MAC="52:54:00:00:00:01".upper())
        self.assertEqual(steps([present(0, has)], [wanted(A, 1)]), [])

    def test_ranges_of_others_stay(self):
        other = {"TYPE": "IP4", "IP": "10.0.0.1", "MAC": "02:00:0a:00:00:01", "SIZE": 9}
        self.assertEqual(steps([present(0, other)], []), [])

    def test_one_with_the_same_address_and_mac_is_adopted(self):
        nameless = {name: value for name, value in wanted(A, 1).items() if name != address_ranges.ID}
        self.assertEqual(steps([present(0, nameless, vm=7)], [wanted(A, 1)]), [("updatear", "0", "192.0.2.1")])

    def test_a_flexible_ip_named_twice_is_refused(self):
        with self.assertRaisesRegex(address_ranges.Refusal, "twice"):
            steps([], [wanted(A, 1), wanted(A, 2)])


class Template(unittest.TestCase):
    def test_every_field_is_quoted(self):
        self.assertEqual(
            address_ranges.template({"IP": "192.0.2.1", "SIZE": 1}), 'AR = [ IP = "192.0.2.1", SIZE = "1" ]\n'
        )
        self.assertTrue(address_ranges.template({"IP": "192.0.2.1"}, "4").startswith('AR = [ AR_ID = "4", '))

    def test_a_value_cannot_leave_its_quotes(self):
        for text in ('a", SIZE = "9', "a\nb"):
            with self.assertRaises(address_ranges.Refusal):
                address_ranges.template({"IP": text})
