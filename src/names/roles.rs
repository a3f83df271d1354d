//! Titles that a text gives to people.

use super::passage::Passage;
use super::resolve::Directory;
use crate::model::{Mention, Role};

/// The roles in a text, in order.
pub fn roles(_passage: &Passage, _mentions: &[Mention], _directory: &Directory) -> Vec<Role> {
    Vec::new()
}
