//! Front matter: YAML between `---` lines, TOML between `+++` lines.
//!
//! Scalars are what stands there (`title: no` is "no", `date: 2024-02-30` is a text that is no
//! date). What must stay true: it is small, aliases and anchors are refused rather than expanded,
//! and a second address or date is refused rather than chosen from.

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StrInput};
use serde_json::{Map, Value};

use crate::format::fields;

/// What stands before the text.
#[derive(Debug, Default)]
pub struct FrontMatter {
    pub fields: Map<String, Value>,
    /// In bytes, its closing line included; 0 where there is none.
    pub length: usize,
    pub warnings: Vec<String>,
}

/// Larger front matter is no front matter, in bytes.
const LARGEST: usize = 64 * 1024;
/// Deeper front matter is an attack.
const DEEPEST: usize = 16;

/// Whether bytes may open with front matter: the fence, and under it a key.
pub fn may_open(start: &[u8]) -> bool {
    let mut lines = start.split(|&byte| byte == b'\n').map(|line| line.trim_ascii_end());
    let separator = match lines.next() {
        Some(b"---") => b':',
        Some(b"+++") => b'=',
        _ => return false,
    };
    lines
        .find(|line| !line.trim_ascii().is_empty() && !line.trim_ascii_start().starts_with(b"#"))
        .and_then(|line| {
            line.split(|&byte| byte == separator).next().filter(|key| key.len() < line.len())
        })
        .is_some_and(|key| {
            let key = key.trim_ascii();
            !key.is_empty()
                && key.len() <= 40
                && key.iter().all(|&byte| {
                    byte.is_ascii_alphanumeric()
                        || matches!(byte, b'_' | b'-' | b' ' | b'"' | b'\'')
                })
        })
}

/// Reads the front matter that `text` opens with, if any. The error is the reason for refusing the
/// capture.
pub fn read(text: &str) -> Result<FrontMatter, String> {
    if !may_open(text.as_bytes()) {
        return Ok(FrontMatter::default());
    }
    let is_toml = text.starts_with('+');
    let Some((inner, length)) = fenced(text, if is_toml { &["+++"] } else { &["---", "..."] })
    else {
        return Ok(FrontMatter {
            warnings: vec!["front matter is never closed: read as text".to_owned()],
            ..FrontMatter::default()
        });
    };
    if inner.len() > LARGEST {
        return Err(format!("front matter of {} bytes; at most {LARGEST} are read", inner.len()));
    }
    let mut matter = FrontMatter { length, ..FrontMatter::default() };
    let pairs = if is_toml { toml_pairs(inner)? } else { yaml_pairs(inner, &mut matter.warnings)? };
    for (name, value) in pairs {
        let name = name.trim().to_lowercase();
        if matter.fields.contains_key(&name) {
            if fields::must_be_single(&name) {
                return Err(format!("front matter: `{name}` stands twice"));
            }
            matter
                .warnings
                .push(format!("front matter: `{name}` stands twice; the last one is taken"));
        }
        matter.fields.insert(name, value);
    }
    Ok(matter)
}

/// What stands between the first line and the closing one, and the length of all of it.
fn fenced<'t>(text: &'t str, closing: &[&str]) -> Option<(&'t str, usize)> {
    let start = text.find('\n')? + 1;
    let mut at = start;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let line = rest.get(..end)?;
        if closing.contains(&line.trim_end()) {
            return Some((text.get(start..at)?, at + end));
        }
        at += end;
    }
    None
}

fn toml_pairs(inner: &str) -> Result<Vec<(String, Value)>, String> {
    let table: toml::Table = inner.parse().map_err(|error: toml::de::Error| {
        format!("front matter is not valid TOML: {}", first_line(error.message()))
    })?;
    Ok(table.into_iter().map(|(name, value)| (name, of_toml(value, 0))).collect())
}

