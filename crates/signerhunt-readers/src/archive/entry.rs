//! A file of an archive, unpacked piece by piece and checked at its end. What it contains is the caller's affair.

use std::io::{BufReader, Read};

use deflate64::Deflate64Decoder;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::listing::{Method, Packed};
use crate::source::Source;
use crate::text::PIECE_BYTES;
use crate::trouble::Trouble;

/// How much is unpacked at once to see what a file is: enough for the mark of a tar archive.
const START_BYTES: u64 = 512;

/// How much is read from the archive at a time.
const BUFFER_BYTES: usize = 64 * 1024;

/// A file of an archive, from its start to its end.
pub struct EntryReader {
    unpacked: Box<dyn Read>,
    /// The first bytes, until the first piece takes them.
    start: Vec<u8>,
    /// Bytes that are still to come, those of `start` not among them.
    n_left: u64,
    crc: Crc,
    expected_crc: u32,
    /// What is wrong with it, until that is told: behind the bytes before.
    trouble: Option<Trouble>,
    /// Nothing follows.
    is_done: bool,
}

impl EntryReader {
    pub(super) fn open(
        source: &Source,
        packed: &Packed,
        n_bytes: u64,
    ) -> Result<EntryReader, Trouble> {
        let window = source.window(packed.start, packed.n_bytes);
        let window = window
            .ok_or_else(|| Trouble::damaged("is cut off; copy or download the archive again"))?;
        let buffered = BufReader::with_capacity(BUFFER_BYTES, window);
        let unpacked: Box<dyn Read> = match packed.method {
            Method::Stored => Box::new(buffered),
            Method::Deflate => Box::new(DeflateDecoder::new(buffered)),
            Method::Deflate64 => Box::new(Deflate64Decoder::with_buffer(buffered)),
        };
        let mut reader = EntryReader {
            unpacked,
            start: Vec::new(),
            n_left: n_bytes,
            crc: Crc::new(),
            expected_crc: packed.crc32,
            trouble: None,
            is_done: false,
        };
        reader.start = reader.unpack(START_BYTES);
        match reader.trouble.take_if(|_| reader.start.is_empty()) {
            Some(trouble) => Err(trouble),
            None => Ok(reader),
        }
    }

    /// The first bytes of the file, before any piece was taken.
    pub(super) fn start(&self) -> &[u8] {
        &self.start
    }

    /// The next bytes, some hundred kilobytes at a time, or `None` behind the last.
    ///
    /// # Errors
    ///
    /// When the rest of the file cannot be unpacked, or it turns out at its end not to be what was packed. Nothing
    /// follows then.
    pub fn next_piece(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        if self.is_done {
            return Ok(None);
        }
        let mut piece = std::mem::take(&mut self.start);
        piece.extend_from_slice(&self.unpack((PIECE_BYTES - piece.len()) as u64));
        if !piece.is_empty() {
            return Ok(Some(piece));
        }
        self.is_done = true;
        match self.trouble.take() {
            Some(trouble) => Err(trouble),
            None => self.check_end().map(|()| None),
        }
    }

    /// All of it at once.
    pub(super) fn into_bytes(mut self) -> Result<Vec<u8>, Trouble> {
        let mut bytes = Vec::new();
        while let Some(piece) = self.next_piece()? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }

    /// Up to so many more bytes; none at the end, and fewer where the rest cannot be unpacked.
    fn unpack(&mut self, n_bytes: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.trouble.is_some() {
            return bytes;
        }
        let n_bytes = n_bytes.min(self.n_left);
        bytes.reserve_exact(n_bytes as usize);
        match self.unpacked.by_ref().take(n_bytes).read_to_end(&mut bytes) {
            Err(error) => {
                self.trouble = Some(Trouble::of_reading(&error, "this file of the archive"));
            }
            Ok(_) if (bytes.len() as u64) < n_bytes => self.trouble = Some(wrong()),
            Ok(_) => {}
        }
        self.n_left -= bytes.len() as u64;
        self.crc.update(&bytes);
        bytes
    }

    /// Everything that was promised is there: it must be all, and the right bytes.
    fn check_end(&mut self) -> Result<(), Trouble> {
        let mut more = Vec::new();
        let unpacked = self.unpacked.by_ref().take(1).read_to_end(&mut more);
        unpacked.map_err(|error| Trouble::of_reading(&error, "this file of the archive"))?;
        if more.is_empty() && self.crc.sum() == self.expected_crc { Ok(()) } else { Err(wrong()) }
    }
}

fn wrong() -> Trouble {
    Trouble::damaged(
        "is damaged: what comes out is not what was packed, by length or checksum; copy or download the archive again",
    )
}
