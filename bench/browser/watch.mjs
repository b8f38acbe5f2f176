// Runs inside our page before its own scripts and measures it from outside: it notes when a file is handed over, when the
// answer stands in the document and when a frame with it is due, and what goes to and fro between page and workers.
// The page does not know of it.

// Has each of our page's workers note how long it takes from hearing a request to its reply. The page makes their script, and
// finds this in front of it.
export const watchWorkers = () => {
  const noteReplies = () => {
    const post = self.postMessage.bind(self);
    let heard = 0;
    self.replies = [];
    addEventListener("message", () => (heard = performance.now()));
    self.postMessage = (...message) => {
      const now = performance.now();
      self.replies.push({ at: performance.timeOrigin + now, took: now - heard });
      post(...message);
    };
  };
  globalThis.Blob = new Proxy(Blob, {
    construct(target, [parts, options]) {
      const isScript = options?.type === "text/javascript";
      return Reflect.construct(target, [isScript ? [`(${noteReplies})();\n`, ...parts] : parts, options]);
    },
  });
};

export const watchPage = (n_rows) => {
  const watched = { n_workers: 0, ready: null, handed: null, asked: null, told: null };
  globalThis.watched = watched;

  addEventListener("change", (event) => {
    if (event.target.files?.length > 0) watched.handed = performance.now();
  }, { capture: true });

  globalThis.Worker = new Proxy(Worker, {
    construct(target, given) {
      watched.n_workers += 1;
      const worker = Reflect.construct(target, given);
      const post = worker.postMessage.bind(worker);
      worker.postMessage = (message, ...rest) => {
        watched.asked ??= performance.now();
        post(message, ...rest);
      };
      worker.addEventListener("message", () => (watched.told = performance.now()));
      return worker;
    },
  });

  const text = (id) => document.getElementById(id)?.textContent ?? "";
  const PATIENCE_MS = 600_000;
  // Waits until looking gives something, and looks at every change of the document.
  const seen = (what, look) =>
    new Promise((resolve, reject) => {
      const check = () => {
        if (!look()) return;
        observer.disconnect();
        clearTimeout(timer);
        resolve(performance.now());
      };
      const giveUp = () => reject(new Error(`waited ${PATIENCE_MS / 1000} s for ${what}; the page says "${text("answer")}"`));
      const timer = setTimeout(giveUp, PATIENCE_MS);
      const observer = new MutationObserver(check);
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      check();
    });
  // The frame that is drawn next has begun to be drawn when a task follows it.
  const frame = () =>
    new Promise((resolve) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    }));

  seen("the page", () => document.getElementById("choose-files")).then((at) => (watched.ready = at));

  // It must be watched for from the start: later it may be there already.
  const rowsRead = () => Number(text("ledger-read").replaceAll(/\D/g, ""));
  const whole = seen("the answer", () => rowsRead() === n_rows && text("answer") !== "");

  watched.answer = async () => {
    const at = await whole;
    const drawn = await frame();
    const { ready, handed, n_workers } = watched;
    return { ready_ms: ready, answer_ms: at - handed, drawn_ms: drawn - handed, cold_ms: ready + at - handed, n_workers };
  };

  watched.hunt = async (hash) => {
    // The page writes the last hunt into its address when it has time; before that, ours would be overwritten.
    await new Promise((resolve) => setTimeout(resolve, 600));
    const before = text("window-from") + text("answer");
    const start = performance.now();
    // Nothing is read any more, so what goes to and fro now is the question and its answer.
    watched.asked = null;
    location.hash = hash;
    const at = await seen("another answer", () => text("window-from") + text("answer") !== before && watched.told > start);
    const { asked, told } = watched;
    return { since: performance.timeOrigin + start, drawn_ms: at - start, trip_ms: told - asked };
  };

  // Moves the start of the window to and fro, a bit in each frame, as a hand would: how long from each move to the frame with
  // its answer, how many moves had none since a newer one came before it, and how long frames took. Where the hand turns, the
  // handle stands still for some frames, which are no moves.
  watched.drag = async (ms) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    const slider = document.getElementById("slide-from");
    const moves = new Map();
    const [answers, frames] = [[], []];
    let [moved, nMoves] = [performance.now(), 0];
    let [asked, shown] = [null, text("window-from")];
    const observer = new MutationObserver(() => {
      // The handle says at once where it is, the window when it is answered.
      const now = slider.getAttribute("aria-valuetext").replace(" UTC", "");
      if (now !== asked) {
        moves.set(now, moved);
        nMoves += 1;
      }
      asked = now;
      if (text("window-from") === shown) return;
      shown = text("window-from");
      const start = moves.get(shown);
      if (start !== undefined) frame().then((drawn) => answers.push(drawn - start));
    });
    observer.observe(document.getElementById("window-panel"), { subtree: true, characterData: true, attributes: true });
    const start = await new Promise(requestAnimationFrame);
    for (let last = start; last - start < ms; ) {
      moved = performance.now();
      const part = 0.5 - 0.4 * Math.cos((last - start) / 800);
      slider.value = Math.round(slider.max * part);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      const now = await new Promise(requestAnimationFrame);
      frames.push(now - last);
      last = now;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    observer.disconnect();
    answers.sort((a, b) => a - b);
    return {
      drag_drawn_ms: answers[answers.length >> 1],
      drag_drawn_p95_ms: answers[Math.floor(answers.length * 0.95)],
      drag_unanswered_percent: 100 - (answers.length * 100) / nMoves,
      // A sixtieth of a second, and what clocks are off by.
      drag_late_frames: frames.filter((took) => took > 17).length,
    };
  };
};
