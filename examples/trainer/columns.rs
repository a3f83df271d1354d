//! Marked text in columns, a token a line: the `.iob2` files of Universal NER and the `.tsv` files of GermEval 2014.
//!
//! The files part tokens that are written as one word (`em o` for `no`, `an dem` for `am`) and marks from words; what
//! comes out is text as people write it. Names are those of the first column of labels, of our three kinds: works,
//! events and products are not names here, and what is only derived from a name (`deutschen`, LOCderiv) or holds one
//! (`SPD-Chef`, ORGpart) is a word that is no name.

use std::fs;
use std::io;
use std::path::Path;

use cuttings::model::EntityKind;

use crate::corpus::{Document, Gold, Part, Set};

/// As many sentences are read as one document where the file does not say where one ends: a real text is longer than
/// a sentence, and its language can be told.
const SENTENCES: usize = 8;

/// A token, whether a space stands before it, and the label.
struct Token {
    text: String,
    spaced: bool,
    label: Label,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    None,
    First(EntityKind),
    Inside(EntityKind),
}

/// Whether a file is one of these.
pub fn is_columns(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "iob2" || extension == "tsv")
}

/// Reads one file. `language` says which tokens are written as one word; of `None` they stay apart.
pub fn read(path: &Path, language: Option<&str>) -> io::Result<Set> {
    let text = fs::read_to_string(path)?;
    let mut documents: Vec<Document> = Vec::new();
    let mut written = Written::default();
    for block in text.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let begins = block.lines().any(|line| line.starts_with("# newdoc"));
        if begins || written.sentences == SENTENCES {
            written.finish(&mut documents);
        }
        written.add(&joined(sentence(block), language));
    }
    written.finish(&mut documents);
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    Ok(Set { name, documents })
}

/// A document being written.
#[derive(Default)]
struct Written {
    text: String,
    chars: u32,
    names: Vec<Gold>,
    sentences: usize,
}

impl Written {
    fn add(&mut self, tokens: &[Token]) {
        if self.sentences > 0 {
            self.text.push_str("\n\n");
            self.chars += 2;
        }
        self.sentences += 1;
        let mut open: Option<Gold> = None;
        for (at, token) in tokens.iter().enumerate() {
            let goes_on = matches!((token.label, open), (Label::Inside(_), Some(_)));
            if !goes_on {
                self.names.extend(open.take());
            }
            if token.spaced && at > 0 {
                self.text.push(' ');
                self.chars += 1;
            }
            let start = self.chars;
            self.text.push_str(&token.text);
            self.chars += token.text.chars().count() as u32;
            match (token.label, &mut open) {
                (Label::Inside(_), Some(name)) => name.1 = self.chars,
                (Label::First(kind) | Label::Inside(kind), _) => {
                    open = Some((start, self.chars, kind));
                }
                (Label::None, _) => {}
            }
        }
        self.names.extend(open);
    }

    fn finish(&mut self, documents: &mut Vec<Document>) {
        let Self { text, names, sentences, .. } = std::mem::take(self);
        if sentences > 0 {
            let part = if documents.len() % 10 == 5 { Part::Calibration } else { Part::Training };
            documents.push(Document { text, names, part });
        }
    }
}

/// The tokens of one sentence. Where the file has the sentence as text, spaces are where it has them.
fn sentence(block: &str) -> Vec<Token> {
    let text = block.lines().find_map(|line| line.strip_prefix("# text = "));
    let mut rest = text.unwrap_or_default();
    let mut tokens: Vec<Token> = Vec::new();
    let mut quoted = false;
    for line in block.lines() {
        let mut columns = line.split('\t');
        let number = columns.next().unwrap_or_default();
        let (Some(word), Some(label)) = (columns.next(), columns.next()) else { continue };
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let spaced = match (text, rest.find(word)) {
            (Some(_), Some(at)) => {
                let spaced = at > 0;
                rest = &rest[at + word.len()..];
                spaced
            }
            _ => {
                let before = tokens.last().map_or("", |token| token.text.as_str());
                let straight = word == "\"";
                let closes = straight && quoted;
                let opened = before == "\"" && quoted;
                quoted ^= straight;
                !(closes || opened || is_closing(word) || is_opening(before))
            }
        };
        tokens.push(Token { text: word.to_owned(), spaced, label: read_label(label) });
    }
    tokens
}

