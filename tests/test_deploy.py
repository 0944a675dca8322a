"""What compose.yaml and deploy/ promise: rights, limits, and that all files speak of the same addresses and sizes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import uvicorn
import yaml

from app import limits
from app.settings import Settings, table

ROOT = Path(__file__).parent.parent
LOCATIONS = (ROOT / "deploy/nginx/locations.conf").read_text()
UPSTREAM = (ROOT / "deploy/nginx/ravine.conf").read_text()


class Compose(yaml.SafeLoader):
    """YAML with the one tag of Compose that is used: what has it is taken back."""


Compose.add_constructor("!reset", lambda loader, node: None)


def services(name):
    return yaml.load((ROOT / name).read_text(), Compose)["services"]


def resolved(name):
    """The services of a file, with what they extend: of lists, which none has beside its base, the own one counts."""
    found = {}
    for service, own in services(name).items():
        base = own.pop("extends", None)
        inherited = services(Path(name).parent / base["file"])[base["service"]] if base else {}
        found[service] = dict(inherited)
        for key, value in own.items():
            before = found[service].get(key)
            both = isinstance(value, dict) and isinstance(before, dict)
            found[service][key] = before | value if both else value
    return found


SCHOOL = resolved("deploy/compose.yaml")
ALL = [*resolved("compose.yaml").items(), *SCHOOL.items()]


@pytest.mark.parametrize(("name", "service"), ALL, ids=lambda part: part if isinstance(part, str) else "")
def test_a_service_has_no_more_rights_than_it_needs(name, service):
    assert service["read_only"] is True and service["tmpfs"][0].startswith("/tmp")
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert not service.get("privileged") and "network_mode" not in service
    user = service.get("user") or re.search(r"^USER (.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[1]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert "ravine" in service["image"] or "user" in service


@pytest.mark.parametrize(("name", "service"), ALL, ids=lambda part: part if isinstance(part, str) else "")
def test_what_runs_for_a_school_is_bounded_in_memory_and_log(name, service):
    assert re.search(r"\d+[mg]\}?$", service["mem_limit"])
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert service.get("healthcheck") or name.startswith("ravine"), "the image of Ravine has its own"
    assert "ports" not in service or service["ports"] is None or name in ("nginx", "ravine")


def test_a_backup_is_of_the_volumes_that_there_are():
    told = (ROOT / "docs/operations.md").read_text()
    there = set()
    for name in ("compose.yaml", "deploy/compose.yaml"):
        whole = yaml.load((ROOT / name).read_text(), Compose)
        there |= {f"{whole['name']}_{volume}" for volume in whole["volumes"]}
        mounted = {v.rsplit(":", 1)[0] for s in resolved(name).values() for v in s.get("volumes", [])}
        used = {found[1] for v in mounted if (found := re.match(r"(?:\$\{\w+:-)?(\w+)\}?(?::|$)", v))}
        assert used == set(whole["volumes"]), "each that is mounted is declared, whichever file mounts it"
    named = set(re.findall(r"--volume ([\w.-]+)[:]/data", told))
    assert named == {"ravine_data", "ravine-school_data"} <= there
    for block in re.findall(r"```sh\n(.*?)```", told, re.DOTALL):
        commands = [line for line in block.splitlines() if re.search(r"docker compose .*(stop|start)$", line)]
        assert all(("--file deploy/compose.yaml" in line) == ("ravine-school_data" in block) for line in commands)


def test_a_folder_of_lessons_reaches_the_container():
    alone = services("compose.yaml")["ravine"]
    assert alone["environment"]["RAVINE_LESSONS"] == "${RAVINE_LESSONS:+/lessons}", "nothing where none is named"
    assert "${RAVINE_LESSONS:-lessons}:/lessons:ro" in alone["volumes"]


def test_every_setting_reaches_the_container():
    inside = {"RAVINE_HOST", "RAVINE_PORT"}  # the image says those
    assert services("compose.yaml")["ravine"]["environment"].keys() == {name for name, _, _ in table()} - inside


def test_the_replicas_are_alike_and_differ_from_one_alone_in_the_path_and_the_port():
    one, two = (SCHOOL[name] for name in ("ravine-1", "ravine-2"))
    assert {key: value for key, value in one.items() if key != "networks"} == {
        key: value for key, value in two.items() if key != "networks"
    }
    alone = services("compose.yaml")["ravine"]
    assert one["environment"] == alone["environment"] | {
        "RAVINE_ROOT_PATH": "/ravine",
        "RAVINE_JOBS": "${RAVINE_JOBS:-2}",
    }
    assert one["volumes"] == alone["volumes"] and one["ports"] is None


def test_whatever_may_be_chosen_beside_the_settings_is_told_with_its_default():
    used = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", (ROOT / "deploy/compose.yaml").read_text()))
    del used["RAVINE_JOBS"]  # a setting, with a default of its own here
    used["RAVINE_MEMORY"] = re.search(r"RAVINE_MEMORY:-([^}]*)", (ROOT / "compose.yaml").read_text())[1]
    rows = re.findall(r"^\| (`.*?`) \| (.*?)\|", (ROOT / "docs/operations.md").read_text(), re.MULTILINE)
    told = {}
    for names, defaults in rows:
        usual = re.findall(r"`(.*?)`", defaults)
        told |= dict(zip(re.findall(r"`(.*?)`", names), usual or [""], strict=True))
    assert told == used | {"RAVINE_CERTIFICATE": ""}, "without one a folder that has none is shown there"
    assert not told.keys() & {name for name, _, _ in table()}


def test_nginx_finds_each_replica_where_it_is():
    named = re.findall(r"server (ravine-\d):8000 ", UPSTREAM)
    hosts = dict(line.split(":", 1) for line in SCHOOL["nginx"]["extra_hosts"])
    there = {name: SCHOOL[name]["networks"]["ravine"]["ipv4_address"] for name in named}
    assert hosts == there and len(set(there.values())) == 2


def test_nginx_listens_where_its_ports_lead():
    published = {port.rsplit(":", 1)[1] for port in SCHOOL["nginx"]["ports"]}
    tls = (ROOT / "deploy/nginx/tls.conf").read_text()
    assert set(re.findall(r"listen (\d+)", tls)) == published
    assert set(re.findall(r"listen (\d+)", (ROOT / "deploy/nginx/http.conf").read_text())) <= published
    alive = SCHOOL["nginx"]["healthcheck"]["test"][-1]
    main = (ROOT / "deploy/nginx/nginx.conf").read_text()
    assert re.search(r"listen (\S+);", main)[1] in alive and alive.endswith(re.search(r"location = (\S+)", main)[1])


def test_every_location_is_below_the_prefix():
    prefix = SCHOOL["ravine-1"]["environment"]["RAVINE_ROOT_PATH"]
    below = ("@", f"{prefix}/", f"^(?:{prefix})+/")  # the last is a pattern, for a prefix said twice
    for place in re.findall(r"location (?:= |~ )?(\S+)", LOCATIONS):
        assert place.startswith(below) or place == prefix


def said(name, text=LOCATIONS):
    """The values of a directive, in bytes or seconds."""
    units = {"": 1, "s": 1, "k": 1024, "m": 1024**2}
    return [int(n) * units[unit] for n, unit in re.findall(rf"\b{name} (\d+)([skm]?);", text)]


def test_nginx_gives_no_less_time_and_room_than_ravine():
    usual = Settings()
    rest, recordings = said("client_max_body_size")
    assert rest == usual.body_limit and recordings > limits.RECORDING
    assert said("proxy_read_timeout")[0] > 2 * usual.job_seconds
    assert said("client_header_timeout") == [usual.head_seconds] and said("client_body_timeout") == [usual.body_seconds]
    assert said("send_timeout")[0] > usual.reader_seconds
    # Who lets a connection go first must not be Ravine, or a question is on its way to nobody.
    assert said("keepalive_timeout", UPSTREAM)[0] < uvicorn.Config("").timeout_keep_alive


def test_the_service_of_systemd_may_write_to_its_own_folder_only_and_gain_nothing():
    unit = (ROOT / "deploy/ravine@.service").read_text()
    said = dict(line.split("=", 1) for line in unit.splitlines() if re.match(r"\w+=", line))
    strict = {"ProtectSystem": "strict", "ProtectHome": "yes", "CapabilityBoundingSet": "", "NoNewPrivileges": "yes"}
    assert strict.items() <= said.items()
    assert said["DynamicUser"] == "yes" and said["User"] == said["StateDirectory"] == "ravine"
    assert not [key for key in said if key.startswith(("ReadWrite", "Ambient"))]
    settings = dict(re.findall(r"\b(RAVINE_\w+)=(\S+)", unit))
    assert settings == {"RAVINE_HOST": "127.0.0.1", "RAVINE_PORT": "%i", "RAVINE_DATA": "%S/ravine"}
    assert settings.keys() <= {name for name, _, _ in table()}
    if analyze := shutil.which("systemd-analyze"):
        command = [analyze, "security", "--offline=true", "--threshold=20", "--no-pager", "deploy/ravine@.service"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
