"""`python -m perscoach_app.setup.typecheck`: the types of our hand-written JavaScript, read by TypeScript under bun."""

import subprocess
import sys

from perscoach_app.setup.failure import SetupFailed
from perscoach_app.setup.npm import ROOT, bun, fetch


def main() -> int:
    """Check the types.

    Returns:
        The compiler's exit status, 2 when it could not be fetched.
    """
    try:
        fetch("npm")
        compiler = fetch("npm-dev") / "typescript" / "lib" / "tsc.js"
    except SetupFailed as failed:
        print(failed.en, file=sys.stderr)
        return 2
    return subprocess.run([str(bun()), str(compiler), "--project", str(ROOT / "tsconfig.json")], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
