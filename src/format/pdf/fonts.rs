//! Fonts of a PDF, as far as text needs them: what characters a string's codes are, and how wide.
//!
//! What must stay true: a character that a font does not tell is U+FFFD, never a guess, and a
//! broken font gives at least its widths.

use std::collections::HashMap;

use encoding_rs::Encoding;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};

use super::cmap::{CharacterMap, number};
use super::glyphs::{self, Base};
use super::streams::Budget;

/// One code of a string.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub text: String,
    /// In thousandths of the font's size.
    pub width: f32,
    /// Whether it is the single byte 32, which word spacing widens.
    pub is_space: bool,
}

/// A font.
pub struct Font {
    to_unicode: CharacterMap,
    kind: Kind,
    pub is_bold: bool,
    /// Height of a glyph in sizes of the font: 1, but for fonts that measure in units of their own.
    pub height: f32,
}

enum Kind {
    Simple { characters: Vec<String>, widths: Vec<f32> },
    Composite { codes: Codes, widths: HashMap<u32, f32>, default_width: f32 },
}

/// How the codes of a composite font are written.
enum Codes {
    TwoBytes,
    Map(CharacterMap),
    /// Text in a character set that is in use outside of PDF too.
    CharacterSet(&'static Encoding),
    Utf16,
}

/// Width of a glyph of which nothing is known, in thousandths.
const WIDTH: f32 = 500.0;
/// A composite font lists at most so many widths.
const MOST_WIDTHS: usize = 70_000;

impl Font {
    /// A font, with what it takes to turn its codes into text.
    pub fn read(dict: &Dict, budget: &mut Budget) -> Self {
        let to_unicode = dict
            .get::<Stream>("ToUnicode")
            .map(|stream| CharacterMap::read(&budget.content(&stream)))
            .unwrap_or_default();
        let name = dict.get::<Name>("BaseFont").map(|name| name.as_str().to_lowercase());
        let name = name.unwrap_or_default();
        let is_bold =
            ["bold", "black", "heavy", "semibold", "demi"].iter().any(|word| name.contains(word));
        let kind = if dict.get::<Name>("Subtype").as_deref() == Some(b"Type0") {
            composite(dict, budget)
        } else {
            simple(dict, &name, budget)
        };
        Self { to_unicode, kind, is_bold, height: height(dict) }
    }

    /// The codes of a string.
    pub fn shown(&self, string: &[u8]) -> Vec<Shown> {
        match &self.kind {
            Kind::Simple { characters, widths } => string
                .iter()
                .map(|&byte| {
                    let place = usize::from(byte);
                    let text = self
                        .unicode(u32::from(byte))
                        .or_else(|| characters.get(place).cloned())
                        .unwrap_or_default();
                    let width = widths.get(place).copied().unwrap_or(WIDTH);
                    Shown { text, width, is_space: byte == b' ' }
                })
                .collect(),
            Kind::Composite { codes, widths, default_width } => {
                let mut shown = Vec::new();
                let mut rest = string;
                while !rest.is_empty() {
                    let length = codes.length(rest).clamp(1, rest.len());
                    let (code, after) = rest.split_at(length);
                    rest = after;
                    let value = number(code);
                    let text = self.unicode(value).unwrap_or_else(|| codes.text(code));
                    let width = widths.get(&value).copied().unwrap_or(*default_width);
                    shown.push(Shown { text, width, is_space: code == b" " });
                }
                shown
            }
        }
    }

    fn unicode(&self, code: u32) -> Option<String> {
        // Some programs map what they do not know to NUL or U+FFFD.
        self.to_unicode
            .characters(code)
            .filter(|text| !text.is_empty() && !text.contains(['\0', '\u{fffd}']))
    }
}

/// Of a Type 3 font, whose glyphs are drawings.
fn height(dict: &Dict) -> f32 {
    let number = |key: &str, place: usize| {
        dict.get::<Array>(key).and_then(|array| array.iter::<f32>().nth(place))
    };
    match (number("FontMatrix", 3), number("FontBBox", 1), number("FontBBox", 3)) {
        (Some(scale), Some(bottom), Some(top)) if scale != 0.0 && top > bottom => {
            (scale * (top - bottom)).abs()
        }
        _ => 1.0,
    }
}

impl Codes {
    fn length(&self, bytes: &[u8]) -> usize {
        match self {
            Self::TwoBytes => 2,
            Self::Map(map) => map.code_length(bytes, 2),
            Self::Utf16 => match bytes.first() {
                Some(0xd8..=0xdb) => 4,
                _ => 2,
            },
            Self::CharacterSet(_) => {
                if bytes.first().is_some_and(|byte| *byte >= 0x80) {
                    2
                } else {
                    1
                }
            }
        }
    }

