//! The elements of HTML, as far as reading cares which is which.

/// An element, or a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
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
    Row,
    Cell,
    Link,
    Break,
    Rule,
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
    Division,
    Address,
    Unseen,
    Other,
}

/// What an element does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Never text of the page: programs, styles, controls, embedded things.
    Unseen,
    /// Within a line.
    Inline,
    /// Begins and ends a block.
    Block,
    /// Unknown to HTML or without a role: a block where it holds blocks.
    Other,
}

impl Tag {
    pub fn of(name: &str) -> Self {
        match name {
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
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "a" => Self::Link,
            "br" => Self::Break,
            "hr" => Self::Rule,
            "time" => Self::Time,
            "figure" => Self::Figure,
            "figcaption" => Self::Caption,
            "caption" => Self::TableCaption,
            "header" => Self::Header,
            "footer" => Self::Footer,
            "nav" => Self::Navigation,
            "aside" => Self::Aside,
            "form" => Self::Form,
            "div" | "center" | "details" | "summary" | "fieldset" | "tbody" | "thead" | "tfoot"
            | "amp-story" => Self::Division,
            "address" => Self::Address,
            "span" | "b" | "i" | "em" | "strong" | "font" | "u" | "s" | "strike" | "del"
            | "ins" | "sub" | "sup" | "small" | "big" | "abbr" | "acronym" | "cite" | "q"
            | "code" | "kbd" | "samp" | "var" | "tt" | "mark" | "bdi" | "bdo" | "data" | "dfn"
            | "ruby" | "rb" | "wbr" | "label" | "nobr" | "output" | "tag" => Self::Inline,
            "script" | "style" | "template" | "noscript" | "noframes" | "noembed" | "head"
            | "title" | "meta" | "link" | "svg" | "math" | "iframe" | "object" | "embed"
            | "applet" | "video" | "audio" | "canvas" | "map" | "img" | "picture" | "source"
            | "track" | "input" | "button" | "select" | "textarea" | "option" | "datalist"
            | "progress" | "meter" | "dialog" | "rt" | "rp" | "frameset" | "frame" => Self::Unseen,
            _ => Self::Other,
        }
    }

    pub fn role(self) -> Role {
        match self {
            Self::Unseen => Role::Unseen,
            Self::Text | Self::Link | Self::Inline | Self::Time | Self::Break => Role::Inline,
            Self::Other => Role::Other,
            _ => Role::Block,
        }
    }
}
