//! The workers that the page makes: how many there are, and what a test has them do before their own script.

use serde_json::Value;

use crate::browser::Browser;

/// The browser has so many cores. Workers are counted, and `spoil`, a function, hears of each but the first, which has the
/// engine: the others are its helpers.
pub(crate) fn with_cores(n_cores: u32, spoil: &str) -> String {
    format!(
        "Object.defineProperty(navigator, 'hardwareConcurrency', {{ value: {n_cores} }});
        globalThis.nWorkers = 0;
        const spoil = {spoil};
        globalThis.Worker = class extends Worker {{
            constructor(...all) {{
                super(...all);
                if (++globalThis.nWorkers > 1) spoil(this);
            }}
        }};"
    )
}

pub(crate) const HELPFUL: &str = "() => {}";
/// As when the browser ends it for want of memory.
pub(crate) const GONE_WITHOUT_A_WORD: &str =
    "(worker) => setTimeout(() => worker.terminate(), 150)";
pub(crate) const BREAKS_DOWN: &str = "(worker) => setTimeout(() => worker.dispatchEvent(new ErrorEvent('error', { message: 'out of luck' })), 150)";
pub(crate) const DOES_NOT_START: &str = "(worker) => { worker.postMessage = () => {}; setTimeout(() => worker.dispatchEvent(new Event('error')), 50); }";

pub(crate) async fn n_workers(browser: &Browser) -> u64 {
    browser.run("return globalThis.nWorkers", []).await.as_u64().unwrap()
}

/// Words to disturb a worker with, each of which is told to the page.
const WORDS: &str = "const told = new BroadcastChannel('disturbances');
    const patch = (prototype, method, instead) => {
        const real = prototype[method];
        prototype[method] = function (...all) { return instead(() => real.apply(this, all), ...all); };
    };
    const hang = (what) => { told.postMessage(what); return new Promise(() => {}); };
    ";

/// The script that the page makes for workers gets a prelude.
pub(crate) fn with_prelude(prelude: &str) -> String {
    let prelude = Value::from(format!("{WORDS}{prelude}"));
    format!(
        "globalThis.told = [];
        new BroadcastChannel('disturbances').onmessage = ({{ data }}) => told.push(data);
        const real = URL.createObjectURL;
        URL.createObjectURL = (blob) => real.call(URL, blob.type === 'text/javascript'
            ? new Blob(['{{', {prelude}, '}}\\n', blob], {{ type: blob.type }}) : blob);"
    )
}

/// What was told, each kind once: how many slices hang is not the matter.
pub(crate) async fn told(browser: &Browser) -> Vec<String> {
    let told = browser.run("return [...new Set(globalThis.told)]", []).await;
    serde_json::from_value(told).unwrap()
}
