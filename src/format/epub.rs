//! EPUB: a paper or a newsletter as an electronic book (EPUB 2 and 3), an article a chapter.
//!
//! The spine gives the order; what is a cover, a table of contents or a page of links is residue.
//! What must stay true: a chapter's articles are told by the rules for every document, and a
//! chapter that cannot be read does not take the others with it.

use std::collections::HashMap;

use super::article::regions;
use super::documents::builder::Builder;
use super::documents::elements::{self, Node, XmlTag, walk};
use super::documents::package::{self, Package, PackageKind};
use super::documents::paragraphs;
use super::documents::properties::Properties;
use super::markup::elements::{ElementKind, Gap, MarkupOf};
use super::page::Style;
use super::{Format, Framing, Refusal};
use crate::model::{Field, Reading, RecordProblem};
use crate::text::dates;

pub const FORMAT: Format = Format {
    name: "epub",
    version: 9,
    media_type: "application/epub+zip",
    extensions: &["epub"],
    summary: "EPUB: a paper as an electronic book, an article a chapter",
    framing: Framing::Whole,
    sniff: |prefix| package::kind(prefix) == Some(PackageKind::Epub),
    read,
};

/// An issue of a daily has some hundred chapters.
const MOST_ENTRIES: usize = 2_000;
/// Covers and tables of contents are a few.
const MOST_APART: usize = 32;
/// Chapters with less text are title pages, in bytes.
const SHORTEST_CHAPTER: usize = 150;

fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    let mut package = Package::open(bytes, MOST_ENTRIES)?;
    let Some(container) = package.text("META-INF/container.xml")? else {
        return Err(Refusal("the zip holds no book".to_owned()));
    };
    let mut root = None;
    walk(&container, |node| {
        if let Node::Open(tag) = node
            && tag.name() == "rootfile"
        {
            root = root.take().or_else(|| tag.attribute("full-path"));
        }
    })?;
    let root = root.unwrap_or_default();
    let Some(xml) = package.text(&root)? else {
        return Err(Refusal("the book has no package document".to_owned()));
    };
    let book = Book::read(&xml)?;
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut readings = Vec::new();
    let mut problems = Vec::new();
    for item in &book.spine {
        let path = resolved(folder, item);
        let read = package.text(&path).and_then(|xml| {
            let xml = xml.ok_or_else(|| Refusal("the book does not hold it".to_owned()))?;
            chapter(&xml, book.is_apart(item), &book.properties)
        });
        match read {
            Ok(mut reading) => {
                for problem in &mut reading.problems {
                    problem.record.get_or_insert_with(|| path.clone());
                }
                readings.push(reading);
            }
            Err(refusal) => problems.push(RecordProblem::refused(path, refusal.0)),
        }
    }
    if readings.is_empty() {
        let reason = problems.into_iter().next().map(|problem| problem.reason);
        return Err(Refusal(reason.unwrap_or_else(|| "the book has no chapters".to_owned())));
    }
    let mut reading = Reading { encoding: "utf-8", ..Reading::default() };
    readings.into_iter().for_each(|chapter| regions::append(&mut reading, chapter));
    reading.problems.extend(problems);
    Ok(reading)
}

/// One chapter as a text of its own.
fn chapter(xml: &str, is_apart: bool, properties: &Properties) -> Result<Reading, Refusal> {
    let mut text = Text::default();
    let is_whole = walk(xml, |node| text.take(&node))?;
    let Text { builder, linked, url, .. } = text;
    let mut paragraphs = builder.finish();
    let length: usize = paragraphs.iter().map(|paragraph| paragraph.words.len()).sum();
    let apart = match () {
        () if is_apart => Some("a cover or a table of contents"),
        () if length < SHORTEST_CHAPTER => Some("a page of a few words"),
        () if linked * 2 > length => Some("a page of links"),
        () => None,
    };
    if apart.is_some() {
        for paragraph in &mut paragraphs {
            paragraph.set(Style::FURNITURE);
        }
    }
    let warnings = elements::warnings("a chapter", is_whole);
    let mut reading =
        paragraphs::reading(paragraphs, &Properties::default(), "epub:xhtml/heading", warnings);
    if reading.drafts.is_empty()
        && let Some(reason) = apart
    {
        reading.problems = vec![RecordProblem::nothing_in_it(reason)];
    }
    let is_single = reading.drafts.len() == 1;
    for draft in &mut reading.drafts {
        properties.fill_shared(draft);
        if is_single
            && draft.head.url.is_none()
            && let Some(url) = &url
        {
            draft.head.url = Some(url.clone());
            draft.origins.set(Field::Url, "epub:calibre/downloaded-from");
        }
    }
    Ok(reading)
}

