//! Quotations: where they stand and who speaks.

use super::passage::Passage;
use crate::model::{Mention, Quote};

/// The quotations of a text, in order.
pub fn quotes(_passage: &Passage, _mentions: &[Mention]) -> Vec<Quote> {
    Vec::new()
}
