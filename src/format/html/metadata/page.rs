//! One walk over a page that notes everything its metadata can be read from.
//!
//! Meta tags, JSON-LD scripts, headings, elements whose attributes say what they hold, and the short
//! lines that may carry a date or an author: each is noted once, with its place in the order of the
//! text and with the part of the page that it stands in. What must stay true: the walk is a single
//! pass without recursion, and what is kept of any element is bounded.

use dom_query::{Document, Element, NodeData, NodeRef};

use super::signs::{self, Sign, Vocabulary};
use super::tags::Tags;
use crate::text::bylines;

/// The longest text kept of a marked element or a line, in bytes: a date or an author line is short.
const LONGEST_TEXT: usize = 400;

/// How many marks, lines and scripts of one page are kept.
const MOST: usize = 4000;

/// How many marks are open at a time: deeper ones hold nothing that an outer one does not.
const MOST_OPEN: usize = 40;

/// What was noted of a page.
#[derive(Default)]
pub struct Page {
    pub tags: Tags,
    /// The texts of the JSON-LD scripts.
    pub json_ld: Vec<String>,
    pub title: Option<String>,
    pub headings: Vec<MarkedText>,
    pub marks: Vec<MarkedText>,
    pub lines: Vec<PageLine>,
    /// What is stated for reference managers in an element of the text: the `title` of a COinS span.
    pub coins: Option<String>,
    /// The `id` of the whole page, where a program named it.
    pub own_id: Option<String>,
    /// Place of the headline among the lines, once it is known which heading is it.
    pub headline_place: Option<usize>,
    zones: Vec<Zone>,
    line_count: usize,
}

/// An element that says what it holds.
#[derive(Clone, Debug)]
pub struct MarkedText {
    pub sign: Sign,
    /// The rule it is noted under: `class:entry-date`, `itemprop:author`, `time:datetime`.
    pub rule: String,
    /// The machine-readable value of its attributes.
    pub value: Option<String>,
    pub text: String,
    /// Number of the line it starts in.
    pub place: usize,
    /// The innermost part of the page it stands in.
    zone: Option<usize>,
}

/// A line of the page's text that may hold a date or an author.
#[derive(Clone, Debug)]
pub struct PageLine {
    pub text: String,
    pub place: usize,
    /// Whether it is part of running text.
    pub is_prose: bool,
    zone: Option<usize>,
}

/// A part of the page that is perhaps beside the article: navigation, footer, comments, teasers.
struct Zone {
    kind: ZoneKind,
    parent: Option<usize>,
    /// Whether the headline stands in it; then it is not beside the article.
    has_headline: bool,
    is_aside: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ZoneKind {
    Aside,
    /// An `article`: the story itself, or one of many teasers.
    Article,
}

impl Page {
    /// Notes what the document holds.
    pub fn of(document: &Document) -> Self {
        let mut walk = Walk::default();
        walk.over(document.root());
        walk.page
    }

    /// Settles which heading is the headline, and so which parts of the page are beside the article.
    pub fn settle_headline(&mut self, heading: Option<usize>) {
        let mark = heading.and_then(|heading| self.headings.get(heading));
        self.headline_place = mark.map(|mark| mark.place);
        let mut next = mark.and_then(|mark| mark.zone);
        while let Some(zone) = next.and_then(|zone| self.zones.get_mut(zone)) {
            zone.has_headline = true;
            next = zone.parent;
        }
        self.settle_zones();
    }

    /// Decides of every part of the page whether it is beside the article. A parent comes before its
    /// children in the list.
    fn settle_zones(&mut self) {
        let is_article = |zone: &Zone| zone.kind == ZoneKind::Article;
        let first_article = self.zones.iter().position(is_article);
        let has_story = self.zones.iter().any(|zone| is_article(zone) && zone.has_headline);
        for place in 0..self.zones.len() {
            let Some(zone) = self.zones.get(place) else { break };
            let is_aside = if zone.has_headline {
                false
            } else {
                let parent = zone.parent.and_then(|parent| self.zones.get(parent));
                parent.is_some_and(|parent| parent.is_aside)
                    || zone.kind == ZoneKind::Aside
                    || has_story
                    || first_article != Some(place)
            };
            if let Some(zone) = self.zones.get_mut(place) {
                zone.is_aside = is_aside;
            }
        }
    }

    /// Whether something noted stands beside the article rather than in it.
    pub fn is_aside(&self, zone: InZone) -> bool {
        zone.0.and_then(|zone| self.zones.get(zone)).is_some_and(|zone| zone.is_aside)
    }

