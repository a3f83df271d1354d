//! An article as a line of a bibliography, in a style of the Citation Style Language.
//!
//! The line is made from the article's CSL-JSON, the same that the exporter writes, by hayagriva, which carries the
//! styles. What must stay true: it is one line, and whatever stands in a headline stands in it as text.

use std::sync::LazyLock;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::{Locale, Style, json::Item};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest,
};

use super::{bibliography, csl_json, written};
use crate::model::{ExportedArticle, ExportedTime};

/// Names that people type, for styles whose names they would have to look up.
const SHORT: [(&str, &str); 4] = [
    ("chicago", "chicago-notes"),
    ("harvard", "harvard-cite-them-right"),
    ("mhra", "modern-humanities-research-association"),
    ("abnt", "associacao-brasileira-de-normas-tecnicas"),
];

/// The words of each language, such as those for months.
static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(locales);

/// Every name of a style, in the order of the alphabet.
pub fn styles() -> Vec<&'static str> {
    let mut names: Vec<_> =
        ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied()).collect();
    names.extend(SHORT.map(|(name, _)| name));
    names.sort_unstable();
    names.dedup();
    names
}

/// The article in a style; `None` if there is no such style. Fails where the style's library does not understand
/// our CSL-JSON.
pub fn styled(article: &ExportedArticle, style: &str) -> Result<Option<String>, serde_json::Error> {
    let name = SHORT.iter().find(|(short, _)| *short == style).map_or(style, |(_, name)| *name);
    let Some(Style::Independent(style)) = ArchivedStyle::by_name(name).map(ArchivedStyle::get)
    else {
        return Ok(None);
    };
    let mut item: Item = serde_json::from_value(csl_json::item(article))?;
    // Where a copy is kept is in the permalink; a reader of the line has no such archive.
    item.0.retain(|field, _| !field.starts_with("archive"));
    let mut driver = BibliographyDriver::new();
    let cited = vec![CitationItem::with_entry(&item)];
    driver.citation(CitationRequest::from_items(cited, &style, &LOCALES));
    let rendered = driver.finish(BibliographyRequest::new(&style, None, &LOCALES));
    let mut line = String::new();
    // Styles of notes alone have no bibliography. Writing to a String cannot fail.
    let _ = match rendered.bibliography.as_ref().and_then(|bibliography| bibliography.items.first())
    {
        Some(item) => item.content.write_buf(&mut line, BufWriteFormat::Plain),
        None => match rendered.citations.first() {
            Some(note) => note.citation.write_buf(&mut line, BufWriteFormat::Plain),
            None => Ok(()),
        },
    };
    Ok(Some(written::one_line(line.trim())))
}

/// The article in plain words: who wrote what, where and when, and its address.
pub fn plain(article: &ExportedArticle) -> String {
    plain_parts(article).join(", ")
}

/// The same in its parts, for pages that keep words of different directions apart.
pub fn plain_parts(article: &ExportedArticle) -> Vec<String> {
    let mut parts = Vec::new();
    if !article.authors.is_empty() {
        parts.push(article.authors.join(", "));
    }
    parts.push(format!("“{}”", bibliography::title(article)));
    parts.extend(article.publisher.clone());
    parts.push(day(&article.published));
    parts.extend(article.url.as_deref().and_then(written::web_address).map(str::to_owned));
    parts.iter().map(|part| written::one_line(part)).collect()
}

/// A day in words, as far as it is known: `18 March 2024`, `March 2024`, `2024`, `undated`.
pub fn day(time: &ExportedTime) -> String {
    match bibliography::date_parts(time)[..] {
        [year, month, day] => format!("{day} {} {year}", month_name(month)),
        [year, month] => format!("{} {year}", month_name(month)),
        [year] => year.to_string(),
        _ => "undated".to_owned(),
    }
}

fn month_name(month: i32) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> ExportedArticle {
        ExportedArticle {
            sha256: "ab".repeat(32),
            publisher: Some("The Tide".to_owned()),
            url: Some("https://tide.example/1".to_owned()),
            headline: Some("Tolls to rise".to_owned()),
            authors: vec!["Ana Kestrel".to_owned(), "Jo van der Wal".to_owned()],
            published: ExportedTime {
                value: Some("2024-03-18".to_owned()),
                precision: Some("day".to_owned()),
                ..ExportedTime::default()
            },
            ingested_at: "2024-04-01T06:00:00Z".to_owned(),
            ..ExportedArticle::default()
        }
    }

    #[test]
    fn an_article_is_cited_in_the_styles_people_name() {
        let article = article();
        let line = |style| styled(&article, style).unwrap().unwrap();
        assert_eq!(
            line("apa"),
            "Kestrel, A., & van der Wal, J. (2024, March 18). Tolls to rise. The Tide. https://tide.example/1"
        );
        assert_eq!(
            line("chicago"),
            "Kestrel, Ana, and Jo van der Wal. “Tolls to Rise.” The Tide, March 18, 2024. https://tide.example/1."
        );
        assert_eq!(
            plain(&article),
            "Ana Kestrel, Jo van der Wal, “Tolls to rise”, The Tide, 18 March 2024, https://tide.example/1"
        );
        assert_eq!(styled(&article, "no-such-style").unwrap(), None);
    }

    #[test]
    fn every_style_has_a_line_for_an_article_of_which_nothing_is_known() {
        let bare = ExportedArticle {
            sha256: "ab".repeat(32),
            body: "One line.".to_owned(),
            ..ExportedArticle::default()
        };
        let hostile = ExportedArticle {
            headline: Some("</script><b>=1+1\u{202e}\u{1b}[31m\nDE \\{ $x$ & \"".to_owned()),
            publisher: Some("<i>A & B</i>".to_owned()),
            authors: vec!["O'Brien, =cmd".to_owned(), "\u{7}".to_owned(), String::new()],
            ..article()
        };
        for style in styles() {
            for article in [&bare, &hostile] {
                let line = styled(article, style).unwrap().unwrap();
                assert!(!line.is_empty(), "{style}");
                assert!(!line.contains(['\n', '\u{1b}', '\u{202e}', '\u{7}']), "{style}: {line}");
            }
        }
        assert!(styles().len() > 90);
    }
}
