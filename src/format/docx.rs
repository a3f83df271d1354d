//! DOCX: documents of Word and of what writes its format (ECMA-376, Office Open XML).
//!
//! The running text of the main part, as it stands with every tracked change accepted. Footnotes,
//! headers and footers are other parts and are not read. What must stay true: of a text that is
//! there twice for old programs' sake only one is taken, and a style tells a heading by what it is
//! based on, not by what it is called in somebody's language.

use std::collections::HashMap;

use super::documents::builder::Builder;
use super::documents::elements::{self, Node, XmlTag, walk};
use super::documents::package::{self, Package, PackageKind};
use super::documents::paragraphs;
use super::documents::properties::Properties;
use super::page::Style;
use super::{Format, Framing, Refusal};
use crate::model::Reading;

pub const FORMAT: Format = Format {
    name: "docx",
    version: 7,
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    extensions: &["docx", "docm"],
    summary: "DOCX: a document of Word, one article or a review with a heading over each",
    framing: Framing::Whole,
    // Spreadsheets and slides too: they are refused by their name.
    sniff: |prefix| {
        matches!(package::kind(prefix), Some(PackageKind::Word | PackageKind::OtherOffice))
    },
    read,
};

/// The main part, its styles and the properties, with the parts that lead there.
const MOST_ENTRIES: usize = 64;

fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let mut package = Package::open(bytes, MOST_ENTRIES)?;
    if package.has("xl/workbook.xml") || package.has("ppt/presentation.xml") {
        return Err(Refusal("this is a spreadsheet or slides, not a text document".to_owned()));
    }
    let part = main_part(&mut package)?;
    let Some(document) = package.text(&part)? else {
        return Err(Refusal("the zip holds no document of Word".to_owned()));
    };
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let styles = match package.text(&format!("{folder}/styles.xml"))? {
        Some(xml) => styles(&xml)?,
        None => HashMap::new(),
    };
    let mut properties = Properties::default();
    if let Some(core) = package.text("docProps/core.xml")? {
        core_properties(&core, &mut properties)?;
    }
    let mut text = Text { styles, ..Text::default() };
    let is_whole = elements::walk_without(&document, LEFT_OUT, |node| text.take(&node))?;
    let warnings = elements::warnings("the document", is_whole);
    let reading =
        paragraphs::reading(text.builder.finish(), &properties, "docx:style/heading", warnings);
    paragraphs::whole_or_begun(reading, is_whole)
}

/// Where the main part lies, by the package's relationships.
fn main_part(package: &mut Package) -> Result<String, Refusal> {
    let mut part = None;
    if let Some(relationships) = package.text("_rels/.rels")? {
        walk(&relationships, |node| {
            if let Node::Open(tag) = node
                && tag.name() == "Relationship"
                && tag.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                part = part.take().or_else(|| tag.attribute("Target"));
            }
        })?;
    }
    let part = part.unwrap_or_default();
    let part = part.trim_start_matches('/');
    Ok(if package.has(part) { part } else { "word/document.xml" }.to_owned())
}

/// `docProps/core.xml` (ECMA-376 part 2).
fn core_properties(xml: &str, properties: &mut Properties) -> Result<(), Refusal> {
    elements::values(xml, |name, value| match name {
        "title" => properties.title(value, "docx:core/title"),
        "creator" => properties.author(value, "docx:core/creator"),
        "created" => properties.created(value.trim(), "docx:core/created"),
        "language" => properties.language(value.trim(), "docx:core/language"),
        _ => {}
    })
}

/// What a style makes of a paragraph, and the style that it is based on.
#[derive(Default)]
struct Named {
    style: Option<Style>,
    based_on: Option<String>,
}

