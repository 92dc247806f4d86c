#!/usr/bin/env python3
"""Writes third_party/v8/start-order.txt: the functions of V8 and the C libraries that a start runs, in the order of their first call, for the
linker to lay them out together. To be run again for another V8:

    cargo build --release -p anode-cli && bench/start_order.py        # needs valgrind

Only names that do not change from build to build are listed: not those of Rust, which carry a hash, and not V8's embedded builtins, which
are one piece. Names that are gone are passed over by the linker.
"""
import os
import re
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ANODE = os.path.join(HERE, "..", "target", "release", "anode")
ORDER = os.path.join(HERE, "..", "third_party", "v8", "start-order.txt")
PROGRAMS = [os.path.join(HERE, "start", name) for name in ("common.js", "module.mjs", "server.js")]
CHANGING = re.compile(r"17h[0-9a-f]{16}E|^_R|^Builtins_")
CALLED = re.compile(r"c?fn=\(\d+\) (\S+)")


def main():
    known = set(line.split()[-1] for line in subprocess.check_output(["nm", ANODE], text=True).splitlines())
    order = {}
    for program in PROGRAMS:
        for name in functions_of(program):
            if name in known and not CHANGING.search(name):
                order[name] = True
    with open(ORDER, "w") as file:
        file.write("\n".join(order) + "\n")


def functions_of(program):
    """In the order of the first call."""
    with tempfile.NamedTemporaryFile() as profile:
        command = ["valgrind", "--tool=callgrind", "--demangle=no", "--smc-check=all", f"--callgrind-out-file={profile.name}", ANODE, program]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(profile.name, errors="replace") as file:
            found = (CALLED.match(line) for line in file)
            # A recursive function is listed once for each depth.
            return [re.sub(r"'\d+$", "", match.group(1)) for match in found if match]


if __name__ == "__main__":
    main()
