//! Whether what was found on a page is an article.

use super::body::Block;
use super::metadata::Claims;
use super::outline::Outline;
use super::runs::Run;
use super::selection::Selection;
use crate::format::Refusal;

/// Whether the text that a page states of itself is clearly more than what its markup gave.
pub fn is_fuller(claimed: &str, found: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let (claimed, found) = (letters(claimed), letters(found));
    claimed > 200 && claimed * 10 > found * 13
}

pub fn check(
    _outline: &Outline,
    _runs: &[Run],
    _selection: &Selection,
    _blocks: &[Block],
    text: &str,
    _claims: &Claims,
) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal("no article text found".to_owned()));
    }
    Ok(())
}
