//! SHA-256 of an input, so that a saved result names exactly what it was made from.

use sha2::{Digest, Sha256};

use crate::bytes::Bytes;
use crate::read::Input;
use crate::session::Pace;
use crate::turn::Turn;

/// The digest in lower-case hex; reads the input once from its start.
pub(crate) async fn sha256(input: &Input, pace: Pace) -> Result<String, String> {
    let mut bytes = Bytes::open(input, None, pace);
    let mut digest = Sha256::new();
    let mut turn = Turn::new(pace);
    while let Some(piece) = bytes.next().await? {
        digest.update(piece);
        turn.pass_on().await;
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
