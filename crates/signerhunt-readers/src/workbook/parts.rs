//! The files that a workbook is made of, checked before the library reads them whole.

use std::io::{self, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::damaged;
use crate::Limits;
use crate::archive::Listing;
use crate::source::Source;
use crate::trouble::Trouble;

/// Refuses a workbook whose parts are too large, or promise more texts than they can hold.
pub(super) fn check(source: &Source, listing: &Listing, limits: &Limits) -> Result<(), Trouble> {
    for part in listing.parts() {
        let path = part.path.to_ascii_lowercase();
        if !(path.ends_with(".xml") || path.ends_with(".rels")) {
            // Pictures and the like, which nobody reads.
            continue;
        }
        if path.contains("worksheets/") {
            limits.check_expanded(part.n_packed_bytes, part.n_bytes)?;
        } else {
            limits.check_in_memory(part.n_packed_bytes, part.n_bytes)?;
        }
        if path.ends_with("sharedstrings.xml") {
            check_texts(
                Pieces { reader: part.open(source)?, piece: Vec::new(), position: 0 },
                part.n_bytes,
            )?;
        }
    }
    Ok(())
}

/// The library reserves memory for as many texts as are promised, each of which takes some bytes at least.
fn check_texts(file: impl Read, n_bytes: u64) -> Result<(), Trouble> {
    let mut xml = Reader::from_reader(BufReader::new(file));
    xml.config_mut().expand_empty_elements = true;
    xml.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "sst" => {
                let counts = element.attributes().flatten();
                let mut counts = counts.filter(|attribute| attribute.key.as_ref() == "uniqueCount");
                let promised =
                    counts.next().and_then(|count| count.value.trim().parse::<u64>().ok());
                return match promised {
                    Some(promised) if promised > n_bytes => {
                        Err(damaged("it promises more texts than it has"))
                    }
                    _ => Ok(()),
                };
            }
            // What is wrong with it is for the library to say.
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

/// A file of the archive as a stream.
struct Pieces {
    reader: crate::EntryReader,
    piece: Vec<u8>,
    position: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.position == self.piece.len() {
            let piece = self.reader.next_piece().map_err(io::Error::other)?;
            self.piece = piece.unwrap_or_default();
            self.position = 0;
        }
        let n_read = (&self.piece[self.position..]).read(buffer)?;
        self.position += n_read;
        Ok(n_read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, is_right: bool) {
        assert_eq!(check_texts(xml.as_bytes(), xml.len() as u64).is_ok(), is_right, "{xml}");
    }

    #[test]
    fn a_promise_of_texts_is_held_against_the_size() {
        check("<?xml version=\"1.0\"?><sst count=\"3\" uniqueCount=\"2\"><si/><si/></sst>", true);
        check("<x:sst uniqueCount=\"4000000000\"></x:sst>", false);
        check("<!-- <sst uniqueCount=\"1\"> --><sst uniqueCount=\"4000000000\"/>", false);
        check("<sst/>", true);
        check("<sst uniqueCount=\"many\"/>", true);
        check("", true);
    }
}
