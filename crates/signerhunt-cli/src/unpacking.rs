//! gzip, unpacked on a thread of its own while the engine reads what came out before. What gzip is and what is wrong with
//! it says `signerhunt-gzip`; here is only who works when.

use std::io::Read;
use std::mem;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use sha2::{Digest, Sha256};
use signerhunt_gzip::{Refusal, Unpacker};

use crate::pieces::{Damage, PIECE_BYTES, read};
use crate::read::hex;

/// So many pieces wait for the engine at the most.
const PIECES_AHEAD: usize = 4;

/// The unpacked content of a file, as it comes.
pub(crate) struct Unpacking {
    messages: Receiver<Message>,
    /// How many bytes of the file were unpacked so far.
    pub(crate) n_packed: u64,
    /// What is known at the end.
    pub(crate) end: Option<End>,
}

/// What is known of a packed file when it is unpacked.
pub(crate) struct End {
    /// The digest of the file as it is, if that was wanted.
    pub(crate) sha256: Option<String>,
    /// What is wrong with the packing.
    pub(crate) warning: Option<String>,
}

enum Message {
    Piece { bytes: Vec<u8>, n_packed: u64 },
    End(End),
    Damage(Damage),
}

/// Why the thread stops early.
enum Stop {
    Damage(Damage),
    /// The engine does not want the rest.
    Unwanted,
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Damage(Damage {
            message: refusal.to_string(),
            is_too_large: matches!(refusal, Refusal::TooLarge(_)),
            is_bomb: refusal == Refusal::Bomb,
        })
    }
}

impl Unpacking {
    /// Begins to unpack.
    pub(crate) fn begin(
        reader: impl Read + Send + 'static,
        max_unpacked_bytes: u64,
        with_digest: bool,
    ) -> Unpacking {
        let (sender, messages) = sync_channel(PIECES_AHEAD);
        thread::spawn(move || {
            let last = match unpack(reader, max_unpacked_bytes, with_digest, &sender) {
                Ok(end) => Message::End(end),
                Err(Stop::Damage(damage)) => Message::Damage(damage),
                Err(Stop::Unwanted) => return,
            };
            // Whoever does not wait for it has ended.
            let _ = sender.send(last);
        });
        Unpacking { messages, n_packed: 0, end: None }
    }

    /// The next piece, or `None` behind the last.
    pub(crate) fn next_piece(&mut self) -> Result<Option<Vec<u8>>, Damage> {
        match self.messages.recv() {
            Ok(Message::Piece { bytes, n_packed }) => {
                self.n_packed = n_packed;
                Ok(Some(bytes))
            }
            Ok(Message::End(end)) => {
                self.end = Some(end);
                Ok(None)
            }
            Ok(Message::Damage(damage)) => Err(damage),
            Err(_) => {
                let words = "cannot be unpacked: the program broke down over it (a defect)";
                Err(Damage::new(words.to_owned()))
            }
        }
    }
}

fn unpack(
    mut reader: impl Read,
    max_unpacked_bytes: u64,
    with_digest: bool,
    sender: &SyncSender<Message>,
) -> Result<End, Stop> {
    let mut unpacker = Unpacker::new(max_unpacked_bytes);
    let mut digest = with_digest.then(Sha256::new);
    let mut packed = vec![0; PIECE_BYTES];
    let (mut n_packed, mut unpacked) = (0, Vec::new());
    loop {
        let n_bytes = read(&mut reader, &mut packed).map_err(Stop::Damage)?;
        if n_bytes == 0 {
            break;
        }
        let piece = &packed[..n_bytes];
        if let Some(digest) = &mut digest {
            digest.update(piece);
        }
        n_packed += n_bytes as u64;
        unpacker.feed(piece, &mut |bytes| {
            unpacked.extend_from_slice(bytes);
            hand_on(&mut unpacked, PIECE_BYTES, n_packed, sender)
        })?;
    }
    let warning = unpacker.finish(&mut |bytes| {
        unpacked.extend_from_slice(bytes);
        Ok::<(), Stop>(())
    })?;
    if let Some(failure) = unpacker.failure(warning.as_deref()) {
        return Err(Stop::Damage(Damage::new(failure)));
    }
    hand_on(&mut unpacked, 1, n_packed, sender)?;
    Ok(End { sha256: digest.map(|digest| hex(&digest.finalize())), warning })
}

/// Hands on what was unpacked, unless it is less than this.
fn hand_on(
    unpacked: &mut Vec<u8>,
    least: usize,
    n_packed: u64,
    sender: &SyncSender<Message>,
) -> Result<(), Stop> {
    if unpacked.len() < least {
        return Ok(());
    }
    let bytes = mem::replace(unpacked, Vec::with_capacity(PIECE_BYTES + PIECE_BYTES / 4));
    sender.send(Message::Piece { bytes, n_packed }).map_err(|_| Stop::Unwanted)
}
