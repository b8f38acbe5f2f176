//! Answers in a form that is the same whoever gave them: counts, and a digest over one line for each group.
//!
//! A line is DeviceId, DeviceName, the first and the last time, the number of rows and the report ids, ascending; lines are
//! ordered by their bytes. The other languages' candidates write the same.

use std::fmt;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::trouble::Trouble;

/// The answer of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    groups: u64,
    rows: u64,
    reports: u64,
    digest: String,
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Answer { groups, rows, reports, digest } = self;
        let digest = digest.get(..12).unwrap_or(digest);
        write!(formatter, "{groups} groups, {rows} rows, {reports} reports, {digest}")
    }
}

impl Answer {
    /// As a candidate prints it.
    pub(crate) fn of_candidate(printed: &Value) -> Option<Answer> {
        Some(Answer {
            groups: printed["groups"].as_u64()?,
            rows: printed["rows"].as_u64()?,
            reports: printed["reports"].as_u64()?,
            digest: printed["digest"].as_str()?.to_owned(),
        })
    }

    /// From our own answer as CSV: the form that has no digests of whole files in it, which nobody else works out.
    pub(crate) fn of_csv(printed: &[u8]) -> Option<Answer> {
        let mut answer = Answer { groups: 0, rows: 0, reports: 0, digest: String::new() };
        let mut lines = Vec::new();
        for device in simd_csv::Reader::from_reader(printed).into_byte_records() {
            let device = device.ok()?;
            let text = |column: usize| str::from_utf8(device.get(column)?).ok();
            let reports: Vec<u64> = serde_json::from_str(text(4)?).ok()?;
            let count: u64 = text(5)?.parse().ok()?;
            answer.groups += 1;
            answer.rows += count;
            answer.reports += reports.len() as u64;
            let reports: Vec<String> = reports.iter().map(u64::to_string).collect();
            let [id, name, first, last] = [text(0)?, text(1)?, text(2)?, text(3)?];
            lines.push(format!("{id}\t{name}\t{first}\t{last}\t{count}\t{}\n", reports.join(",")));
        }
        lines.sort_unstable();
        answer.digest = digest(&lines.concat());
        Some(answer)
    }
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Holds the answers of one hunt against each other.
#[derive(Default)]
pub(crate) struct Agreement {
    first: Option<(String, Answer)>,
}

impl Agreement {
    /// Fails when the answer is another than the first one.
    pub(crate) fn check(&mut self, candidate: &str, answer: Option<Answer>) -> Result<(), Trouble> {
        let answer = answer.ok_or_else(|| {
            Trouble::new(format!("{candidate} gave no answer in the form that was asked for."))
        })?;
        match &self.first {
            None => self.first = Some((candidate.to_owned(), answer)),
            Some((other, expected)) if *expected != answer => {
                return Err(Trouble::new(format!(
                    "The answers differ, so nothing may be compared.\n{other}: {expected}\n{candidate}: {answer}"
                )));
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// What all agreed on.
    pub(crate) fn words(&self) -> String {
        self.first.as_ref().map_or_else(String::new, |(_, answer)| answer.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn printed(last_seen: &str) -> Vec<u8> {
        format!(
            "DeviceId,DeviceName,FirstSeen,LastSeen,Report,Count\r\nb,ws,2026-11-01,{last_seen},\"[1,2]\",2\r\n\
             a,ws,2026-11-01,{last_seen},[],2\r\n"
        )
        .into_bytes()
    }

    #[test]
    fn an_answer_has_its_groups_in_one_order() {
        let answer = Answer::of_csv(&printed("2026-11-02")).unwrap();
        assert_eq!((answer.groups, answer.rows, answer.reports), (2, 4, 2));
        let lines = "a\tws\t2026-11-01\t2026-11-02\t2\t\nb\tws\t2026-11-01\t2026-11-02\t2\t1,2\n";
        assert_eq!(answer.digest, digest(lines));
        let printed = json!({ "groups": 2, "rows": 4, "reports": 2, "digest": digest(lines) });
        assert_eq!(Answer::of_candidate(&printed), Some(answer));
    }

    #[test]
    fn answers_that_differ_in_a_time_only_are_refused() {
        let mut agreement = Agreement::default();
        agreement.check("first", Answer::of_csv(&printed("2026-11-02"))).unwrap();
        agreement.check("second", Answer::of_csv(&printed("2026-11-02"))).unwrap();
        let refused = agreement.check("third", Answer::of_csv(&printed("2026-11-03")));
        let words = refused.unwrap_err().to_string();
        assert!(words.contains("first") && words.contains("third"), "{words}");
        assert!(agreement.check("fourth", Answer::of_candidate(&json!({}))).is_err());
    }
}
