"""Runs ansible-playbook once per line of standard input, each in a fork of this process, two at a time.

Ansible takes most of a second to load and this contract has over a hundred cases; loaded once, with the playbook and the roles of
the first case, a case takes the rest.
A line is JSON: {"name": ..., "arguments": [...]}. A line of JSON comes back per case: {"name": ..., "status": ..., "output": ...}.
"""

import contextlib
import gc
import io
import json
import os
import sys
import tempfile

from ansible.cli.playbook import PlaybookCLI
from ansible.executor import task_executor  # noqa: F401, what each task's own fork would load
from ansible.plugins import loader
from ansible.utils.context_objects import GlobalCLIArgs

AT_ONCE = 2


def load(case):
    """Reads what every case reads: a syntax check loads playbook, roles, plugins, and runs nothing."""
    with contextlib.redirect_stdout(io.StringIO()):
        status = PlaybookCLI(["ansible-playbook", "--syntax-check", *case["arguments"]]).run()
    if status != 0:
        raise SystemExit(f"the first case is not right: {case['name']}")
    # A singleton: without this every later case would be a syntax check as well.
    GlobalCLIArgs._Singleton__instance = None
    for plugins in (loader.filter_loader, loader.test_loader, loader.lookup_loader):
        list(plugins.all(class_only=True))
    # Else each fork would copy all of it at its first collection of garbage.
    gc.collect()
    gc.freeze()


def start(case):
    output = tempfile.TemporaryFile("w+")
    child = os.fork()
    if child == 0:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
        status = 250
        try:
            status = PlaybookCLI(["ansible-playbook", *case["arguments"]]).run()
        except Exception as error:  # what the command's own entry point prints as ERROR!
            print(f"ERROR! {error}")
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    return child, case["name"], output


def finish(running):
    child, wait_status = os.wait()
    name, output = running.pop(child)
    output.seek(0)
    print(json.dumps({"name": name, "status": os.waitstatus_to_exitcode(wait_status), "output": output.read()}), flush=True)


def main():
    running = {}
    cases = [json.loads(line) for line in sys.stdin]
    load(cases[0])
    for case in cases:
        if len(running) == AT_ONCE:
            finish(running)
        child, name, output = start(case)
        running[child] = (name, output)
    while running:
        finish(running)


if __name__ == "__main__":
    main()
