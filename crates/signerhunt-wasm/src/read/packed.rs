//! The rest of a file that is packed with gzip, when a helper has unpacked it further than this worker: from there it
//! comes, and is only scanned here. Before that, and when nothing comes from there any more, this worker unpacks by itself
//! ([`super`]): so nobody waits for helpers, and nothing is lost with one.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use web_sys::Blob;

use super::beside::Beside;
use super::{Errand, Going, Outcome, Sought};

/// From this size on a file is worth a helper: it takes longer than the start of one.
const LARGE_BYTES: f64 = (2 << 20) as f64;

impl Errand<'_> {
    /// Has a helper unpack as well, if that is of use.
    pub(super) fn beside(&self, name: &str, file: &Blob) -> Option<Beside> {
        let is_worth_it = file.size() >= LARGE_BYTES && matches!(self.sought, Sought::Rows);
        is_worth_it.then(|| {
            let file = self.export_file(name, file);
            Beside::begin(self.helpers, file, self.readers.module())
        })
    }

    /// Takes what a helper unpacks. `false`: that ended before all was read.
    pub(super) async fn take_rest(
        &self,
        going: &mut Going<'_>,
        beside: &Beside,
    ) -> Result<bool, Outcome> {
        while !going.is_full
            && let Some(piece) = beside.next().await
        {
            self.check_wanted()?;
            let bytes: Uint8Array = piece.bytes.unchecked_into();
            going.intake.read(piece.start as u64, &bytes)?;
            beside.note_used(bytes.length());
            if piece.is_last {
                going.intake.end_unpacking(piece.warning);
                return Ok(true);
            }
            self.look_up(going, piece.n_packed).await?;
        }
        Ok(going.is_full)
    }
}