fn of_toml(value: toml::Value, depth: usize) -> Value {
    match value {
        _ if depth > DEEPEST => Value::Null,
        toml::Value::String(text) => Value::String(text),
        toml::Value::Array(items) => {
            items.into_iter().map(|item| of_toml(item, depth + 1)).collect()
        }
        toml::Value::Table(table) => Value::Object(
            table.into_iter().map(|(name, value)| (name, of_toml(value, depth + 1))).collect(),
        ),
        other => Value::String(other.to_string()),
    }
}

/// Why YAML gives no pairs.
enum YamlError {
    /// It asks for what is not read.
    Refused(&'static str),
    /// It is not valid.
    Invalid(String),
}

/// Reads the events of the YAML parser: with the values that a loader makes, `no` would be false.
struct Yaml<'t>(Parser<'t, StrInput<'t>>);

impl<'t> Yaml<'t> {
    /// The next event that is no comment.
    fn next(&mut self) -> Result<Event<'t>, YamlError> {
        loop {
            match self.0.next() {
                Some(Ok((Event::Comment(..), _))) => {}
                Some(Ok((event, _))) => return Ok(event),
                Some(Err(error)) => {
                    return Err(match error.kind() {
                        ErrorKind::UnknownAnchor | ErrorKind::RecursionLimitExceeded => {
                            ASKS_FOR_MORE
                        }
                        _ => YamlError::Invalid(first_line(&error.to_string())),
                    });
                }
                None => return Ok(Event::StreamEnd),
            }
        }
    }

    /// The pairs of the only document, in order; a name that stands twice is there twice.
    fn document(&mut self) -> Result<Vec<(String, Value)>, YamlError> {
        let mut pairs = Vec::new();
        loop {
            match self.next()? {
                Event::StreamStart | Event::DocumentStart(..) => {}
                Event::MappingStart(_, 0, _) => pairs = self.pairs(0)?,
                Event::Scalar(text, style, 0, _) if is_nothing(&text, style) => {}
                Event::DocumentEnd | Event::StreamEnd => break,
                event => {
                    self.node(event, 0)?;
                    return Err(YamlError::Refused("front matter is no list of names and values"));
                }
            }
        }
        match self.next()? {
            Event::StreamEnd => Ok(pairs),
            _ => Err(YamlError::Refused("front matter holds several documents")),
        }
    }

    /// The rest of a mapping that was opened.
    fn pairs(&mut self, depth: usize) -> Result<Vec<(String, Value)>, YamlError> {
        let mut pairs = Vec::new();
        loop {
            match self.next()? {
                Event::MappingEnd => return Ok(pairs),
                Event::Scalar(name, ScalarStyle::Plain, ..) if name == "<<" => {
                    return Err(ASKS_FOR_MORE);
                }
                Event::Scalar(name, _, 0, _) => {
                    let value = self.next()?;
                    pairs.push((name.into_owned(), self.node(value, depth + 1)?));
                }
                name => {
                    self.node(name, depth + 1)?;
                    return Err(YamlError::Invalid("a name is a list or a mapping".to_owned()));
                }
            }
        }
    }

    /// The node that an event opens.
    fn node(&mut self, event: Event, depth: usize) -> Result<Value, YamlError> {
        match event {
            Event::Scalar(text, style, 0, _) if is_nothing(&text, style) => Ok(Value::Null),
            Event::Scalar(text, _, 0, _) => Ok(Value::String(text.into_owned())),
            Event::MappingStart(_, 0, _) if depth < DEEPEST => {
                Ok(Value::Object(self.pairs(depth)?.into_iter().collect()))
            }
            Event::SequenceStart(_, 0, _) if depth < DEEPEST => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        Event::SequenceEnd => return Ok(Value::Array(items)),
                        item => items.push(self.node(item, depth + 1)?),
                    }
                }
            }
            // An alias, an anchor (a number other than 0), or one level too many.
            _ => Err(ASKS_FOR_MORE),
        }
    }
}

