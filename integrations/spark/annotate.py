"""Counts the API errors in logs: spark-submit annotate.py [--errdoc PROGRAM] [--catalog FILE]... LOGS ANSWER"""

import argparse
import json
import operator
import os
import shlex

from pyspark import SparkFiles
from pyspark.sql import SparkSession

# The errors that the catalog has, which are what `errdoc scan` makes its groups of.
KNOWN = ("certain", "likely", "possible")

parser = argparse.ArgumentParser()
parser.add_argument("--errdoc", default="errdoc", help="the program, which is sent to the workers")
parser.add_argument("--catalog", action="append", default=[], help="a catalog of your own, sent too")
parser.add_argument("logs")
parser.add_argument("answer", help="a folder that does not exist")
args = parser.parse_args()

spark = SparkSession.builder.appName("errdoc").getOrCreate()
context = spark.sparkContext
is_one_machine = context.master == "local" or context.master.startswith("local[")


def send(path):
    """Sends a file to the workers and gives its path there, quoted: an executor's working directory holds what is sent."""
    context.addFile(os.path.abspath(path))
    name = os.path.basename(path)
    return shlex.quote(SparkFiles.get(name) if is_one_machine else f"./{name}")


def counts(answer):
    """Gives what the answer to a line counts for."""
    for diagnosis in json.loads(answer)["diagnoses"]:
        if diagnosis["certainty"] in KNOWN:
            yield (diagnosis["provider"], diagnosis["code"]), diagnosis["count"]


command = f"{send(args.errdoc)} annotate --format jsonl"
for path in args.catalog:
    command += f" --catalog {send(path)}"

# Lines end at a line feed alone, as they do for errdoc; Spark's own rule ends them at a carriage return too.
lines = spark.read.text(args.logs, lineSep="\n").rdd.map(lambda row: row.value)
# Without checkCode, a log that errdoc could not read would be a log without errors.
answers = lines.pipe(command, checkCode=True)
found = answers.flatMap(counts).reduceByKey(operator.add).collect()
rows = sorted(found, key=lambda row: (-row[1], row[0]))
members = ("provider", "code", "count")
text = [json.dumps(dict(zip(members, (*error, count)))) for error, count in rows]
context.parallelize(text, 1).saveAsTextFile(args.answer)
spark.stop()
