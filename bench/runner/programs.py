"""Whole programs, from exec to exit: wall time, processor time, peak memory."""
import os
import subprocess
import time

from . import report
from .runtimes import BENCH, interleave

PROGRAMS = ["common.js", "module.mjs", "types.ts", "server.js", "express.js", "tsc.js"]
FIELDS = {"wall ms": "{:.1f}", "cpu ms": "{:.1f}", "peak MiB": "{:.1f}"}
ROUNDS = 20


def run(runtimes, options, _part):
    report.heading("start", list(runtimes))
    for program in PROGRAMS:
        if options.only in program:
            path = os.path.join(BENCH, "start", program)
            results = interleave(lambda command: measure([*command, path]), runtimes, options.rounds or ROUNDS)
            for field, form in FIELDS.items():
                report.line(f"{program} {field}", results, field, form)


def measure(command):
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    wall = time.perf_counter() - began
    if status != 0:
        return None
    cpu = usage.ru_utime + usage.ru_stime
    return {"wall ms": wall * 1000, "cpu ms": cpu * 1000, "peak MiB": usage.ru_maxrss / 1024}
