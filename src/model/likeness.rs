//! How much two texts share; `text::near` says when that makes one the other's near-duplicate.

/// Shares of their shingles, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// Shingles in both over shingles in either.
    pub similarity: f64,
    /// Shingles in both over shingles in the shorter.
    pub containment: f64,
}
