// Drives Chromium for the benchmarks: opens a candidate's page afresh, hands it the file, and prints what it measured as a
// line of JSON for each run. It decides nothing: what is compared with what is in `src/browser.rs`.
//
//     node driver.mjs CONFIG.json
//
// Every run has a browser context of its own, so nothing is cached from the run before, and a renderer of its own, so that
// its peak memory is its own. The file is given by path, so that the browser has a `File` that lies on the disk.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";
import { watchPage, watchWorkers } from "./watch.mjs";

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { file, rows, rounds, cores, queries, candidates } = config;
const PATIENCE = 300_000;
// So long a page stands before the file is handed over: nobody finds one sooner.
const REST = 2_000;

const server = await serve({ dist: config.dist, here: import.meta.dirname });
const browser = await chromium.launch({
  executablePath: config.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const protocol = await browser.newBrowserCDPSession();

// Renderers by process id, with the kernel's figure of that name, in MiB.
const renderers = async (figure) => {
  const { processInfo } = await protocol.send("SystemInfo.getProcessInfo");
  const memory = new Map();
  for (const { type, id } of processInfo) {
    if (type !== "renderer") continue;
    try {
      const status = readFileSync(`/proc/${id}/status`, "utf8");
      memory.set(id, Number(status.match(new RegExp(`${figure}:\\s+(\\d+) kB`))[1]) / 1024);
    } catch {
      // It has ended meanwhile.
    }
  }
  return memory;
};

// By how much the renderer that grew most has grown at its peak.
const growth = async (before) => {
  const after = await renderers("VmHWM");
  return Math.max(...[...after].map(([id, peak]) => peak - (before.get(id) ?? peak)));
};

const inAPage = async (use, prepare = async () => {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const troubles = [];
    page.on("pageerror", (error) => troubles.push(error.message));
    await prepare(page);
    const result = await use(page);
    if (troubles.length > 0) throw new Error(`the page has an error: ${troubles[0]}`);
    return result;
  } finally {
    // What went wrong before is the better message.
    await context.close().catch(() => {});
  }
};

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
};

// Lines of groups, however they come, as the canonical answer.
const canonical = (lines) => {
  const bytes = lines.map((line) => Buffer.from(line.join("\t") + "\n")).sort(Buffer.compare);
  const reports = lines.map((line) => (line[5] === "" ? 0 : line[5].split(",").length));
  return {
    groups: lines.length,
    rows: lines.reduce((sum, line) => sum + Number(line[4]), 0),
    reports: reports.reduce((sum, count) => sum + count, 0),
    digest: createHash("sha256").update(Buffer.concat(bytes)).digest("hex"),
  };
};

// The hunt as the page's address holds it.
const hash = ({ from, to, terms }) =>
  `#terms=${terms.map(encodeURIComponent).join(",")}&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`;

// The answer as the page lets a person save it.
const savedAnswer = async (page) => {
  await page.click("#download-menu:not([disabled])");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download-json")]);
  const summary = JSON.parse(readFileSync(await download.path(), "utf8"));
  return canonical(
    summary.devices.map((device) => [device.DeviceId, device.DeviceName, device.FirstSeen, device.LastSeen, device.Count, device.Report.join(",")]),
  );
};

// Our page, handed the file after a rest or at once. With one core it believes that the machine has no more.
const signerhunt = (n_cores, { rest, times_asked }) => () =>
  inAPage(
    async (page) => {
      await page.goto(server.page + hash(queries[0]));
      await page.waitForSelector("#choose-files", { state: "attached" });
      const before = await renderers("VmRSS");
      await page.waitForTimeout(rest);
      await page.setInputFiles("#choose-files", file);
      const read = await page.evaluate(() => globalThis.watched.answer());
      const n_cores_seen = await page.evaluate(() => navigator.hardwareConcurrency);
      if (n_cores_seen !== n_cores) throw new Error(`the page sees ${n_cores_seen} cores in place of ${n_cores}`);
      const figures = { ...read, memory_mib: await growth(before) };
      const answers = [await savedAnswer(page)];
      // There and back again: each change of window and terms is a new hunt.
      const hunts = [];
      for (let times = 0; times < times_asked; times += 1) {
        for (const query of [1, 0]) {
          const hunt = await page.evaluate((hash) => globalThis.watched.hunt(hash), hash(queries[query]));
          // The answer is the first reply to that question; what is said later is about devices that are not in view.
          const [worker] = page.workers();
          const replies = await worker.evaluate((since) => globalThis.replies.filter(({ at }) => at > since), hunt.since);
          hunts.push({ query, ...hunt, worker_ms: replies[0].took });
          if (query === 1 && times === 0) answers.push(await savedAnswer(page));
        }
      }
      for (const query of times_asked > 0 ? [0, 1] : []) {
        for (const figure of ["drawn_ms", "trip_ms", "worker_ms"]) {
          const values = hunts.filter((hunt) => hunt.query === query).map((hunt) => hunt[figure]);
          figures[`hunt_${query}_${figure}`] = median(values);
          figures[`hunt_${query}_least_${figure}`] = Math.min(...values);
        }
      }
      if (times_asked > 0) Object.assign(figures, await page.evaluate(() => globalThis.watched.drag(3_000)));
      return { figures, answers };
    },
    async (page) => {
      await page.addInitScript(watchPage, rows);
      await page.addInitScript(watchWorkers);
      const session = await page.context().newCDPSession(page);
      await session.send("Emulation.setHardwareConcurrencyOverride", { hardwareConcurrency: n_cores });
    },
  );

// The bare Blob, thrown away as it comes. Its workers wait already when the file is handed over.
const drain = (mode, n_workers) => () =>
  inAPage(async (page) => {
    await page.goto(`${server.here}drain.html`);
    await page.evaluate((n) => globalThis.startWorkers(n), n_workers);
    await page.waitForTimeout(REST);
    await page.setInputFiles("#file", file);
    // A stream may stall, see the document: that run is no measurement, so it is repeated.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const result = await page.evaluate((mode) => globalThis.drain(mode), mode);
      if (result.bytes === config.bytes) return { figures: { total_ms: result.took }, answers: [] };
      console.error(`   the drain by ${mode} stalled after ${result.bytes} bytes; again`);
    }
    throw new Error(`the drain by ${mode} stalled three times`);
  });

