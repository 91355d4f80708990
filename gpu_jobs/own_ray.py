"""Ray, imported once its surroundings are set: much of them it reads only then. Whoever needs Ray takes it from here."""

import os

ADDRESS_VARIABLE = "RAY_ADDRESS"

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
if not os.environ.get(ADDRESS_VARIABLE):
    # Else it puts the host's own address in the place of 127.0.0.1 and listens to the network.
    os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    # A head that was killed does not come back here: who waits a minute for it keeps the job waiting, too. Then Ray ends this process.
    os.environ.setdefault("RAY_gcs_rpc_server_reconnect_timeout_s", "10")

import ray  # noqa: E402

__all__ = ["ADDRESS_VARIABLE", "ray"]
