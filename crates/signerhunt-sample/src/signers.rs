//! Signers, the files they signed, and how often each signer is seen.
//!
//! What a name looks like is decided elsewhere; what its certificates say, in `certificates.rs`. Everything about a
//! signer follows from its name, so a vendor has the same thumbprints in every export and a file keeps its certificate.

use crate::certificates::{Certificate, certificates_of};
use crate::clock::MILLISECOND;
use crate::digest;
use crate::issuers::Issuer;
use crate::shape::Shape;
use fastrand::Rng;

/// Whoever signed files, or nobody at all.
#[derive(Clone, Debug)]
pub(crate) struct Signer {
    key: u64,
    /// How many different files of this signer exist.
    files: u32,
    /// Never empty.
    certificates: Vec<Certificate>,
}

/// A file that somebody signed.
pub(crate) struct File<'w> {
    /// From which the file's SHA-1 is made.
    pub(crate) key: u64,
    pub(crate) certificate: &'w Certificate,
    pub(crate) countersigned: Option<u64>,
}

impl Signer {
    /// A signer with the certificates its name entails. Bytes, because broken exports hold broken names.
    pub(crate) fn new(
        name: &[u8],
        issuer: Option<&'static Issuer>,
        files: u32,
        shape: Shape,
    ) -> Signer {
        let key = digest::of_text(name);
        let certificates = certificates_of(name, key, issuer, shape);
        Signer { key, files, certificates }
    }

    /// The one behind the rows of unsigned files.
    pub(crate) fn nobody(files: u32, shape: Shape) -> Signer {
        Signer {
            key: digest::of_text(b""),
            files,
            certificates: vec![Certificate::unsigned(shape)],
        }
    }

    /// One of the signer's files, the popular ones more often.
    pub(crate) fn draw_file(&self, rng: &mut Rng) -> File<'_> {
        self.file(skewed(rng, self.files))
    }

    /// The file with this number. It always has the same digest, certificate and countersignature.
    pub(crate) fn file(&self, number: u32) -> File<'_> {
        let key = digest::nth(self.key, u64::from(number) + 100);
        let certificate = &self.certificates[number as usize % self.certificates.len()];
        let countersigned = certificate
            .countersigning
            .filter(|_| !key.is_multiple_of(4))
            .map(|(from, milliseconds)| from + (key >> 8) % milliseconds * MILLISECOND);
        File { key, certificate, countersigned }
    }
}

/// Signers with the share that each has of the rows.
#[derive(Clone, Debug)]
pub(crate) struct Crowd {
    signers: Vec<Signer>,
    /// Positions in `signers`, each as often as it is likely.
    slots: Vec<u16>,
}

impl Crowd {
    /// The first signer is the most frequent one and the others follow Zipf's law.
    pub(crate) fn new(signers: Vec<Signer>) -> Crowd {
        const SLOTS: u64 = 1 << 16;
        let weight = |rank: usize| (1 << 32) / (rank as u64 + 1);
        let total: u64 = (0..signers.len()).map(weight).sum();
        let mut slots = Vec::new();
        for rank in 0..signers.len() {
            let share = (weight(rank) * SLOTS / total).max(1) as usize;
            slots.extend(std::iter::repeat_n(rank as u16, share));
        }
        Crowd { signers, slots }
    }

    pub(crate) fn draw(&self, rng: &mut Rng) -> &Signer {
        let slot = rng.u32(0..self.slots.len() as u32);
        &self.signers[usize::from(self.slots[slot as usize])]
    }
}

/// A number below `end`, small ones more likely.
pub(crate) fn skewed(rng: &mut Rng, end: u32) -> u32 {
    let draw = u64::from(rng.u32(..));
    let skewed = (draw * draw) >> 32;
    ((skewed * u64::from(end)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::moment;

    #[test]
    fn a_file_stays_what_it_is() {
        let signer = Signer::new(b"Cedar Optics, Inc.", None, 50, Shape::Portal);
        let (once, again) = (signer.file(7), signer.file(7));
        assert_eq!((once.key, once.countersigned), (again.key, again.countersigned));
        assert!(std::ptr::eq(once.certificate, again.certificate));
        assert_ne!(once.key, signer.file(8).key);
    }

    #[test]
    fn a_countersignature_lies_within_the_validity() {
        let signer = Signer::new("Connectwise, LLC".as_bytes(), None, 100, Shape::Portal);
        let times: Vec<Option<u64>> =
            (0..100).map(|number| signer.file(number).countersigned).collect();
        assert!(times.contains(&None));
        for time in times.into_iter().flatten() {
            assert!((moment(2022_07_13_00_00_00)..moment(2025_07_12_23_59_59)).contains(&time));
        }
    }

    #[test]
    fn the_first_of_a_crowd_is_seen_most() {
        let names = ["first", "second", "third"];
        let signers =
            names.map(|name| Signer::new(name.as_bytes(), None, 1, Shape::Portal)).to_vec();
        let crowd = Crowd::new(signers);
        let share = |rank| crowd.slots.iter().filter(|slot| **slot == rank).count();
        assert!(share(0) > 3 * share(2) - 10 && share(0) < 2 * share(1) + 10);
    }
}
