"""Container and Kubernetes: valid against the schema, in step with nginx, nothing privileged."""

from __future__ import annotations

import re
import tarfile
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from kubernetes_validate.utils import all_versions

from tests.deploy.conftest import MakePackage
from tools.nginx import SHIPPED
from tools.site import ROOT

DEPLOY = ROOT / "deploy"
# The oldest cluster that knows every key used here, and all that the package has schemas for.
OLDEST = "1.32"
VERSIONS = [v for v in all_versions() if tuple(map(int, v.split(".")[:2])) >= (1, 32)]
MANIFESTS: list[dict[str, Any]] = [
    manifest
    for path in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for manifest in yaml.safe_load_all(path.read_text("utf-8"))
]
KINDS = {manifest["kind"]: manifest for manifest in MANIFESTS}


def name_of(manifest: dict[str, Any]) -> str:
    return str(manifest["kind"])


@pytest.mark.parametrize("manifest", MANIFESTS, ids=name_of)
def test_each_manifest_is_valid_against_the_schema_of_each_kubernetes(
    manifest: dict[str, Any],
) -> None:
    assert VERSIONS[0].startswith(OLDEST)
    for version in VERSIONS:
        kubernetes_validate.validate(manifest, version, strict=True)


def test_the_schema_refuses_a_key_that_does_not_exist() -> None:
    wrong = {**KINDS["Service"], "spec": {**KINDS["Service"]["spec"], "porta": 80}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSIONS[-1], strict=True)


def test_all_parts_of_a_delivery_are_there_and_meet() -> None:
    assert set(KINDS) == {
        "Namespace", "Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy", "Ingress"
    }  # fmt: skip
    labels = KINDS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert KINDS["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert KINDS["Service"]["spec"]["selector"] == labels
    assert KINDS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert KINDS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == labels
    (rule,) = KINDS["Ingress"]["spec"]["rules"]
    service = rule["http"]["paths"][0]["backend"]["service"]
    assert service["name"] == KINDS["Service"]["metadata"]["name"]
    assert service["port"]["name"] == KINDS["Service"]["spec"]["ports"][0]["name"]
    named = {m["metadata"]["namespace"] for m in MANIFESTS if m["kind"] != "Namespace"}
    assert named == {KINDS["Namespace"]["metadata"]["name"]}


def container() -> dict[str, Any]:
    (only,) = KINDS["Deployment"]["spec"]["template"]["spec"]["containers"]
    found: dict[str, Any] = only
    return found


def test_a_pod_may_do_nothing_but_serve() -> None:
    pod = KINDS["Deployment"]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] and not pod["automountServiceAccountToken"]
    assert container()["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert KINDS["NetworkPolicy"]["spec"]["egress"] == []
    assert KINDS["NetworkPolicy"]["spec"]["policyTypes"] == ["Ingress", "Egress"]


def test_a_roll_out_never_leaves_fewer_servers_than_before() -> None:
    spec = KINDS["Deployment"]["spec"]
    assert spec["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
    assert spec["replicas"] > KINDS["PodDisruptionBudget"]["spec"]["minAvailable"] >= 2
    assert container()["lifecycle"]["preStop"]["sleep"]["seconds"] >= 5


def test_ports_probes_and_what_nginx_writes_are_those_of_its_configuration() -> None:
    place = (SHIPPED / "pandu/tempat.conf").read_text()
    site = (SHIPPED / "pandu/situs.conf").read_text()
    (port,) = re.findall(r"listen (\d+);", place)
    assert [p["containerPort"] for p in container()["ports"]] == [int(port)]
    (rule,) = KINDS["NetworkPolicy"]["spec"]["ingress"]
    assert rule["ports"][0]["port"] == int(port)
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        path = container()[probe]["httpGet"]["path"]
        assert f"location = {path} " in site
    # What lives without its site is not ready, but need not be ended.
    assert container()["livenessProbe"]["httpGet"]["path"] == "/sehat"
    assert container()["readinessProbe"]["httpGet"]["path"] == "/siap"
    main = (SHIPPED / "nginx.conf").read_text()
    written = re.findall(r"^\s*(?:\w+_temp_path|pid) (\S+);", main, re.M)
    assert len(written) == 6
    mounts = [mount["mountPath"] for mount in container()["volumeMounts"]]
    assert {str(Path(path).parent) for path in written} == set(mounts)


def instructions() -> list[tuple[str, str]]:
    """The Containerfile as instruction and its words."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split()[0], line.partition(" ")[2]) for line in lines]


def test_the_container_is_built_from_what_a_package_holds(
    make_package: MakePackage, tmp_path: Path
) -> None:
    with tarfile.open(make_package("aaaaaaaaaaaa")) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    given = dict(words.split("=") for kind, words in instructions() if kind == "ARG")
    copied = {}
    for kind, words in instructions():
        if kind == "COPY":
            source, target = words.removeprefix("--chown=0:0 ").split()
            for name, value in given.items():
                source = source.replace(f"${{{name}}}", value)
            assert any(name.startswith(source) for name in names), source
            copied[target] = source
    place = (SHIPPED / "pandu/tempat.conf").read_text()
    (home,) = re.findall(r"set \$pandu (\S+);", place)
    assert set(copied) == {"/etc/pandu/", f"{home}/situs/", f"{home}/lain/"}
    (entry,) = [words for kind, words in instructions() if kind == "ENTRYPOINT"]
    assert '"/etc/pandu/nginx.conf"' in entry and "nginx/nginx.conf" in {
        name.removeprefix("deploy/") for name in names
    }


def test_the_container_is_nobodys_root_and_its_base_comes_from_any_registry() -> None:
    kinds = dict(instructions())
    user = KINDS["Deployment"]["spec"]["template"]["spec"]["securityContext"]["runAsUser"]
    assert kinds["USER"] == str(user) != "0"
    assert instructions()[0][0] == "ARG" and instructions()[1] == ("FROM", "${DASAR}")
    base = instructions()[0][1].partition("=")[2]
    assert "." not in base.split("/")[0]
    assert kinds["EXPOSE"] == "8080"