/// A path in the zip, from a reference in a document in `folder`.
fn resolved(folder: &str, reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let decoded = percent_encoding::percent_decode_str(reference).decode_utf8_lossy();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The package document.
#[derive(Default)]
struct Book {
    properties: Properties,
    /// References of the chapters, in order of reading.
    spine: Vec<String>,
    /// References of covers and tables of contents.
    apart: Vec<String>,
}

impl Book {
    fn read(xml: &str) -> Result<Self, Refusal> {
        let mut book = Self::default();
        let mut items: HashMap<String, String> = HashMap::new();
        let mut value = String::new();
        walk(xml, |node| match node {
            Node::Open(tag) => {
                value.clear();
                book.take_reference(&tag, &mut items);
            }
            Node::Text(text) => value.push_str(text),
            Node::Close("title") => book.take_title(value.trim()),
            Node::Close("publisher") if !value.to_lowercase().contains("calibre") => {
                book.properties.publisher(&value, "epub:dc/publisher");
            }
            Node::Close("date") => book.properties.issued(value.trim(), "epub:dc/date"),
            Node::Close("language") => {
                book.properties.language(value.trim(), "epub:dc/language");
            }
            Node::Close(_) => {}
        })?;
        Ok(book)
    }

    fn take_reference(&mut self, tag: &XmlTag, items: &mut HashMap<String, String>) {
        let href = || tag.attribute("href").unwrap_or_default();
        match tag.name() {
            "item" => {
                let is_nav = tag
                    .attribute("properties")
                    .is_some_and(|properties| properties.split(' ').any(|word| word == "nav"));
                if is_nav && self.apart.len() < MOST_APART {
                    self.apart.push(href());
                }
                items.insert(tag.attribute("id").unwrap_or_default(), href());
            }
            "itemref" => {
                let item = tag.attribute("idref").and_then(|id| items.get(&id));
                // Many chapters may name one item; nobody reads it twice.
                if let Some(item) = item
                    && self.spine.len() < MOST_ENTRIES
                    && !self.spine.contains(item)
                {
                    self.spine.push(item.clone());
                }
            }
            "reference" if self.apart.len() < MOST_APART => {
                let kind = tag.attribute("type").unwrap_or_default();
                if matches!(kind.as_str(), "cover" | "toc" | "title-page" | "copyright-page") {
                    self.apart.push(href());
                }
            }
            _ => {}
        }
    }

    /// An issue that a program made of a paper's feed is called `The Lagoon Times [Mon, 04 Mar
    /// 2024]`; any other title is a book's and says nothing of an article.
    fn take_title(&mut self, title: &str) {
        let Some((paper, day)) = title.strip_suffix(']').and_then(|title| title.rsplit_once('['))
        else {
            return;
        };
        if dates::published(day.trim()).is_some() {
            self.properties.publisher(paper, "epub:dc/title");
            self.properties.issued(day.trim(), "epub:dc/title");
        }
    }

    fn is_apart(&self, item: &str) -> bool {
        let bare = |reference: &str| reference.split('#').next().map(str::to_owned);
        self.apart.iter().any(|apart| bare(apart) == bare(item))
    }
}

/// Words in the class of a block that is not a part of the text: the bars of links that programs
/// put over and under every chapter.
const LEFT_OUT_CLASSES: &[&str] = &["navbar", "pagebreak"];
/// What the words inside an element are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Text,
    Caption,
    LeftOut,
}

/// A chapter being read.
#[derive(Default)]
struct Text {
    builder: Builder,
    is_open: bool,
    /// Names of the open elements, with what each is.
    open: Vec<(String, Inside)>,
    in_link: usize,
    /// Bytes of text inside of links.
    linked: usize,
    /// Where the chapter was downloaded from, by the line that calibre puts under it as the last.
    url: Option<String>,
    is_signed: bool,
}

