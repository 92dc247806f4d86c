"""Servers under load: requests per second, and the servers' processor time per request, all processes and threads counted."""
import json
import os
import subprocess

from . import report
from .runtimes import BENCH, interleave

BODY = json.dumps({"id": 1, "name": "name", "tags": ["a", "b"]})
#: Server, and the body posted to it.
SERVERS = {"hello": None, "echo": BODY, "express": None, "fastify": None, "cluster": None, "https": None, "http2": None}
#: How requests travel, where not by plain HTTP/1.1.
SCHEMES = {"https": "https", "http2": "h2"}
FIELDS = {"requests/s": "{:,.0f}", "cpu us/request": "{:.2f}", "rss MiB": "{:.0f}"}
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 64
SECONDS = 3
ROUNDS = 3


def run(runtimes, options, part):
    report.heading(f"http, {CONNECTIONS} connections", list(runtimes))
    for server, body in SERVERS.items():
        if part in ("", server) and options.only in server:
            results = interleave(lambda command: measure(command, server, body, options.load), runtimes, options.rounds or ROUNDS)
            for field, form in FIELDS.items():
                report.line(f"{server} {field}", results, field, form)


def measure(command, name, body, load):
    server = subprocess.Popen(
        [*command, os.path.join(BENCH, "http", f"{name}.js")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = server.stdout.readline().strip()
        url = f"{SCHEMES.get(name, 'http')}://localhost:{port}/"
        if not port or not run_load(load, url, 1, body):
            return None
        processes = [server.pid, *children(server.pid)]
        before = cpu_seconds(processes)
        responses = run_load(load, url, SECONDS, body)
        cpu = cpu_seconds(processes) - before
        memory = sum(rss_mib(process) for process in processes)
        return responses and {"requests/s": responses / SECONDS, "cpu us/request": cpu / responses * 1e6, "rss MiB": memory}
    finally:
        server.terminate()
        server.wait()


def run_load(load, url, seconds, body):
    """The number of responses; `None` when any request failed."""
    output = subprocess.check_output([load, url, str(CONNECTIONS), str(seconds), *([body] if body else [])], text=True)
    result = json.loads(output)
    return None if result["failures"] else result["responses"] or None


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]


def cpu_seconds(processes):
    return sum(cpu_ticks(pid) for pid in processes) / TICKS_PER_SECOND


def cpu_ticks(pid):
    """User and system time of all threads; the name in the second field may hold spaces."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def rss_mib(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1048576
