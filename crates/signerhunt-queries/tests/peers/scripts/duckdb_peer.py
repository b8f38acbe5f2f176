"""Runs queries in DuckDB over a table of the rows it is given: JSON in, JSON out. Times are ticks of 100 ns since 1970, or texts."""

import json
import sys
import tempfile

import duckdb

question = json.load(sys.stdin)
type_of_time = question["type_of_time"]

connection = duckdb.connect()
# Whoever runs a query is anywhere on earth, and may have other habits.
connection.execute("SET TimeZone = 'America/St_Johns'; SET default_order = 'DESC'; SET default_null_order = 'NULLS_FIRST'")
connection.execute(
    f"CREATE TABLE DeviceFileCertificateInfo (Timestamp {type_of_time}, DeviceId VARCHAR, DeviceName VARCHAR, "
    "Signer VARCHAR, ReportId BIGINT, SHA1 VARCHAR)"
)
with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
    json.dump([dict(zip(["t", "i", "n", "s", "r"], row)) for row in question["rows"]], file)
    file.flush()
    # An empty name is a null in half of the rows, as from a reader of CSV.
    connection.execute(
        f"INSERT INTO DeviceFileCertificateInfo SELECT t::{type_of_time}, i, "
        "CASE WHEN n = '' AND row_number() OVER () % 2 = 0 THEN NULL ELSE n END, s, r, 'x' FROM "
        "read_json(?, columns = {t: 'VARCHAR', i: 'VARCHAR', n: 'VARCHAR', s: 'VARCHAR', r: 'BIGINT'})",
        [file.name],
    )

ticks = {
    "VARCHAR": "{}",
    "TIMESTAMP_NS": "epoch_ns({}) // 100",
}.get(type_of_time, "epoch_us({}) * 10")

answers = []
for query in question["queries"]:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE Answer AS\n{query}")
    first, last = ticks.format("FirstSeen"), ticks.format("LastSeen")
    rows = connection.execute(f"SELECT DeviceId, DeviceName, {first}, {last}, Report, Count FROM Answer")
    answers.append([list(row) for row in rows.fetchall()])
json.dump(answers, sys.stdout)
