//! gzip for the page, whose engine comes without: packed bytes in, unpacked bytes out, as they come.

use js_sys::Error;
use signerhunt_gzip::{Refusal, Unpacker};
use wasm_bindgen::prelude::*;

use super::{limits_of, set};

/// Unpacks one stream.
#[wasm_bindgen(js_name = Gzip)]
pub struct Gzip {
    unpacker: Unpacker,
    trouble: Option<String>,
}

#[wasm_bindgen(js_class = Gzip)]
impl Gzip {
    /// Limits as for `open`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(
            unchecked_optional_param_type = "{expandedBytes?: number, inMemoryBytes?: number}"
        )]
        limits: &JsValue,
    ) -> Gzip {
        let unpacker = Unpacker::new(limits_of(limits).expanded_bytes);
        Gzip { unpacker, trouble: None }
    }

    /// Takes the next bytes in and gives what they hold, which may be a thousand times as much: so little at a time.
    ///
    /// # Errors
    ///
    /// Throws as this module does, see there.
    pub fn feed(&mut self, piece: &[u8]) -> Result<Vec<u8>, JsValue> {
        let mut unpacked = Vec::new();
        self.unpacker.feed(piece, &mut gather_in(&mut unpacked)).map_err(thrown)?;
        Ok(unpacked)
    }

    /// There are no more bytes: gives what is left.
    ///
    /// # Errors
    ///
    /// Throws as this module does, see there. Also when nothing could be unpacked.
    pub fn finish(&mut self) -> Result<Vec<u8>, JsValue> {
        let mut rest = Vec::new();
        self.trouble = self.unpacker.finish(&mut gather_in(&mut rest)).map_err(thrown)?;
        match self.unpacker.failure(self.trouble.as_deref()) {
            Some(failure) => Err(Error::new(&failure).into()),
            None => Ok(rest),
        }
    }

    /// What was found to be wrong at the end, a clause to be read behind the file's name and a colon.
    #[wasm_bindgen(getter)]
    pub fn trouble(&self) -> Option<String> {
        self.trouble.clone()
    }
}

fn gather_in(unpacked: &mut Vec<u8>) -> impl FnMut(&[u8]) -> Result<(), Refusal> {
    |bytes| {
        unpacked.extend_from_slice(bytes);
        Ok(())
    }
}

fn thrown(refusal: Refusal) -> JsValue {
    let error = Error::new(&refusal.to_string());
    match refusal {
        Refusal::TooLarge(n_bytes) => set(&error, "tooLarge", (n_bytes as f64).into()),
        Refusal::Bomb => set(&error, "bomb", true.into()),
    }
    error.into()
}
