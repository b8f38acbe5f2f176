// The page of DuckDB-Wasm, as somebody would write it who wants the hunt to be quick: its files from beside the page, the
// bundle for browsers with WebAssembly's exceptions, the table described so that nothing need be guessed.

import * as duckdb from "@duckdb/duckdb-wasm";

const BUNDLE = "node_modules/@duckdb/duckdb-wasm/dist";
const COLUMNS = [
  "Timestamp", "DeviceId", "DeviceName", "SHA1", "IsSigned", "SignatureType", "Signer", "SignerHash", "Issuer", "IssuerHash",
  "CertificateSerialNumber", "CrlDistributionPointUrls", "CertificateCreationTime", "CertificateExpirationTime",
  "CertificateCountersignatureTime", "IsTrusted", "IsRootSignerMicrosoft", "ReportId",
];
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const types = COLUMNS.map((name) => `${quoted(name)}: ${quoted(name === "ReportId" ? "BIGINT" : "VARCHAR")}`).join(", ");
const CSV = `read_csv('export.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${types}})`;

// All times have the same length, so their texts have their order.
const hunt = ({ from, to, pattern }, table) => `
  SELECT DeviceId, DeviceName, min(Timestamp) AS f, max(Timestamp) AS l, count(*)::INTEGER AS n,
         list_sort(list(DISTINCT ReportId) FILTER (ReportId IS NOT NULL)) AS reports
  FROM ${table}
  WHERE Timestamp BETWEEN ${quoted(from)} AND ${quoted(to)} AND regexp_matches(Signer, ${quoted(pattern)})
  GROUP BY DeviceId, DeviceName`;

let database;
let connection;

const start = async () => {
  database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(`${BUNDLE}/duckdb-browser-eh.worker.js`));
  await database.instantiate(new URL(`${BUNDLE}/duckdb-eh.wasm`, location.href).href);
  connection = await database.connect();
  // Since the page was asked for.
  return performance.now();
};

// Made from the answer inside the engine, so that its way out is not measured.
const timed = async (statement) => {
  const start = performance.now();
  await connection.query(statement);
  return performance.now() - start;
};

const lines = async () => {
  const rows = await connection.query(
    "SELECT DeviceId, DeviceName, f, l, n, coalesce(array_to_string(reports, ','), '') AS reports FROM answer",
  );
  return rows.toArray().map((row) => [row.DeviceId, row.DeviceName, row.f, row.l, row.n, row.reports]);
};

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

globalThis.ready = start();

globalThis.measure = async (queries) => {
  const ready = await globalThis.ready;
  const [file] = document.getElementById("file").files;
  await database.registerFileHandle("export.csv", file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
  const figures = {};
  figures.direct_ms = await timed(`CREATE OR REPLACE TEMP TABLE answer AS ${hunt(queries[0], CSV)}`);
  figures.cold_ms = ready + figures.direct_ms;
  const direct = await lines();
  figures.import_ms = await timed(
    `CREATE TABLE rows AS SELECT Timestamp, DeviceId, DeviceName, Signer, ReportId FROM ${CSV}`,
  );
  const answers = [];
  for (const query of [0, 1]) {
    const times = [];
    for (let time = 0; time < 5; time += 1) {
      times.push(await timed(`CREATE OR REPLACE TEMP TABLE answer AS ${hunt(queries[query], "rows")}`));
    }
    figures[`hunt_${query}_ms`] = median(times);
    answers.push(await lines());
  }
  if (JSON.stringify(direct.sort()) !== JSON.stringify([...answers[0]].sort())) throw new Error("the table answers other than its file");
  return { figures, answers };
};
