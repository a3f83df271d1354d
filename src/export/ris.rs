//! RIS: the articles as records of a bibliography, as EndNote, Zotero and Mendeley read them.
//!
//! A line a fact, `XX  - value`. What must stay true: no value holds a line end, so that none can begin a fact of its
//! own.

use std::io::{self, Write};

use super::{Exporter, Form, Format, Holds, Place, Setting, Stream, bibliography, written};
use crate::model::ExportedArticle;

pub const FORMAT: Format = Format {
    name: "ris",
    about: "RIS: a bibliography for EndNote, Zotero and Mendeley",
    holds: Holds::Heads,
    form: Form::File,
    endings: &["ris"],
    streams: &[Stream::Articles],
    make,
};

fn make<'w>(place: Place<'w>, _: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    Ok(Box::new(Ris { to: place.stream()? }))
}

struct Ris<'w> {
    to: &'w mut (dyn Write + Send),
}

impl Exporter for Ris<'_> {
    fn article(&mut self, article: &ExportedArticle) -> io::Result<()> {
        let mut facts = vec![("TY", "NEWS".to_owned()), ("TI", bibliography::title(article))];
        for name in &article.authors {
            facts.push((
                "AU",
                match bibliography::author(name) {
                    bibliography::Author { family, given: Some(given) } => {
                        format!("{family}, {given}")
                    }
                    bibliography::Author { family, given: None } => family.to_owned(),
                },
            ));
        }
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let published = bibliography::date_parts(&article.published);
        facts.extend([
            ("T2", text(&article.publisher)),
            ("DA", day(&published)),
            ("PY", published.first().map(|year| format!("{year:04}")).unwrap_or_default()),
            ("SE", text(&article.section)),
            ("LA", text(&article.language)),
            (
                "UR",
                article
                    .url
                    .as_deref()
                    .and_then(written::web_address)
                    .unwrap_or_default()
                    .to_owned(),
            ),
            ("Y2", day(&bibliography::accessed(article))),
            ("AB", text(&article.standfirst)),
        ]);
        facts.extend(article.topics.iter().map(|topic| ("KW", topic.clone())));
        facts.extend([("AN", format!("sha256:{}", article.sha256)), ("DB", "cuttings".to_owned())]);
        for (tag, value) in facts {
            let value = written::one_line(&value);
            if !value.is_empty() {
                write!(self.to, "{tag}  - {value}\r\n")?;
            }
        }
        write!(self.to, "ER  - \r\n\r\n")
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

/// `2024/03/18/`, with nothing between the strokes for what is not known.
fn day(parts: &[i32]) -> String {
    match parts {
        [] => String::new(),
        [year] => format!("{year:04}///"),
        [year, month] => format!("{year:04}/{month:02}//"),
        [year, month, day, ..] => format!("{year:04}/{month:02}/{day:02}/"),
    }
}
