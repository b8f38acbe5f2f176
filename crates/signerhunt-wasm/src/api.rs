//! The JavaScript API: the engine without the page, for people who build their own.
//!
//! ```js
//! const hunt = new Hunt({ name: "New query.csv", terms: ["ConnectWise"], from: "-5d" });
//! for await (const piece of file.stream()) hunt.feed(piece);
//! const summary = hunt.finish();
//! console.log(summary.devices.length, summary.ledger);
//! ```
//!
//! It reads one export on the thread that calls it. Whoever wants a worker puts it into one. The export
//! is text of any shape, packed with gzip or not; zip archives, Parquet files and workbooks are refused,
//! with what to do.

use serde::{Deserialize, Serialize};
use signerhunt::{Bound, ExportReader, Exports, Now, ReadOptions, Ticks, Window};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What to look for, and when. Everything may be left out. */
export interface HuntOptions {
  /** The export's name, for messages. */
  name?: string;
  /** A signer matches when it has any of these. Default: the ConnectWise rule's. */
  terms?: string[];
  /** The first point in time inside the window: ISO 8601, "all", or before now, as "-5d". Default "-5d". */
  from?: string;
  /** The last point in time inside the window, likewise. Default "now". */
  to?: string;
  /** What now means: "newest" (the newest row), "clock", or a time. Default "newest". */
  now?: string;
  /** The zone of times that carry none, in minutes east of UTC. Left out: UTC is assumed, and the source says so. */
  utcOffsetMinutes?: number;
  /** Whether 5/6/2026 is the 5th of June. Needed only where the export does not show it. */
  dayFirst?: boolean;
}
"#;

/// The options as JavaScript gives them.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Options {
    name: Option<String>,
    terms: Option<Vec<String>>,
    from: Option<String>,
    to: Option<String>,
    now: Option<String>,
    utc_offset_minutes: Option<i32>,
    day_first: Option<bool>,
}

#[wasm_bindgen]
extern "C" {
    /// `HuntOptions` of the TypeScript section.
    #[wasm_bindgen(typescript_type = "HuntOptions")]
    pub type HuntOptions;
}

/// A hunt over one export that is fed piece by piece.
#[wasm_bindgen]
pub struct Hunt {
    reader: Option<ExportReader>,
    hunt: signerhunt::Hunt,
}

#[wasm_bindgen]
impl Hunt {
    /// Begins a hunt. Throws when an option is unknown or is not what it should be.
    #[wasm_bindgen(constructor)]
    pub fn new(options: Option<HuntOptions>) -> Result<Hunt, JsError> {
        let options: Options = match options.map(JsValue::from) {
            Some(value) if !value.is_undefined() && !value.is_null() => {
                refuse_unknown_options(&value)?;
                serde_wasm_bindgen::from_value(value)
                    .map_err(|error| JsError::new(&format!("the options are not right: {error}")))?
            }
            _ => Options::default(),
        };
        let usual = signerhunt::Hunt::default();
        let window = Window {
            from: bound(options.from.as_deref(), usual.window.from)?,
            to: bound(options.to.as_deref(), usual.window.to)?,
            now: match options.now.as_deref() {
                None => usual.window.now,
                Some(text) => text.parse::<Now>().map_err(|error| JsError::new(&error))?,
            },
        };
        let read_options = ReadOptions {
            utc_offset_minutes: options.utc_offset_minutes,
            day_first: options.day_first,
            ..ReadOptions::default()
        };
        let name = options.name.as_deref().unwrap_or("the export");
        Ok(Hunt {
            reader: Some(ExportReader::new(name, read_options)),
            hunt: signerhunt::Hunt::for_terms(options.terms.unwrap_or(usual.terms), window),
        })
    }

    /// Takes the next bytes of the export in. Throws when the export cannot be read, or after
    /// `finish`.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), JsError> {
        let reader = self.reader.as_mut().ok_or_else(finished)?;
        reader.feed(piece).map_err(|unreadable| JsError::new(&unreadable.to_string()))
    }

    /// The export has ended: gives the summary, a plain object of the shape
    /// `signerhunt.summary/1`. Report ids beyond 2^53, which JavaScript's numbers cannot hold, are
    /// texts.
    ///
    /// Throws when the export cannot be read, when nothing tells day from month in it (give
    /// `dayFirst`), or when it was called before.
    pub fn finish(&mut self) -> Result<JsValue, JsError> {
        let reader = self.reader.take().ok_or_else(finished)?;
        let export = reader.finish().map_err(|unreadable| JsError::new(&unreadable.to_string()))?;
        if export.source.date_order == signerhunt::DateOrder::Undecided {
            return Err(JsError::new(&format!(
                "nothing in {} tells day from month in dates such as 5/6/2026; give dayFirst",
                export.source.name
            )));
        }
        let clock = Ticks::from_unix_millis(js_sys::Date::now() as i64).unwrap_or(Ticks::MAX);
        let summary = Exports::from_iter([export]).summarize(&self.hunt, clock);
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        summary.serialize(&serializer).map_err(JsError::from)
    }
}

/// The names that [`Options`] has.
const OPTION_NAMES: [&str; 7] =
    ["name", "terms", "from", "to", "now", "utcOffsetMinutes", "dayFirst"];

/// A misspelt option must not silently give the usual hunt; `serde` only looks for the names it
/// knows.
fn refuse_unknown_options(options: &JsValue) -> Result<(), JsError> {
    let Some(options) = options.dyn_ref::<js_sys::Object>() else {
        return Err(JsError::new("the options are not an object"));
    };
    for name in js_sys::Object::keys(options).iter() {
        let name = name.as_string().unwrap_or_default();
        if !OPTION_NAMES.contains(&name.as_str()) {
            return Err(JsError::new(&format!(
                "there is no option {name}; there are {}",
                OPTION_NAMES.join(", ")
            )));
        }
    }
    Ok(())
}

fn bound(text: Option<&str>, usual: Bound) -> Result<Bound, JsError> {
    match text {
        None => Ok(usual),
        Some(text) => text.parse().map_err(|error: String| JsError::new(&error)),
    }
}

fn finished() -> JsError {
    JsError::new("this hunt is finished; begin a new one")
}
