//! What was aimed at, beside what was reached. A target that is missed is said to be missed; nothing fails because of it.

use crate::rounds::Spread;

/// One target and the result.
pub(crate) struct Verdict {
    work: String,
    wanted: String,
    result: Option<Spread>,
    is_met: bool,
    unit: &'static str,
}

impl Verdict {
    /// So many times as quick as another, or more.
    pub(crate) fn at_least(work: impl Into<String>, wanted: f64, ratio: Option<Spread>) -> Verdict {
        let is_met = ratio.is_some_and(|ratio| ratio.median >= wanted);
        let wanted = format!("at least {wanted} x");
        Verdict { work: work.into(), wanted, result: ratio, is_met, unit: " x" }
    }

    /// At most so much of something.
    pub(crate) fn at_most(
        work: impl Into<String>,
        wanted: f64,
        unit: &'static str,
        result: Option<Spread>,
    ) -> Verdict {
        let is_met = result.is_some_and(|result| result.median <= wanted);
        Verdict {
            work: work.into(),
            wanted: format!("at most {wanted}{unit}"),
            result,
            is_met,
            unit,
        }
    }

    /// The names of what [`Verdict::cells`] gives.
    pub(crate) const COLUMNS: [&'static str; 4] = ["work", "target", "result", ""];

    pub(crate) fn cells(&self) -> Vec<String> {
        let verdict = match (&self.result, self.is_met) {
            (None, _) => "not measured",
            (_, true) => "met",
            (_, false) => "**short**",
        };
        let result =
            self.result.map_or_else(String::new, |result| format!("{result}{}", self.unit));
        vec![self.work.clone(), self.wanted.clone(), result, verdict.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missed_is_said() {
        let result = Spread::of([3.0, 5.0, 4.0]);
        let word = |verdict: Verdict| verdict.cells()[3].clone();
        assert_eq!(word(Verdict::at_least("", 4.0, result)), "met");
        assert_eq!(word(Verdict::at_least("", 4.5, result)), "**short**");
        assert_eq!(word(Verdict::at_most("", 4.0, " ms", result)), "met");
        assert_eq!(word(Verdict::at_most("", 3.0, " ms", result)), "**short**");
        assert_eq!(word(Verdict::at_most("", 3.0, " ms", None)), "not measured");
    }
}
