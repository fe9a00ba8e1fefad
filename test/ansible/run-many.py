"""Runs ansible-playbook once per line of standard input, each in a fork of this process, two at a time.

Ansible takes most of a second to load, and this contract has over a hundred cases of a hundred expressions each: loaded and compiled
once, by the first case, a case takes the rest.
A line is JSON: {"name": ..., "arguments": [...]}. A line of JSON comes back per case: {"name": ..., "status": ..., "output": ...}.
"""

import contextlib
import copy
import gc
import io
import json
import os
import sys
import tempfile

from ansible.cli.playbook import PlaybookCLI
from ansible.executor.process.worker import WorkerProcess
from ansible.utils.context_objects import GlobalCLIArgs
from ansible.utils.display import Display
from jinja2 import Environment

AT_ONCE = 2

compiled = {}
compile_source = Environment.compile


def load(case):
    """Runs the first case, which loads and compiles what every case uses; each fork then begins with it."""
    with contextlib.redirect_stdout(io.StringIO()) as output:
        status = PlaybookCLI(["ansible-playbook", *case["arguments"]]).run()
    if status != 0:
        raise SystemExit(f"the first case is not right: {case['name']}\n{output.getvalue()}")
    # A singleton, which the next case sets anew.
    GlobalCLIArgs._Singleton__instance = None
    # Else each fork would copy all of it at its first collection of garbage.
    gc.collect()
    gc.freeze()


def compile_once(environment, source, *others, **more):
    """Jinja's compile, which Ansible calls for each expression as often as it is evaluated."""
    key = (type(environment), source, others, tuple(more.items()))
    if key not in compiled:
        compiled[key] = compile_source(environment, source, *others, **more)
    return compiled[key]


def work_here(worker):
    """In the place of the fork that Ansible makes per task and host: the stand-ins only evaluate, and touch no machine."""
    worker._save_stdin()
    # What a fork may spoil: the one is emptied, the other templated in place.
    worker._host = copy.copy(worker._host)
    worker._task = worker._task.copy()
    worker._run()


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
    Environment.compile = compile_once
    WorkerProcess.start = work_here
    # A fork's words go to the process that prints.
    Display.set_queue = lambda display, queue: None
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
