//! SHA-256 of an input, so that a saved result names exactly what it was made from.

use sha2::{Digest, Sha256};

use crate::read::Input;
use crate::session::Pace;
use crate::slices::Slices;

/// The digest in lower-case hex; reads the input once from its start.
pub(crate) async fn sha256(input: &Input, pace: Pace) -> Result<String, String> {
    let mut slices = Slices::open(input, pace)?;
    let mut digest = Sha256::new();
    while let Some(slice) = slices.next().await? {
        digest.update(&slice);
        slices.take_back(slice);
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
