"""in_one_process.py PROGRAM OPTIONS...: both steps of first_vm.py, with OpenNebula's commands standing in the same process.

A process for each of their calls would take longer than all the rest.
"""

import contextlib
import io
import runpy
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path

opennebula = SourceFileLoader("opennebula", str(Path(__file__).with_name("opennebula"))).load_module()


def call(arguments, **_):
    said, status, error = io.StringIO(), 0, ""
    with contextlib.redirect_stdout(said):
        try:
            opennebula.main(*arguments)
        except SystemExit as ended:
            status, error = 1, str(ended)
    return subprocess.CompletedProcess(arguments, status, said.getvalue(), error)


subprocess.run = call
program, *options = sys.argv[1:]
for step in ("image", "machine"):
    sys.argv = [program, step, *options]
    runpy.run_path(program, run_name="__main__")
