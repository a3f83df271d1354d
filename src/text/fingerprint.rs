//! Names for bytes and texts.

use sha2::{Digest, Sha256 as Hasher};

use super::normalise;
use crate::model::Sha256;

/// SHA-256 of bytes, as a capture is named.
pub fn sha256(bytes: &[u8]) -> Sha256 {
    Sha256(Hasher::digest(bytes).into())
}

/// SHA-256 of an article's normalised text, as an article is named: two bodies that differ only
/// in white space and Unicode normalisation are the same article.
pub fn article_sha256(body: &str) -> Sha256 {
    sha256(normalise::comparable(body).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capture_is_named_as_sha256sum_names_it() {
        assert_eq!(
            sha256(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn white_space_and_normalisation_do_not_make_another_article() {
        let one = article_sha256("Winston Peters\nmet Jos\u{e9}.\r\n");
        assert_eq!(one, article_sha256(" Winston  Peters met Jose\u{301}."));
        assert_ne!(one, article_sha256("Winston Peters met Jose."));
    }
}
