#!/usr/bin/env python3
"""Writes what Ravine is made of as CycloneDX JSON: every package of requirements.lock and of the small plotly.js.

It asks nobody: versions and hashes are those of the locks, licences those of the installed packages (none where the
lock has a package for other systems only). The same locks give the same file; it has no time in it.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output import OutputFormat, make_outputter
from cyclonedx.schema import SchemaVersion
from packageurl import PackageURL
from packaging.markers import Marker

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+))? \\$")
LONG = 80  # a licence that is longer is its text, not its name


def component(
    kind: str, name: str, version: str, hashes: list[HashType], licence: str | None, needed: bool = True
) -> Component:
    """A library of one of the two package indexes; its archives' hashes stand where it is distributed."""
    group, _, short = name.rpartition("/")
    address = PackageURL(kind, group or None, short, version)
    return Component(
        type=ComponentType.LIBRARY,
        group=group or None,
        name=short,
        version=version,
        scope=ComponentScope.REQUIRED if needed else ComponentScope.OPTIONAL,
        purl=address,
        bom_ref=str(address),
        licenses=[LicenseFactory().make_from_string(licence)] if licence else [],
        external_references=[
            ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(str(address)), hashes=hashes)
        ],
    )


def python_packages() -> Iterator[Component]:
    """Every pin of requirements.lock; what the image's Python on Linux does not take is optional."""
    version = re.search(r"python:([\d.]+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    image = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
    image |= {"python_version": version[1], "python_full_version": f"{version[1]}.0"} if version else {}
    blocks = re.split(r"\n(?! )", (ROOT / "requirements.lock").read_text(encoding="utf-8").rstrip())
    for head, *rest in map(str.splitlines, blocks):
        pin = PIN.match(head)
        if pin is None:
            raise SystemExit(f"requirements.lock has a line that is no pin: {head}")
        hashes = [HashType(alg=HashAlgorithm.SHA_256, content=one) for one in re.findall("[0-9a-f]{64}", "".join(rest))]
        needed = pin["marker"] is None or Marker(pin["marker"].strip()).evaluate(image)
        yield component("pypi", pin["name"], pin["version"], hashes, licence_of(pin["name"]), needed)


def licence_of(name: str) -> str | None:
    """As the installed package says it: as an expression, in a word, or by its classifier."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    for said in (about.get("License-Expression"), about.get("License")):
        if said and len(said) <= LONG and "\n" not in said:
            return said
    classified = [line for line in about.get_all("Classifier", []) if line.startswith("License :: ")]
    return classified[0].rsplit(" :: ", 1)[1] if classified else None


def script_packages() -> Iterator[Component]:
    """What the small plotly.js is made of, without what only builds it."""
    lock = json.loads((ROOT / "bundle" / "package-lock.json").read_text(encoding="utf-8"))
    for path, package in lock["packages"].items():
        if path and not package.get("dev"):
            content = base64.b64decode(package["integrity"].removeprefix("sha512-")).hex()
            hashes = [HashType(alg=HashAlgorithm.SHA_512, content=content)]
            name = path.rpartition("node_modules/")[2]
            yield component("npm", name, package["version"], hashes, package.get("license"))


def document() -> dict[str, Any]:
    """The whole of it, as JSON has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=project["version"],
        description=project["description"],
        licenses=[LicenseFactory().make_from_string(project["license"])],
        bom_ref=project["name"],
    )
    bom = Bom(components={*python_packages(), *script_packages()})
    bom.metadata.component = own
    bom.register_dependency(own, bom.components)
    written: dict[str, Any] = json.loads(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string())
    del written["metadata"]["timestamp"], written["serialNumber"]
    written["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(written, sort_keys=True)).urn
    return written


def main() -> None:
    """Into the file given."""
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    written = document()
    target.write_text(json.dumps(written, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    bare = sum("licenses" not in each for each in written["components"])
    print(f"{target}: {len(written['components'])} packages, {bare} of them without a licence that is known here.")


if __name__ == "__main__":
    main()
