// The page that drains a file: parts it among workers that wait already, and measures until the last one is done.

"use strict";

let workers = [];

globalThis.startWorkers = async (n) => {
  workers = Array.from({ length: n }, () => new Worker("drain-worker.js"));
  await Promise.all(workers.map((worker) => new Promise((resolve) => (worker.onmessage = resolve))));
};

globalThis.drain = async (mode) => {
  const [file] = document.getElementById("file").files;
  const size = Math.ceil(file.size / workers.length);
  const start = performance.now();
  const drained = workers.map(
    (worker, idx) =>
      new Promise((resolve) => {
        worker.onmessage = ({ data }) => resolve(data);
        const part = workers.length === 1 ? file : file.slice(idx * size, Math.min((idx + 1) * size, file.size));
        worker.postMessage({ part, mode });
      }),
  );
  const bytes = (await Promise.all(drained)).reduce((sum, bytes) => sum + bytes, 0);
  return { took: performance.now() - start, bytes };
};
