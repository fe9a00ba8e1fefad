"""The broker's decisions, one answer of the API after the other, without waiting."""

import unittest

from attachments import Attachments, Budget, CallerGone, OutOfTime, Unusable
from scaleway import Again, Conflict, FlexibleIp, Refused

IP, MINE, OTHER, FOREIGN = (digit * 8 for digit in "abcd")
MAC, PROJECT, ADDRESS = "52:54:00:00:00:01", "project", "192.0.2.1"


def state(status, server=None, **changes):
    values = {
        "id": IP,
        "ip_address": ADDRESS,
        "project_id": PROJECT,
        "status": status,
        "server_id": server,
        "mac_address": {"mac_address": MAC, "status": "ready"},
    }
    return FlexibleIp({**values, **changes})


class Script:
    """An API that gives prepared answers, and notes what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.calls = []

    def _answer(self, call):
        self.calls.append(call)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def get(self, *_):
        return self._answer("get")

    def attach(self, _, server, *__):
        return self._answer(f"attach {server}")

    def detach(self, *_):
        return self._answer("detach")


class Case(unittest.TestCase):
    def setUp(self):
        self.waits = []

    def budget(self, seconds=60):
        return Budget(seconds, lambda wanted: self.waits.append(wanted) or True)

    def attach(self, *answers, take_over=False, seconds=60):
        self.api = Script(*answers)
        attachments = Attachments(self.api, PROJECT, {MINE, OTHER})
        return attachments.attach(IP, MINE, ADDRESS, MAC, take_over, self.budget(seconds))

    def detach(self, *answers):
        self.api = Script(*answers)
        return Attachments(self.api, PROJECT, {MINE, OTHER}).detach(IP, MINE, self.budget())


class Attach(Case):
    def test_already_there_is_one_look(self):
        self.assertEqual(self.attach(state("attached", MINE)).text, "attached")
        self.assertEqual(self.api.calls, ["get"])

    def test_free(self):
        self.attach(state("ready"), state("updating"), state("updating"), state("attached", MINE))
        self.assertEqual(self.api.calls, ["get", f"attach {MINE}", "get", "get"])

    def test_updating_without_a_server_is_not_free(self):
        self.attach(state("updating"), state("attached", MINE))
        self.assertEqual(self.api.calls, ["get", "get"])

    def test_a_mac_that_changes_is_waited_for(self):
        moving = state("attached", MINE, mac_address={"mac_address": MAC, "status": "updating"})
        self.attach(moving, state("attached", MINE))
        self.assertEqual(self.api.calls, ["get", "get"])

    def test_on_another_server_it_is_left_unless_it_shall_be_taken(self):
        outcome = self.attach(state("attached", OTHER))
        self.assertEqual((outcome.text, outcome.other_server_id, self.api.calls), ("left", OTHER, ["get"]))

    def test_taken_over_in_one_call_where_scaleway_allows_it(self):
        outcome = self.attach(state("attached", OTHER), state("updating"), state("attached", MINE), take_over=True)
        self.assertEqual((outcome.text, outcome.other_server_id), ("attached", OTHER))
        self.assertEqual(self.api.calls, ["get", f"attach {MINE}", "get"])

    def test_taken_over_by_a_detach_where_it_does_not(self):
        conflict = Conflict(412, "resource_still_in_use")
        free = [state("detaching", OTHER), state("ready"), state("updating"), state("attached", MINE)]
        self.attach(state("attached", OTHER), conflict, *free, take_over=True)
        self.assertEqual(self.api.calls, ["get", f"attach {MINE}", "detach", "get", f"attach {MINE}", "get"])

    def test_what_is_free_at_once_is_not_looked_at_again(self):
        conflict = Conflict(409, "conflict")
        self.attach(
            state("attached", OTHER),
            conflict,
            state("ready"),
            state("updating"),
            state("attached", MINE),
            take_over=True,
        )
        self.assertEqual(self.api.calls, ["get", f"attach {MINE}", "detach", f"attach {MINE}", "get"])

    def test_the_refusal_of_a_direct_move_is_remembered(self):
        script = Script(
            state("attached", OTHER), Conflict(412, "x"), state("ready"), state("updating"), state("attached", MINE)
        )
        attachments = Attachments(script, PROJECT, {MINE, OTHER})
        attachments.attach(IP, MINE, ADDRESS, MAC, True, self.budget())
        script.calls.clear()
        script.answers[:] = [state("attached", OTHER), state("ready"), state("updating"), state("attached", MINE)]
        attachments.attach(IP, MINE, ADDRESS, MAC, True, self.budget())
        self.assertEqual(script.calls, ["get", "detach", f"attach {MINE}", "get"])

    def test_on_a_server_outside_of_the_deployment_it_stays(self):
        with self.assertRaisesRegex(Unusable, "none of this deployment"):
            self.attach(state("attached", FOREIGN), take_over=True)
        self.assertEqual(self.api.calls, ["get"])

    def test_what_is_not_what_the_interface_takes_it_for(self):
        for wrong in (
            {"project_id": "another"},
            {"ip_address": "192.0.2.9"},
            {"mac_address": None},
            {"mac_address": {"mac_address": "52:54:00:00:00:09", "status": "ready"}},
            {"status": "locked"},
            {"status": "error"},
        ):
            with self.subTest(wrong), self.assertRaises(Unusable):
                self.attach(state("ready", **wrong) if "status" not in wrong else state(wrong["status"]))
            self.assertEqual(self.api.calls, ["get"])

    def test_a_busy_api_is_asked_again_from_the_beginning(self):
        self.attach(Again("429", 2), state("ready"), Again("lost"), state("updating"), state("attached", MINE))
        self.assertEqual(self.api.calls, ["get", "get", f"attach {MINE}", "get", "get"])
        self.assertGreaterEqual(self.waits[0], 2)

    def test_a_refusal_is_final(self):
        for refusal in (Refused(403, "x"), Refused(404, "x"), Conflict(400, "x"), Conflict(412, "x")):
            with self.assertRaises(Refused):
                self.attach(state("ready"), refusal)
            self.assertEqual(len(self.api.calls), 2)

    def test_changes_end(self):
        with self.assertRaises(OutOfTime):
            self.attach(*[state("ready"), state("updating")] * 20)
        self.assertEqual(self.api.calls.count(f"attach {MINE}"), 6)

    def test_a_wait_beyond_the_budget_is_not_begun(self):
        with self.assertRaises(OutOfTime) as raised:
            self.attach(Again("429", 300), seconds=10)
        self.assertEqual((self.waits, raised.exception.after_seconds), ([], 300))

    def test_nobody_waits_any_more(self):
        attachments = Attachments(Script(state("updating")), PROJECT, set())
        with self.assertRaises(CallerGone):
            attachments.attach(IP, MINE, ADDRESS, MAC, True, Budget(60, lambda _: False))


class Detach(Case):
    def test_two_calls_and_no_wait(self):
        self.assertEqual(self.detach(state("attached", MINE), state("detaching", MINE)).text, "detached")
        self.assertEqual((self.api.calls, self.waits), (["get", "detach"], []))

    def test_elsewhere_it_is_left_alone(self):
        for elsewhere in (state("attached", OTHER), state("ready"), state("detaching", MINE)):
            self.assertEqual(self.detach(elsewhere).text, "left")
            self.assertEqual(self.api.calls, ["get"])

    def test_one_on_its_way_is_waited_for(self):
        self.detach(state("updating"), state("attached", MINE), state("ready"))
        self.assertEqual(self.api.calls, ["get", "get", "detach"])

    def test_in_transition_it_is_looked_at_again(self):
        self.detach(state("attached", MINE), Again("transient_state"), state("attached", OTHER))
        self.assertEqual(self.api.calls, ["get", "detach", "get"])


class Pace(Case):
    def test_looks_come_close_together_first_and_never_by_the_same_steps(self):
        budget = self.budget(1000)
        for _ in range(16):
            budget.until_next_look()
        self.assertLess(self.waits[0], 0.2)
        self.assertLess(sum(self.waits[:5]), 3)
        self.assertGreater(sum(self.waits), 55)
        other = self.budget(1000)
        other.until_next_look()
        self.assertNotEqual(self.waits[0], self.waits[-1])
