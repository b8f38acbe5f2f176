//! Unpacks gzip as it comes, however many members the file has. What is not gzip passes through.
//!
//! What was unpacked before a damaged place is used. Archives of several files are another matter:
//! they need more than a stream. A crate of its own because the engine does it on the way in, and the
//! page, whose engine comes without, in the module of the readers.

use std::fmt;
use std::io::{ErrorKind, Write};
use std::mem;

use flate2::write::GzDecoder;

/// Takes a file in, gives what it holds out.
pub struct Unpacker {
    stage: Stage,
    max_unpacked_bytes: u64,
}

enum Stage {
    /// Waiting for enough bytes to tell.
    Start(Vec<u8>),
    /// It is not packed.
    Plain,
    Gzip(Box<Gzip>),
}

struct Gzip {
    /// The part that is being unpacked; none between two.
    member: Option<GzDecoder<Vec<u8>>>,
    /// How many bytes stand before it.
    member_start: u64,
    n_packed: u64,
    n_unpacked: u64,
    /// What is wrong with it; nothing behind that place is looked at.
    trouble: Option<String>,
}

/// Why nothing more is unpacked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// It grows beyond all measure.
    Bomb,
    /// It grew beyond what was allowed, in bytes.
    TooLarge(u64),
}

impl fmt::Display for Refusal {
    /// In words, to be read behind the file's name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Bomb => f.write_str(
                "unpacks to more than 1000 times its size, which no export does; it was made to fill \
                 memories and is not read",
            ),
            Refusal::TooLarge(n_bytes) => {
                let gigabytes = n_bytes >> 30;
                write!(f, "unpacks to more than {gigabytes} GB; it was not read to its end")
            }
        }
    }
}

impl std::error::Error for Refusal {}

/// How gzip begins.
pub const MAGIC: &[u8] = b"\x1F\x8B";
/// So much is unpacked at a time, so that a small piece cannot fill the memory: up to a thousand times
/// of this comes out.
const SLICE_BYTES: usize = 1 << 12;
/// Beyond so many bytes it matters how many times of its packed size something has.
const BOMB_BYTES: u64 = 1 << 26;
/// The format allows 1032; exports have 5 to 50.
const BOMB_RATIO: u64 = 1000;

impl Unpacker {
    /// For a file that may unpack to so many bytes.
    pub fn new(max_unpacked_bytes: u64) -> Unpacker {
        Unpacker { stage: Stage::Start(Vec::new()), max_unpacked_bytes }
    }

    /// For bytes that are known not to be packed.
    pub fn passing() -> Unpacker {
        Unpacker { stage: Stage::Plain, max_unpacked_bytes: 0 }
    }

    /// Takes the next bytes in and hands on what they hold.
    ///
    /// # Errors
    ///
    /// It grows too much, or whoever takes the bytes does not want them.
    pub fn feed<E: From<Refusal>>(
        &mut self,
        piece: &[u8],
        on_bytes: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        match &mut self.stage {
            Stage::Start(start) => {
                start.extend_from_slice(piece);
                if start.len() < MAGIC.len() {
                    return Ok(());
                }
                let start = mem::take(start);
                self.begin(&start, on_bytes)
            }
            Stage::Plain => on_bytes(piece),
            Stage::Gzip(gzip) => {
                for slice in piece.chunks(SLICE_BYTES) {
                    gzip.unpack(slice, on_bytes)?;
                    gzip.check_size(self.max_unpacked_bytes)?;
                }
                Ok(())
            }
        }
    }

