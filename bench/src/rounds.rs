//! Rounds: candidates take turns (A B C, A B C ...), the first round is thrown away, and what is left becomes a median with
//! its spread. Ratios are taken within each round, because a machine is not equally quick all day.

use std::fmt;

use crate::trouble::Trouble;

/// Runs all candidates in turns. Gives the samples of each, in the order of the rounds.
pub(crate) fn in_turns<S>(
    what: &str,
    n_rounds: usize,
    n_candidates: usize,
    mut run: impl FnMut(usize) -> Result<S, Trouble>,
) -> Result<Vec<Vec<S>>, Trouble> {
    let mut samples: Vec<Vec<S>> = (0..n_candidates).map(|_| Vec::new()).collect();
    for round in 0..=n_rounds {
        let name =
            if round == 0 { "to warm up".to_owned() } else { format!("{round} of {n_rounds}") };
        eprintln!("   {what}: round {name}");
        for (candidate, samples) in samples.iter_mut().enumerate() {
            let sample = run(candidate)?;
            if round > 0 {
                samples.push(sample);
            }
        }
    }
    Ok(samples)
}

/// The median of samples, the least and the greatest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Spread {
    /// Of samples; none of nothing.
    pub(crate) fn of(samples: impl IntoIterator<Item = f64>) -> Option<Spread> {
        let mut samples: Vec<f64> =
            samples.into_iter().filter(|sample| sample.is_finite()).collect();
        samples.sort_by(f64::total_cmp);
        let (least, most) = (*samples.first()?, *samples.last()?);
        let middle = samples.len() / 2;
        let median = match samples.len() % 2 {
            1 => samples[middle],
            _ => f64::midpoint(samples[middle - 1], samples[middle]),
        };
        Some(Spread { median, least, most })
    }

    /// How many times as much the first takes as the second, round by round.
    pub(crate) fn of_ratios(first: &[f64], second: &[f64]) -> Option<Spread> {
        Spread::of(first.iter().zip(second).map(|(first, second)| first / second))
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Spread { median, least, most } = self;
        // As many digits as mean something.
        let digits = match *most {
            _ if least == most && median.fract() == 0.0 => 0,
            most if most >= 100.0 => 0,
            most if most >= 10.0 => 1,
            _ => 2,
        };
        if least == most {
            return write!(formatter, "{median:.digits$}");
        }
        write!(formatter, "{median:.digits$} ({least:.digits$}-{most:.digits$})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_round_does_not_count() {
        let mut n_runs = 0.0;
        let samples = in_turns("a test", 2, 2, |candidate| {
            n_runs += 1.0;
            Ok(n_runs * if candidate == 0 { 1.0 } else { -1.0 })
        });
        assert_eq!(samples.unwrap(), [[3.0, 5.0], [-4.0, -6.0]]);
    }

    #[test]
    fn medians_and_ratios() {
        let spread = Spread::of([3.0, 1.0, 2.0, 10.0]).unwrap();
        assert_eq!((spread.least, spread.median, spread.most), (1.0, 2.5, 10.0));
        assert_eq!(spread.to_string(), "2.5 (1.0-10.0)");
        let ratio = Spread::of_ratios(&[4.0, 6.0, 9.0], &[2.0, 2.0, 2.0]).unwrap();
        assert_eq!(ratio.to_string(), "3.00 (2.00-4.50)");
        assert_eq!(Spread::of([2.0, 2.0]).unwrap().to_string(), "2");
        assert_eq!(Spread::of([]), None);
    }
}
