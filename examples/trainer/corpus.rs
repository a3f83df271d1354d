//! Documents with names marked, and which of them may be seen when.
//!
//! Of every ten documents of a set two are held out: no weight, no setting and no rule was chosen by
//! looking at them. One is for calibration, the rest for training.

use std::fs;
use std::io;
use std::path::Path;

use cuttings::model::EntityKind;
use serde::Deserialize;

/// What a document may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Training,
    Calibration,
    HeldOut,
}

impl Part {
    /// By the place of a document in its set, from 0.
    pub fn of(index: usize) -> Self {
        match index % 10 {
            3 | 9 => Self::HeldOut,
            5 => Self::Calibration,
            _ => Self::Training,
        }
    }
}

/// A marked name: code points, end exclusive.
pub type Gold = (u32, u32, EntityKind);

pub struct Document {
    pub text: String,
    /// In order. Names of other kinds (works, events) are left out.
    pub names: Vec<Gold>,
    pub part: Part,
}

pub struct Set {
    pub name: String,
    pub documents: Vec<Document>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    start: u32,
    end: u32,
    #[serde(rename = "type")]
    kind: String,
}

impl Set {
    /// Reads one file of JSON lines, compressed or not.
    pub fn read(path: &Path) -> io::Result<Self> {
        let bytes = fs::read(path)?;
        let compressed = path.extension().is_some_and(|extension| extension == "zst");
        let bytes = if compressed { zstd::decode_all(bytes.as_slice())? } else { bytes };
        let mut documents = Vec::new();
        for (index, line) in
            bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).enumerate()
        {
            let line: Line = serde_json::from_slice(line)?;
            let mut names: Vec<Gold> = line
                .spans
                .iter()
                .filter_map(|span| {
                    let kind = match span.kind.as_str() {
                        "PER" => EntityKind::Person,
                        "ORG" => EntityKind::Organisation,
                        "LOC" => EntityKind::Place,
                        _ => return None,
                    };
                    Some((span.start, span.end, kind))
                })
                .collect();
            names.sort_unstable();
            documents.push(Document { text: line.text, names, part: Part::of(index) });
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let name = name.split('.').next().unwrap_or_default().to_owned();
        Ok(Self { name, documents })
    }

    /// Every set of a folder, by name.
    pub fn read_folder(folder: &Path) -> io::Result<Vec<Self>> {
        let mut paths: Vec<_> =
            fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        paths.retain(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.ends_with(".jsonl") || name.ends_with(".jsonl.zst")
        });
        paths.sort();
        paths.iter().map(|path| Self::read(path)).collect()
    }
}