impl Text {
    fn take(&mut self, node: &Node) {
        match node {
            Node::Open(tag) => self.open(tag),
            Node::Close(name) => self.close(name),
            Node::Text(text) => {
                self.is_signed |= text.contains("was downloaded by");
                if self.is_left_out() || self.is_signed {
                    return;
                }
                if !text.trim().is_empty() && !self.is_open {
                    let is_caption = self.inside() == Inside::Caption;
                    self.begin(if is_caption { Style::CAPTION } else { Style::TEXT });
                }
                if self.in_link > 0 {
                    self.linked += text.len();
                }
                self.builder.push_collapsed(text);
            }
        }
    }

    fn inside(&self) -> Inside {
        self.open.last().map(|(_, inside)| *inside).unwrap_or_default()
    }

    fn is_left_out(&self) -> bool {
        self.inside() == Inside::LeftOut
    }

    fn open(&mut self, tag: &XmlTag) {
        let element = ElementKind::of(tag.name());
        let class = tag.attribute("class").unwrap_or_default().to_lowercase();
        let left_out = self.is_left_out()
            || element.is_left_out(MarkupOf::Book)
            || LEFT_OUT_CLASSES.iter().any(|word| class.contains(word));
        if self.is_signed && self.url.is_none() {
            self.url = tag.attribute("href").filter(|url| url.starts_with("http"));
        }
        let is_caption = self.inside() == Inside::Caption
            || element == ElementKind::Caption
            || class.contains("caption");
        if is_caption && !left_out && self.inside() != Inside::Caption {
            self.end();
        }
        if !left_out {
            match element {
                ElementKind::Link => self.in_link += 1,
                ElementKind::Break => self.builder.push("\n"),
                ElementKind::Row => {
                    self.end();
                    self.builder.open_row();
                }
                ElementKind::Cell => {
                    self.end();
                    self.builder.open_cell();
                }
                ElementKind::Heading(level) if !is_caption => self.begin(Style::heading(level)),
                element => self.end_at(element),
            }
        }
        let inside = match (left_out, is_caption) {
            (true, _) => Inside::LeftOut,
            (false, true) => Inside::Caption,
            (false, false) => Inside::Text,
        };
        self.open.push((tag.name().to_owned(), inside));
    }

    fn close(&mut self, name: &str) {
        // Elements that were not closed end with the one about them.
        let Some(place) = self.open.iter().rposition(|(open, _)| open == name) else { return };
        let was = self.open.get(place).map(|(_, inside)| *inside).unwrap_or_default();
        self.open.truncate(place);
        if was == Inside::LeftOut {
            return;
        }
        if was == Inside::Caption && self.inside() != Inside::Caption {
            self.end();
        }
        match ElementKind::of(name) {
            ElementKind::Link => self.in_link = self.in_link.saturating_sub(1),
            ElementKind::Break => {}
            ElementKind::Row => {
                self.end();
                self.builder.close_row();
            }
            element => self.end_at(element),
        }
    }

    /// Ends the paragraph where an element's start or end does.
    fn end_at(&mut self, element: ElementKind) {
        if element.gap(MarkupOf::Book) > Gap::None {
            self.end();
        }
    }

    fn begin(&mut self, style: Style) {
        self.end();
        self.builder.open_paragraph(style);
        self.is_open = true;
    }