fn read_label(label: &str) -> Label {
    let kind = |name: &str| match name {
        "PER" => Some(EntityKind::Person),
        "ORG" => Some(EntityKind::Organisation),
        "LOC" => Some(EntityKind::Place),
        _ => None,
    };
    match label.split_once('-') {
        Some(("B", name)) => kind(name).map_or(Label::None, Label::First),
        Some(("I", name)) => kind(name).map_or(Label::None, Label::Inside),
        _ => Label::None,
    }
}

/// Marks with no space before them.
fn is_closing(word: &str) -> bool {
    matches!(word, "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "“" | "‘" | "«" | "’")
}

/// Marks with no space behind them.
fn is_opening(word: &str) -> bool {
    matches!(word, "(" | "[" | "„" | "‚" | "»")
}

/// Words that the files part and people write as one.
fn joined(tokens: Vec<Token>, language: Option<&str>) -> Vec<Token> {
    let mut whole: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let behind_comma = whole.len() >= 2 && whole[whole.len() - 2].text == ",";
        let goes_on = !matches!(token.label, Label::First(_));
        if let Some(before) = whole.last_mut().filter(|_| goes_on && token.spaced)
            && let Some(one) = language
                .and_then(|language| contraction(language, &before.text, &token.text))
            // `das Haus, in dem`: a pronoun.
            && !(language == Some("de") && behind_comma)
        {
            before.text = in_case_of(&before.text, one);
            continue;
        }
        whole.push(token);
    }
    whole
}

/// The word that two make, in small letters.
fn contraction(language: &str, first: &str, second: &str) -> Option<String> {
    if second.chars().any(char::is_uppercase) && !first.chars().all(char::is_uppercase) {
        return None;
    }
    let (first, second) = (first.to_lowercase(), second.to_lowercase());
    let (first, second) = (first.as_str(), second.as_str());
    if language == "de" {
        let one = match (first, second) {
            ("an", "dem") => "am",
            ("in", "dem") => "im",
            ("bei", "dem") => "beim",
            ("von", "dem") => "vom",
            ("zu", "dem") => "zum",
            ("zu", "der") => "zur",
            ("in", "das") => "ins",
            ("an", "das") => "ans",
            _ => return None,
        };
        return Some(one.to_owned());
    }
    if language != "pt" {
        return None;
    }
    let article = matches!(second, "o" | "a" | "os" | "as");
    let pronoun = ["ele", "ela", "este", "esta", "esse", "essa", "aquele", "aquela"]
        .iter()
        .any(|stem| second.strip_suffix('s').unwrap_or(second) == *stem)
        || matches!(second, "isto" | "isso" | "aquilo");
    match first {
        "de" if article || pronoun => Some(format!("d{second}")),
        "em" if article || pronoun => Some(format!("n{second}")),
        "em" if matches!(second, "um" | "uma") => Some(format!("n{second}")),
        "por" if article => Some(format!("pel{second}")),
        "a" if matches!(second, "o" | "os") => Some(format!("a{second}")),
        "a" if matches!(second, "a" | "as") => Some(second.replacen('a', "à", 1)),
        "a" if second.starts_with("aquel") || second == "aquilo" => {
            Some(second.replacen('a', "à", 1))
        }
        _ => None,
    }
}

/// A word written with the capitals that another has.
fn in_case_of(model: &str, word: String) -> String {
    let upper = model.chars().filter(|letter| letter.is_uppercase()).count();
    let mut letters = word.chars();
    match upper {
        0 => word,
        // `A o` begins a sentence as `Ao`.
        1 if model.chars().count() == 1 || model.chars().nth(1).is_some_and(char::is_lowercase) => {
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
        }
        _ => word.to_uppercase(),
    }
}
