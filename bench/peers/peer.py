# One engine of Python's world, one hunt, one file: prints what the engine itself needed and its answer as a line of JSON.
#
# It is started by the benchmarks (`cargo xtask bench native`) and belongs to no product. What is timed is the query alone,
# up to a result inside the engine: neither Python's start nor the making of the canonical answer is the engine's fault.
#
#     peer.py ENGINE THREADS FORMAT FILE QUERY       ENGINE duckdb | polars, THREADS 0 = the engine's own choice,
#                                                    FORMAT csv | jsonl, QUERY {"from", "to", "terms", "pattern"}
import hashlib
import json
import sys
import time

COLUMNS = (
    "Timestamp DeviceId DeviceName SHA1 IsSigned SignatureType Signer SignerHash Issuer IssuerHash"
    " CertificateSerialNumber CrlDistributionPointUrls CertificateCreationTime CertificateExpirationTime"
    " CertificateCountersignatureTime IsTrusted IsRootSignerMicrosoft ReportId"
).split()


def duckdb_hunt(threads, form, path, query):
    import duckdb

    connection = duckdb.connect(config={"threads": threads} if threads else {})
    types = {name: "BIGINT" if name == "ReportId" else "VARCHAR" for name in COLUMNS}
    if form == "csv":
        # Told what the file is, it need not find out. All times have the same length, so their texts have their order.
        source = "read_csv($path, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', columns = $types)"
    else:
        types = {name: types[name] for name in ("Timestamp", "DeviceId", "DeviceName", "Signer", "ReportId")}
        source = "read_json($path, format = 'newline_delimited', columns = $types)"
    statement = f"""
        CREATE TEMP TABLE answer AS
        SELECT DeviceId, DeviceName, min(Timestamp) AS f, max(Timestamp) AS l, count(*) AS n,
               list_sort(list(DISTINCT ReportId) FILTER (ReportId IS NOT NULL)) AS reports
        FROM {source}
        WHERE Timestamp BETWEEN $from AND $to AND regexp_matches(Signer, $pattern)
        GROUP BY DeviceId, DeviceName"""
    # Statements that make tables take no parameters.
    texts = {"path": path, "from": query["from"], "to": query["to"], "pattern": query["pattern"]}
    for name, text in texts.items():
        statement = statement.replace(f"${name}", "'" + text.replace("'", "''") + "'")
    statement = statement.replace("$types", "{" + ", ".join(f"'{n}': '{t}'" for n, t in types.items()) + "}")
    start = time.perf_counter()
    connection.execute(statement)
    took = time.perf_counter() - start
    rows = connection.execute("SELECT * FROM answer").fetchall()
    return duckdb.__version__, took, rows


def polars_hunt(_threads, form, path, query):
    # The number of threads is an environment variable here, read at this import.
    import polars

    column = polars.col
    start = time.perf_counter()
    if form == "csv":
        frame = polars.scan_csv(path, infer_schema=False)
    else:
        frame = polars.scan_ndjson(path, schema={name: polars.String if name != "ReportId" else polars.Int64 for name in ("Timestamp", "DeviceId", "DeviceName", "Signer", "ReportId")})
    answer = (
        frame.filter(column("Timestamp").is_between(polars.lit(query["from"]), polars.lit(query["to"])))
        .filter(column("Signer").str.contains(query["pattern"]))
        .group_by("DeviceId", "DeviceName")
        .agg(
            column("Timestamp").min().alias("f"),
            column("Timestamp").max().alias("l"),
            polars.len().alias("n"),
            column("ReportId").drop_nulls().cast(polars.Int64).unique().sort().alias("reports"),
        )
        .collect(engine="streaming")
    )
    took = time.perf_counter() - start
    return polars.__version__, took, answer.rows()


def main():
    engine, threads, form, path, query = sys.argv[1:]
    hunt = {"duckdb": duckdb_hunt, "polars": polars_hunt}[engine]
    version, took, rows = hunt(int(threads), form, path, json.loads(query))
    lines = sorted(
        "\t".join([device, name, first, last, str(count), ",".join(map(str, reports or []))]) + "\n"
        for device, name, first, last, count, reports in rows
    )
    answer = {
        "groups": len(rows),
        "rows": sum(row[4] for row in rows),
        "reports": sum(len(row[5] or []) for row in rows),
        "digest": hashlib.sha256("".join(lines).encode()).hexdigest(),
    }
    print(json.dumps({"version": version, "inner_ms": took * 1000, "answer": answer}))


main()
