//! The text of an RTF file, out of its groups.
//!
//! A group inherits what holds about it and forgets it at its end; a destination decides what the
//! text in a group is for. What must stay true: the depth of groups is bounded, and characters
//! after `\u` that are for old programs are passed over.

use std::collections::HashMap;

use encoding_rs::Encoding;

use super::charsets;
use super::tokens::{RtfToken, Tokens};
use crate::format::Refusal;
use crate::format::documents::builder::Builder;
use crate::format::documents::properties::Properties;
use crate::format::page::{Block, Style};

/// Deeper groups were not met outside attacks.
const DEEPEST: usize = 1_000;

/// What a file holds.
pub struct Read {
    pub paragraphs: Vec<Block>,
    pub properties: Properties,
    /// Whether its last group is closed.
    pub is_whole: bool,
}

/// Reads a file.
///
/// # Errors
/// Its groups nest deeper than any document's.
pub fn read(bytes: &[u8]) -> Result<Read, Refusal> {
    let mut text = Text::default();
    for token in Tokens::new(bytes) {
        text.take(token)?;
        if text.is_over {
            break;
        }
    }
    text.flush();
    let is_whole = text.is_over;
    Ok(Read { paragraphs: text.builder.finish(), properties: text.properties, is_whole })
}

/// What the text in a group is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Destination {
    #[default]
    Text,
    Fonts,
    Styles,
    /// A property of the document.
    Title,
    Author,
    Created,
    /// The properties about it.
    Properties,
    LeftOut,
    /// A drawing, of which only a text box inside is read.
    Shape,
}

/// What holds in a group.
#[derive(Clone, Default)]
struct Group {
    destination: Destination,
    /// How many characters after `\u` are for old programs.
    fallbacks: usize,
    font: i32,
    is_hidden: bool,
    is_text_box: bool,
}

/// Destinations that hold no running text.
#[rustfmt::skip]
const LEFT_OUT: &[&str] = &[
    "colortbl", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "footnote", "annotation", "xe", "tc", "rxe", "ftnsep", "ftnsepc", "ftncn", "aftnsep",
    "aftnsepc", "aftncn", "listtext", "pntext", "pntxta", "pntxtb", "shprslt", "nonesttables",
    "fldinst", "objdata", "objclass", "listtable", "listoverridetable", "rsidtbl", "generator",
    "themedata", "datastore", "xmlnstbl", "filetbl", "private", "template",
];

/// Control words that are a character.
const CHARACTERS: &[(&str, &str)] = &[
    ("tab", "\t"),
    ("line", "\n"),
    ("lbr", "\n"),
    ("emdash", "—"),
    ("endash", "–"),
    ("lquote", "‘"),
    ("rquote", "’"),
    ("ldblquote", "“"),
    ("rdblquote", "”"),
    ("bullet", "•"),
    ("emspace", " "),
    ("enspace", " "),
    ("qmspace", " "),
];

#[derive(Default)]
struct Text {
    builder: Builder,
    properties: Properties,
    group: Group,
    about: Vec<Group>,
    /// The next control word names a destination that may be left out (`\*`).
    is_optional: bool,
    /// Characters to pass over.
    to_pass: usize,
    high_surrogate: Option<u16>,
    /// Bytes that are not decoded yet, all in the character set of one font.
    bytes: Vec<u8>,
    document_set: Option<&'static Encoding>,
    fonts: HashMap<i32, &'static Encoding>,
    default_font: i32,
    /// Which font or style is being described.
    described: i32,
    styles: HashMap<i32, Style>,
    /// The text of the property or style being read.
    value: String,
    created: [i32; 5],
    is_paragraph_open: bool,
    in_table: bool,
    is_row_open: bool,
    style: Option<Style>,
    is_over: bool,
}

impl Text {
    fn take(&mut self, token: RtfToken) -> Result<(), Refusal> {
        match token {
            RtfToken::Open => {
                self.flush();
                self.to_pass = 0;
                if self.about.len() >= DEEPEST {
                    return Err(Refusal("its groups nest deeper than is read".to_owned()));
                }
                let mut inner = self.group.clone();
                inner.is_text_box = false;
                self.about.push(std::mem::replace(&mut self.group, inner));
                self.is_optional = false;
            }
            RtfToken::Close => self.close(),
            RtfToken::Word(word, number) => self.word(word, number),
            RtfToken::Symbol(symbol) => self.symbol(symbol),
            RtfToken::Hex(byte) | RtfToken::Byte(byte) => {
                if self.to_pass > 0 {
                    self.to_pass -= 1;
                } else if self.is_read() {
                    self.bytes.push(byte);
                }
            }
        }
        Ok(())
    }

