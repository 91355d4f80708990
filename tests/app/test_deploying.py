"""What docs/operate.md and deploy/ say is so."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

from gpu_jobs.weights import WEIGHTS_DIR_VARIABLE
from perscoach_app.settings import PROJECT_ROOT, Settings
from perscoach_app.setup import settings_table
from tests.advisories import verdict

DEPLOY = PROJECT_ROOT / "deploy"


def test_the_table_of_settings_is_of_today() -> None:
    document = settings_table.DOCUMENT.read_text(encoding="utf-8")
    assert settings_table.written(document) == document, "run python -m perscoach_app.setup.settings_table"
    rows = re.findall(r"^\| `(?:PERSCOACH_)(\w+)` \| (.+?) \| (.+) \|$", document, re.MULTILINE)
    assert {name.lower() for name, _, _ in rows} == set(Settings.model_fields)
    assert all(meaning.strip() for _, _, meaning in rows)


def test_examples_name_settings_that_there_are() -> None:
    known = {f"PERSCOACH_{name.upper()}" for name in Settings.model_fields} | {WEIGHTS_DIR_VARIABLE}
    for path in DEPLOY.iterdir():
        named = set(re.findall(r"\bPERSCOACH_[A-Z_]+\b", path.read_text(encoding="utf-8")))
        assert named <= known, path.name


def test_the_container_holds_what_is_needed_to_serve() -> None:
    copied = set(re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE))
    named = {name for line in copied for name in line.split()}
    assert {"perscoach_motion", "perscoach_training", "gpu_jobs", "perscoach_app", "assets", "migrations", "rxconfig.py"} <= named
    assert all((PROJECT_ROOT / name).exists() for name in named)


def test_the_cluster_on_kubernetes_is_the_one_that_is_described() -> None:
    volume, cluster, dispatcher = yaml.safe_load_all((DEPLOY / "kuberay.yaml").read_text(encoding="utf-8"))
    spec, pod = cluster["spec"], dispatcher["spec"]["template"]["spec"]
    head = spec["headGroupSpec"]
    assert f"ray=={spec['rayVersion']}\n" in (PROJECT_ROOT / "constraints.txt").read_text(), "one version of Ray everywhere"
    assert head["rayStartParams"]["num-cpus"] == "0", "nothing is computed at the head"
    pods = [pod, *(group["template"]["spec"] for group in (head, *spec["workerGroupSpecs"]))]
    containers = [container for each in pods for container in each["containers"]]
    assert len({container["image"] for container in containers}) == 1, "the same image everywhere"
    for container in containers:
        given = {each["name"]: each for each in container["env"]}
        assert given["RAY_AUTH_MODE"]["value"] == "token"
        assert "secretKeyRef" in given["RAY_AUTH_TOKEN"]["valueFrom"], "no token stands in the file"
    weights = [each for each in containers if WEIGHTS_DIR_VARIABLE in {variable["name"] for variable in each["env"]}]
    assert len(weights) == 1 + len(spec["workerGroupSpecs"])
    assert all(each["volumeMounts"][0]["mountPath"] == "/weights" for each in weights)
    assert {each["volumes"][0]["persistentVolumeClaim"]["claimName"] for each in pods if "volumes" in each} == {volume["metadata"]["name"]}
    address = {each["name"]: each.get("value") for each in pod["containers"][0]["env"]}["RAY_ADDRESS"]
    assert address == f"{cluster['metadata']['name']}-head-svc:6379"
    assert "--num-cpus=0" in pod["containers"][0]["command"][-1], "it hands out, and takes no work of its own"
    gpus = [
        group["template"]["spec"]["containers"][0]["resources"]["limits"].get("nvidia.com/gpu", 0) for group in spec["workerGroupSpecs"]
    ]
    assert gpus == [0, 1]


def test_proxies_keep_the_numbers_inside_and_say_who_asks() -> None:
    for name in ("Caddyfile", "nginx.conf"):
        assert "/metrics" in (DEPLOY / name).read_text()
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert re.search(r"X-Forwarded-For\s+\$remote_addr;", nginx)  # not what the visitor claims
    assert re.search(r"Host\s+\$http_host;", nginx)


def test_a_command_has_the_settings_as_they_are_written(tmp_path: Path) -> None:
    """A shell that read the file itself would take `<` for a redirection."""
    script = (DEPLOY / "perscoach.sh").read_text()
    for there, here in (
        ("/etc/perscoach.env", str(DEPLOY / "perscoach.env")),
        ("runuser -u perscoach -- /opt/perscoach/.venv/bin/perscoach", sys.executable),
        ("/opt/perscoach", str(tmp_path)),
    ):
        assert there in script
        script = script.replace(there, here)
    program = "import os, sys; print(os.environ['PERSCOACH_MAIL_FROM'], os.environ['PERSCOACH_ENV'], sys.argv[1])"
    said = subprocess.run(["sh", "-c", script, "perscoach", "-c", program, "Анна и Мария"], capture_output=True, text=True, check=True)
    assert said.stdout == "pers.coach <no-reply@example.org> production Анна и Мария\n"


def test_an_audit_that_could_ask_nobody_says_so() -> None:
    unknown = {"name": "starlette", "skip_reason": "not found"}
    sound = {"name": "httpx", "version": "1.0", "vulns": []}
    hurt = {"name": "jinja", "version": "1.0", "vulns": [{"id": "X-1", "fix_versions": ["1.1"]}]}
    assert [verdict([unknown]), verdict([unknown, sound])[0], verdict([sound, hurt])] == [
        (0, "NOT AUDITED: the package index here publishes no advisories (1 packages). Run make audit where it does."),
        0,
        (1, "jinja 1.0: X-1, mended in 1.1"),
    ]
