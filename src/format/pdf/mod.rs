//! PDF: pages of a paper, releases, whatever was printed into a file (ISO 32000-1).
//!
//! `streams` unpacks, `glyphs`, `cmap` and `fonts` tell what characters are, `content` where they
//! stand, `layout` in what order they are read, `running` what only belongs to the page, and `flow`
//! makes paragraphs; `hyphens` knows which of a line end stay. What must stay true: text that the file does not hold is not guessed: a scan is
//! refused, and so is a file that asks for a password.

mod cmap;
mod content;
mod flow;
mod fonts;
mod glyphs;
mod hyphens;
mod layout;
mod running;
mod streams;

use std::sync::Arc;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::documents::paragraphs;
use super::documents::properties::Properties;
use super::page::{Block, Style};
use super::{Format, Framing, Refusal};
use crate::model::Reading;
use content::{Glyph, Interpreter};

pub const FORMAT: Format = Format {
    name: "pdf",
    version: 7,
    media_type: "application/pdf",
    extensions: &["pdf"],
    summary: "PDF with text: a page of a paper in columns, a release, a printed web page",
    framing: Framing::Whole,
    sniff: |prefix| {
        let start = prefix.get(..1024).unwrap_or(prefix);
        start.windows(5).any(|window| window == b"%PDF-")
    },
    read,
};

/// Files of more pages are no cuttings.
const MOST_PAGES: usize = 2_000;
/// Fewer letters on all pages together are a scan with a stamp on it.
const FEWEST_LETTERS: usize = 24;

fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let refusal = |reason: &str| Refusal(reason.to_owned());
    streams::check(bytes)?;
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            refusal("the document is encrypted")
        }
        LoadPdfError::Decryption(_) => {
            refusal("the document is encrypted in a way that is not read")
        }
        LoadPdfError::Invalid => refusal("the PDF is damaged beyond reading"),
    })?;
    if pdf.pages().len() > MOST_PAGES {
        return Err(Refusal(format!("it has more than {MOST_PAGES} pages")));
    }
    let mut interpreter = Interpreter::new();
    let mut pages = Vec::new();
    let mut furniture = Vec::new();
    for page in pdf.pages().iter() {
        let glyphs = interpreter.page(page);
        let (width, height) = page.render_dimensions();
        let turns = main_direction(&glyphs);
        for other in (0..4).filter(|other| *other != turns) {
            furniture.extend(layout::blocks(layout::pieces(&glyphs, other)));
        }
        let (bottom, height) = match turns {
            0 => (0.0, height),
            1 => (-width, width),
            2 => (-height, height),
            _ => (0.0, width),
        };
        pages.push(running::RunningPage { pieces: layout::pieces(&glyphs, turns), bottom, height });
    }
    let mut warnings = Vec::new();
    if !interpreter.is_complete() {
        warnings.push("the pages ask for more work than is done: read in part".to_owned());
    }
    let damaged = interpreter.budget.damaged;
    if damaged > 0 {
        let noun = if damaged == 1 { "stream" } else { "streams" };
        warnings.push(format!("{damaged} {noun} of the PDF damaged: read as far as it goes"));
    }
    let letters = |page: &running::RunningPage| -> usize {
        page.pieces
            .iter()
            .map(|piece| piece.text.chars().filter(|c| c.is_alphanumeric()).count())
            .sum()
    };
    if pages.iter().map(letters).sum::<usize>() < FEWEST_LETTERS {
        return Err(refusal(if damaged > 0 {
            "the text of its pages is damaged and cannot be unpacked"
        } else if has_unknown_characters(&pages) {
            "its fonts do not say what characters they show"
        } else {
            "it has no text layer (a scan?)"
        }));
    }
    let mut properties = Properties::default();
    let heads = running::take_off(&mut pages, &mut properties);
    let is_paper = properties.is_of_an_issue();
    take_metadata(&pdf, &mut properties);
    let blocks: Vec<layout::TextBlock> =
        pages.into_iter().flat_map(|page| layout::blocks(page.pieces)).collect();
    let mut paragraphs = flow::paragraphs(&blocks, is_paper);
    let unknown = paragraphs.iter().map(|p| p.words.matches('\u{fffd}').count()).sum::<usize>();
    if unknown > 0 {
        warnings.push(format!("{unknown} characters that the fonts do not tell read as U+FFFD"));
    }
    let others = furniture.iter().flatten().map(|piece| piece.text.clone());
    paragraphs
        .extend(heads.into_iter().chain(others).map(|text| Block::styled(text, Style::FURNITURE)));
    Ok(paragraphs::reading(paragraphs, &properties, "pdf:type/large", warnings))
}

/// The direction in which most characters run.
fn main_direction(glyphs: &[Glyph]) -> u8 {
    let count = |turns: u8| glyphs.iter().filter(|glyph| glyph.turns == turns).count();
    (0..4).rev().max_by_key(|&turns| count(turns)).unwrap_or(0)
}

fn has_unknown_characters(pages: &[running::RunningPage]) -> bool {
    pages.iter().flat_map(|page| &page.pieces).any(|piece| piece.text.contains('\u{fffd}'))
}

