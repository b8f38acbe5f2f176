// Starts the page: gets its assets, compiles the module once, and makes workers that share it. The module of the readers
// is fetched only when somebody asks for it.
// It knows nothing of what the page does, and is the only script written by hand.
//
// A classic script, and workers from a blob URL: modules and workers by address are refused in sandboxed frames and in files opened from a disk.

"use strict";

(() => {
  // Where the assets come from. Whoever packs the page into one file replaces this object and nothing else.
  const assets = (() => {
    // Beside this script, so that the page works under any path.
    const here = document.currentScript.src;
    const get = async (name) => {
      let response;
      try {
        response = await fetch(new URL(name, here));
      } catch (error) {
        throw new Problem(`The file ${name} could not be fetched (${error.message}).`, howToServe());
      }
      if (!response.ok) {
        throw new Problem(`The server has no file ${name} beside the page (it answered ${response.status}).`, howToServe());
      }
      return response;
    };
    return {
      // The module, as a response.
      module: () => get("signerhunt-web_bg.wasm"),
      // The same of the readers of packed files, Parquet files and workbooks.
      readersModule: () => get("signerhunt-readers_bg.wasm"),
    };
  })();

  // What a worker does once it has the bindings: it waits for the module and starts it. The rest is up to the module.
  const startOfWorker = () => {
    self.onmessage = ({ data }) => {
      self.onmessage = null;
      wasm_bindgen({ module_or_path: data.module }).catch((error) => self.postMessage({ bootError: String(error) }));
    };
  };

  // A reason why the page does not start, and what to do about it.
  class Problem extends Error {
    constructor(what, advice) {
      super(what);
      this.advice = advice;
    }
  }

  const howToServe = () =>
    location.protocol === "file:"
      ? "This build cannot be opened from a disk: put its folder on a web server."
      : "Reload the page. If that does not help, its folder on the server is incomplete, or a frame keeps it from its own files.";

  const howToGetThem = "Retry when the page’s server can be reached again.";

  const start = async () => {
    if (typeof WebAssembly !== "object") {
      throw new Problem("This browser does not run WebAssembly, or does not allow it here.", "Use a current Chrome, Edge, Firefox or Safari, or allow WebAssembly for this page.");
    }
    const arriving = assets.module().then(compile);
    // What is wrong with it is told below, when it is waited for.
    arriving.catch(() => {});
    await otherScripts();
    for (const [name, make] of [["web", globalThis.make_wasm_bindgen], ["readers", globalThis.make_signerhunt_readers]]) {
      if (typeof make !== "function") {
        throw new Problem(`The file signerhunt-${name}.js could not be loaded.`, howToServe());
      }
    }
    const module = await arriving;
    const boot = { ...workersOf(module), readersModule: once(readersModule) };
    Object.defineProperty(globalThis, "signerhuntBoot", { value: Object.freeze(boot) });
    globalThis.signerhunt_readers = make_signerhunt_readers();
    await make_wasm_bindgen()({ module_or_path: module });
  };

  // Until the other scripts of the page have run, or failed to load.
  const otherScripts = () =>
    new Promise((resolve) => {
      if (document.readyState === "complete") {
        resolve();
      }
      document.addEventListener("DOMContentLoaded", resolve);
      addEventListener("load", resolve);
    });

  // Compiling while it arrives is refused for any other type than this, and some servers do not know it.
  const compile = async (response) =>
    response.headers.get("Content-Type") === "application/wasm"
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer());

  // The readers' module, compiled: a promise that fails with a Problem. Pages and workers start it with their own
  // `signerhunt_readers({ module_or_path: module })`.
  const readersModule = async () => {
    try {
      return await compile(await assets.readersModule());
    } catch (error) {
      // Reloading would forget the exports that were read already.
      throw error instanceof Problem ? new Problem(error.message, howToGetThem) : new Problem(`The readers for such files could not be started (${error.message}).`, adviceOn(error));
    }
  };

  // Asks once for all, and again only after it failed.
  const once = (ask) => {
    let answer;
    return () => {
      answer ??= ask().catch((error) => {
        answer = undefined;
        throw error;
      });
      return answer;
    };
  };

  const workersOf = (module) => {
    // Its bindings are made by the functions that make the page's: their text is here already.
    const scriptOfWorker = () => {
      const script = [
        `const wasm_bindgen = (${make_wasm_bindgen})();\n`,
        `const signerhunt_readers = (${make_signerhunt_readers})();\n`,
        `(${startOfWorker})();\n`,
      ];
      return policyFor(URL.createObjectURL(new Blob(script, { type: "text/javascript" })));
    };
    let checked;
    return {
      // A new worker that has the module already and says so when it is ready. Throws where workers are refused.
      // Where the module does not start in it, it posts {bootError: text}.
      newWorker() {
        checked ??= scriptOfWorker();
        const worker = new Worker(checked, { name: "signerhunt" });
        worker.postMessage({ module });
        return worker;
      },
    };
  };

  // The page's policy forbids to run a script by address, except the one address that we made ourselves.
  const policyFor = (address) => {
    const onlyOurs = (asked) => {
      if (asked !== address) {
        throw new TypeError("only the page's own worker may be run");
      }
      return asked;
    };
    return globalThis.trustedTypes?.createPolicy("signerhunt", { createScriptURL: onlyOurs }).createScriptURL(address) ?? address;
  };

  const adviceOn = (error) => {
    if (globalThis.WebAssembly && error instanceof WebAssembly.CompileError) {
      return "If a policy is named here, it is that of the server or of the page around this one: it must allow 'wasm-unsafe-eval'.";
    }
    return "Reload the page. If that does not help, please report it with this text.";
  };

  const tell = (error) => {
    const paragraph = (text) => {
      const element = document.createElement("p");
      element.textContent = text;
      return element;
    };
    const lines = ["Signerhunt could not start.", error.message ?? String(error), error.advice ?? adviceOn(error)];
    document.getElementById("app").replaceChildren(...lines.map(paragraph));
  };

  start().catch((error) => otherScripts().then(() => tell(error)));
})();
