"""Tells operations/ansible.ts what happens: a line of JSON for each event, to the file descriptor that OPENNEBULA_EVENTS_FD names."""

import json
import os
import time

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: events
type: notification
short_description: events of a run as lines of JSON
description:
  - Writes play, task, failure and totals to an inherited file descriptor. Without OPENNEBULA_EVENTS_FD it is silent.
requirements:
  - enabled in ansible.cfg
"""

# Results of tasks with this tag are told whole: they are read by the program that started the run.
TOLD = "told"
LONGEST_MESSAGE = 8000
LONGEST_OUTPUT = 400_000


class CallbackModule(CallbackBase):
    """Secrets of tasks with no_log never get here: Ansible takes them out of a result before callbacks see it."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "events"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        descriptor = os.environ.get("OPENNEBULA_EVENTS_FD")
        self.disabled = descriptor is None
        if descriptor is None:
            return
        # Line by line, and never inherited by what Ansible starts.
        self.stream = os.fdopen(os.dup(int(descriptor)), "w", buffering=1)
        self.play = 0
        self.began = {}

    def tell(self, event, **fields):
        self.stream.write(json.dumps({"event": event, **fields}) + "\n")

    def v2_playbook_on_start(self, playbook):
        self.tell("plays", names=[name_of(play) for play in playbook.get_plays()])

    def v2_playbook_on_play_start(self, play):
        self.tell("play", name=name_of(play))

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.tell("task", role=role_of(task), name=task.name or task.action)

    def v2_playbook_on_handler_task_start(self, task):
        self.v2_playbook_on_task_start(task, False)

    def v2_runner_on_start(self, host, task):
        self.began[(host.name, task._uuid)] = time.time()

    def v2_runner_on_ok(self, result):
        if TOLD in result._task.tags:
            self.tell_output(result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        if TOLD in result._task.tags:
            self.tell_output(result)
        if not ignore_errors:
            self.tell_failure("failed", result)

    def v2_runner_on_unreachable(self, result):
        self.tell_failure("unreachable", result)

    def v2_playbook_on_stats(self, stats):
        self.tell("totals", hosts={host: stats.summarize(host) for host in sorted(stats.processed)})

    def tell_output(self, result):
        host = result._host.name
        self.tell(
            "output",
            host=host,
            task=result._task.name,
            output=str(result._result.get("stdout", ""))[:LONGEST_OUTPUT],
            began=self.began.get((host, result._task._uuid)),
            ended=time.time(),
        )

    def tell_failure(self, event, result):
        self.tell(
            event,
            host=result._host.name,
            role=role_of(result._task),
            task=result._task.name or result._task.action,
            message=message_of(result._result)[:LONGEST_MESSAGE],
        )


def name_of(play):
    """A play without a name is called after its hosts."""
    return play.get_name().strip()


def role_of(task):
    return task._role.get_name() if task._role else None


def message_of(result):
    """What a failed task said: its own words first, then its command's; of a loop, those of the items that failed."""
    items = [item for item in result.get("results", []) if isinstance(item, dict) and item.get("failed")]
    words = [message_of(item) for item in items] if items else []
    for part in ("msg", "stderr", "module_stderr", "stdout", "module_stdout", "exception"):
        text = str(result.get(part) or "").strip()
        if text and text not in words and not (part == "msg" and items):
            words.append(text)
    return "\n".join(words)
