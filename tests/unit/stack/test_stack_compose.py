"""docker-compose.yml promises what an operator expects of it; no engine is needed to check that."""

import re
from pathlib import Path

import pytest
import yaml

from engine.jobs.queue import QUEUES
from engine.settings import Settings
from engine.stack.compose_env import write_compose_env

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
LASTING = ("neo4j", "redis", "s3", "api", "worker", "importer")


def test_the_services_are_those_of_the_design_and_one_that_prepares_a_volume():
    assert sorted(SERVICES) == sorted((*LASTING, "s3-volume"))


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_pinned_and_memory_is_bounded(name):
    assert re.search(r":v?\d+\.\d+\.\d+(-[\w.]+)?$", SERVICES[name]["image"])
    assert re.fullmatch(r"\d+[mg]", SERVICES[name]["mem_limit"])


def test_the_servers_are_of_the_series_the_product_is_made_for():
    assert SERVICES["neo4j"]["image"].startswith("neo4j:5.26.")
    assert SERVICES["redis"]["image"].startswith("redis:7.")
    assert SERVICES["s3"]["image"].startswith("versity/versitygw:")


@pytest.mark.parametrize("name", LASTING)
def test_no_lasting_service_runs_as_root(name):
    assert str(SERVICES[name]["user"]).partition(":")[0] not in ("", "root", "0")


def test_what_runs_as_root_sees_no_network_and_ends():
    assert SERVICES["s3-volume"]["network_mode"] == "none"
    assert SERVICES["s3"]["depends_on"]["s3-volume"]["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("name", LASTING)
def test_every_lasting_service_says_whether_it_is_healthy(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_every_queue_has_a_worker_of_its_own():
    assert [SERVICES[name]["command"][-1] for name in ("worker", "importer")] == list(QUEUES)


@pytest.mark.parametrize("name", ["api", "worker", "importer"])
def test_the_application_waits_for_healthy_servers(name):
    waits = SERVICES[name]["depends_on"]
    assert {"neo4j", "redis", "s3"} <= waits.keys()
    assert {condition["condition"] for condition in waits.values()} == {"service_healthy"}


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_published_on_this_machine_alone(name):
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


def test_data_are_in_named_volumes():
    mounted = {mount.partition(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}
    assert mounted == COMPOSE["volumes"].keys() == {"neo4j-data", "neo4j-logs", "redis-data", "s3-data"}


@pytest.mark.parametrize("name", ["api", "worker", "importer"])
def test_every_setting_named_exists(name):
    known = {f"LOTGRAPH_{field.upper()}" for field in Settings.model_fields}
    given = SERVICES[name]["environment"].keys()
    assert given <= known
    assert {"LOTGRAPH_NEO4J_PASSWORD", "LOTGRAPH_REDIS_URL", "LOTGRAPH_S3_SECRET_KEY"} <= given


def test_no_secret_is_written_down_and_every_one_asked_for_is_generated(tmp_path):
    asked = set(re.findall(r"\$\{(\w+):\?", TEXT))
    made = {line.partition("=")[0] for line in write_compose_env(tmp_path / ".env").read_text().splitlines()}
    assert asked == made
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|AUTH|ACCESS_KEY", name):
                assert "${" in value, name


def test_the_image_is_built_from_the_locked_packages_without_root():
    steps = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes -r requirements-server.lock" in steps
    assert re.search(r"^FROM python:3\.11-slim$", steps, re.MULTILINE)
    assert steps.index("USER lotgraph") < steps.index("CMD")
    assert SERVICES["api"]["user"] == "10001:10001"
    assert "--gid 10001" in steps and "--uid 10001" in steps


def test_what_the_dockerfile_copies_is_not_ignored():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    for name in " ".join(copied).split():
        assert f"!{name}" in ignored, name
