"""Holds the counts of annotate.py, run by two workers, against those of `errdoc scan`: test.py ERRDOC LOG"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import pyspark

ERRDOC, LOG = sys.argv[1:]
HERE = pathlib.Path(__file__).parent
HOME = pathlib.Path(pyspark.__file__).parent
CATALOG = HERE.parent.parent / "tests/catalogs/zebra.json"

# Small parts, so that both workers get some and lines lie across edges; nothing begins before both workers are there.
OPTIONS = {
    "spark.sql.files.maxPartitionBytes": "512k",
    "spark.cores.max": "2",
    "spark.scheduler.minRegisteredResourcesRatio": "1",
    "spark.scheduler.maxRegisteredResourcesWaitingTime": "120s",
    "spark.ui.enabled": "false",
}


def submit(master, catalog, answer):
    """Runs the job."""
    command = [HOME / "bin/spark-submit", "--master", master]
    for name, value in OPTIONS.items():
        command += ["--conf", f"{name}={value}"]
    command += [HERE / "annotate.py", "--errdoc", ERRDOC, "--catalog", catalog, LOG, answer]
    settings = {"SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    return subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, timeout=240)


def counts(groups):
    """Gives what is counted of each error."""
    return {(group["provider"], group["code"], group["count"]) for group in groups}


def check(claim, got, due, job):
    """Ends with what differs, and with the end of what the job said."""
    if got != due:
        if isinstance(due, set):
            got, due = got - due, due - got
        sys.exit(f"spark: {claim}\n  got {got}\n  due {due}\n{job.stderr[-4000:]}")


scan = [ERRDOC, "scan", "--format", "json", "--catalog", CATALOG, LOG]
scan = json.loads(subprocess.run(scan, check=True, capture_output=True).stdout)
due = counts(scan["groups"])
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    shutil.rmtree(HOME / "work", ignore_errors=True)
    job = submit("local-cluster[2,1,1024]", CATALOG, folder / "answer")
    check("the log holds errors", len(due) > 50, True, job)
    check("the job ends well", job.returncode, 0, job)
    answer = "".join(part.read_text() for part in sorted((folder / "answer").glob("part-*")))
    check("the job counts as scan does", counts(map(json.loads, answer.splitlines())), due, job)
    workers = {path.parent.name for path in (HOME / "work").glob(f"app-*/*/{os.path.basename(ERRDOC)}")}
    check("both workers were sent the program", workers, {"0", "1"}, job)

    broken = folder / "broken.json"
    broken.write_text("no catalog")
    job = submit("local[1]", broken, folder / "none")
    check("a job fails with errdoc", (job.returncode != 0, "broken.json:1" in job.stderr), (True, True), job)
    check("a failed job leaves no answer", (folder / "none").exists(), False, job)
    shutil.rmtree(HOME / "work", ignore_errors=True)
print(f"spark: {len(due)} groups, {scan['errors']} errors in {scan['lines']} lines, counted alike by two workers")
