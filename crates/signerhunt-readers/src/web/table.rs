//! A query that is run over rows that somebody else reads, and its answer, of which only some rows are shown at a time. What
//! it means is decided in `signerhunt-kql`.

use js_sys::Error;
use serde_json::{Value as Json, json};
use signerhunt::{RowCells, Ticks};
use signerhunt_kql::{Clock, Query, Run, Table, Value, read_query};
use wasm_bindgen::prelude::*;

/// A query that is being run, or its answer.
#[wasm_bindgen]
pub struct QueryRun {
    query: Query,
    /// `None` when it has come to an end.
    run: Option<Run>,
    table: Option<Table>,
    now: Ticks,
    /// The exports that rows came from, and how many.
    sources: Vec<(String, u64)>,
}

#[wasm_bindgen]
impl QueryRun {
    /// Begins to run the query in a text. `now`: in ticks, as text.
    ///
    /// # Errors
    ///
    /// Throws an `Error` with the place and the reason when it is refused.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, now: &str) -> Result<QueryRun, JsValue> {
        let query = read_query(text).map_err(|refusal| thrown(&refusal.to_string()))?;
        let now = now.parse().ok().and_then(Ticks::new);
        let now = now.ok_or_else(|| thrown("what now is was not said"))?;
        let run = Some(query.run(now));
        Ok(QueryRun { query, run, table: None, now, sources: Vec::new() })
    }

    /// The columns of the table that it looks at.
    pub fn columns(&self) -> Vec<String> {
        self.query.columns().into_iter().map(str::to_owned).collect()
    }

    /// The rows that come next are of the export of this name. `east`: the zone of times that carry none, in ticks east of UTC.
    /// `day_first`: whether 5/6/2026 is the 5th of June.
    pub fn begin(&mut self, name: String, east: f64, day_first: Option<bool>) {
        self.sources.push((name, 0));
        if let Some(run) = &mut self.run {
            run.set_clock(Clock { east: east as i64, day_first });
        }
    }

    /// Takes rows in, as [`RowCells::to_bytes`] writes them; whether more can be taken.
    ///
    /// # Errors
    ///
    /// Throws an `Error` when the bytes are no rows.
    pub fn take(&mut self, cells: &[u8]) -> Result<bool, JsValue> {
        let cells = RowCells::from_bytes(cells).ok_or_else(|| thrown("these are no rows"))?;
        let Some(run) = &mut self.run else { return Ok(false) };
        run.take_cells(&cells);
        if let Some((_, n_rows)) = self.sources.last_mut() {
            *n_rows += cells.n_rows();
        }
        Ok(!run.is_too_large())
    }

    /// There are no more rows. Gives what the answer is: a JSON object with `columns` and `n_rows`.
    ///
    /// # Errors
    ///
    /// Throws an `Error` with the place and the reason when the answer is too large.
    pub fn finish(&mut self) -> Result<String, JsValue> {
        let run = self.run.take().ok_or_else(|| thrown("the query has come to its end"))?;
        let table = run.finish().map_err(|refusal| thrown(&refusal.to_string()))?;
        let what = json!({ "columns": table.columns_json(), "n_rows": table.rows.len() });
        self.table = Some(table);
        Ok(what.to_string())
    }

    /// Some rows of the answer: a JSON array of arrays of texts.
    pub fn rows(&self, skipped: u32, most: u32) -> String {
        let rows = self.table.iter().flat_map(|table| &table.rows);
        let rows = rows.skip(skipped as usize).take(most as usize);
        let texts = |row: &Vec<Value>| {
            row.iter().map(|value| Json::from(value.to_string())).collect::<Json>()
        };
        rows.map(texts).collect::<Json>().to_string()
    }

    /// The answer written out, in a form by the name that the command line has for it.
    ///
    /// # Errors
    ///
    /// Throws an `Error` when there is no answer, or no such form.
    pub fn write(&self, form: &str) -> Result<String, JsValue> {
        let table = self.table.as_ref().ok_or_else(|| thrown("there is no answer yet"))?;
        match form {
            "csv" => Ok(table.grid().csv()),
            "csv-spreadsheet" => Ok(table.grid().csv_for_spreadsheets()),
            "markdown" => Ok(table.grid().markdown()),
            "json" => Ok(table.json(&self.about())),
            _ => Err(thrown("there is no such form")),
        }
    }
}

impl QueryRun {
    /// What is written beside the answer where there is room for it.
    fn about(&self) -> [(&str, String); 2] {
        let source = |(name, rows): &(String, u64)| json!({ "name": name, "rows": rows });
        let sources: Json = self.sources.iter().map(source).collect();
        [("now_at", json!(self.now).to_string()), ("sources", sources.to_string())]
    }
}

fn thrown(message: &str) -> JsValue {
    Error::new(message).into()
}
