"""What happens in a run, one JSON object per line, as it happens: a run that is cut off has left all that came before.

Every object has `event` and `time` (seconds since 1970, UTC):
  start   ansible_core, playbook
  play    play
  task    play, role, task, path
  result  the same, and: host, status (ok, changed, failed, ignored, unreachable, skipped), seconds, and where there are any: message, facts
  end     hosts: per host how many tasks ended how; absent when the run was cut off
`role` is the outermost: what a role includes of another belongs to it. `facts` holds facts and registered variables that the option names.
"""

from __future__ import annotations

import json
import os
import time

from ansible.plugins.callback import CallbackBase
from ansible.release import __version__

DOCUMENTATION = """
name: results
type: notification
short_description: Results as lines of JSON
description: Writes plays, tasks and results to a file that only its owner reads. Without a file it does nothing.
options:
  file:
    description: Path of the file; events are appended.
    type: path
    env: [{name: RESULTS_FILE}]
  facts:
    description: Names of facts and registered variables whose values are written.
    type: list
    elements: str
    default: []
    env: [{name: RESULTS_FACTS}]
"""

LONGEST_MESSAGE = 4000
HIDDEN = "hidden by no_log"


def outermost_role(task):
    role = task._role
    while role is not None and role.get_parents():
        role = role.get_parents()[0]
    return role.get_name() if role else None


def text_of(result):
    """The words in which one result, of a task or of one item of its loop, says what went wrong."""
    parts = [str(result[key]).strip() for key in ("msg", "stderr", "module_stderr") if result.get(key)]
    if not parts and result.get("stdout"):
        parts = [str(result["stdout"]).strip()]
    return "\n".join(dict.fromkeys(parts))


def message_of(result):
    if result.get("censored"):
        return HIDDEN
    failed = [item for item in result.get("results", []) if item.get("failed") or item.get("unreachable")]
    words = [f"{item.get('_ansible_item_label', item.get('item', ''))}: {text_of(item)}" for item in failed] or [
        text_of(result)
    ]
    return "\n".join(words)[:LONGEST_MESSAGE]


def why_skipped(result):
    condition = result.get("false_condition")
    return f"not when: {condition}" if condition else str(result.get("skip_reason") or "")


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "results"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, display=None, options=None):
        super().__init__(display=display, options=options)
        self.output = None
        self.play = None
        self.started = {}

    def set_options(self, task_keys=None, var_options=None, direct=None):
        super().set_options(task_keys=task_keys, var_options=var_options, direct=direct)
        path = self.get_option("file")
        self.facts = self.get_option("facts")
        if not path:
            self.disabled = True
            return
        self.output = os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8")

    def write(self, event, **fields):
        given = {key: value for key, value in fields.items() if value not in (None, "", {})}
        self.output.write(json.dumps({"event": event, "time": round(time.time(), 3), **given}, default=str) + "\n")
        self.output.flush()

    def place(self, task):
        return {"play": self.play, "role": outermost_role(task), "task": task.name or task.action}

    def values(self, task, result):
        """Of a loop the last value counts: each item builds on the one before it."""
        found = {}
        for one in [*result.get("results", []), result]:
            facts = one.get("ansible_facts") if isinstance(one, dict) else None
            found.update({name: facts[name] for name in self.facts if name in (facts or {})})
        if task.register in self.facts:
            kept = ("item", "rc", "stdout", "stderr", "failed", "skipped")
            each = result.get("results") or [result]
            found[task.register] = [{key: one[key] for key in kept if key in one} for one in each]
        return found

    def result(self, outcome, status, message=None):
        host, task, result = outcome._host, outcome._task, outcome._result
        since = self.started.pop((host.get_name(), task._uuid), None)
        self.write(
            "result",
            **self.place(task),
            host=host.get_name(),
            status=status,
            seconds=round(time.time() - since, 3) if since else None,
            message=message,
            facts=self.values(task, result),
        )

    def v2_playbook_on_start(self, playbook):
        self.write("start", ansible_core=__version__, playbook=os.path.basename(playbook._file_name))

    def v2_playbook_on_play_start(self, play):
        self.play = play.get_name().strip()
        self.write("play", play=self.play)

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.write("task", **self.place(task), path=task.get_path())

    def v2_playbook_on_handler_task_start(self, task):
        self.v2_playbook_on_task_start(task, False)

    def v2_runner_on_start(self, host, task):
        self.started[host.get_name(), task._uuid] = time.time()

    def v2_runner_on_ok(self, result):
        self.result(result, "changed" if result._result.get("changed") else "ok")

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.result(result, "ignored" if ignore_errors else "failed", message_of(result._result))

    def v2_runner_on_unreachable(self, result):
        self.result(result, "unreachable", message_of(result._result))

    def v2_runner_on_skipped(self, result):
        self.result(result, "skipped", why_skipped(result._result))

    def v2_playbook_on_stats(self, stats):
        self.write("end", hosts={host: stats.summarize(host) for host in sorted(stats.processed)})
