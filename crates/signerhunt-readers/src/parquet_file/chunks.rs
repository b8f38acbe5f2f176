//! How the library gets at the bytes of a file, and the first check of a page: how large it says it is.

use std::io::BufReader;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use crate::source::{Source, Window};

/// The most that a page may be after unpacking. Writers make pages of about one megabyte; the library would reserve
/// whatever a page says.
const MAX_PAGE_BYTES: u64 = 256 << 20;

/// How much of a page's header is looked at, and read at a time.
const HEADER_BYTES: u64 = 64;

impl Length for Source {
    fn len(&self) -> u64 {
        self.n_bytes()
    }
}

/// The file as such: what stands at its end.
impl ChunkReader for Source {
    type T = BufReader<Window>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let window = self.window(start, self.n_bytes().saturating_sub(start));
        let window = window.ok_or_else(|| ParquetError::EOF("it is cut off".to_owned()))?;
        Ok(BufReader::with_capacity(HEADER_BYTES as usize, window))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        Ok(self.bytes(start, length)?.into())
    }
}

/// The file as a row of pages: whoever begins to read somewhere begins to read the header of a page.
pub(super) struct PageSource(pub(super) Source);

impl Length for PageSource {
    fn len(&self) -> u64 {
        self.0.n_bytes()
    }
}

impl ChunkReader for PageSource {
    type T = BufReader<Window>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let n_bytes = self.0.n_bytes().saturating_sub(start).min(HEADER_BYTES);
        check_header(&self.0.bytes(start, n_bytes as usize)?)?;
        self.0.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.0.get_bytes(start, length)
    }
}

/// Checks the sizes in a page's header: three numbers, the kind of page, its size after and before unpacking.
fn check_header(header: &[u8]) -> Result<()> {
    let mut rest = header;
    let mut number = || {
        // How Thrift's compact protocol announces the next field in order, a 32-bit number.
        let (0x15, after) = rest.split_first()? else { return None };
        let n_digits = after.iter().take(5).position(|byte| byte & 0x80 == 0)? + 1;
        let (digits, after) = after.split_at(n_digits);
        rest = after;
        let folded =
            digits.iter().rev().fold(0_u64, |number, digit| number << 7 | u64::from(digit & 0x7f));
        // Numbers alternate between the signs; a size has none.
        (folded & 1 == 0).then_some(folded >> 1)
    };
    let numbers = (|| Some((number()?, number()?, number()?)))();
    let Some((_, unpacked_bytes, _)) = numbers else {
        return Err(ParquetError::General("a page has no proper header".to_owned()));
    };
    if unpacked_bytes > MAX_PAGE_BYTES {
        return Err(ParquetError::General(format!(
            "a page wants to become {unpacked_bytes} bytes"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &[u8], expected: Option<&str>) {
        let found = check_header(header).err().map(|error| error.to_string());
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn sizes_of_pages() {
        const BROKEN: Option<&str> = Some("Parquet error: a page has no proper header");
        check(&[0x15, 0, 0x15, 0x80, 0x80, 0x40, 0x15, 0x80, 0x08, 0x15, 0x02], None);
        check(&[0x15, 0, 0x15, 0x02, 0x15, 0x02], None);
        check(
            &[0x15, 0, 0x15, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0x15, 0x02],
            Some("Parquet error: a page wants to become 2147483647 bytes"),
        );
        check(&[0x15, 0, 0x15, 0x03, 0x15, 0x02], BROKEN);
        check(&[0x15, 0, 0x15, 0x80], BROKEN);
        check(&[0x15, 0, 0x15, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 0x15, 0x02], BROKEN);
        check(b"ConnectWise, LLC", BROKEN);
        check(b"", BROKEN);
    }
}
