//! Quotations: who said what, narrowed by speaker, by whom or what it is about, by words, publisher and days.

use askama::Template;

use super::{Frame, meant};
use crate::model::EntityKind;
use crate::report;
use crate::serve::answer::{Answer, NoPage};
use crate::serve::asked::PageAsked;
use crate::serve::collected::{Collected, of_canned};
use crate::serve::link;

const SHOWN: u32 = 25;
const MOST: u32 = 400;

/// What they can be narrowed by.
const FILTERS: [&str; 7] = ["name", "about", "words", "publisher", "topic", "since", "until"];

#[derive(Template)]
#[template(path = "quotations.html")]
struct Quotations<'p> {
    page: Frame<'p>,
    asked: &'p PageAsked,
    notes: Vec<String>,
    rows: Vec<Said>,
    more: Option<String>,
}

struct Said {
    quote: String,
    /// The article, at the quotation.
    href: String,
    headline: String,
    speaker: String,
    speaker_href: Option<String>,
    day: String,
    publisher: String,
    rule: String,
}

/// Fails where a filter cannot be asked, or the archive cannot be read.
pub fn page(asked: &PageAsked) -> Result<Answer, NoPage> {
    let reader = asked.reader()?;
    let report = report::canned("quotes")
        .ok_or_else(|| NoPage::Bug("there is no report `quotes`".to_owned()))?;
    let given: Vec<(&str, &str)> = FILTERS
        .map(|name| (name, asked.text(name)))
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let owned: Vec<(String, String)> =
        given.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let notes = match meant::understood(asked, &reader, &report, &owned)? {
        meant::Understood::So(notes) => notes,
        meant::Understood::Several(which) => return Ok(which),
    };
    let most = asked.number("show", SHOWN, MOST)?;
    let found = of_canned(asked, &reader, "quotes", &given, most as usize)?;
    let next = (most * 2).min(MOST);
    let more = (found.is_cut && next > most).then(|| {
        let next = next.to_string();
        let pairs: Vec<(&str, &str)> =
            given.iter().copied().chain([("show", next.as_str())]).collect();
        asked.site.href("quotations", &pairs)
    });
    let rows = said(asked, &found);
    let page = Frame::of(&asked.site, "Quotations");
    Ok(Answer::Page(Quotations { page, asked, notes, rows, more }.render()?))
}

fn said(asked: &PageAsked, found: &Collected) -> Vec<Said> {
    let one = |row: &Vec<crate::model::Value>| {
        let text = |name: &str| found.text(row, name).unwrap_or_default().to_owned();
        let article = found.number(row, "article_id")?;
        let kind = found.text(row, "kind").and_then(EntityKind::by_name);
        let speaker = text("speaker");
        Some(Said {
            quote: text("quote"),
            href: match found.number(row, "start_char") {
                Some(start) => link::quotation(&asked.site, article, start),
                None => link::article(&asked.site, article),
            },
            headline: match text("headline") {
                headline if headline.trim().is_empty() => "an article without headline".to_owned(),
                headline => headline,
            },
            speaker_href: kind.map(|kind| link::entity(&asked.site, kind, &speaker)),
            speaker: if speaker.is_empty() { "nobody named".to_owned() } else { speaker },
            day: text("published_on"),
            publisher: text("publisher"),
            rule: text("rule"),
        })
    };
    found.rows.iter().filter_map(one).collect()
}
