"""Runs queries in Spark over tables of the rows it is given: JSON in, JSON out. Times are ticks of 100 ns since 1970, or texts."""

import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from pyspark.sql import SparkSession

rounds = json.load(sys.stdin)
# What Java prints is no part of the answer.
answer_file = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

PARTITIONS = 4
folder = tempfile.TemporaryDirectory()
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .config("spark.sql.shuffle.partitions", str(PARTITIONS))
    .config("spark.sql.adaptive.enabled", "false")
    .config("spark.sql.warehouse.dir", folder.name)
    # Whoever runs a query is anywhere on earth.
    .config("spark.sql.session.timeZone", "America/St_Johns")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")

ticks = {
    "STRING": "{}",
    "TIMESTAMP": "unix_micros({}) * 10",
    # Without a zone it is the same text in every session, and UTC by what we assume.
    "TIMESTAMP_NTZ": "unix_micros(CAST(concat(CAST({} AS STRING), 'Z') AS TIMESTAMP_LTZ)) * 10",
}


def run(number, round):
    session = spark.newSession()
    type_of_time = round["type_of_time"]
    file = os.path.join(folder.name, f"{number}.json")
    with open(file, "w", encoding="utf-8") as out:
        for row in round["rows"]:
            out.write(json.dumps(dict(zip(["t", "i", "n", "s", "r"], row))) + "\n")
    zoned = "TIMESTAMP_LTZ" if type_of_time == "TIMESTAMP" else type_of_time
    table = session.read.json(file, schema="t STRING, i STRING, n STRING, s STRING, r BIGINT").selectExpr(
        f"CAST(t AS {zoned}) AS Timestamp",
        "i AS DeviceId",
        # An empty name is a null in half of the rows, as from a reader of CSV.
        "CASE WHEN n = '' AND r % 2 = 0 THEN NULL ELSE n END AS DeviceName",
        "s AS Signer",
        "r AS ReportId",
        "'x' AS SHA1",
    )
    table = table.repartition(PARTITIONS).cache()
    for name, value in round["settings"].items():
        session.conf.set(name, value)
    table.createOrReplaceTempView("DeviceFileCertificateInfo")
    first, last = ticks[type_of_time].format("FirstSeen"), ticks[type_of_time].format("LastSeen")

    def answer(query):
        devices = session.sql(query).selectExpr("DeviceId", "DeviceName", first, last, "Report", "Count")
        return [list(row) for row in devices.collect()]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(answer, round["queries"]))
    table.unpersist()
    return answers


json.dump([run(number, round) for number, round in enumerate(rounds)], answer_file)
answer_file.close()
spark.stop()
