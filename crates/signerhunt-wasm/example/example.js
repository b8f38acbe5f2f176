// How to hunt in a page of your own: load the module once, feed it a file, show what it found.
// It is an example to copy from and not a second page: everything happens on the page's own thread,
// and one file is read at a time.

"use strict";

const input = document.getElementById("export");
const told = document.getElementById("told");
const table = document.getElementById("devices");

// Fetches and compiles signerhunt_bg.wasm. Whoever keeps it elsewhere, or has it in memory, says so:
// wasm_bindgen({ module_or_path: urlOrBytesOrModule }).
const ready = wasm_bindgen();

// The summary of one export: a plain object, the same that `signerhunt scan --format json` prints.
const summaryOf = async (file) => {
  await ready;
  // Everything may be left out: these are the terms and the window of the ConnectWise rule.
  const hunt = new wasm_bindgen.Hunt({
    name: file.name,
    terms: ["ConnectWise", "CONTINUUM MANAGED", "ScreenConnect"],
    from: "-5d",
    to: "now",
  });
  try {
    // Piece by piece, so that the file is never whole in memory. Waiting for the next piece lets the page draw.
    const pieces = file.stream().getReader();
    for (;;) {
      const { done, value } = await pieces.read();
      if (done) return hunt.finish();
      hunt.feed(value);
    }
  } finally {
    // What the module holds is not seen by the garbage collector.
    hunt.free();
  }
};

const show = ({ devices, hunt, ledger }) => {
  const rows = devices.map((device) => {
    const row = document.createElement("tr");
    const cells = [device.DeviceName, device.DeviceId, device.FirstSeen, device.LastSeen, device.Count, device.Report.join(", ")];
    for (const text of cells) {
      // As text, never as HTML: whoever names a device or a file can write anything into an export.
      row.insertCell().textContent = text;
    }
    return row;
  });
  table.tBodies[0].replaceChildren(...rows);
  table.hidden = rows.length === 0;
  told.textContent =
    `Devices: ${devices.length}. Sightings: ${ledger.matched}, from ${hunt.from} to ${hunt.to}. ` +
    `Rows read: ${ledger.read}; of these, ${ledger.rejected} could not be used.`;
};

const read = async (file) => {
  input.disabled = true;
  table.hidden = true;
  told.className = "";
  told.textContent = `Reading ${file.name} …`;
  try {
    show(await summaryOf(file));
  } catch (error) {
    // The message names the file, what is wrong with it and what to do.
    told.className = "trouble";
    told.textContent = error.message;
  }
  input.disabled = false;
};

input.addEventListener("change", () => {
  if (input.files.length === 1) read(input.files[0]);
});