/// The styles by their identifiers, each resolved.
fn styles(xml: &str) -> Result<HashMap<String, Style>, Refusal> {
    let mut named: HashMap<String, Named> = HashMap::new();
    let mut current = String::new();
    walk(xml, |node| {
        let Node::Open(tag) = node else { return };
        let value = || tag.attribute("val").unwrap_or_default();
        match tag.name() {
            "style" => current = tag.attribute("styleId").unwrap_or_default(),
            "name" => {
                if let Some(style) = of_name(&value()) {
                    named.entry(current.clone()).or_default().style = Some(style);
                }
            }
            "basedOn" => {
                named.entry(current.clone()).or_default().based_on = Some(value());
            }
            "outlineLvl" => {
                let style = outline_level(&tag);
                let entry = named.entry(current.clone()).or_default();
                entry.style = entry.style.or(style);
            }
            _ => {}
        }
    })?;
    let resolved = |name: &str| {
        let mut name = name;
        // Styles may be based on each other in a circle.
        for _ in 0..10 {
            let style = named.get(name)?;
            match (style.style, &style.based_on) {
                (Some(style), _) => return Some(style),
                (None, Some(based_on)) => name = based_on,
                (None, None) => return None,
            }
        }
        None
    };
    Ok(named.keys().filter_map(|name| Some((name.clone(), resolved(name)?))).collect())
}

/// The styles that Word has by itself; in the file their names are English in every language.
fn of_name(name: &str) -> Option<Style> {
    let name = name.to_lowercase();
    match name.as_str() {
        "title" => return Some(Style::heading(0)),
        "subtitle" => return Some(Style::SUBTITLE),
        "header" | "footer" | "page number" => return Some(Style::FURNITURE),
        "caption" => return Some(Style::CAPTION),
        _ => {}
    }
    if name.starts_with("toc ") {
        return Some(Style::FURNITURE);
    }
    let level = name.strip_prefix("heading ")?.parse().ok()?;
    (1..=9).contains(&level).then_some(Style::heading(level))
}

fn outline_level(tag: &XmlTag) -> Option<Style> {
    let level: u8 = tag.attribute("val")?.parse().ok()?;
    (level < 9).then_some(Style::heading(level + 1))
}

/// Whatever is inside of these is not a part of the text: what was deleted, the second copy of a
/// drawing, readings over characters.
const LEFT_OUT: &[&str] = &["del", "moveFrom", "Fallback", "rt", "sdtPr", "instrText"];

/// The text being read.
#[derive(Default)]
struct Text {
    styles: HashMap<String, Style>,
    builder: Builder,
    in_text: bool,
    /// Inside the properties of a paragraph, where tabs and styles are only described.
    in_properties: usize,
    is_hidden: bool,
}

impl Text {
    fn take(&mut self, node: &Node) {
        match node {
            Node::Open(tag) => self.open(tag),
            Node::Close(name) => self.close(name),
            Node::Text(text) if self.in_text && !self.is_hidden => self.builder.push(text),
            Node::Text(_) => {}
        }
    }

