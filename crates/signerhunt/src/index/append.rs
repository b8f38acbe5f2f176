//! Takes over the rows of another index: a part of the same export that was read elsewhere. Rows are not
//! looked at but for their codes, and not ordered anew.

use super::{Index, Reports};

impl Index {
    /// Takes over the rows of `part`, whose texts get this index's codes.
    pub(crate) fn append(&mut self, part: Index) {
        // What a dictionary let in, another lets in too.
        let signers: Vec<u32> = part
            .signer_codes()
            .map(|code| self.signers.code_of(part.signer(code).as_bytes()).unwrap_or_default())
            .collect();
        let devices: Vec<u32> = (0..part.n_devices() as u32)
            .map(|code| {
                let (id, name) = part.device(code);
                self.devices.code_of(id.as_bytes(), name.as_bytes()).unwrap_or_default()
            })
            .collect();
        let listed: Vec<i64> =
            part.listed_reports().iter().map(|id| self.reports.code_of_id(id.clone())).collect();
        self.has_packed_times |= part.has_packed_times;
        self.segments.reserve_exact(part.segments.len());
        for mut segment in part.segments {
            // Numbers are their own codes everywhere.
            let report_of = (!listed.is_empty()).then_some(|code| Reports::recoded(code, &listed));
            segment.recode(&signers, &devices, report_of);
            self.segments.push(segment);
        }
    }
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use crate::{Export, ExportReader, Exports, Hunt, ReadOptions, Summary, Ticks};

    const SIGNERS: [&str; 5] =
        ["ConnectWise, LLC", "Microsoft Windows", "ScreenConnected GmbH", "ScreenConnect", ""];

    fn random_row(random: &mut Rng) -> String {
        let report = match random.u8(0..4) {
            0 => String::new(),
            1 => format!("r-{}", random.u8(0..5)),
            _ => random.i64(-5..20).to_string(),
        };
        format!(
            "2026-11-{:02}T10:00:{:02}Z,id{},ws{},\"{}\",{report}\n",
            random.u8(1..25),
            random.u8(0..60),
            random.u8(0..6),
            random.u8(0..3),
            SIGNERS[random.usize(0..SIGNERS.len())],
        )
    }

    fn export(rows: &[String]) -> Export {
        let text = format!("Timestamp,DeviceId,DeviceName,Signer,ReportId\n{}", rows.concat());
        let mut reader = ExportReader::new("export.csv", ReadOptions::default());
        reader.feed(text.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    fn summary(exports: Vec<Export>) -> Summary {
        let clock: Ticks = "2026-11-26".parse().unwrap();
        Exports::from_iter(exports).summarize(&Hunt::default(), clock)
    }

    /// Also beside another export, with which all its codes must be compared.
    #[test]
    fn an_export_in_parts_gives_the_same_summary_as_whole() {
        for seed in 0..300 {
            let mut random = Rng::with_seed(seed);
            let n_rows = random.usize(1..80);
            let rows: Vec<String> = (0..n_rows).map(|_| random_row(&mut random)).collect();
            let mut others = rows.clone();
            others.retain(|_| random.bool());
            others.push(random_row(&mut random));
            let whole = || export(&rows);
            let in_parts = |random: &mut Rng| {
                let mut first = export(&[]);
                let mut left = rows.as_slice();
                while !left.is_empty() {
                    let (part, behind) = left.split_at(random.usize(1..=left.len()));
                    first.index.append(export(part).index);
                    left = behind;
                }
                first.source = whole().source;
                first
            };
            assert_eq!(summary(vec![in_parts(&mut random)]), summary(vec![whole()]), "seed {seed}");
            assert_eq!(
                summary(vec![export(&others), in_parts(&mut random)]),
                summary(vec![export(&others), whole()]),
                "seed {seed}"
            );
        }
    }
}
