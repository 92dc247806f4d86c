"""Operations within a program: each row in a process of its own, in operations per second of processor time."""
import json
import os
import subprocess

from . import report
from .runtimes import BENCH, interleave

FILES = ["loop", "events", "buffer", "data", "fs", "streams", "crypto", "zlib", "net", "threads", "processes", "addon"]
ROUNDS = 3
#: A row that takes longer has hung.
TIMEOUT = 60


def run(runtimes, options, part):
    for name in [part] if part else FILES:
        file = os.path.join(BENCH, "rows", f"{name}.js")
        report.heading(f"{name}, operations per processor second", list(runtimes))
        for row in rows_of(file, next(iter(runtimes.values()))):
            if options.only in row:
                results = interleave(lambda command: measure([*command, file, row]), runtimes, options.rounds or ROUNDS)
                report.line(row, results, "ops/s", "{:,.0f}")


def rows_of(file, command):
    return json.loads(subprocess.check_output([*command, file, "--list"], stderr=subprocess.DEVNULL))


def measure(command):
    """The processor time is that of the process with all its threads, without its children."""
    try:
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=TIMEOUT, check=True)
        line = json.loads(result.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError):
        return None
    return {"ops/s": line["ops"] / line["cpu"]}
