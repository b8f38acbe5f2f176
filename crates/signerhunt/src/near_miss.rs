//! Near misses: signers that nearly have a term, by their letters, their looks or their maker. They are shown beside the
//! sightings and never mixed in, so that a renamed certificate is noticed.

use serde::{Deserialize, Serialize};

/// A signer that nearly matches a term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NearMiss {
    /// The signer as it stands in the exports.
    #[serde(rename = "Signer")]
    pub signer: String,
    /// The term it nearly has.
    pub term: String,
    /// In what way it nearly has it.
    pub why: Why,
    /// Rows with this signer inside the window.
    pub rows: u64,
    /// Devices with such a row.
    pub devices: u64,
}

/// In what way a signer nearly has a term.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The term's letters are there, but inside a longer word.
    Contains,
    /// It looks like a signer with the term, but is spelled with other characters.
    LooksAlike,
    /// It is another name that the maker signs with, see [`crate::Rule::other_names`]. The term is the rule's first.
    OtherName,
}
