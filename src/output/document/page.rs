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
        let (style, policy) = &*STYLE;
        Self { title: title.to_owned(), style, policy }
    }
}

/// The style, and the policy with its hash.
static STYLE: LazyLock<(String, String)> = LazyLock::new(|| {
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
    let hash = BASE64_STANDARD.encode(Sha256::digest(&style));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    );
    (style, policy)
});
