// Reads its part of the file and gives the number of its bytes; fewer when nothing came for three seconds.

"use strict";

const STALLED = 3000;

const byob = async (part) => {
  const reader = part.stream().getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(1 << 20);
  let bytes = 0;
  for (;;) {
    let timer;
    const stalled = new Promise((resolve) => (timer = setTimeout(() => resolve(null), STALLED)));
    const piece = await Promise.race([reader.read(new Uint8Array(buffer)), stalled]);
    clearTimeout(timer);
    if (piece === null || piece.done) return bytes;
    bytes += piece.value.byteLength;
    buffer = piece.value.buffer;
  }
};

const slices = async (part) => {
  const size = 16 << 20;
  let next = 0;
  let bytes = 0;
  const line = async () => {
    while (next < part.size) {
      const start = next;
      next += size;
      const { byteLength } = await part.slice(start, start + size).arrayBuffer();
      bytes += byteLength;
    }
  };
  await Promise.all([line(), line(), line(), line()]);
  return bytes;
};

onmessage = async ({ data: { part, mode } }) => postMessage(await { byob, slices }[mode](part));
postMessage("ready");
