//! The pages, one file each with its template beside it, and what all of them have around them.
//!
//! What must stay true: a page is a function of what was asked and of the archive; every value in a template is
//! escaped, unless it says `safe`, which is for the style and for drawings of ours alone.

pub mod article;
pub mod capture;
pub mod decide;
pub mod dossier;
pub mod entity;
pub mod meant;
pub mod open;
pub mod quotations;
pub mod report;
pub mod reports;
pub mod search;
pub mod sql;
pub mod start;
pub mod watching;

use std::sync::LazyLock;

use super::site::Site;
use crate::output::document::Dress;
use crate::text::shortened::shortened;

/// What stands around a page; the names of its fields are those that `page.html` asks for.
pub struct Frame<'p> {
    pub title: String,
    pub style: &'static str,
    pub policy: &'static str,
    pub site: &'p Site,
    /// What stands in the search field.
    pub words: &'p str,
}

impl<'p> Frame<'p> {
    /// That of a page with this title.
    pub fn of(site: &'p Site, title: &str) -> Self {
        let title = format!("{} – {}", shortened(title, MOST_TITLE), site.name());
        Self { title, style: &DRESS.style, policy: &DRESS.policy, site, words: "" }
    }

    /// The address of a page, for templates.
    pub fn to(&self, path: impl AsRef<str>) -> String {
        self.site.href(path.as_ref(), &[])
    }

    /// The same with one thing asked.
    pub fn with(&self, path: &str, name: &str, value: &str) -> String {
        self.site.href(path, &[(name, value)])
    }
}

/// Characters of a title; a headline may be as long as it likes.
const MOST_TITLE: usize = 120;

/// Forms are sent to ourselves.
static DRESS: LazyLock<Dress> = LazyLock::new(|| Dress::of(include_str!("served.css"), "'self'"));

/// The policy that every answer carries: the style of these pages, and that of documents. Only a header may say that no
/// page is shown inside another.
pub fn policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        let (served, documents) = (&DRESS.hash, &Dress::of_documents().hash);
        format!(
            "default-src 'none'; style-src {served} {documents}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
    });
    &POLICY
}
