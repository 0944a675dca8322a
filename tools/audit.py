#!/usr/bin/env python3
"""Asks the databases of known weaknesses about every package of the locks: `make audit`.

Ends with 0 if all were looked up and none is known, 1 if some are, 2 if some could not be looked up: what nobody knows
is never passed over as harmless.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
SCRIPTS = ("bundle", "benchmarks/peers/pages")  # each with a lock of npm's


class Found(NamedTuple):
    """What came of asking: the weaknesses, a line each, and what nobody could say anything about."""

    weak: list[str]
    unknown: list[str]


def of_python(told: dict[str, Any]) -> Found:
    """What pip-audit says."""
    weak, unknown = {}, set()
    for each in told["dependencies"]:
        if "skip_reason" in each:
            unknown.add(each["name"])
        for one in each.get("vulns", ()):
            mended = f", mended in {', '.join(one['fix_versions'])}" if one["fix_versions"] else ""
            weak[f"{each['name']} {each['version']}: {one['id']}{mended}"] = None
    return Found([*weak], sorted(unknown))


def of_scripts(told: dict[str, Any], folder: str) -> Found:
    """What npm says of the lock in a folder; where it could not ask there is no list."""
    if "vulnerabilities" not in told:
        return Found([], [f"{folder} ({told.get('message', 'npm did not say why')})"])
    return Found([f"{name}: {one['severity']}, {one['range']}" for name, one in told["vulnerabilities"].items()], [])


def asked(*command: str | Path, cwd: Path = ROOT) -> dict[str, Any]:
    """The JSON that a program prints; it ends with its own reason where it prints none."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=600, check=False)
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        reason = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        nobody = {"name": f"any Python package ({reason[0]})", "skip_reason": reason[0]}
        return {"dependencies": [nobody], "message": reason[0]}
    return told


def main() -> int:
    """Everything found, and the status."""
    locks = [part for path in sorted(ROOT.glob("requirements*.lock")) for part in ("--requirement", path.name)]
    audit = [Path(sys.executable).parent / "pip-audit", "--require-hashes", "--disable-pip", "--progress-spinner=off"]
    found = [of_python(asked(*audit, "--format=json", *locks))]
    for folder in SCRIPTS:
        if npm := shutil.which("npm"):
            found.append(of_scripts(asked(npm, "audit", "--json", cwd=ROOT / folder), folder))
        else:
            found.append(Found([], [f"{folder} (no npm here)"]))
    weak = [line for one in found for line in one.weak]
    unknown = [name for one in found for name in one.unknown]
    for line in weak:
        print(line)
    if unknown:
        shown = ", ".join(unknown[-6:]) + (f" and {len(unknown) - 6} more" if len(unknown) > 6 else "")
        print(f"Not looked up, since no database answered for them: {shown}.", file=sys.stderr)
    print(f"{len(weak)} known weaknesses in the locks{' as far as they were looked up' if unknown else ''}.")
    return 1 if weak else 2 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