    fn is_read(&self) -> bool {
        !self.group.is_hidden
            && !matches!(
                self.group.destination,
                Destination::LeftOut | Destination::Properties | Destination::Shape
            )
    }

    fn close(&mut self) {
        self.flush();
        self.to_pass = 0;
        let Some(about) = self.about.pop() else { return };
        let ended = std::mem::replace(&mut self.group, about);
        if ended.is_text_box {
            self.end_paragraph();
            self.is_paragraph_open = true;
        }
        if ended.destination != self.group.destination {
            let value = std::mem::take(&mut self.value);
            match ended.destination {
                Destination::Title => self.properties.title(&value, "rtf:info/title"),
                Destination::Author => self.properties.author(&value, "rtf:info/author"),
                Destination::Created => self.take_created(),
                _ => {}
            }
        }
        self.is_over = self.about.is_empty();
    }

    fn take_created(&mut self) {
        let [year, month, day, hour, minute] = self.created;
        let value = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}");
        self.properties.created(&value, "rtf:info/creatim");
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => self.is_optional = true,
            // Fallbacks may be control characters too.
            _ if self.to_pass > 0 => self.to_pass -= 1,
            b'~' => self.push("\u{a0}"),
            b'_' => self.push("-"),
            b'\\' | b'{' | b'}' if self.is_read() => self.bytes.push(symbol),
            b'\r' | b'\n' if self.group.destination == Destination::Text => {
                self.flush();
                self.end_paragraph();
            }
            b'\t' => self.push("\t"),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let is_optional = std::mem::take(&mut self.is_optional);
        if self.destination(word, is_optional) {
            return;
        }
        let value = number.unwrap_or(1);
        match word {
            "u" => return self.unicode(number.unwrap_or_default()),
            "uc" => {
                self.group.fallbacks = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16)
            }
            "rtf" => self.group.fallbacks = 1,
            "ansicpg" => self.document_set = charsets::of_code_page(value),
            "mac" => self.document_set = charsets::of_code_page(10000),
            "deff" => {
                self.default_font = value;
                self.group.font = value;
            }
            "f" => {
                self.flush();
                match self.group.destination {
                    Destination::Fonts => self.described = number.unwrap_or_default(),
                    _ => self.group.font = number.unwrap_or_default(),
                }
            }
            "fcharset" if self.group.destination == Destination::Fonts => {
                if let Some(set) = charsets::of_font(value) {
                    self.fonts.insert(self.described, set);
                }
            }
            "s" => match self.group.destination {
                Destination::Styles => self.described = number.unwrap_or_default(),
                _ => self.style = self.styles.get(&number.unwrap_or_default()).copied(),
            },
            "outlinelevel" if self.group.destination == Destination::Text => {
                if let Ok(level @ 0..=8) = u8::try_from(value) {
                    self.style = Some(Style::heading(level + 1));
                }
            }
            "plain" => {
                self.flush();
                self.group.font = self.default_font;
                self.group.is_hidden = false;
            }
            "v" | "deleted" => {
                self.flush();
                self.group.is_hidden = number != Some(0);
            }
            "yr" => self.set_created(0, value),
            "mo" => self.set_created(1, value),
            "dy" => self.set_created(2, value),
            "hr" => self.set_created(3, number.unwrap_or_default()),
            "min" => self.set_created(4, number.unwrap_or_default()),
            _ if self.group.destination == Destination::Text => self.layout(word),
            _ => {}
        }
        if let Some((_, character)) = CHARACTERS.iter().find(|(name, _)| *name == word) {
            self.push(character);
        }
    }

    fn set_created(&mut self, place: usize, value: i32) {
        if self.group.destination == Destination::Created
            && let Some(part) = self.created.get_mut(place)
        {
            *part = value;
        }
    }

    /// Enters the destination that a control word names. False where it names none.
    fn destination(&mut self, word: &str, is_optional: bool) -> bool {
        let destination = match word {
            "fonttbl" => Destination::Fonts,
            "stylesheet" => Destination::Styles,
            "info" => Destination::Properties,
            "title" if self.group.destination == Destination::Properties => Destination::Title,
            "author" if self.group.destination == Destination::Properties => Destination::Author,
            "creatim" if self.group.destination == Destination::Properties => Destination::Created,
            "shpinst" => Destination::Shape,
            "shptxt" if self.group.destination == Destination::Shape => {
                self.begin_paragraph();
                self.builder.open_paragraph(Style::TEXT);
                self.group.is_text_box = true;
                Destination::Text
            }
            word if LEFT_OUT.contains(&word) || is_optional => Destination::LeftOut,
            _ => return false,
        };
        // Inside of what is left out nothing comes back.
        if self.group.destination != Destination::LeftOut {
            self.flush();
            self.group.destination = destination;
            self.value.clear();
        }
        true
    }

    /// Paragraphs and tables.
    fn layout(&mut self, word: &str) {
        match word {
            "par" | "sect" | "page" | "column" => {
                self.flush();
                self.end_paragraph();
            }
            "pard" => {
                self.style = None;
                self.in_table = false;
            }
            "intbl" => self.in_table = true,
            "cell" | "nestcell" => {
                self.flush();
                self.begin_paragraph();
                self.end_paragraph();
                self.builder.open_cell();
            }
            "row" | "nestrow" => {
                self.flush();
                self.end_paragraph();
                self.end_row();
            }
            _ => {}
        }
    }

    fn begin_paragraph(&mut self) {
        if self.is_paragraph_open {
            return;
        }
        if self.in_table && !self.is_row_open {
            self.builder.open_row();
            self.builder.open_cell();
            self.is_row_open = true;
        } else if !self.in_table {
            self.end_row();
        }
        self.builder.open_paragraph(self.style.unwrap_or(Style::TEXT));
        self.is_paragraph_open = true;
    }

    fn end_paragraph(&mut self) {
        if self.is_paragraph_open {
            self.builder.style(self.style.unwrap_or(Style::TEXT));
            self.builder.close_paragraph();
            self.is_paragraph_open = false;
        }
    }

    fn end_row(&mut self) {
        if std::mem::take(&mut self.is_row_open) {
            self.builder.close_row();
        }
    }

    /// A character in UTF-16, and after it those that stand for it elsewhere.
    fn unicode(&mut self, number: i32) {
        self.flush();
        self.to_pass = self.group.fallbacks;
        // Written as a signed number of 16 bits; some programs write larger ones.
        let unit = if number < 0 { number + 0x1_0000 } else { number };
        let high = self.high_surrogate.take();
        if high.is_some() && !(0xdc00..=0xdfff).contains(&unit) {
            // The first half of a character whose second never came.
            self.push("\u{fffd}");
        }
        let character = match (high, unit) {
            (_, 0xd800..=0xdbff) => {
                self.high_surrogate = u16::try_from(unit).ok();
                return;
            }
            (Some(high), 0xdc00..=0xdfff) => u16::try_from(unit)
                .ok()
                .and_then(|low| char::decode_utf16([high, low]).next())
                .and_then(Result::ok),
            _ => u32::try_from(unit).ok().and_then(char::from_u32),
        };
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        self.push(character.encode_utf8(&mut [0; 4]));
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let set = self
            .fonts
            .get(&self.group.font)
            .copied()
            .or(self.document_set)
            .unwrap_or(encoding_rs::WINDOWS_1252);
        // `\fcharset0` is what programs write for every western text, whatever `\ansicpg` says.
        let set = match self.document_set {
            Some(document) if set == encoding_rs::WINDOWS_1252 => document,
            _ => set,
        };
        let (text, _) = set.decode_without_bom_handling(&bytes);
        self.push(&text);
    }

    fn push(&mut self, text: &str) {
        if !self.bytes.is_empty() {
            self.flush();
        }
        match self.group.destination {
            Destination::Text if !self.group.is_hidden => {
                self.begin_paragraph();
                self.builder.push(text);
            }
            Destination::Title | Destination::Author => self.value.push_str(text),
            Destination::Styles => self.describe_style(text),
            _ => {}
        }
    }

    /// The name of a style ends with a semicolon.
    fn describe_style(&mut self, text: &str) {
        self.value.push_str(text);
        let value = std::mem::take(&mut self.value);
        let mut names = value.split(';');
        self.value = names.next_back().unwrap_or_default().to_owned();
        for name in names {
            let name = name.trim().to_lowercase();
            let style = match name.as_str() {
                "title" => Some(Style::heading(0)),
                "subtitle" => Some(Style::SUBTITLE),
                "header" | "footer" => Some(Style::FURNITURE),
                "caption" => Some(Style::CAPTION),
                _ => name
                    .strip_prefix("heading ")
                    .and_then(|level| level.parse().ok())
                    .filter(|level| (1..=9).contains(level))
                    .map(Style::heading),
            };
            if let Some(style) = style {
                self.styles.insert(self.described, style);
            }
        }
    }
}
