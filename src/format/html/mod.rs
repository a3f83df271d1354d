//! Web pages.

pub mod metadata;

use crate::model::Published;

/// What is known of a page besides its markup.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    pub url: Option<&'a str>,
    pub captured: Option<&'a Published>,
}