    /// There are no more bytes. Says what was wrong with the packing.
    ///
    /// # Errors
    ///
    /// As [`Unpacker::feed`].
    pub fn finish<E: From<Refusal>>(
        &mut self,
        on_bytes: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Option<String>, E> {
        if let Stage::Start(start) = &mut self.stage {
            let start = mem::take(start);
            self.begin(&start, on_bytes)?;
        }
        let Stage::Gzip(gzip) = &mut self.stage else { return Ok(None) };
        if let Some(member) = &mut gzip.member
            && gzip.trouble.is_none()
            && member.try_finish().is_err()
        {
            gzip.trouble = Some(gzip.unless_another(
                "the gzip data ends too early or is damaged at its end: rows may be missing; get the \
                 file again"
                    .to_owned(),
            ));
        }
        gzip.hand_on(on_bytes)?;
        Ok(gzip.trouble.take())
    }

    /// What to say, behind the file's name, when this trouble at the end is why nothing at all was unpacked.
    pub fn failure(&self, trouble: Option<&str>) -> Option<String> {
        let trouble = trouble.filter(|_| self.n_unpacked() == Some(0))?;
        Some(format!("cannot be unpacked: {trouble}"))
    }

    /// How many bytes it unpacked to, if it was packed.
    pub fn n_unpacked(&self) -> Option<u64> {
        match &self.stage {
            Stage::Gzip(gzip) => Some(gzip.n_unpacked),
            Stage::Start(_) | Stage::Plain => None,
        }
    }

    /// Whether it was found not to be packed: bytes pass through.
    pub fn is_plain(&self) -> bool {
        matches!(self.stage, Stage::Plain)
    }

    /// Whether it was gzip.
    pub fn is_gzip(&self) -> bool {
        matches!(self.stage, Stage::Gzip(_))
    }

    fn begin<E: From<Refusal>>(
        &mut self,
        start: &[u8],
        on_bytes: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.stage = match start.starts_with(MAGIC) {
            true => Stage::Gzip(Box::new(Gzip {
                member: Some(GzDecoder::new(Vec::new())),
                member_start: 0,
                n_packed: 0,
                n_unpacked: 0,
                trouble: None,
            })),
            false => Stage::Plain,
        };
        self.feed(start, on_bytes)
    }
}

impl Gzip {
    fn unpack<E>(
        &mut self,
        slice: &[u8],
        on_bytes: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let start = self.n_packed;
        self.n_packed += slice.len() as u64;
        let mut rest = slice;
        while !rest.is_empty() && self.trouble.is_none() {
            let place = start + (slice.len() - rest.len()) as u64;
            let Some(member) = &mut self.member else {
                rest = self.look_behind(rest, place);
                continue;
            };
            let written = member.write(rest);
            self.hand_on(on_bytes)?;
            match written {
                // It is at its end.
                Ok(0) => self.end_member(place),
                Ok(n_bytes) => rest = &rest[n_bytes..],
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => self.trouble = Some(self.damage(place, &error)),
            }
        }
        Ok(())
    }

    /// Looks for another member in the bytes behind the last: some programs fill up a file's last block.
    fn look_behind<'a>(&mut self, rest: &'a [u8], place: u64) -> &'a [u8] {
        let n_filled = rest.iter().take_while(|byte| b"\0\r\n".contains(byte)).count();
        let rest = &rest[n_filled..];
        match rest.first() {
            None => {}
            Some(first) if *first == MAGIC[0] => {
                self.member = Some(GzDecoder::new(Vec::new()));
                self.member_start = place + n_filled as u64;
            }
            Some(_) => self.trouble = Some(not_gzip(place + n_filled as u64)),
        }
        rest
    }

    fn end_member(&mut self, place: u64) {
        let Some(mut member) = self.member.take() else { return };
        if let Err(error) = member.try_finish() {
            self.trouble = Some(self.damage(place, &error));
        }
    }

    /// What to say of bytes that cannot be unpacked, the first of them at this place or behind it.
    fn damage(&self, place: u64, error: &std::io::Error) -> String {
        self.unless_another(format!(
            "the gzip data is damaged behind byte {place} ({error}): rows behind that are missing; \
             get the file again"
        ))
    }

    /// These words, unless a part behind another turns out to be no gzip at all.
    fn unless_another(&self, words: String) -> String {
        let is_in_header = self.member.as_ref().is_some_and(|member| member.header().is_none());
        match is_in_header && self.member_start > 0 {
            true => not_gzip(self.member_start),
            false => words,
        }
    }

    fn hand_on<E>(&mut self, on_bytes: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let Some(member) = &mut self.member else { return Ok(()) };
        let unpacked = member.get_mut();
        self.n_unpacked += unpacked.len() as u64;
        on_bytes(unpacked)?;
        unpacked.clear();
        Ok(())
    }

    fn check_size(&self, max_unpacked_bytes: u64) -> Result<(), Refusal> {
        if self.n_unpacked > BOMB_BYTES && self.n_unpacked / BOMB_RATIO > self.n_packed {
            return Err(Refusal::Bomb);
        }
        if self.n_unpacked > max_unpacked_bytes {
            return Err(Refusal::TooLarge(max_unpacked_bytes));
        }
        Ok(())
    }
}

