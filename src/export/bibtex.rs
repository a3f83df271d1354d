//! BibTeX: the articles as entries of a bibliography, for LaTeX with BibTeX or BibLaTeX.
//!
//! `journal` for the one, `date` and `urldate` for the other. What must stay true: braces balance, whatever stands in
//! a headline, and a key is the same at every export.

use std::io::{self, Write};

use super::{Exporter, Form, Format, Holds, Place, Setting, Stream, bibliography, written};
use crate::model::ExportedArticle;

pub const FORMAT: Format = Format {
    name: "bibtex",
    about: "BibTeX: a bibliography for LaTeX, with BibTeX or BibLaTeX",
    holds: Holds::Heads,
    form: Form::File,
    endings: &["bib"],
    streams: &[Stream::Articles],
    make,
};

fn make<'w>(place: Place<'w>, _: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    Ok(Box::new(BibTex { to: place.stream()? }))
}

struct BibTex<'w> {
    to: &'w mut (dyn Write + Send),
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Exporter for BibTex<'_> {
    fn article(&mut self, article: &ExportedArticle) -> io::Result<()> {
        let published = bibliography::date_parts(&article.published);
        let mut fields = vec![("title", format!("{{{}}}", text(&bibliography::title(article))))];
        let authors: Vec<String> = article
            .authors
            .iter()
            .map(|name| match bibliography::author(name) {
                bibliography::Author { family, given: Some(given) } => {
                    format!("{}, {}", part(family), part(given))
                }
                // Braces keep a name of one word, and of a newsroom, in one piece.
                bibliography::Author { family, given: None } => format!("{{{}}}", text(family)),
            })
            .collect();
        fields.push(("author", authors.join(" and ")));
        let of = |value: &Option<String>| value.as_deref().map(text).unwrap_or_default();
        fields.extend([
            ("journal", of(&article.publisher)),
            ("date", iso(&published)),
            ("year", published.first().map(|year| format!("{year:04}")).unwrap_or_default()),
            (
                "url",
                article
                    .url
                    .as_deref()
                    .and_then(written::web_address)
                    .unwrap_or_default()
                    .to_owned(),
            ),
            ("urldate", iso(&bibliography::accessed(article))),
            ("abstract", of(&article.standfirst)),
            ("keywords", text(&article.topics.join(", "))),
            ("langid", of(&article.language)),
            ("entrysubtype", "newspaper".to_owned()),
            ("note", format!("sha256:{}", article.sha256)),
        ]);
        writeln!(self.to, "@article{{{},", key(article, published.first()))?;
        for (name, value) in fields {
            if !value.is_empty() {
                writeln!(self.to, "  {name} = {{{value}}},")?;
            }
        }
        // A month is a word that BibTeX knows, and so without braces.
        if let Some(month) =
            published.get(1).and_then(|month| MONTHS.get(usize::try_from(month - 1).ok()?))
        {
            writeln!(self.to, "  month = {month},")?;
        }
        write!(self.to, "}}\n\n")
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

/// `roe2025b1b57354c0de`: whose it is, and enough of its SHA-256 that no other has it.
fn key(article: &ExportedArticle, year: Option<&i32>) -> String {
    let author = article.authors.first().map(|name| bibliography::author(name).family);
    let who = author.or(article.publisher.as_deref()).unwrap_or("anonymous");
    let who: String = who.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
    let year = year.map(i32::to_string).unwrap_or_default();
    format!("{}{year}{}", who.to_ascii_lowercase(), article.sha256.get(..12).unwrap_or_default())
}

fn iso(parts: &[i32]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| format!("{part:02}")).collect();
    parts.join("-")
}

/// A part of a name: ` and ` between two names must not stand in one.
fn part(name: &str) -> String {
    let escaped = text(name);
    match escaped.contains(" and ") || escaped.contains(',') {
        true => format!("{{{escaped}}}"),
        false => escaped,
    }
}

/// Text for LaTeX. A brace is written by its name: BibTeX counts those that are escaped too.
fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in written::one_line(text).chars() {
        match character {
            '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            _ => escaped.push(character),
        }
    }
    escaped
}
