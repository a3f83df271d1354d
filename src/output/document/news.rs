//! What is new about who is watched: as a page, as Markdown, as plain text, as an Atom feed and as JSON.
//!
//! What must stay true: each is a function of the news alone; whatever stands in a headline, a name or a row is text;
//! only addresses of the web are links; nothing that was found is in one form and missing in another; a change can be
//! read without colour.
//!
//! `shown` says in words what templates print, `change` what became of which words, `rhythm` how often somebody
//! publishes. The page and the feed tell a story by the same template, `news-story.html`.

mod atom;
mod change;
mod json;
mod rhythm;
mod shown;
#[cfg(test)]
mod tests;

use std::io;

use askama::Template;

pub use self::atom::atom;
pub use self::json::{SCHEMA, json};
use self::shown::Shown;
use super::Page;
use super::review::rendered;
use super::wrap::wrapped;
use crate::model::News;

#[derive(Template)]
#[template(path = "news.html")]
struct Html<'n> {
    page: Page,
    shown: Shown<'n>,
}

#[derive(Template)]
#[template(path = "news.md")]
struct Markdown<'n> {
    shown: Shown<'n>,
}

#[derive(Template)]
#[template(path = "news.txt")]
struct Plain<'n> {
    shown: Shown<'n>,
}

/// A page that is one file. Fails where its template does, which is a bug.
pub fn html(news: &News) -> io::Result<String> {
    rendered(&Html { page: Page::new(&news.title), shown: Shown::of(news)? })
}

/// The news in Markdown. Fails where the template does, which is a bug.
pub fn markdown(news: &News) -> io::Result<String> {
    rendered(&Markdown { shown: Shown::of(news)? })
}

/// For a terminal, and for the part of a message that every program shows: no line is longer than 72 characters, but
/// for addresses and other long words. Fails where its template does, which is a bug.
pub fn plain(news: &News) -> io::Result<String> {
    Ok(wrapped(&rendered(&Plain { shown: Shown::of(news)? })?))
}