fn not_gzip(place: u64) -> String {
    format!(
        "what stands behind the gzip data, from byte {place} on, is something else and was not read"
    )
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn unpack(pieces: &[&[u8]], most: u64) -> Result<(Vec<u8>, Option<String>), Refusal> {
        let mut unpacker = Unpacker::new(most);
        let mut bytes = Vec::new();
        let mut on_bytes = |piece: &[u8]| {
            bytes.extend_from_slice(piece);
            Ok::<(), Refusal>(())
        };
        for piece in pieces {
            unpacker.feed(piece, &mut on_bytes)?;
        }
        let trouble = unpacker.finish(&mut on_bytes)?;
        Ok((bytes, trouble))
    }

    /// Whole and cut at every byte. Expected: what comes out, and a word of what is wrong.
    #[track_caller]
    fn check(packed: &[u8], expected: &[u8], trouble: Option<&str>) {
        for cut in 0..=packed.len() {
            let (bytes, told) = unpack(&[&packed[..cut], &packed[cut..]], u64::MAX).unwrap();
            assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(expected));
            match trouble {
                None => assert_eq!(told, None, "cut at {cut}"),
                Some(word) => assert!(told.clone().unwrap().contains(word), "{told:?}"),
            }
        }
    }

    #[test]
    fn members_follow_each_other() {
        check(b"plain", b"plain", None);
        check(b"\x1F", b"\x1F", None);
        check(&gzip(b"one\n"), b"one\n", None);
        check(&[gzip(b"one\n"), gzip(b""), gzip(b"two\n")].concat(), b"one\ntwo\n", None);
        check(
            &[gzip(b"one\n"), vec![0; 600], gzip(b"two\n"), b"\r\n".to_vec()].concat(),
            b"one\ntwo\n",
            None,
        );
    }

    #[test]
    fn what_stands_before_the_damage_is_used() {
        let text: Vec<u8> = (0..900_u32).flat_map(|n| format!("{n},").into_bytes()).collect();
        let packed = gzip(&text);
        for end in 2..packed.len() {
            let (bytes, trouble) = unpack(&[&packed[..end]], u64::MAX).unwrap();
            assert!(text.starts_with(&bytes));
            assert!(trouble.unwrap().contains("ends too early"), "cut at {end}");
        }
        for garbage in [&b"garbage behind it"[..], b"\x1F", b"\x1Fgarbage behind it", b"\0\0x"] {
            let place = format!("from byte {}", gzip(b"one\n").len());
            let place = if garbage[0] == 0 { "something else" } else { &place };
            check(&[&gzip(b"one\n"), garbage].concat(), b"one\n", Some(place));
        }
        let mut wrong_sum = gzip(b"one\n");
        let sum = wrong_sum.len() - 8;
        wrong_sum[sum] ^= 1;
        check(&wrong_sum, b"one\n", Some("damaged"));
    }

    #[test]
    fn flipped_bytes_never_panic() {
        let packed = gzip("Timestamp,Signer\n".repeat(50).as_bytes());
        for place in 0..packed.len() {
            for flip in [1, 0x80, 0xFF] {
                let mut damaged = packed.clone();
                damaged[place] ^= flip;
                unpack(&[&damaged], 1 << 20).unwrap();
            }
        }
    }

    #[test]
    fn what_grows_too_much_is_refused() {
        let packed = gzip(&vec![b'x'; 3 << 20]);
        assert_eq!(unpack(&[&packed], 1 << 20), Err(Refusal::TooLarge(1 << 20)));
        assert_eq!(unpack(&[&packed], 3 << 20).unwrap().0.len(), 3 << 20);
        let bomb = gzip(&vec![0; (BOMB_BYTES as usize) + (64 << 20)]);
        assert_eq!(unpack(&[&bomb], u64::MAX), Err(Refusal::Bomb));
    }
}