    fn text(&self, code: &[u8]) -> String {
        match self {
            Self::TwoBytes | Self::Map(_) => char::REPLACEMENT_CHARACTER.to_string(),
            Self::CharacterSet(set) => set.decode_without_bom_handling(code).0.into_owned(),
            Self::Utf16 => encoding_rs::UTF_16BE.decode_without_bom_handling(code).0.into_owned(),
        }
    }
}

fn simple(dict: &Dict, name: &str, budget: &mut Budget) -> Kind {
    let descriptor = dict.get::<Dict>("FontDescriptor");
    let mut base = Base::Standard;
    let mut differences: HashMap<u8, String> = HashMap::new();
    match dict.get::<Object>("Encoding") {
        Some(Object::Name(name)) => base = Base::named(&name).unwrap_or(base),
        Some(Object::Dict(encoding)) => {
            if let Some(named) =
                encoding.get::<Name>("BaseEncoding").and_then(|name| Base::named(&name))
            {
                base = named;
            }
            if let Some(array) = encoding.get::<Array>("Differences") {
                differences = take_differences(&array);
            }
        }
        _ => {
            if let Some(font) = descriptor.as_ref().and_then(|d| d.get::<Stream>("FontFile")) {
                differences = built_in(&budget.content(&font));
            } else if dict.get::<Name>("Subtype").as_deref() == Some(b"TrueType") {
                base = Base::WinAnsi;
            }
        }
    }
    let characters = (0..=u8::MAX)
        .map(|byte| match differences.get(&byte) {
            Some(name) => {
                glyphs::named(name).unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string())
            }
            None => base.character(byte),
        })
        .collect::<Vec<String>>();
    let widths = simple_widths(dict, descriptor.as_ref(), name, &characters);
    Kind::Simple { characters, widths }
}