/// The information dictionary. When the file was made is not when the story was published: somebody printed a page, or
/// fetched it from a database.
fn take_metadata(pdf: &Pdf, properties: &mut Properties) {
    let metadata = pdf.metadata();
    if let Some(title) = &metadata.title {
        properties.title(&content::text_string(title), "pdf:info/Title");
    }
    if let Some(author) = &metadata.author {
        properties.author(&content::text_string(author), "pdf:info/Author");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Draft;

    const NEWSPAPER: &[u8] = include_bytes!("../../../tests/corpus/pdf/newspaper-page.pdf");
    const RELEASE: &[u8] = include_bytes!("../../../tests/corpus/pdf/press-release.pdf");
    const SCAN: &[u8] = include_bytes!("../../../tests/corpus/pdf/scan.pdf");
    const LOCKED: &[u8] = include_bytes!("../../../tests/corpus/pdf/locked.pdf");
    const COLUMNS: &[u8] = include_bytes!("../../../tests/corpus/pdf/three-columns.pdf");

    fn drafts(bytes: &[u8]) -> Vec<Draft> {
        assert!((FORMAT.sniff)(bytes));
        read(bytes).unwrap().drafts
    }

    fn day(draft: &Draft) -> Option<&str> {
        draft.head.published.as_ref().map(|published| published.value.as_str())
    }

    #[test]
    fn a_page_of_a_paper_is_two_articles_in_columns() {
        let drafts = drafts(NEWSPAPER);
        let heads: Vec<_> = drafts
            .iter()
            .map(|draft| (draft.head.headline.as_deref().unwrap(), draft.head.authors.join(", ")))
            .collect();
        assert_eq!(
            heads,
            [
                (
                    "Harbour tolls to rise by a fifth as breakwater costs mount",
                    "Sina Leota".to_owned()
                ),
                ("Ice shuts three northern harbours", "Erik Solheim".to_owned()),
            ]
        );
        for draft in &drafts {
            assert_eq!(day(draft), Some("2024-03-05"));
            assert_eq!(draft.head.publisher.as_deref(), Some("THE LAGOON TIMES"));
        }
        let body = &drafts[0].body;
        assert_eq!(body.split("\n\n").count(), 5, "{body}");
        for words in ["well-known northern breakwater", "Indo-Pacific Shipowners", "short-sighted"]
        {
            assert!(body.contains(words), "{words}: {body}");
        }
        for words in ["con-", "break-", "ship-", "LAGOON TIMES", "A3", "Ice shuts"] {
            assert!(!body.contains(words), "{words}: {body}");
        }
        assert!(drafts[1].body.ends_with("kept its books for thirty years."));
    }

    #[test]
    fn a_release_goes_on_over_its_pages_without_their_feet() {
        let drafts = drafts(RELEASE);
        assert_eq!(drafts.len(), 1);
        let draft = &drafts[0];
        assert_eq!(
            draft.head.headline.as_deref(),
            Some("Harbour Board sets new tolls for container ships")
        );
        assert_eq!(day(draft), Some("2024-03-05"));
        assert!(draft.body.starts_with("The Harbour Board will raise its tolls"), "{}", draft.body);
        assert!(draft.body.ends_with("since the cyclone of last January."), "{}", draft.body);
        assert_eq!(draft.body.split("\n\n").count(), 13, "{}", draft.body);
        assert!(!draft.body.contains("Page 1"));
    }

    #[test]
    fn columns_go_on_from_page_to_page() {
        let drafts = drafts(COLUMNS);
        assert_eq!(drafts.len(), 1);
        let draft = &drafts[0];
        assert_eq!(draft.head.headline.as_deref(), Some("What a harbour is worth"));
        assert_eq!(draft.head.authors, ["Sina Leota", "Tomasi Vuli"]);
        assert_eq!(day(draft), Some("2024-03-05"));
        assert_eq!(draft.body.split("\n\n").count(), 19, "{}", draft.body);
        assert!(!draft.body.contains("Island Review"));
    }

    #[test]
    fn what_opens_without_a_password_is_read() {
        let drafts = drafts(LOCKED);
        let [draft] = drafts.as_slice() else { panic!("{drafts:?}") };
        assert_eq!(
            draft.head.headline.as_deref(),
            Some("Outer islands to get teachers of their own")
        );
        assert_eq!(draft.head.authors, ["Litia Naisau"]);
        assert_eq!(day(draft), None);
        assert_eq!(draft.body.split("\n\n").count(), 3, "{}", draft.body);
    }

    #[test]
    fn what_holds_no_text_is_refused() {
        assert!(read(SCAN).unwrap_err().0.contains("scan"));
        for bytes in
            [&b"%PDF-1.4"[..], b"%PDF-1.4 1 0 obj << /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >>"]
        {
            assert!(read(bytes).is_err());
        }
    }

    #[test]
    fn forms_in_themselves_and_pages_in_circles_end() {
        let calls = "/F Do ".repeat(40);
        let pdf = format!(
            "%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R 2 0 R 3 0 R] /Count 9 >> endobj\n3 0 obj << /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /F 4 0 R >> >> >> endobj\n4 0 obj << /Type /XObject /Subtype /Form /Resources << /XObject << /F 4 0 R >> >> /Length {} >>\nstream\n{calls}\nendstream endobj\ntrailer << /Root 1 0 R >>\n",
            calls.len()
        );
        assert!(read(pdf.as_bytes()).unwrap_err().0.contains("no text layer"));
    }
}
