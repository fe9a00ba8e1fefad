"""Runs ansible-playbook once per line of standard input, each in a fork of this process, two at a time.

Ansible takes most of a second to load and this contract has over a hundred cases; loaded once, a case takes the rest.
A line is JSON: {"name": ..., "arguments": [...]}. A line of JSON comes back per case: {"name": ..., "status": ..., "output": ...}.
"""

import json
import os
import sys
import tempfile

from ansible.cli.playbook import PlaybookCLI

AT_ONCE = 2


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
    for line in sys.stdin:
        if len(running) == AT_ONCE:
            finish(running)
        child, name, output = start(json.loads(line))
        running[child] = (name, output)
    while running:
        finish(running)


if __name__ == "__main__":
    main()
