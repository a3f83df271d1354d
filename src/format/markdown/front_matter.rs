//! Front matter: YAML between `---` lines, TOML between `+++` lines.
//!
//! Scalars are what stands there (`title: no` is "no", `date: 2024-02-30` is a text that is no
//! date). What must stay true: it is small, aliases and anchors are refused rather than expanded,
//! and a second address or date is refused rather than chosen from.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
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

/// YAML twice over: first its shape, then its scalars as texts. Once would do if asking for
/// "anything" did not turn `no` into false.
fn yaml_pairs(inner: &str, warnings: &mut Vec<String>) -> Result<Vec<(String, Value)>, String> {
    use serde_saphyr::{Error, from_str_with_options, with_deserializer_from_str_with_options};
    let options = || {
        serde_saphyr::options! {
            budget: serde_saphyr::budget! { max_aliases: 0, max_anchors: 0, max_depth: DEEPEST, max_documents: 1 },
            duplicate_keys: serde_saphyr::DuplicateKeyPolicy::PassThrough,
            merge_keys: serde_saphyr::MergeKeyPolicy::Error,
            ignore_binary_tag_for_string: true,
            with_snippet: false,
        }
    };
    let read = from_str_with_options::<Shape>(inner, options()).and_then(|shape| {
        with_deserializer_from_str_with_options(inner, options(), |deserializer| {
            Guided(&shape).deserialize(deserializer)
        })
    });
    match read {
        Ok(Node::Map(pairs)) => {
            Ok(pairs.into_iter().map(|(name, node)| (name, node.value())).collect())
        }
        Ok(Node::Nothing) => Ok(Vec::new()),
        Ok(_) => Err("front matter is no list of names and values".to_owned()),
        Err(error) => match error.without_snippet() {
            Error::Budget { .. }
            | Error::AliasError { .. }
            | Error::UnknownAnchor { .. }
            | Error::MergeKeyNotAllowed { .. } => {
                Err("front matter uses aliases, anchors or deep nesting, which are not read"
                    .to_owned())
            }
            // `title: Peters: no` is what people write, and it is clear what they mean.
            error => {
                warnings.push(format!(
                    "front matter is not valid YAML ({}): read line by line",
                    first_line(&error.to_string())
                ));
                Ok(line_pairs(inner))
            }
        },
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

/// What kind of node stands where.
enum Shape {
    Scalar,
    Nothing,
    List(Vec<Shape>),
    Map(Vec<(String, Shape)>),
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Look;
        impl<'de> Visitor<'de> for Look {
            type Value = Shape;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("names and values")
            }
            fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
                Ok(Shape::Scalar)
            }
            fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
                Ok(Shape::Scalar)
            }
            fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
                Ok(Shape::Scalar)
            }
            fn visit_i128<E>(self, _: i128) -> Result<Shape, E> {
                Ok(Shape::Scalar)
            }
            fn visit_u128<E>(self, _: u128) -> Result<Shape, E> {
                Ok(Shape::Scalar)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
                Ok(Shape::Scalar)
            }
            fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
                Ok(Shape::Scalar)
            }
            fn visit_unit<E>(self) -> Result<Shape, E> {
                Ok(Shape::Nothing)
            }
            fn visit_none<E>(self) -> Result<Shape, E> {
                Ok(Shape::Nothing)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape, A::Error> {
                let mut shapes = Vec::new();
                while let Some(item) = items.next_element()? {
                    shapes.push(item);
                }
                Ok(Shape::List(shapes))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Shape, A::Error> {
                let mut shapes = Vec::new();
                while let Some(pair) = pairs.next_entry()? {
                    shapes.push(pair);
                }
                Ok(Shape::Map(shapes))
            }
        }
        deserializer.deserialize_any(Look)
    }
}

/// The same with its scalars; a map keeps every pair, also of a name that stands twice.
enum Node {
    Nothing,
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    fn value(self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Text(text) => Value::String(text),
            Self::List(items) => items.into_iter().map(Self::value).collect(),
            Self::Map(pairs) => {
                Value::Object(pairs.into_iter().map(|(name, node)| (name, node.value())).collect())
            }
        }
    }
}

/// Reads a node of a known shape.
struct Guided<'s>(&'s Shape);

impl<'de> DeserializeSeed<'de> for Guided<'_> {
    type Value = Node;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        match self.0 {
            Shape::Nothing => IgnoredAny::deserialize(deserializer).map(|_| Node::Nothing),
            Shape::Scalar => String::deserialize(deserializer).map(Node::Text),
            Shape::List(shapes) => deserializer.deserialize_seq(Items(shapes)),
            Shape::Map(shapes) => deserializer.deserialize_map(Pairs(shapes)),
        }
    }
}

struct Items<'s>(&'s [Shape]);

impl<'de> Visitor<'de> for Items<'_> {
    type Value = Node;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        for shape in self.0 {
            match items.next_element_seed(Guided(shape))? {
                Some(node) => nodes.push(node),
                None => break,
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Node::List(nodes))
    }
}

struct Pairs<'s>(&'s [(String, Shape)]);

impl<'de> Visitor<'de> for Pairs<'_> {
    type Value = Node;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("names and values")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        for (name, shape) in self.0 {
            if pairs.next_key::<IgnoredAny>()?.is_none() {
                break;
            }
            nodes.push((name.clone(), pairs.next_value_seed(Guided(shape))?));
        }
        while pairs.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Node::Map(nodes))
    }
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
