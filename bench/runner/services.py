"""Round trips to databases and caches: operations per second, and the client's processor time for each."""
import json
import os
import shlex
import subprocess
from contextlib import contextmanager

from . import report, rows
from .runtimes import BENCH, interleave

#: Rows file, which is also the service's name.
FILES = ["postgres", "redis"]
FIELDS = {"ops/s": "{:,.0f}", "cpu us/op": "{:.1f}"}
ROUNDS = 3


def run(runtimes, options, part):
    with servers([part] if part else FILES) as environment:
        os.environ.update(environment)
        for name in [part] if part else FILES:
            file = os.path.join(BENCH, "rows", f"{name}.js")
            report.heading(name, list(runtimes))
            for row in rows.rows_of(file, next(iter(runtimes.values()))):
                if options.only in row:
                    results = interleave(lambda command: measure([*command, file, row]), runtimes, options.rounds or ROUNDS)
                    for field, form in FIELDS.items():
                        report.line(f"{row}, {field}", results, field, form)


@contextmanager
def servers(names):
    """The addresses of private instances, which end when standard input does."""
    process = subprocess.Popen(["cargo", "xtask", "services", *names], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=os.path.dirname(BENCH))
    try:
        yield dict(exports(process.stdout))
    finally:
        process.stdin.close()
        process.wait()


def exports(lines):
    """What the shell would export; an empty line ends it."""
    for line in iter(lines.readline, "\n"):
        if not line:
            raise RuntimeError("the services did not start")
        if line.startswith("export "):
            yield shlex.split(line)[1].split("=", 1)


def measure(command):
    try:
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=rows.TIMEOUT, check=True)
        line = json.loads(result.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError):
        return None
    return {"ops/s": line["ops"] / line["wall"], "cpu us/op": line["cpu"] / line["ops"] * 1e6}