    /// The marks of one sign that belong to the article, in the order of the page.
    pub fn marked(&self, sign: Sign) -> impl Iterator<Item = &MarkedText> {
        self.marks.iter().filter(move |mark| mark.sign == sign && !self.is_aside(mark.zone()))
    }

    /// How far a place is from the headline, in lines; places above it count double.
    pub fn distance(&self, place: usize) -> usize {
        match self.headline_place {
            Some(headline) if place < headline => (headline - place) * 2,
            Some(headline) => place - headline,
            None => place,
        }
    }
}

/// The part of the page that something stands in.
#[derive(Clone, Copy)]
pub struct InZone(Option<usize>);

impl MarkedText {
    /// The part of the page in which it stands.
    pub fn zone(&self) -> InZone {
        InZone(self.zone)
    }
}

impl PageLine {
    /// The part of the page in which it stands.
    pub fn zone(&self) -> InZone {
        InZone(self.zone)
    }
}

#[derive(Default)]
struct Walk {
    page: Page,
    /// Marks whose element is not closed yet, with the node's depth.
    open_marks: Vec<(usize, MarkedText)>,
    open_zones: Vec<(usize, usize)>,
    vocabulary: Vocabulary,
    line: String,
    is_prose: bool,
}

impl Walk {
    fn over(&mut self, root: NodeRef<'_>) {
        let mut depth = 0usize;
        let mut node = root;
        loop {
            let goes_in = self.enter(&node, depth);
            if goes_in && let Some(child) = node.first_child() {
                depth += 1;
                node = child;
                continue;
            }
            loop {
                self.leave(&node, depth);
                if depth == 0 {
                    self.end_line();
                    return;
                }
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                let Some(parent) = node.parent() else { return };
                depth -= 1;
                node = parent;
            }
        }
    }

    /// Notes a node; whether its children are looked at.
    fn enter(&mut self, node: &NodeRef<'_>, depth: usize) -> bool {
        if let Some(element) = node.element_ref() {
            return self.enter_element(node, &element, depth);
        }
        node.query(|node| {
            if let NodeData::Text { contents } = &node.data {
                self.text(contents);
            }
        });
        true
    }

    fn enter_element(&mut self, node: &NodeRef<'_>, element: &Element, depth: usize) -> bool {
        let name: &str = &element.name.local;
        match name {
            "script" => {
                self.script(element, node);
                return false;
            }
            "style" | "template" | "svg" | "select" | "iframe" | "object" => return false,
            // What a page shows without scripts: pictures, counters, a link to the plain version.
            "noscript" => return false,
            "meta" => {
                self.page.tags.meta(element);
                self.note(element, name, depth);
                return false;
            }
            "link" => {
                self.page.tags.link(element);
                self.note(element, name, depth);
                return false;
            }
            "base" => self.page.tags.base(element),
            "html" => self.page.tags.html(element),
            "body" => self.page.own_id = attribute(element, "id").map(str::to_owned),
            "span" if self.page.coins.is_none() && attribute(element, "class") == Some("Z3988") => {
                self.page.coins = attribute(element, "title").map(str::to_owned);
            }
            "title" => {
                if self.page.title.is_none() && !self.is_in_body() {
                    self.page.title = Some(node.text().to_string());
                }
                return false;
            }
            _ => {}
        }
        if is_block(name) {
            self.end_line();
            self.is_prose = name == "p" || (self.is_prose && name != "div");
        }
        self.open_zone(element, name, depth);
        self.note(element, name, depth);
        true
    }

    fn leave(&mut self, node: &NodeRef<'_>, depth: usize) {
        while self.open_marks.last().is_some_and(|(at, _)| *at >= depth) {
            if let Some((_, mut mark)) = self.open_marks.pop() {
                mark.text.truncate(mark.text.trim_end().len());
                if mark.sign == Sign::Name {
                    self.name_owner(&mark);
                    continue;
                }
                let list = match mark.sign {
                    Sign::Heading => &mut self.page.headings,
                    _ => &mut self.page.marks,
                };
                if list.len() < MOST {
                    list.push(mark);
                }
            }
        }
        while self.open_zones.last().is_some_and(|(at, _)| *at >= depth) {
            self.open_zones.pop();
        }
        if node.element_ref().is_some_and(|element| is_block(&element.name.local)) {
            self.end_line();
            self.is_prose = false;
        }
    }

