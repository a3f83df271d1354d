//! The head of every page: its title, the one style, and the policy that lets in nothing but that style.

use std::fmt::Write;
use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::output::plot::{page_colours, picture_style};

/// What `page.html` puts around a document.
#[derive(Clone, Debug)]
pub struct Page {
    pub title: String,
    pub style: &'static str,
    pub policy: &'static str,
}

impl Page {
    /// The shell of a page with this title.
    pub fn new(title: &str) -> Self {
        Self::dressed(title, &DRESS)
    }

    /// The same in another dress.
    pub fn dressed(title: &str, dress: &'static Dress) -> Self {
        Self { title: title.to_owned(), style: &dress.style, policy: &dress.policy }
    }
}

/// A style, and the policy with its hash.
#[derive(Clone, Debug)]
pub struct Dress {
    pub style: String,
    /// As a policy names it: `'sha256-…'`.
    pub hash: String,
    pub policy: String,
}

impl Dress {
    /// That of documents, which ask nobody anything.
    pub fn of_documents() -> &'static Self {
        &DRESS
    }

    /// The style that all pages have, and more; forms may be sent where `form_action` says, as a policy does.
    pub fn of(more: &str, form_action: &str) -> Self {
        let mut style = String::from("\n:root { color-scheme: light dark;");
        for (name, light, _) in page_colours() {
            let _ = write!(style, " --{name}: {light};");
        }
        style.push_str(" }\n@media screen and (prefers-color-scheme: dark) { :root {");
        for (name, _, dark) in page_colours() {
            let _ = write!(style, " --{name}: {dark};");
        }
        style.push_str(" } }\n");
        style.push_str(include_str!("page.css"));
        style.push_str(&picture_style());
        style.push_str(more);
        let hash = format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(&style)));
        let policy = format!(
            "default-src 'none'; style-src {hash}; base-uri 'none'; form-action {form_action}"
        );
        Self { style, hash, policy }
    }
}

static DRESS: LazyLock<Dress> = LazyLock::new(|| Dress::of("", "'none'"));
