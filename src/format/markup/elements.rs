//! The elements of HTML and NITF: the one table that every reader of markup asks.
//!
//! What an element is, what space it makes around its words, and who leaves its words out. Where readers differ
//! on purpose, the difference stands here with its reason. A name that is not here is `Other`: its words stay.

/// An element, or a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementKind {
    Text,
    Html,
    Body,
    Main,
    Article,
    Section,
    Paragraph,
    Heading(u8),
    List,
    Item,
    Term,
    Description,
    Quote,
    Preformatted,
    Table,
    /// `tbody` and its like: rows that belong together.
    Rows,
    Row,
    Cell,
    Link,
    Break,
    Rule,
    Image,
    Inline,
    Time,
    Figure,
    Caption,
    TableCaption,
    Header,
    Footer,
    Navigation,
    Aside,
    Form,
    Button,
    Division,
    Address,
    Formula,
    /// Programs, styles, controls, embedded things: never text.
    Unseen,
    /// Unseen, and without an end tag.
    Void,
    Other,
}

/// Whose markup it is: what stands around a story differs from one to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkupOf {
    /// A whole page, of which the reader of pages selects.
    Page,
    /// A field of a feed or a record, which holds nothing but the story.
    Field,
    /// An item of a news exchange.
    Wire,
    /// A chapter of an electronic book.
    Book,
    Mail,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    None,
    Space,
    Line,
    Paragraph,
}

/// What an element of a page does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Never text of the page.
    Unseen,
    /// Within a line.
    Inline,
    /// Begins and ends a block.
    Block,
    /// Unknown to HTML or without a role: a block where it holds blocks.
    Other,
}

/// Longer names are in no table, in bytes.
const LONGEST_NAME: usize = 20;

impl ElementKind {
    /// Of HTML, in upper or lower case.
    pub fn of(name: &str) -> Self {
        let mut lower = [0; LONGEST_NAME];
        let Some(lower) = lower.get_mut(..name.len()) else { return Self::Other };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        match std::str::from_utf8(lower).unwrap_or_default() {
            "html" => Self::Html,
            "body" => Self::Body,
            "main" => Self::Main,
            "article" => Self::Article,
            "section" | "hgroup" => Self::Section,
            "p" => Self::Paragraph,
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "ul" | "ol" | "menu" | "dir" | "dl" => Self::List,
            "li" => Self::Item,
            "dt" => Self::Term,
            "dd" => Self::Description,
            "blockquote" => Self::Quote,
            "pre" | "listing" | "xmp" | "plaintext" => Self::Preformatted,
            "table" => Self::Table,
            "tbody" | "thead" | "tfoot" => Self::Rows,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "a" => Self::Link,
            "br" => Self::Break,
            "hr" => Self::Rule,
            "img" => Self::Image,
            "time" => Self::Time,
            "figure" => Self::Figure,
            "figcaption" => Self::Caption,
            "caption" => Self::TableCaption,
            "header" => Self::Header,
            "footer" => Self::Footer,
            "nav" => Self::Navigation,
            "aside" => Self::Aside,
            "form" => Self::Form,
            "button" => Self::Button,
            "div" | "center" | "details" | "summary" | "fieldset" | "legend" | "amp-story" => {
                Self::Division
            }
            "address" => Self::Address,
            "math" => Self::Formula,
            "span" | "b" | "i" | "em" | "strong" | "font" | "u" | "s" | "strike" | "del"
            | "ins" | "sub" | "sup" | "small" | "big" | "abbr" | "acronym" | "cite" | "q"
            | "code" | "kbd" | "samp" | "var" | "tt" | "mark" | "bdi" | "bdo" | "data" | "dfn"
            | "ruby" | "rb" | "wbr" | "label" | "nobr" | "output" | "picture" | "tag" => {
                Self::Inline
            }
            "script" | "style" | "template" | "noscript" | "noframes" | "noembed" | "head"
            | "title" | "svg" | "iframe" | "object" | "applet" | "video" | "audio" | "canvas"
            | "map" | "select" | "textarea" | "option" | "datalist" | "progress" | "meter"
            | "dialog" | "rt" | "rp" | "frameset" | "colgroup" => Self::Unseen,
            "meta" | "link" | "base" | "embed" | "source" | "track" | "input" | "frame"
            | "area" | "col" | "param" => Self::Void,
            _ => Self::Other,
        }
    }

    /// Of NITF, which has most of HTML's.
    pub fn of_news(name: &str) -> Self {
        match name {
            "body.content" | "block" => Self::Division,
            "bq" => Self::Quote,
            "hl2" => Self::Heading(2),
            "nitf-table" => Self::Table,
            "line" => Self::Item,
            // Media are read for their captions; what the head says is read as facts.
            "media"
            | "media-caption"
            | "media-producer"
            | "note"
            | "nitf-table-metadata"
            | "nitf-table-summary"
            | "body.head"
            | "body.end"
            | "tagline"
            | "hedline"
            | "byline"
            | "dateline"
            | "datasource" => Self::Unseen,
            name => Self::of(name),
        }
    }

    /// Whether its words do not belong to the text.
    pub fn is_left_out(self, of: MarkupOf) -> bool {
        use MarkupOf as M;
        match self {
            Self::Unseen | Self::Void => true,
            // A newsletter's pictures may say its headlines, and its buttons lead to the pieces.
            Self::Image | Self::Button => of != M::Mail,
            // Read apart from the text.
            Self::Caption => matches!(of, M::Field | M::Wire),
            Self::Navigation => matches!(of, M::Wire | M::Book),
            // The description of a feed's entry may be nothing else.
            Self::Formula => of != M::Field,
            // Notes in a book; in a wire, a field or a mail a part of the story.
            Self::Aside => of == M::Book,
            // A wire sends them along from its page; a field's HTML and a mail have paragraphs in them.
            Self::Figure | Self::Header | Self::Footer | Self::Form => of == M::Wire,
            _ => false,
        }
    }

    /// What it puts between the words in it and those about it.
    pub fn gap(self, of: MarkupOf) -> Gap {
        match self {
            // Mails are laid out with tables: a cell holds paragraphs, not a value.
            Self::Row | Self::Cell if of == MarkupOf::Mail => Gap::Paragraph,
            Self::Cell => Gap::Space,
            Self::Break | Self::Item | Self::Term | Self::Description | Self::Row | Self::Rows => {
                Gap::Line
            }
            _ if self.role() == Role::Block => Gap::Paragraph,
            _ => Gap::None,
        }
    }

    /// What it does in a page.
    pub fn role(self) -> Role {
        match self {
            _ if self.is_left_out(MarkupOf::Page) => Role::Unseen,
            Self::Text | Self::Link | Self::Inline | Self::Time | Self::Break => Role::Inline,
            Self::Other => Role::Other,
            _ => Role::Block,
        }
    }

    /// Whether it has no inside and no end tag.
    pub fn is_empty(self) -> bool {
        matches!(self, Self::Void | Self::Image | Self::Break | Self::Rule)
    }
}
