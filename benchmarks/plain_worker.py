"""The product's worker, but without Ray: the pipeline runs in its own process. It starts in two seconds, and dies as well."""

import logging
from contextlib import nullcontext
from pathlib import Path

from gpu_jobs import cluster, pipeline
from gpu_jobs.clock import OnProgress
from gpu_jobs.first_look import OnNotices
from gpu_jobs.options import ProcessOptions
from gpu_jobs.workers import Here
from perscoach_app import first_look, worker


def process(source: Path, out: Path, options: ProcessOptions, tell: OnProgress, notice: OnNotices, kept: Path) -> pipeline.ProcessResult:
    """The same pipeline, one thing after the other."""
    return pipeline.process(source, out, options, tell, Here(), notice, kept)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker: %(message)s", datefmt="%H:%M:%S")
    cluster.workers = nullcontext
    with first_look.beside_the_queue():
        worker.run(process)
