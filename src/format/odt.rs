//! ODT: text documents of LibreOffice and of what writes OpenDocument (ISO/IEC 26300).
//!
//! The running text of `content.xml`, with tracked changes as accepted: what was deleted stands
//! apart from the text there. What must stay true: notes and comments are not a part of the text.

use std::collections::HashMap;

use super::documents::builder::Builder;
use super::documents::elements::{self, Node, XmlTag};
use super::documents::package::{self, Package, PackageKind};
use super::documents::paragraphs;
use super::documents::properties::Properties;
use super::page::Style;
use super::{Format, Framing, Refusal};
use crate::model::Reading;

pub const FORMAT: Format = Format {
    name: "odt",
    version: 7,
    media_type: "application/vnd.oasis.opendocument.text",
    extensions: &["odt", "ott"],
    summary: "ODT: a text document of LibreOffice",
    framing: Framing::Whole,
    // Spreadsheets and slides too: they are refused by their name.
    sniff: |prefix| {
        matches!(
            package::kind(prefix),
            Some(PackageKind::OpenDocumentText | PackageKind::OtherOpenDocument)
        )
    },
    read,
};

const MOST_ENTRIES: usize = 8;

fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    if package::kind(bytes) == Some(PackageKind::OtherOpenDocument) {
        return Err(Refusal("this is a spreadsheet or slides, not a text document".to_owned()));
    }
    let mut package = Package::open(bytes, MOST_ENTRIES)?;
    let manifest = package.text("META-INF/manifest.xml")?;
    if manifest.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(Refusal("the document is encrypted".to_owned()));
    }
    let Some(content) = package.text("content.xml")? else {
        return Err(Refusal("the zip holds no text document".to_owned()));
    };
    let mut properties = Properties::default();
    if let Some(meta) = package.text("meta.xml")? {
        take_properties(&meta, &mut properties)?;
    }
    let mut text = Text::default();
    let is_whole = elements::walk_without(&content, LEFT_OUT, |node| text.take(&node))?;
    let warnings = elements::warnings("the document", is_whole);
    let reading =
        paragraphs::reading(text.builder.finish(), &properties, "odt:style/heading", warnings);
    paragraphs::whole_or_begun(reading, is_whole)
}

fn take_properties(xml: &str, properties: &mut Properties) -> Result<(), Refusal> {
    elements::values(xml, |name, value| match name {
        "title" => properties.title(value, "odt:meta/title"),
        "initial-creator" => properties.author(value, "odt:meta/initial-creator"),
        "creation-date" => properties.created(value.trim(), "odt:meta/creation-date"),
        "language" => properties.language(value.trim(), "odt:meta/language"),
        _ => {}
    })
}

/// Whatever is inside of these is not a part of the text.
const LEFT_OUT: &[&str] = &[
    "tracked-changes",
    "note",
    "annotation",
    "table-of-content",
    "alphabetical-index",
    "bibliography",
    "ruby-text",
    "forms",
    "sequence-decls",
];

#[derive(Default)]
struct Text {
    builder: Builder,
    /// The style that a style is based on.
    parents: HashMap<String, String>,
    in_body: bool,
}

impl Text {
    fn take(&mut self, node: &Node) {
        match node {
            Node::Open(tag) => self.open(tag),
            Node::Close("p" | "h") => self.builder.close_paragraph(),
            Node::Close("table-row") => self.builder.close_row(),
            Node::Text(text) if self.in_body => self.builder.push_collapsed(text),
            _ => {}
        }
    }

