#!/usr/bin/env python3
"""Runs a program of fuzz/js with the same seeds on two runtimes and shows the lines in which they differ.

    fuzz/compare.py fuzz/js/urls.js ANODE NODE [--seconds 600] [--seed 1] [--count 2000]

Exits with 1 when a line differed.
"""
import argparse
import itertools
import subprocess
import sys
import time


def output(runtime, program, seed, count):
    """The lines that the program prints; how it ended is one of them."""
    done = subprocess.run([runtime, '--no-warnings', program, str(seed), str(count)], capture_output=True, text=True, errors='replace')
    return [*done.stdout.splitlines(), f'exit {done.returncode} {done.stderr[-500:]}']


def differences(arguments, seed):
    one, other = (output(runtime, arguments.program, seed, arguments.count) for runtime in (arguments.anode, arguments.node))
    return [(a, b) for a, b in itertools.zip_longest(one, other) if a != b]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program')
    parser.add_argument('anode')
    parser.add_argument('node')
    parser.add_argument('--seconds', type=float, default=10)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--count', type=int, default=2000, help='inputs of one seed')
    arguments = parser.parse_args()
    end = time.monotonic() + arguments.seconds
    found = tried = 0
    for seed in itertools.count(arguments.seed):
        if time.monotonic() > end:
            break
        tried += arguments.count
        for a, b in differences(arguments, seed):
            found += 1
            print(f'seed {seed}\n  anode {a}\n  node  {b}')
    print(f'{tried} inputs, {found} differences')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