    /// Gives the name inside an author or publisher to the innermost of them: `itemprop=name`.
    fn name_owner(&mut self, name: &MarkedText) {
        let owner = self
            .open_marks
            .iter_mut()
            .rev()
            .map(|(_, mark)| mark)
            .find(|mark| matches!(mark.sign, Sign::Author | Sign::Publisher));
        let name = name.value.as_deref().unwrap_or(&name.text).trim();
        if let Some(owner) = owner
            && !name.is_empty()
        {
            let names = owner.value.get_or_insert_default();
            if names.len() < LONGEST_TEXT && !names.split("; ").any(|known| known == name) {
                if !names.is_empty() {
                    names.push_str("; ");
                }
                names.push_str(name);
            }
        }
    }

    fn is_in_body(&self) -> bool {
        self.page.line_count > 0
    }

    fn zone(&self) -> Option<usize> {
        self.open_zones.last().map(|(_, zone)| *zone)
    }

    fn open_zone(&mut self, element: &Element, name: &str, depth: usize) {
        let kind = if name == "article" {
            ZoneKind::Article
        } else if signs::is_aside(name, element, &mut self.vocabulary) {
            ZoneKind::Aside
        } else {
            return;
        };
        let zone = Zone { kind, parent: self.zone(), has_headline: false, is_aside: false };
        self.page.zones.push(zone);
        self.open_zones.push((depth, self.page.zones.len() - 1));
    }

    /// Opens a mark for every sign that the element's attributes give.
    fn note(&mut self, element: &Element, name: &str, depth: usize) {
        let (place, zone) = (self.page.line_count, self.zone());
        let open_marks = &mut self.open_marks;
        if open_marks.len() >= MOST_OPEN {
            return;
        }
        signs::of(name, element, &mut self.vocabulary, |sign, rule, value| {
            let mark = MarkedText { sign, rule, value, text: String::new(), place, zone };
            open_marks.push((depth, mark));
        });
    }

    fn text(&mut self, text: &str) {
        let is_blank_start = text.starts_with(char::is_whitespace);
        for (place, word) in text.split_whitespace().enumerate() {
            let is_apart = place > 0 || is_blank_start;
            push_word(&mut self.line, word, is_apart, LONGEST_TEXT * 4);
            for (_, mark) in &mut self.open_marks {
                push_word(&mut mark.text, word, is_apart, LONGEST_TEXT);
            }
        }
        if text.ends_with(char::is_whitespace) {
            push_space(&mut self.line);
            for (_, mark) in &mut self.open_marks {
                push_space(&mut mark.text);
            }
        }
    }

    fn end_line(&mut self) {
        for (_, mark) in &mut self.open_marks {
            push_space(&mut mark.text);
        }
        let text = self.line.trim();
        if text.is_empty() {
            self.line.clear();
            return;
        }
        self.page.line_count += 1;
        // Of running text only the opening, where a dateline has its day.
        let text = text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or(text);
        let is_wanted =
            text.bytes().any(|byte| byte.is_ascii_digit()) || bylines::may_open_a_byline(text);
        if is_wanted && self.page.lines.len() < MOST {
            let line = PageLine {
                text: text.to_owned(),
                place: self.page.line_count - 1,
                is_prose: self.is_prose,
                zone: self.zone(),
            };
            self.page.lines.push(line);
        }
        self.line.clear();
    }

    fn script(&mut self, element: &Element, node: &NodeRef<'_>) {
        let kind = element
            .attrs
            .iter()
            .find(|attribute| &*attribute.name.local == "type")
            .map(|attribute| attribute.value.trim().to_ascii_lowercase());
        let is_json_ld =
            kind.as_deref().is_some_and(|kind| kind.starts_with("application/ld+json"));
        if is_json_ld && self.page.json_ld.len() < MOST {
            self.page.json_ld.push(node.text().to_string());
        }
    }
}

fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let mut attributes = element.attrs.iter();
    let found = attributes.find(|attribute| &*attribute.name.local == name)?;
    Some(&*found.value)
}

fn push_word(text: &mut String, word: &str, is_apart: bool, most: usize) {
    if text.len() + word.len() >= most {
        return;
    }
    if is_apart {
        push_space(text);
    }
    text.push_str(word);
}

fn push_space(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "main"
            | "blockquote"
            | "figure"
            | "figcaption"
            | "address"
            | "form"
            | "br"
            | "hr"
            | "pre"
            | "body"
    )
}
