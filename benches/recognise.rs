//! How fast names are found: text to mentions on one thread, in this process, without JSON or files;
//! and how long the model takes to load, which only what recognises names has to wait for.
//!
//! `cargo bench --bench recognise [-- CORPUS.jsonl]`; without a corpus it takes the press releases of
//! the evaluation data beside the repository, and without these the samples in `seeds/articles`.
//! `benches/recognise.py` compares the program with spaCy in one run.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cuttings::model::Head;
use cuttings::names::Recogniser;
use cuttings::names::tagger::model::Model;
use cuttings::ops;

/// Enough text that one run takes seconds, not minutes.
const MOST_BYTES: usize = 20_000_000;

const ROUNDS: usize = 5;

fn main() {
    let texts = texts();
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let started = Instant::now();
    let model = Model::embedded();
    let load = started.elapsed();
    let started = Instant::now();
    let recogniser = Recogniser::new(&ops::seed::embedded());
    let lexicon = started.elapsed();
    // Word lists are read on first use, whoever it is.
    recogniser.mentions(&Head::default(), "Ana Roa met Tom Hale.");
    let mut times: Vec<Duration> = Vec::new();
    let mut mentions = 0;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        mentions = texts.iter().map(|text| recogniser.mentions(&Head::default(), text).len()).sum();
        times.push(started.elapsed());
    }
    times.sort();
    let rate = |time: Duration| words as f64 / time.as_secs_f64();
    println!("model {}          loaded in {:.2} ms", model.version, load.as_secs_f64() * 1e3);
    println!("lexicon                   built in {:.1} ms", lexicon.as_secs_f64() * 1e3);
    println!("{} texts, {words} words, {mentions} mentions", texts.len());
    println!(
        "words/s, one thread       {:.0} (median of {ROUNDS}; {:.0} to {:.0})",
        rate(times[ROUNDS / 2]),
        rate(times[ROUNDS - 1]),
        rate(times[0])
    );
}

/// Texts up to `MOST_BYTES`.
fn texts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let releases = root.join("../shared/eval/corpora/text/us_senate_press_releases.jsonl.zst");
    let given =
        std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let path = given.unwrap_or(releases);
    let Ok(bytes) = fs::read(&path) else { return samples(root) };
    let compressed = path.extension().is_some_and(|extension| extension == "zst");
    let bytes = if compressed {
        zstd::decode_all(bytes.as_slice()).expect("a Zstandard file")
    } else {
        bytes
    };
    let mut taken = 0;
    bytes
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok())
        .filter_map(|record| record["text"].as_str().map(str::to_owned))
        .take_while(|text| {
            taken += text.len();
            taken < MOST_BYTES
        })
        .collect()
}

fn samples(root: &Path) -> Vec<String> {
    let folder = fs::read_dir(root.join("seeds/articles")).expect("the samples");
    let texts: Vec<String> =
        folder.filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok()).collect();
    texts.iter().cycle().take(texts.len() * 20).cloned().collect()
}