    fn end(&mut self) {
        if self.is_open {
            self.builder.close_paragraph();
            self.is_open = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "The board will raise its tolls in spring, the chair said on Monday in the capital, after months of talks with the shipping lines about who should pay for the new breakwater &mdash; and when.";

    fn book(chapters: &[(&str, &str)]) -> Vec<u8> {
        let manifest: String = chapters
            .iter()
            .map(|(name, _)| format!("<item id='{name}' href='{name}.xhtml'/>"))
            .collect();
        let spine: String =
            chapters.iter().map(|(name, _)| format!("<itemref idref='{name}'/>")).collect();
        let opf = format!(
            "<package><metadata><dc:title>The Lagoon Times [Mon, 04 Mar 2024]</dc:title><dc:publisher>calibre</dc:publisher><dc:language>en</dc:language></metadata><manifest>{manifest}<item id='gone' href='gone.xhtml'/></manifest><spine>{spine}<itemref idref='gone'/></spine></package>"
        );
        let mut entries = vec![
            ("mimetype".to_owned(), "application/epub+zip".to_owned()),
            (
                "META-INF/container.xml".to_owned(),
                "<container><rootfiles><rootfile full-path='OPS/a.opf'/></rootfiles></container>"
                    .to_owned(),
            ),
            ("OPS/a.opf".to_owned(), opf),
        ];
        for (name, body) in chapters {
            entries
                .push((format!("OPS/{name}.xhtml"), format!("<html><body>{body}</body></html>")));
        }
        let entries: Vec<(&str, &str)> =
            entries.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
        package::zipped(&entries)
    }

    #[test]
    fn every_chapter_with_a_story_is_an_article() {
        let story = format!(
            "<div class='calibre_navbar'>| <a href='b'>Next</a> |</div><h1>Tolls to rise</h1><p>By Ann Ng</p><p>{BODY}</p><p>This article was downloaded by <b>calibre</b> from <a href='https://lagoon.example/a'>https://lagoon.example/a</a></p>"
        );
        let second = format!("<h2>Ice</h2><div>{BODY}<br/>More.</div>");
        let bytes =
            book(&[("toc", "<p><a href='a'>Tolls to rise</a></p>"), ("a", &story), ("b", &second)]);
        assert!((FORMAT.sniff)(&bytes));
        let reading = read(&bytes).unwrap();
        let headlines: Vec<_> =
            reading.drafts.iter().map(|draft| draft.head.headline.as_deref()).collect();
        assert_eq!(headlines, [Some("Tolls to rise"), Some("Ice")]);
        let head = &reading.drafts[0].head;
        assert_eq!(head.authors, ["Ann Ng"]);
        assert_eq!(head.publisher.as_deref(), Some("The Lagoon Times"));
        assert_eq!(head.published.as_ref().map(|p| p.value.as_str()), Some("2024-03-04"));
        assert_eq!(head.url.as_deref(), Some("https://lagoon.example/a"));
        assert_eq!(reading.drafts[0].body, BODY.replace("&mdash;", "—"));
        assert!(reading.drafts[1].body.ends_with("\nMore."));
        let problems: Vec<(&str, &str)> = reading
            .problems
            .iter()
            .map(|problem| (problem.record.as_deref().unwrap_or_default(), problem.reason.as_str()))
            .collect();
        assert_eq!(problems.len(), 2);
        assert_eq!(problems[0].1, "a page of a few words");
        assert_eq!(problems[1].1, "the book does not hold it");
        let mut position = 0;
        for region in &reading.regions {
            assert_eq!(region.start, position);
            position = region.end;
        }
        assert_eq!(position, reading.text_bytes);
    }

    #[test]
    fn references_are_resolved_inside_the_book() {
        for (folder, reference, expected) in [
            ("OPS", "a%20b.xhtml#x", "OPS/a b.xhtml"),
            ("", "a.xhtml", "a.xhtml"),
            ("OPS/text", "../a.xhtml", "OPS/a.xhtml"),
            ("OPS", "../../../a", "a"),
        ] {
            assert_eq!(resolved(folder, reference), expected);
        }
    }

    #[test]
    fn an_issue_is_its_articles() {
        let reading = read(include_bytes!("../../tests/corpus/epub/issue.epub")).unwrap();
        let authors: Vec<_> =
            reading.drafts.iter().map(|draft| draft.head.authors.join(", ")).collect();
        assert_eq!(authors, ["Sina Leota", "Erik Solheim", "Litia Naisau"]);
        for draft in &reading.drafts {
            assert!(draft.head.url.as_ref().is_some_and(|url| url.contains("/news/")));
            assert_eq!(draft.head.published.as_ref().map(|p| p.value.as_str()), Some("2024-03-05"));
            assert!(!draft.body.contains("calibre") && !draft.body.contains("The sound on"));
        }
    }
}