    fn open(&mut self, tag: &XmlTag) {
        match tag.name() {
            "style" => {
                if let (Some(name), Some(parent)) =
                    (tag.attribute("name"), tag.attribute("parent-style-name"))
                {
                    self.parents.insert(name, parent);
                }
            }
            "body" => self.in_body = true,
            "p" => {
                let style = self.style(tag).unwrap_or(Style::TEXT);
                self.builder.open_paragraph(style);
            }
            "h" => {
                let level = tag
                    .attribute("outline-level")
                    .and_then(|level| level.parse().ok())
                    .unwrap_or(1);
                let style = match self.style(tag) {
                    Some(style) if style == Style::heading(0) => style,
                    _ => Style::heading(level),
                };
                self.builder.open_paragraph(style);
            }
            "s" => {
                let count = tag.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.builder.push(&" ".repeat(std::cmp::min(count, 80)));
            }
            "tab" => self.builder.push("\t"),
            "line-break" => self.builder.push("\n"),
            "table-row" => self.builder.open_row(),
            "table-cell" | "covered-table-cell" => self.builder.open_cell(),
            _ => {}
        }
    }

    /// What a paragraph is by its style or by what that is based on.
    fn style(&self, tag: &XmlTag) -> Option<Style> {
        let name = tag.attribute("style-name")?;
        let mut name = name.as_str();
        for _ in 0..10 {
            if let Some(style) = of_name(name) {
                return Some(style);
            }
            name = self.parents.get(name)?;
        }
        None
    }
}

/// The styles that every OpenDocument program has; `_20_` is a space.
fn of_name(name: &str) -> Option<Style> {
    match name {
        "Title" => return Some(Style::heading(0)),
        "Subtitle" => return Some(Style::SUBTITLE),
        "Header" | "Footer" => return Some(Style::FURNITURE),
        "Caption" | "Illustration" => return Some(Style::CAPTION),
        _ => {}
    }
    let level = name.strip_prefix("Heading_20_")?.parse().ok()?;
    (1..=10).contains(&level).then_some(Style::heading(level))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zipped(kind: &str, content: &str, manifest: &str) -> Vec<u8> {
        package::zipped(&[
            ("mimetype", &format!("application/vnd.oasis.opendocument.{kind}")),
            ("content.xml", content),
            ("META-INF/manifest.xml", manifest),
        ])
    }

    #[test]
    fn spaces_breaks_and_styles_are_read() {
        let bytes = zipped(
            "text",
            "<office:document-content><office:automatic-styles><style:style style:name='P1' style:parent-style-name='Title'/></office:automatic-styles><office:body><office:text><text:tracked-changes><text:p>Old words.</text:p></text:tracked-changes>\n <text:p text:style-name='P1'>Tolls  to\n rise</text:p><text:p>The board<text:s text:c='2'/>said<text:line-break/>no<text:note><text:p>Note.</text:p></text:note>.</text:p><text:h text:outline-level='2'>Why</text:h><text:p>It must.</text:p></office:text></office:body></office:document-content>",
            "",
        );
        assert!((FORMAT.sniff)(&bytes));
        let draft = &read(&bytes).unwrap().drafts[0];
        assert_eq!(draft.head.headline.as_deref(), Some("Tolls to rise"));
        assert_eq!(draft.body, "The board  said\nno.\n\nWhy\n\nIt must.");
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for (kind, manifest, reason) in
            [("spreadsheet", "", "spreadsheet"), ("text", "<m:encryption-data/>", "encrypted")]
        {
            let bytes = zipped(kind, "<a/>", manifest);
            assert!((FORMAT.sniff)(&bytes));
            assert!(read(&bytes).unwrap_err().0.contains(reason), "{reason}");
        }
    }

    #[test]
    fn an_article_has_its_head_and_body() {
        let reading = read(include_bytes!("../../tests/corpus/odt/article.odt")).unwrap();
        let [draft] = reading.drafts.as_slice() else { panic!("{:?}", reading.drafts) };
        assert_eq!(draft.head.headline.as_deref(), Some("Ice shuts three northern harbours"));
        assert_eq!(draft.head.byline.as_deref(), Some("By Erik Solheim, Storvik Herald"));
        assert_eq!(draft.head.published.as_ref().map(|p| p.value.as_str()), Some("2024-03-05"));
        assert!(draft.body.contains("icebreaker Hjelm, and that nobody was hurt."));
        assert!(!draft.body.contains("Built in 1971") && !draft.body.contains("were to fall"));
    }
}
