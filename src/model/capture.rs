//! What was received: bytes, their name, and where they were seen.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// A SHA-256 digest, shown as 64 lower-case hex digits (the form in which archives store it).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    /// Reads 64 hex digits; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let high = char::from(pair[0]).to_digit(16)?;
            let low = char::from(pair[1]).to_digit(16)?;
            *byte = (high * 16 + low) as u8;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Sha256 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Bytes received once: a file, or one record of a file that holds many.
#[derive(Clone, Debug)]
pub struct Capture {
    /// SHA-256 of `body`.
    pub sha256: Sha256,
    /// The bytes exactly as they came.
    pub body: Vec<u8>,
    /// Name of the format it is read as, a key of `format::FORMATS`.
    pub format: &'static str,
}

/// Where a capture was seen, and what the person who dropped it in said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// `file:///…` with unprintable and non-UTF-8 bytes percent-escaped, `…#L12` for line 12 of a
    /// file of records, or `stdin:`.
    pub uri: String,
    pub hints: Hints,
}

impl Sighting {
    /// The file, without the record in it.
    pub fn file_uri(&self) -> &str {
        self.uri.split('#').next().unwrap_or_default()
    }
}

/// Facts given when something is taken in; they outrank what a reader finds.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hints {
    pub publisher: Option<String>,
    /// As typed; must be a date that `text::dates` can read.
    pub published: Option<String>,
    pub url: Option<String>,
    /// What `03/04/2024` means wherever it stands.
    pub date_order: Option<DayOrder>,
    /// What all of it is about, without repeats, in order.
    pub topics: Vec<String>,
    /// What its path says; outranked by what is said outright.
    pub path: PathFacts,
}

/// What the path of a file says of the articles in it, as a template told how to read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PathFacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// `2024-03-18`, `2024-03` or `2024`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
}

/// Which number of a day printed in numbers comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
}

impl DayOrder {
    /// The word that stands in the archive.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
        }
    }

    /// The order of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::DayFirst, Self::MonthFirst].into_iter().find(|order| order.as_str() == name)
    }
}

impl Hints {
    /// The rule of a field that the path gave, as in `field_origins.rule`.
    pub const FROM_PATH: &str = "hint:path";

    /// These, with what others say in their place.
    pub fn under(self, others: &Self) -> Self {
        let or = |own: Option<String>, other: &Option<String>| other.clone().or(own);
        Self {
            publisher: or(self.publisher, &others.publisher),
            published: or(self.published, &others.published),
            url: or(self.url, &others.url),
            date_order: others.date_order.or(self.date_order),
            topics: if others.topics.is_empty() { self.topics } else { others.topics.clone() },
            path: if others.path == PathFacts::default() { self.path } else { others.path.clone() },
        }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many facts of a head are given outright.
    pub fn count(&self) -> usize {
        [&self.publisher, &self.published, &self.url]
            .into_iter()
            .filter(|hint| hint.is_some())
            .count()
            + usize::from(self.date_order.is_some())
    }
}