const ASKS_FOR_MORE: YamlError =
    YamlError::Refused("front matter uses aliases, anchors or deep nesting, which are not read");

/// Whether a scalar stands for no value.
fn is_nothing(text: &str, style: ScalarStyle) -> bool {
    style == ScalarStyle::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn yaml_pairs(inner: &str, warnings: &mut Vec<String>) -> Result<Vec<(String, Value)>, String> {
    match Yaml(Parser::new_from_str(inner)).document() {
        Ok(pairs) => Ok(pairs),
        Err(YamlError::Refused(reason)) => Err(reason.to_owned()),
        // `title: Peters: no` is what people write, and it is clear what they mean.
        Err(YamlError::Invalid(reason)) => {
            warnings.push(format!("front matter is not valid YAML ({reason}): read line by line"));
            Ok(line_pairs(inner))
        }
    }
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim_end_matches('.').to_lowercase()
}

fn line_pairs(inner: &str) -> Vec<(String, Value)> {
    inner
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_alphabetic()))
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| {
            let value = value.trim();
            let bare = ['"', '\'']
                .iter()
                .find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote))
                .unwrap_or(value);
            (name.to_owned(), Value::String(bare.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, fields: &str, length: usize) {
        let matter = read(text).unwrap_or_else(|reason| panic!("{text}: {reason}"));
        assert_eq!(Value::Object(matter.fields).to_string(), fields, "{text}");
        assert_eq!(matter.length, length, "{text}");
    }

    #[test]
    fn scalars_are_what_stands_there() {
        check(
            "---\ntitle: no\ndate: 2024-02-30\nn: 0x10\nauthors:\n  - Ann Ng\n  - name: Cy Roe\ntags: []\nempty:\n---\nText",
            r#"{"title":"no","date":"2024-02-30","n":"0x10","authors":["Ann Ng",{"name":"Cy Roe"}],"tags":[],"empty":null}"#,
            96,
        );
        check("---\r\nTitle: \"No: never\"\r\n...\r\nText", r#"{"title":"No: never"}"#, 30);
        check(
            "+++\ntitle = 'No'\ndate = 2024-03-18\n+++\n",
            r#"{"date":"2024-03-18","title":"No"}"#,
            39,
        );
    }

    #[test]
    fn sloppy_yaml_is_read_line_by_line() {
        let matter = read("---\ntitle: Peters: no\nurl: 'https://a.example/x'\n---\n").unwrap();
        assert_eq!(
            Value::Object(matter.fields).to_string(),
            r#"{"title":"Peters: no","url":"https://a.example/x"}"#
        );
        assert_eq!(matter.warnings.len(), 1);
    }

    #[test]
    fn rules_and_prose_are_no_front_matter() {
        for text in [
            "",
            "---\n",
            "---\nMORNING TIDE\n---\n",
            "--- \n\n---\n",
            "----\ntitle: no\n----\n",
            "---\nThe minister, who knew: no.\n---",
        ] {
            check(text, "{}", 0);
        }
    }

    #[test]
    fn attacks_and_doubts_are_refused() {
        let large = format!("---\ntitle: {}\n---\n", "a".repeat(70_000));
        let deep = format!("---\ntitle: {}{}\n---\n", "[".repeat(200), "]".repeat(200));
        for (text, reason) in [
            ("---\na: &a [x]\nb: [*a, *a]\n---\n", "aliases"),
            ("---\nbase: &b {url: x}\nmore:\n  <<: *b\n---\n", "aliases"),
            ("---\nurl: a\nurl: b\n---\n", "`url` stands twice"),
            ("---\nDate: a\ndate: b\n---\n", "`date` stands twice"),
            ("+++\na = 1\na = 2\n+++\n", "TOML"),
            (large.as_str(), "bytes"),
            (deep.as_str(), "nesting"),
        ] {
            let found = read(text).expect_err(reason);
            assert!(found.contains(reason), "{found}");
        }
    }
}
