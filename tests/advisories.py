"""`python -m tests.advisories`: known vulnerabilities of the installed packages, and plainly whether anybody could be asked.

pip-audit ends well where the package index publishes no advisories: every package is "not found", and nothing was proven.
"""

import json
import subprocess
import sys
from typing import Any

COMMAND = (sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off")
FOUND, UNKNOWN = 1, 2


def verdict(packages: list[dict[str, Any]]) -> tuple[int, str]:
    """How the command ends, and what it says, from what pip-audit told of each package."""
    asked = [each for each in packages if "skip_reason" not in each]
    hurt = [f"{each['name']} {each['version']}: {one['id']}, mended in {_mended(one)}" for each in asked for one in each.get("vulns", [])]
    if hurt:
        return FOUND, "\n".join(hurt)
    if not asked:
        return 0, f"NOT AUDITED: the package index here publishes no advisories ({len(packages)} packages). Run make audit where it does."
    return (
        0,
        f"No known vulnerability in {len(asked)} packages; {len(packages) - len(asked)} are not in the index (ours, and local builds).",
    )


def _mended(vulnerability: dict[str, Any]) -> str:
    return ", ".join(vulnerability.get("fix_versions", [])) or "no version yet"


def main() -> int:
    """Asks, and says what came of it."""
    done = subprocess.run(COMMAND, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"NOT AUDITED: no advisories could be asked for. {done.stderr.strip()[-500:]}")
        return UNKNOWN
    code, words = verdict(packages)
    print(words)
    return code


if __name__ == "__main__":
    sys.exit(main())
