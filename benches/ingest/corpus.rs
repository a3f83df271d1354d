//! What is ingested: the press releases of the evaluation data, and articles made of their sentences.
//!
//! Made ones are five to twelve sentences drawn at random, 1.3 KB and a dozen names each, always the same for a number.
//! Without the evaluation data the sentences are those of the samples in `seeds/articles`, which are few, so that what
//! is made of them is much alike and only shows that the benchmark runs.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

const RELEASES: &str = "../shared/eval/corpora/text/us_senate_press_releases.jsonl.zst";

pub struct Corpus {
    folder: PathBuf,
    sentences: Vec<String>,
    /// The press releases, if they are there.
    pub releases: Option<PathBuf>,
}

impl Corpus {
    pub fn new(folder: &Path) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let packed = fs::File::open(root.join(RELEASES)).ok();
        let releases = packed.map(|packed| {
            let path = folder.join("releases.jsonl");
            let mut file = fs::File::create(&path).expect("a corpus can be made");
            zstd::stream::copy_decode(packed, &mut file).expect("the releases unpack");
            path
        });
        let mut sentences = Vec::new();
        match &releases {
            Some(path) => {
                for line in BufReader::new(fs::File::open(path).expect("the releases open")).lines()
                {
                    let record: serde_json::Value =
                        serde_json::from_str(&line.expect("a line")).expect("a record");
                    add_sentences(&mut sentences, record["text"].as_str().unwrap_or_default());
                }
            }
            None => {
                println!(
                    "no evaluation data beside the repository: articles are made of the samples"
                );
                let mut samples: Vec<_> = fs::read_dir(root.join("seeds/articles"))
                    .expect("the samples are there")
                    .filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok())
                    .collect();
                samples.sort();
                samples.iter().for_each(|sample| add_sentences(&mut sentences, sample));
            }
        }
        Self { folder: folder.to_owned(), sentences, releases }
    }

    /// A JSON Lines file of the made articles with these numbers.
    pub fn made(&self, numbers: std::ops::Range<u64>) -> PathBuf {
        let path = self.folder.join(format!("made-{}-{}.jsonl", numbers.start, numbers.end));
        let mut file = BufWriter::new(fs::File::create(&path).expect("a corpus can be made"));
        for number in numbers {
            let mut dice = Dice(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let count = 5 + dice.below(8);
            let drawn: Vec<&str> = (0..count)
                .map(|_| self.sentences[dice.below(self.sentences.len())].as_str())
                .collect();
            let words: Vec<&str> = drawn[0].split(' ').take(6).collect();
            let record = json!({
                "headline": format!("{} ({number})", words.join(" ")),
                "publisher": format!("Paper {}", number % 40),
                "published": format!("20{:02}-{:02}-{:02}", number % 20, 1 + number / 7 % 12, 1 + number / 11 % 28),
                "body": drawn.join("\n\n"),
            });
            writeln!(file, "{record}").expect("a record is written");
        }
        file.flush().expect("the corpus is written");
        path
    }
}

/// Takes the sentences of a text that are neither very short nor very long.
fn add_sentences(sentences: &mut Vec<String>, text: &str) {
    for sentence in text.split_inclusive(['.', '!', '?']) {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let sentence = words.join(" ");
        if (50..=300).contains(&sentence.len()) && sentence.starts_with(char::is_uppercase) {
            sentences.push(sentence);
        }
    }
}

/// Numbers that are the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let value = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((value ^ (value >> 31)) % end as u64) as usize
    }
}
