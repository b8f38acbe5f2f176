//! What exports are packed into: gzip and zip archives, honest ones and one that is not.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A file packed with gzip.
pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(content).unwrap();
    packer.finish().unwrap()
}

/// A zip archive of these files, packed with deflate. A name that ends with `/` is a folder.
pub(crate) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::DEFLATE);
    for (name, content) in files {
        match name.strip_suffix('/') {
            Some(folder) => writer.add_directory(folder, options).unwrap(),
            None => {
                writer.start_file(*name, options).unwrap();
                writer.write_all(content).unwrap();
            }
        }
    }
    writer.finish().unwrap().into_inner()
}

/// A file packed with gzip that becomes a header and 96 MB of blanks, from less than a thousandth of that.
pub(crate) fn gzip_bomb() -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(b"Timestamp,DeviceId,DeviceName,Signer,ReportId\r\n").unwrap();
    packer.write_all(&vec![b' '; 96 << 20]).unwrap();
    packer.finish().unwrap()
}

/// A zip archive whose only file says that it becomes a gigabyte, from next to nothing.
pub(crate) fn zip_bomb(name: &str) -> Vec<u8> {
    let export = b"Timestamp,DeviceId,DeviceName,Signer,ReportId\r\n";
    saying_that_it_becomes(1 << 30, archive(&[(name, export)]))
}

/// A zip archive with a Parquet file of 600 MB, which has to be in memory at once. It only says so: what is packed there
/// is a MB of noise.
pub(crate) fn large_parquet_in_an_archive(name: &str) -> Vec<u8> {
    let mut noise = 1_u32;
    let mut file = b"PAR1".to_vec();
    file.extend((0..1 << 20).map(|_| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        noise.to_be_bytes()[0]
    }));
    saying_that_it_becomes(600 << 20, archive(&[(name, &file)]))
}

/// The archive with another size of its first file in the list at its end.
fn saying_that_it_becomes(n_bytes: u32, mut archive: Vec<u8>) -> Vec<u8> {
    /// Of a line in the list.
    const START_OF_LINE: &[u8] = b"PK\x01\x02";
    /// Where such a line says how large its file becomes.
    const PLACE_OF_SIZE: usize = 24;
    let line = archive.windows(START_OF_LINE.len()).position(|bytes| bytes == START_OF_LINE);
    let place = line.expect("an archive has a list") + PLACE_OF_SIZE;
    archive[place..place + 4].copy_from_slice(&n_bytes.to_le_bytes());
    archive
}
