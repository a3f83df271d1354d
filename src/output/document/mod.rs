//! Documents: whole pages of HTML, and Markdown, from templates beside this file.
//!
//! A template is compiled (`askama.toml` says where templates lie), so a field that is not there is an error of the
//! compiler. What must stay true: every value goes through the escaper of its format (`escape`) unless a template
//! says `safe`, which is for the style and for drawings of ours alone; a page is one file without a script, fetches
//! nothing, and has a policy in its head that lets nothing of the kind happen; only addresses of the web become links
//! (`Address`); the same data gives the same bytes.
//!
//! Every page has `page.html` around it: the one head, the one style. A document is a struct with a `page: Page` and a
//! template that begins with `{% extends "page.html" %}`.

mod address;
mod dossier;
pub mod escape;
pub mod mail;
pub mod news;
mod page;
pub mod review;
mod wrap;

pub use address::Address;
pub use page::{Dress, Page};

use super::listed::is_listed;

/// A way to write a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    pub name: &'static str,
    pub about: &'static str,
    /// How names of files in this format end.
    pub endings: &'static [&'static str],
}

/// One file for a browser, and for paper.
pub const HTML: Format = Format {
    name: "html",
    about: "a page for screens and paper, in one file",
    endings: &["html", "htm"],
};

pub const MARKDOWN: Format = Format {
    name: "markdown",
    about: "text with headings and links, for documents of your own",
    endings: &["md", "markdown"],
};

pub const FORMATS: &[Format] = &[HTML, MARKDOWN];

is_listed!(Format, FORMATS);

/// `1 article`, `2 articles`.
fn counted(number: u64, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}
