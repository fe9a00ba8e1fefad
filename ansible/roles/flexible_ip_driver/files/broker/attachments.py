"""Where a Flexible IP shall be. Every step follows from a fresh look at it, so each wish may be repeated at any moment."""

import random
import threading
import time

from scaleway import Again, Conflict

# An attach may settle in one second or take ten: looks come close together first, and rarely later.
POLL_SECONDS = (0.1, 0.2, 0.3, 0.4, 0.6, 1, 1.5, 2.5, 4, 5, 5, 8)
ERROR_SECONDS = (0.3, 0.6, 1.2, 2.5, 5)
MOST_WRITES = 6


class Unusable(Exception):
    """The Flexible IP is not what the caller takes it for; repeating will not help."""


class OutOfTime(Exception):
    """The budget ended first; repeating may help, after that many seconds."""

    def __init__(self, text, after_seconds=0.0):
        super().__init__(text)
        self.after_seconds = after_seconds


class CallerGone(Exception):
    """Nobody waits for the answer any more."""


class Budget:
    """Time for one wish. `wait(seconds)` answers False when the caller has gone meanwhile."""

    def __init__(self, seconds, wait):
        self.deadline = time.monotonic() + seconds
        self._wait = wait
        self.polls = self.errors = self.writes = 0

    def remaining(self):
        return self.deadline - time.monotonic()

    def until_next_look(self):
        self._pause(POLL_SECONDS[min(self.polls, len(POLL_SECONDS) - 1)], 0, "it is still on its way")
        self.polls += 1

    def after_error(self, error):
        self._pause(ERROR_SECONDS[min(self.errors, len(ERROR_SECONDS) - 1)], error.after_seconds, str(error))
        self.errors += 1

    def count_write(self):
        if self.writes == MOST_WRITES:
            raise OutOfTime(f"{MOST_WRITES} changes have not brought it where it shall be")
        self.writes += 1
        self.polls = 0

    def _pause(self, seconds, at_least, why):
        # Jitter: many machines that start at once shall not look at once.
        wanted = max(seconds * random.uniform(0.85, 1.15), at_least)
        if wanted >= self.remaining():
            raise OutOfTime(f"out of time: {why}", at_least)
        if not self._wait(wanted):
            raise CallerGone()


class Outcome:
    def __init__(self, text, flexible_ip, other_server_id=None):
        self.text = text
        self.flexible_ip = flexible_ip
        # The one that it was taken from, or left on.
        self.other_server_id = other_server_id


class Attachments:
    def __init__(self, api, project_id, server_ids):
        self._api = api
        self._project_id = project_id
        self._server_ids = server_ids
        self._locks = {}
        self._locks_lock = threading.Lock()
        # Whether Scaleway takes an IP from one server to another in one call is documented nowhere: tried once.
        self._moves_directly = True

    def look_up(self, flexible_ip, budget):
        return self._steps(flexible_ip, budget, lambda ip: ip)

    def attach(self, flexible_ip, server_id, address, mac_address, take_over, budget):
        """@returns Outcome `attached`, or `left` when it stands on another server and shall not be taken over"""
        taken_from = None

        def step(ip):
            nonlocal taken_from
            self._check(ip, address, mac_address)
            if ip.is_moving:
                return None
            if ip.server_id == server_id:
                return Outcome("attached", ip, taken_from)
            if ip.server_id is not None:
                if not take_over:
                    return Outcome("left", ip, ip.server_id)
                if ip.server_id not in self._server_ids:
                    raise Unusable(f"it stands on server {ip.server_id}, which is none of this deployment")
                taken_from = ip.server_id
                if not self._free(ip, server_id, budget):
                    return None
            budget.count_write()
            self._api.attach(flexible_ip, server_id, budget.deadline)
            return None

        with self._alone(flexible_ip, budget):
            return self._steps(flexible_ip, budget, step)

    def detach(self, flexible_ip, server_id, budget):
        """@returns Outcome `detached`, without waiting for its end, or `left` when it is not on this server"""

        def step(ip):
            if ip.status == "detaching" or (ip.server_id != server_id and not ip.is_moving):
                return Outcome("left", ip, ip.server_id)
            if ip.server_id != server_id:
                return None
            budget.count_write()
            return Outcome("detached", self._api.detach(flexible_ip, budget.deadline))

        with self._alone(flexible_ip, budget):
            return self._steps(flexible_ip, budget, step)

    def _free(self, ip, server_id, budget):
        """Takes it off another server. @returns True when it can be attached at once"""
        if self._moves_directly:
            try:
                budget.count_write()
                self._api.attach(ip.id, server_id, budget.deadline)
                return False
            except Conflict:
                self._moves_directly = False
        budget.count_write()
        freed = self._api.detach(ip.id, budget.deadline)
        return freed.server_id is None and not freed.is_moving

    def _steps(self, flexible_ip, budget, step):
        while True:
            try:
                outcome = step(self._api.get(flexible_ip, budget.deadline))
                if outcome is not None:
                    return outcome
                budget.until_next_look()
            except Conflict as conflict:
                if conflict.status != 409:
                    raise
                # Somebody else was faster: look again. What stays a conflict ends by the number of writes.
                budget.after_error(Again(str(conflict)))
            except Again as again:
                budget.after_error(again)

    def _check(self, ip, address, mac_address):
        if ip.project_id != self._project_id:
            raise Unusable("it belongs to another project")
        if ip.address.partition("/")[0] != address:
            raise Unusable(f"its address is {ip.address}, the interface has {address}")
        if ip.mac_address != mac_address:
            raise Unusable(f"its MAC is {ip.mac_address or 'not set'}, the interface has {mac_address}")
        if ip.status in ("error", "locked") or ip.mac_status == "error":
            raise Unusable(f"its status at Scaleway is {ip.status}, of its MAC {ip.mac_status}")

    def _alone(self, flexible_ip, budget):
        with self._locks_lock:
            lock = self._locks.setdefault(flexible_ip, threading.Lock())
        return _Held(lock, budget)


class _Held:
    def __init__(self, lock, budget):
        self._lock = lock
        self._budget = budget

    def __enter__(self):
        if not self._lock.acquire(timeout=max(self._budget.remaining(), 0)):
            raise OutOfTime("out of time: another wish for the same Flexible IP is still at work")

    def __exit__(self, *_):
        self._lock.release()
