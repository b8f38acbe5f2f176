//! A file with random access that several readers share, each at a place of its own. It knows no format.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use crate::trouble::Trouble;

/// What a file must be able to do. `Send`, because `parquet` asks for readers that threads can share, though here
/// none do.
pub(crate) trait ReadSeek: Read + Seek + Send {}

impl<R: Read + Seek + Send> ReadSeek for R {}

/// The file. Clones are the same file.
#[derive(Clone)]
pub(crate) struct Source {
    reader: Arc<Mutex<Box<dyn ReadSeek>>>,
    n_bytes: u64,
}

impl Source {
    pub(crate) fn new(reader: impl Read + Seek + Send + 'static) -> Result<Source, Trouble> {
        let mut reader: Box<dyn ReadSeek> = Box::new(reader);
        let n_bytes =
            reader.seek(SeekFrom::End(0)).map_err(|error| Trouble::of_reading(&error, "it"))?;
        Ok(Source { reader: Arc::new(Mutex::new(reader)), n_bytes })
    }

    pub(crate) fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// A reader of the whole file.
    pub(crate) fn whole(&self) -> Window {
        Window { source: self.clone(), range: 0..self.n_bytes, position: 0 }
    }

    /// A reader of a part of the file; `None` when the file ends before it.
    pub(crate) fn window(&self, start: u64, n_bytes: u64) -> Option<Window> {
        let end = start.checked_add(n_bytes).filter(|end| *end <= self.n_bytes)?;
        Some(Window { source: self.clone(), range: start..end, position: 0 })
    }

    /// The bytes of a part of the file, which must lie within it: nothing is reserved for what is not there.
    pub(crate) fn bytes(&self, start: u64, n_bytes: usize) -> io::Result<Vec<u8>> {
        let window = self.window(start, n_bytes as u64);
        let mut window = window.ok_or(io::ErrorKind::UnexpectedEof)?;
        let mut bytes = Vec::with_capacity(n_bytes);
        window.read_to_end(&mut bytes)?;
        if bytes.len() == n_bytes { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

/// A reader of a part of a shared file.
pub(crate) struct Window {
    source: Source,
    /// Where the part lies in the file; within it.
    range: Range<u64>,
    /// From the start of the part. May be beyond its end, as with any file.
    position: u64,
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = (self.range.end - self.range.start).saturating_sub(self.position);
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        if wanted == 0 {
            return Ok(0);
        }
        // A reader that panicked has left no state behind that the next one relies on.
        let mut reader = self.source.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.seek(SeekFrom::Start(self.range.start + self.position))?;
        let n_read = reader.read(&mut buffer[..wanted])?;
        self.position += n_read as u64;
        Ok(n_read)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let n_bytes = self.range.end - self.range.start;
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => n_bytes.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn source() -> Source {
        Source::new(Cursor::new(b"homer lisa maggie".to_vec())).unwrap()
    }

    #[test]
    fn readers_of_one_file_do_not_disturb_each_other() {
        let source = source();
        let (mut first, mut second) = (source.window(0, 5).unwrap(), source.window(6, 4).unwrap());
        let (mut one, mut two) = ([0; 3], String::new());
        first.read_exact(&mut one).unwrap();
        second.read_to_string(&mut two).unwrap();
        let mut rest = String::new();
        first.read_to_string(&mut rest).unwrap();
        assert_eq!((&one[..], two.as_str(), rest.as_str()), (&b"hom"[..], "lisa", "er"));
    }

    #[test]
    fn a_part_beyond_the_end_is_not_there() {
        assert!(source().window(11, 7).is_none());
        assert!(source().window(u64::MAX, 2).is_none());
        assert!(source().bytes(11, 7).is_err());
        assert_eq!(source().bytes(11, 6).unwrap(), b"maggie");
    }

    #[test]
    fn seeking_stays_inside_the_part() {
        let mut window = source().window(6, 4).unwrap();
        assert_eq!(window.seek(SeekFrom::End(-1)).unwrap(), 3);
        let mut rest = String::new();
        window.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "a");
        assert!(window.seek(SeekFrom::End(-5)).is_err());
        window.seek(SeekFrom::Start(100)).unwrap();
        assert_eq!(window.read(&mut [0; 4]).unwrap(), 0);
    }
}