    fn open(&mut self, tag: &XmlTag) {
        match tag.name() {
            "pPr" => self.in_properties += 1,
            "pStyle" => {
                let name = tag.attribute("val").unwrap_or_default();
                if let Some(&style) = self.styles.get(&name) {
                    self.builder.style(style);
                }
            }
            "outlineLvl" if self.in_properties > 0 => {
                if let Some(style) = outline_level(tag) {
                    self.builder.style(style);
                }
            }
            _ if self.in_properties > 0 => {}
            "p" => self.builder.open_paragraph(Style::TEXT),
            "r" => self.is_hidden = false,
            "vanish" => {
                self.is_hidden = !matches!(tag.attribute("val").as_deref(), Some("0" | "false"));
            }
            "t" => self.in_text = true,
            "tab" | "ptab" => self.builder.push("\t"),
            "br" | "cr" => self.builder.push("\n"),
            "noBreakHyphen" => self.builder.push("-"),
            "tr" => self.builder.open_row(),
            "tc" => self.builder.open_cell(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "pPr" => self.in_properties = self.in_properties.saturating_sub(1),
            "p" => self.builder.close_paragraph(),
            "t" => self.in_text = false,
            "tr" => self.builder.close_row(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Field;

    const STYLES: &str = "<w:styles><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style><w:style w:styleId='Kopf'><w:name w:val='Kopf'/><w:basedOn w:val='berschrift1'/></w:style><w:style w:styleId='A'><w:basedOn w:val='B'/></w:style><w:style w:styleId='B'><w:basedOn w:val='A'/></w:style></w:styles>";
    const CORE: &str = "<cp:coreProperties><dc:title>Document1</dc:title><dc:creator>Microsoft Office User</dc:creator><dcterms:created>2024-03-04T09:15:00Z</dcterms:created></cp:coreProperties>";

    fn read_body(body: &str) -> Reading {
        let document = format!("<w:document><w:body>{body}</w:body></w:document>");
        let bytes = package::zipped(&[
            ("[Content_Types].xml", "<Types/>"),
            ("word/document.xml", &document),
            ("word/styles.xml", STYLES),
            ("docProps/core.xml", CORE),
        ]);
        assert!((FORMAT.sniff)(&bytes));
        read(&bytes).unwrap()
    }

    #[test]
    fn changes_are_accepted_and_copies_left_out() {
        let reading = read_body(
            "<w:p><w:pPr><w:pStyle w:val='Kopf'/><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Tolls to rise</w:t></w:r></w:p>\
             <w:p><w:r><w:t xml:space='preserve'>The board </w:t></w:r><w:del><w:r><w:delText>may</w:delText><w:t>may</w:t></w:r></w:del><w:ins><w:r><w:t>will</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> raise</w:t><w:br/><w:t>its tolls &amp; dues</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secretly</w:t></w:r><w:r><w:t>.</w:t></w:r>\
             <w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>A box of words.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>A box of words.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>\
             <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Toll</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        );
        let draft = &reading.drafts[0];
        assert_eq!(draft.head.headline.as_deref(), Some("Tolls to rise"));
        assert_eq!(
            draft.body,
            "The board will raise\nits tolls & dues.\n\nA box of words.\n\nToll\t9"
        );
        assert_eq!(draft.origins.of(Field::Published), Some("docx:core/created"));
        assert!(draft.head.authors.is_empty());
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for (entries, reason) in [
            (&[("[Content_Types].xml", ""), ("xl/workbook.xml", "")][..], "spreadsheet"),
            (&[("[Content_Types].xml", "")], "no document"),
        ] {
            assert!(read(&package::zipped(entries)).unwrap_err().0.contains(reason));
        }
        let whole = package::zipped(&[("word/document.xml", "<w:p/>")]);
        assert!(read(&whole[..whole.len() / 2]).unwrap_err().0.contains("damaged"));
    }

    #[test]
    fn a_document_that_breaks_off_is_read_as_far_as_it_goes() {
        let bytes =
            package::zipped(&[("word/document.xml", "<w:p><w:r><w:t>The minister said no.")]);
        let reading = read(&bytes).unwrap();
        assert_eq!(reading.drafts[0].body, "The minister said no.");
        assert_eq!(reading.warnings.len(), 1);
    }

    #[test]
    fn a_review_is_as_many_articles_as_it_has_headings() {
        let reading = read(include_bytes!("../../tests/corpus/docx/press-review.docx")).unwrap();
        let heads: Vec<_> = reading
            .drafts
            .iter()
            .map(|draft| {
                let head = &draft.head;
                (
                    head.headline.as_deref().unwrap(),
                    head.authors.join(", "),
                    head.publisher.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            heads,
            [
                (
                    "Harbour tolls to rise by a fifth",
                    "Sina Leota".to_owned(),
                    Some("The Lagoon Times")
                ),
                (
                    "Ice shuts three northern harbours",
                    "Erik Solheim".to_owned(),
                    Some("Storvik Herald")
                ),
                (
                    "Outer islands to get teachers of their own",
                    "Litia Naisau".to_owned(),
                    Some("Island Post")
                ),
            ]
        );
        for draft in &reading.drafts {
            assert_eq!(draft.head.published.as_ref().map(|p| p.value.as_str()), Some("2024-03-05"));
        }
    }

    #[test]
    fn an_article_is_read_as_its_editor_left_it() {
        let reading = read(include_bytes!("../../tests/corpus/docx/article.docx")).unwrap();
        let [draft] = reading.drafts.as_slice() else { panic!("{:?}", reading.drafts) };
        assert_eq!(draft.head.headline.as_deref(), Some("Harbour tolls to rise by a fifth"));
        assert_eq!(draft.head.dateline.as_deref(), Some("PORT ALMA, March 5 (Lagoon Wire) —"));
        assert!(draft.body.contains("more than three days"), "{}", draft.body);
        assert_eq!(draft.body.matches("breakwater in figures").count(), 1);
        assert!(draft.body.contains("2023\t31"));
    }
}