/// `[39 /quotesingle 96 /grave]`: a number, and names from there on.
fn take_differences(array: &Array) -> HashMap<u8, String> {
    let mut differences = HashMap::new();
    let mut code = 0i64;
    for object in array.iter::<Object>().take(1_024) {
        match object {
            Object::Number(number) => code = number.as_i64(),
            Object::Name(name) => {
                if let Ok(code) = u8::try_from(code) {
                    differences.insert(code, name.as_str().to_owned());
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    differences
}

/// The encoding that a Type 1 font program declares in clear: `dup 65 /A put`.
fn built_in(program: &[u8]) -> HashMap<u8, String> {
    let head = program.get(..program.len().min(64 * 1024)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let clear = head.split("eexec").next().unwrap_or_default();
    let words: Vec<&str> = clear.split_ascii_whitespace().collect();
    let mut encoding = HashMap::new();
    for window in words.windows(3) {
        if let ["dup", code, name] = window
            && let Ok(code) = code.parse()
            && let Some(name) = name.strip_prefix('/')
        {
            encoding.insert(code, name.to_owned());
        }
    }
    encoding
}

fn simple_widths(
    dict: &Dict,
    descriptor: Option<&Dict>,
    name: &str,
    characters: &[String],
) -> Vec<f32> {
    // A Type 3 font measures in units of its own.
    let scale = match dict.get::<Array>("FontMatrix") {
        Some(matrix) => matrix.iter::<f32>().next().unwrap_or(0.001) * 1000.0,
        None => 1.0,
    };
    let Some(widths) = dict.get::<Array>("Widths") else {
        return characters.iter().map(|text| standard_width(name, text)).collect();
    };
    let missing = descriptor
        .and_then(|descriptor| descriptor.get::<Number>("MissingWidth"))
        .map_or(0.0, |width| width.as_f32());
    let first = dict.get::<Number>("FirstChar").map_or(0, |first| first.as_i64());
    let first = usize::try_from(first).unwrap_or(0).min(256);
    let mut all = vec![missing; first];
    all.extend(widths.iter::<Object>().take(256 - first).map(|width| {
        if let Object::Number(width) = width { width.as_f32() * scale } else { missing }
    }));
    all.resize(256, missing);
    all
}

/// Widths of the fonts that every program has and no file needs to describe: those of Helvetica
/// and Times from space to tilde, in thousandths (Adobe Font Metrics).
fn standard_width(name: &str, text: &str) -> f32 {
    if name.contains("courier") || name.contains("mono") {
        return 600.0;
    }
    let table = if name.contains("times") || name.contains("serif") { TIMES } else { HELVETICA };
    let widen = if name.contains("bold") { 1.06 } else { 1.0 };
    let Some(character) = text.nfd_base() else { return 0.0 };
    let place =
        u32::from(character).checked_sub(0x20).and_then(|place| usize::try_from(place).ok());
    place.and_then(|place| table.get(place)).map_or(WIDTH, |&width| f32::from(width) * widen)
}

trait BaseLetter {
    /// The first character without its accent.
    fn nfd_base(&self) -> Option<char>;
}

impl BaseLetter for str {
    fn nfd_base(&self) -> Option<char> {
        use unicode_normalization::UnicodeNormalization;
        self.nfd().next()
    }
}

#[rustfmt::skip]
const HELVETICA: &[u16] = &[
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

#[rustfmt::skip]
const TIMES: &[u16] = &[
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// Parts of the names of the encodings for Chinese, Japanese and Korean, and the character sets.
const CHARACTER_SETS: &[(&str, &Encoding)] = &[
    ("RKSJ", encoding_rs::SHIFT_JIS),
    ("GBK", encoding_rs::GB18030),
    ("GB-EUC", encoding_rs::GB18030),
    ("B5pc", encoding_rs::BIG5),
    ("ETen", encoding_rs::BIG5),
    ("KSC", encoding_rs::EUC_KR),
    ("EUC-", encoding_rs::EUC_JP),
];

fn composite(dict: &Dict, budget: &mut Budget) -> Kind {
    let codes = match dict.get::<Object>("Encoding") {
        Some(Object::Stream(stream)) => Codes::Map(CharacterMap::read(&budget.content(&stream))),
        Some(Object::Name(name)) => {
            let name = name.as_str();
            if name.contains("UTF16") || name.contains("UCS2") {
                Codes::Utf16
            } else {
                CHARACTER_SETS
                    .iter()
                    .find(|(part, _)| name.contains(part))
                    .map_or(Codes::TwoBytes, |(_, set)| Codes::CharacterSet(set))
            }
        }
        _ => Codes::TwoBytes,
    };
    let descendant =
        dict.get::<Array>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict>().next());
    let mut widths = HashMap::new();
    let mut default_width = 1000.0;
    if let Some(font) = descendant {
        default_width = font.get::<Number>("DW").map_or(1000.0, |width| width.as_f32());
        // Only where codes are glyph numbers do the widths fit them.
        if let (Codes::TwoBytes, Some(array)) = (&codes, font.get::<Array>("W")) {
            widths = composite_widths(&array);
        }
    }
    Kind::Composite { codes, widths, default_width }
}

/// `[3 [250 333] 10 20 500]`: from 3 on these widths; from 10 to 20 this one.
fn composite_widths(array: &Array) -> HashMap<u32, f32> {
    let mut widths = HashMap::new();
    let mut objects = array.iter::<Object>();
    while let Some(Object::Number(first)) = objects.next() {
        let first = u32::try_from(first.as_i64()).unwrap_or(0);
        match objects.next() {
            Some(Object::Array(list)) => {
                for (place, width) in (0u32..).zip(list.iter::<f32>()).take(MOST_WIDTHS) {
                    widths.insert(first.saturating_add(place), width);
                }
            }
            Some(Object::Number(last)) => {
                let last = u32::try_from(last.as_i64()).unwrap_or(0).min(0xffff);
                if let Some(Object::Number(width)) = objects.next() {
                    for code in first..=last {
                        widths.insert(code, width.as_f32());
                    }
                }
            }
            _ => break,
        }
        if widths.len() > MOST_WIDTHS {
            break;
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_program_tells_its_own_encoding() {
        let encoding = built_in(
            b"/Encoding 256 array\ndup 65 /eacute put\ndup 300 /x put eexec dup 66 /B put",
        );
        assert_eq!(encoding, HashMap::from([(65, "eacute".to_owned())]));
    }

    #[test]
    fn standard_fonts_have_their_widths() {
        for (name, text, width) in [
            ("helvetica", " ", 278.0),
            ("helvetica", "~", 584.0),
            ("times-roman", "m", 778.0),
            ("times-roman", "é", 444.0),
            ("courier", "i", 600.0),
        ] {
            assert_eq!(standard_width(name, text), width, "{name} {text}");
        }
    }
}
