// A small server for the benchmarks: the built page under the policy that it is made for, and the pages of the other
// candidates beside it.

import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src blob:; connect-src 'self'; " +
  "img-src 'self' data: blob:; font-src 'self' data:; form-action 'none'; base-uri 'none'; " +
  "require-trusted-types-for 'script'; trusted-types signerhunt";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
};

export const serve = async ({ dist, here }) => {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const isPage = path.startsWith("/page/");
    const name = path.replace(/^\/(page|here)\//, "");
    const file = join(isPage ? dist : here, name === "" ? "index.html" : name);
    let size;
    try {
      const status = statSync(file);
      if (!status.isFile()) throw new Error("a folder");
      size = status.size;
    } catch {
      response.writeHead(404).end();
      return;
    }
    const headers = { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", "Content-Length": size };
    if (isPage) headers["Content-Security-Policy"] = POLICY;
    response.writeHead(200, headers);
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  return {
    page: `${address}/page/`,
    here: `${address}/here/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
};