const duckdb = () =>
  inAPage(async (page) => {
    await page.goto(`${server.here}duckdb.html`);
    const ready_ms = await page.evaluate(() => globalThis.ready);
    const before = await renderers("VmRSS");
    await page.waitForTimeout(REST);
    await page.setInputFiles("#file", file);
    const { figures, answers } = await page.evaluate((queries) => globalThis.measure(queries), queries);
    return { figures: { ready_ms, ...figures, memory_mib: await growth(before) }, answers: answers.map(canonical) };
  });

const runs = {
  "page, one worker": signerhunt(1, { rest: REST, times_asked: 3 }),
  "page, all cores": signerhunt(cores, { rest: REST, times_asked: 3 }),
  "page, at once": signerhunt(cores, { rest: 0, times_asked: 0 }),
  "drain, BYOB 1 MiB, one worker": drain("byob", 1),
  "drain, BYOB 1 MiB, all cores": drain("byob", cores),
  "drain, 16 MiB slices x 4, one worker": drain("slices", 1),
  "duckdb-wasm": duckdb,
};

try {
  for (let round = 0; round <= rounds; round += 1) {
    console.error(`   ${config.words}: round ${round === 0 ? "to warm up" : `${round} of ${rounds}`}`);
    for (const candidate of candidates) {
      const { figures, answers } = await runs[candidate]();
      console.log(JSON.stringify({ round, candidate, figures, answers }));
    }
  }
} finally {
  await browser.close();
  server.close();
}
