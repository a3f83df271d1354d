//! Bytes to text.

/// Text and the character set it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The whole text, a byte order mark included as U+FEFF so that nothing goes missing.
    pub text: String,
    /// Lower case, as `encoding_rs` names it: `utf-8`, `utf-16le`, `windows-1252`.
    pub encoding: &'static str,
    pub warnings: Vec<String>,
}
