#!/usr/bin/env python3
"""Runs the benchmarks on Anode and on other runtimes, side by side, and prints medians with their ratios to Node.

    bench/run.py [--anode PATH] [--rounds N] [--only TEXT] [start] [http] [rows] [rows/NAME] [services] ...

Rounds are interleaved (every runtime once, then every runtime again), so that a slow spell of the machine hits all of them. The other
runtimes are the npm packages of bench/package.json: `npm ci --prefix bench` installs them. `--also name=path` adds one.
"""
import argparse
import os

from runner import http, programs, rows, runtimes, services

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    options = parse_arguments()
    found = runtimes.find(options)
    for name in options.benches or ["start", "http", "rows", "services"]:
        group, _, part = name.partition("/")
        {"start": programs, "http": http, "rows": rows, "services": services}[group].run(found, options, part)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "..", "target"))
    parser.add_argument("--anode", default=os.path.join(target, "release", "anode"))
    parser.add_argument("--load", default=os.path.join(target, "release", "anode-load"), help="the load generator, `cargo build --release -p anode-load`")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--only", default="", help="the programs or rows whose name contains this")
    parser.add_argument("--without", action="append", default=[], metavar="NAME", help="leave a runtime out")
    parser.add_argument("--also", action="append", default=[], metavar="NAME=PATH")
    parser.add_argument("benches", nargs="*", metavar="start|http|rows|services[/NAME]")
    return parser.parse_args()


if __name__ == "__main__":
    main()
