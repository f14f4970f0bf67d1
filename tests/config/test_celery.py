"""A worker started by the one documented command sweeps by itself, and stops when told."""

import os
import subprocess
import sys
import time

from django.conf import settings

from config.celery import app


def test_no_result_is_kept_and_tasks_are_acknowledged_early():
    assert (app.conf.result_backend, app.conf.task_ignore_result, app.conf.task_acks_late) == (
        None,
        True,
        False,
    )


def test_only_json_is_accepted():
    assert (app.conf.task_serializer, app.conf.accept_content) == ("json", ["json"])


def test_a_worker_starts_with_nothing_set_and_stops_when_told(tmp_path):
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "VAR_DIR": str(tmp_path / "var")}
    with (tmp_path / "log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "threads"],
            cwd=settings.BASE_DIR,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        # An empty database has no tables: the sweep says so, and the worker goes on.
        wait_for(tmp_path / "log", "sweep_failed", worker)
    finally:
        worker.terminate()
        assert worker.wait(timeout=30) == 0


def wait_for(path, words, process):
    for _ in range(300):
        if words in path.read_text(errors="replace"):
            return
        assert process.poll() is None, path.read_text(errors="replace")
        time.sleep(0.1)
    raise AssertionError(path.read_text(errors="replace"))
