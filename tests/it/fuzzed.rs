//! The fuzzer's seeds, and 2,000 mutations of them that are the same on every run: what every test run
//! can afford of `fuzz/`.

use std::path::Path;

use cuttings::{model, names};

use crate::support::Numbers;

#[path = "promises.rs"]
mod promises;

const MUTATIONS: usize = 2_000;

/// Longer texts only repeat themselves.
const LONGEST: usize = 4_000;

/// Characters that trip over each other, beside names.
const ODD: [&str; 24] = [
    "\u{301}", "\u{200d}", "\u{2bc}", "\u{feff}", "\u{202e}", "\0", "\t", "\n", "\n\n", "’", "'s",
    "“", "-", "(", ")", "/", ":", "&", ".", "Å", "İ", "ß", "王", "🇳🇿",
];

/// The fuzzers are a workspace of their own, which no other test builds: what their files use, it depends on.
#[test]
fn the_fuzzers_depend_on_what_they_use() {
    let root = crate::support::root();
    let manifest = std::fs::read_to_string(root.join("fuzz/Cargo.toml")).unwrap();
    for file in
        ["names.rs", "reader.rs", "../../tests/it/promises.rs", "../../tests/it/accounting.rs"]
    {
        let text = std::fs::read_to_string(root.join("fuzz/fuzz_targets").join(file)).unwrap();
        for used in text.lines().filter_map(|line| line.strip_prefix("use ")) {
            let name = used.split([':', ';', ' ']).next().unwrap();
            let is_known = ["std", "crate", "super"].contains(&name)
                || manifest.contains(&format!("\n{} = ", name.replace('_', "-")));
            assert!(is_known, "fuzz/Cargo.toml does not name {name}, which {file} uses");
        }
    }
}

fn seeds() -> Vec<Vec<char>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/names");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let read = |path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).chars().collect();
    paths.into_iter().map(read).collect()
}

/// One to four changes: a stretch goes, comes twice, comes from another seed, is written in capitals or
/// small letters, or an odd character comes in.
fn mutate(text: &mut Vec<char>, seeds: &[Vec<char>], numbers: &mut Numbers) {
    for _ in 0..=numbers.below(4) {
        let place = numbers.stretch(text.len(), 40);
        match numbers.below(6) {
            0 => drop(text.drain(place)),
            1 => {
                let copy = text[place.clone()].to_vec();
                text.splice(place.start..place.start, copy);
            }
            2 => {
                let other = &seeds[numbers.below(seeds.len())];
                let stretch = numbers.stretch(other.len(), 40);
                text.splice(place, other[stretch].iter().copied());
            }
            3 => {
                let capitals: String = text[place.clone()].iter().collect();
                text.splice(place, capitals.to_uppercase().chars().collect::<Vec<_>>());
            }
            4 => {
                let small: String = text[place.clone()].iter().collect();
                text.splice(place, small.to_lowercase().chars().collect::<Vec<_>>());
            }
            _ => {
                let odd = ODD[numbers.below(ODD.len())];
                text.splice(place.start..place.start, odd.chars());
            }
        }
    }
    text.truncate(LONGEST);
}

#[test]
fn seeds_and_their_mutations_give_valid_mentions() {
    let recogniser = names::Recogniser::new(&promises::catalogue());
    let seeds = seeds();
    assert!(seeds.len() >= 12);
    for seed in &seeds {
        promises::check(&recogniser, &seed.iter().collect::<String>());
    }
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut texts = seeds.clone();
    for _ in 0..MUTATIONS {
        let at = numbers.below(texts.len());
        let mut text = texts[at].clone();
        mutate(&mut text, &seeds, &mut numbers);
        promises::check(&recogniser, &text.iter().collect::<String>());
        // Now and then a mutation is the ground for the next ones.
        if numbers.below(8) == 0 {
            texts[at] = text;
        }
    }
}
