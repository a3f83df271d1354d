//! One word, all formats: what an author line, a credit or a heading over boilerplate opens with is known from
//! one list each, so that a word added there holds for text, mail, documents and pages alike.

use cuttings::format::{Format, html, mail, rtf, text};
use cuttings::model::{Draft, Reading};

/// Paragraphs of an article, or of several: a headline starts with `#`, and a rule is `---`.
fn in_formats(paragraphs: &[&str]) -> [(&'static str, Reading); 4] {
    let bare = |line: &&str| line.trim_start_matches("# ").to_owned();
    let plain = paragraphs.iter().map(bare).collect::<Vec<_>>().join("\n\n");
    let message = format!(
        "From: Port Lagoon <news@lagoon.example>\nSubject: From the harbour\n\
         Content-Type: text/plain; charset=utf-8\n\n{plain}\n"
    );
    let elements = paragraphs.iter().map(|line| match *line {
        "---" => "<hr>".to_owned(),
        line if line.starts_with('#') => format!("<h1>{}</h1>", bare(&line)),
        line => format!("<p>{line}</p>"),
    });
    let page = format!(
        "<!DOCTYPE html><html><body><article>{}</article></body></html>",
        elements.collect::<String>()
    );
    let styled = paragraphs.iter().filter(|line| **line != "---").map(|line| {
        let level = if line.starts_with('#') { "\\outlinelevel0 " } else { "" };
        format!("\\pard {level}{}\\par\n", bare(line))
    });
    let document = format!("{{\\rtf1\\ansi {}}}", styled.collect::<String>());
    let read = |format: Format, bytes: &str| {
        (format.name, (format.read)(bytes.as_bytes()).unwrap_or_else(|error| panic!("{error}")))
    };
    [
        read(text::FORMAT, &plain),
        read(mail::FORMAT, &message),
        read(html::FORMAT, &page),
        read(rtf::FORMAT, &document),
    ]
}

const TOLLS: &str = "The harbour board of Porto Velmar voted on Tuesday to raise its tolls by a tenth, ending a dispute that had kept eleven ferries tied up since the spring.";
const FUEL: &str = "Skippers had asked for a year's delay, arguing that fuel alone costs them twice what it did, and that passengers would stay away from the quays.";

fn only(reading: &Reading, format: &str) -> Draft {
    assert_eq!(reading.drafts.len(), 1, "{format}");
    let draft = reading.drafts[0].clone();
    assert!(draft.body.contains(TOLLS) && draft.body.contains(FUEL), "{format}: {}", draft.body);
    draft
}

#[test]
fn a_word_that_opens_author_lines() {
    let story = ["# Ferries sail again in spring", "Skrevet av Kari Roe", TOLLS, FUEL];
    for (format, reading) in in_formats(&story) {
        let draft = only(&reading, format);
        assert_eq!(draft.head.authors, ["Kari Roe"], "{format}");
        assert!(!draft.body.contains("Skrevet"), "{format}: {}", draft.body);
    }
}

#[test]
fn a_word_for_pictures() {
    let credit = "Infographic: Ann Ng / Lagoon Times";
    let story = ["# Ferries sail again in spring", "By Kari Roe", TOLLS, credit, FUEL];
    for (format, reading) in in_formats(&story) {
        let draft = only(&reading, format);
        let credits: Vec<_> = draft.captions.iter().map(|one| one.credit.as_deref()).collect();
        assert_eq!(credits, [Some(credit)], "{format}");
        assert!(!draft.body.contains("Infographic"), "{format}: {}", draft.body);
    }
    let story = ["# Ferries sail again", "By Kari Roe | Infographic by Cy Lee", TOLLS, FUEL];
    for (format, reading) in in_formats(&story) {
        assert_eq!(only(&reading, format).head.authors, ["Kari Roe"], "{format}");
    }
}

#[test]
fn a_heading_over_boilerplate() {
    let press_review = [
        "# Ferries sail again in spring",
        TOLLS,
        "---",
        "# Fish prices fall for a third year",
        FUEL,
        "---",
        "# Who we are and what we do",
        "Porto Velmar Press is the office of the harbour board, and answers what papers ask of it all day.",
    ];
    for (format, reading) in in_formats(&press_review) {
        // A page is one article, whatever its headings.
        let expected = if format == "html" { 1 } else { 2 };
        let headlines: Vec<_> =
            reading.drafts.iter().map(|draft| draft.head.headline.as_deref()).collect();
        assert_eq!(headlines.len(), expected, "{format}: {headlines:?}");
        assert!(!headlines.contains(&Some("Who we are and what we do")), "{format}");
    }
}
