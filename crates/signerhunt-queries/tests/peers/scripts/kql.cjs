// What Microsoft's language service makes of queries: what it finds wrong, the columns of their result and the texts in them;
// and the queries that links hold, unpacked. Its script is the first argument.
"use strict";

const fs = require("fs");
const path = require("path");
const zlib = require("zlib");

const service = process.argv[2];
require(path.join(path.dirname(service), "bridge.min.js"));
require(service);
const { KustoCode, GlobalState, Symbols, Syntax } = globalThis.Kusto.Language;

const { columns, queries, links } = JSON.parse(fs.readFileSync(0, "utf8"));

const types = {
  bool: Symbols.ScalarTypes.Bool,
  datetime: Symbols.ScalarTypes.DateTime,
  long: Symbols.ScalarTypes.Long,
  string: Symbols.ScalarTypes.String,
};
const column = ([name, type]) => new Symbols.ColumnSymbol(name, types[type], null, null, null, null);
const table = new Symbols.TableSymbol.$ctor4("DeviceFileCertificateInfo", columns.map(column));
const database = new Symbols.DatabaseSymbol.ctor("Hunting", [table]);
const schema = GlobalState.Default.WithDatabase(database);

// The lists of the service are .NET's.
const listed = (list) => Array.from({ length: list.Count }, (_, at) => list.getItem(at));

function analysed(query) {
  const code = KustoCode.ParseAndAnalyze(query, schema);
  const literals = [];
  Syntax.SyntaxElement.WalkNodes(code.Syntax, (node) => {
    if (node.Kind === Syntax.SyntaxKind.StringLiteralExpression) literals.push(node.ConstantValue);
  });
  return {
    diagnostics: listed(code.GetDiagnostics()).map((found) => `${found.Code} ${found.Message}`),
    columns: listed(code.ResultType.Columns).map((column) => [column.Name, column.Type.Name]),
    literals,
  };
}

function linked(link) {
  if (link === null) return null;
  const packed = Buffer.from(new URL(link).searchParams.get("query"), "base64url");
  return zlib.gunzipSync(packed).toString("utf16le");
}

const answers = queries.map((query, at) => ({ ...analysed(query), linked: linked(links[at]) }));
process.stdout.write(JSON.stringify(answers));
