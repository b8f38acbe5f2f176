//! How much memory indexes may take, and what is done about an export that would take more: it is read on in constant
//! memory, and where not even that is enough the reading ends.
//!
//! A WebAssembly memory ends at 4 GiB whatever the computer has, and a tab that asks for more breaks down. So the limit is
//! far below: hunting, answers and files that are being read need memory as well.

use signerhunt::ExportReader;

const GIB: f64 = (1 << 30) as f64;

/// How much indexes take before rows are left out.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct MemoryLimit {
    n_bytes: f64,
}

/// What there is to say when rows do not fit that cannot be left out; to be read behind a file's name.
pub(crate) const FULL: &str = "has more rows that match than fit into memory; export fewer days at a time, or hunt for fewer terms";

impl MemoryLimit {
    /// For a computer with so much memory.
    pub(crate) fn of(memory_gib: Option<f64>) -> MemoryLimit {
        /// Of the memory of a WebAssembly module.
        const MOST_GIB: f64 = 2.0;
        /// Other programs and tabs want their share of the computer's.
        const SHARE: f64 = 0.25;
        let gib = memory_gib.map_or(MOST_GIB, |gib| (gib * SHARE).min(MOST_GIB));
        MemoryLimit { n_bytes: gib * GIB }
    }

    /// Looks at what an export takes that is being read, beside what the other indexes take, and has it keep only rows for
    /// these terms when that is too much. `false`: it cannot be read on.
    pub(crate) fn mind(self, reader: &mut ExportReader, n_others: usize, terms: &[String]) -> bool {
        /// Rows that must be kept may take somewhat more.
        const HEADROOM: f64 = 1.25;
        let n_bytes = |reader: &ExportReader| (n_others + reader.n_index_bytes()) as f64;
        if n_bytes(reader) > self.n_bytes && !reader.keeps_only_some() {
            reader.keep_only(terms);
        }
        // Other exports may take all there is: then this one has the headroom.
        n_bytes(reader) <= self.n_bytes.max(n_others as f64) * HEADROOM
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use signerhunt::ReadOptions;

    #[test]
    fn a_part_of_the_memory_is_taken() {
        let check = |memory_gib, expected_gib: f64| {
            assert_eq!(MemoryLimit::of(memory_gib).n_bytes, expected_gib * GIB);
        };
        check(None, 2.0);
        check(Some(8.0), 2.0);
        check(Some(32.0), 2.0);
        check(Some(2.0), 0.5);
    }

    /// Expected: whether only some rows are kept, and whether the export can be read on.
    #[track_caller]
    fn check(n_rows: usize, signer: &str, n_others: usize, expected: (bool, bool)) {
        let mut reader = ExportReader::new("export", ReadOptions::default());
        reader.feed(b"Timestamp,DeviceId,DeviceName,Signer,ReportId\n").unwrap();
        let row = format!("2026-11-20T10:00:00Z,id,ws,{signer},1\n");
        let limit = MemoryLimit { n_bytes: 64_000.0 };
        let mut goes_on = true;
        for _ in 0..n_rows {
            reader.feed(row.as_bytes()).unwrap();
            goes_on &= limit.mind(&mut reader, n_others, &["ConnectWise".to_owned()]);
        }
        assert_eq!((reader.keeps_only_some(), goes_on), expected);
        assert_eq!(reader.n_rows(), n_rows as u64);
    }

    #[test]
    fn rows_are_left_out_when_memory_runs_short() {
        check(1_000, "Microsoft", 0, (false, true));
        check(5_000, "Microsoft", 0, (true, true));
        check(1_000, "Microsoft", 63_000, (true, true));
        check(1_000, "Microsoft", 900_000, (true, true));
    }

    #[test]
    fn what_must_be_kept_ends_the_reading() {
        check(2_000, "ConnectWise", 0, (true, true));
        check(5_000, "ConnectWise", 0, (true, false));
    }
}
