//! Nearly the same text: what reprints and wire copies share, whoever prints them.
//!
//! A text is the set of its shingles, every run of four words. Its sketch is the smallest hashes of that
//! set (Broder 1997, "On the resemblance and containment of documents"): what two texts share is as often
//! among the smallest of both as anywhere, so texts that share two numbers of their sketches are compared.
//! What must stay true: sketches only propose, `near_duplicate` decides, on the shingles themselves; all of
//! it is a function of the two texts alone; and archives keep sketches, so after a change of any constant
//! here only `rebuild` finds what was there before.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use crate::model::Likeness;

/// Words in a shingle. Measured on 10,000 press releases and 500 altered copies of them: three words
/// bring more pairs that share only phrases of the trade, five lose copies with one word in twenty
/// changed.
const WORDS: usize = 4;
/// Numbers in a sketch. Of 38,308 press releases 4,392 are in a story; with eight numbers 81 of them lose it, with
/// twelve 48, with sixteen 43.
const SKETCH: usize = 12;
/// How many of them two texts must share to be compared.
pub const SHARED: usize = 2;

/// Texts with fewer shingles say nothing that could be copied: a caption, a line of weather.
const FEWEST: usize = 20;
/// From which similarity on a text is another's near-duplicate.
const SIMILAR: f64 = 0.5;
/// Or how much of the shorter text the longer must contain: a reprint that was cut.
const CONTAINED: f64 = 0.8;

/// A form letter changes what its reprint keeps: the names and the numbers. Where the shorter text has so
/// many of them that the longer has not, as a share of them all and beyond what the other words lead one
/// to expect, the two are two letters from one desk. Of 2,051 pairs among 10,000 press releases that
/// share half their shingles, 1,821 are such letters.
const FEWEST_CHANGED: usize = 4;
const CHANGED: f64 = 0.06;
const BEYOND: (f64, f64) = (1.5, 0.02);

/// What a text is compared by: hashes, in order, each once.
#[derive(Debug)]
pub struct Shingles<'t> {
    text: &'t str,
    runs: Vec<u64>,
    /// Only of texts that are nearly the same as another.
    words: OnceLock<Words>,
}

#[derive(Debug)]
struct Words {
    /// With a capital or a digit first.
    names: Vec<u64>,
    /// All others.
    others: Vec<u64>,
}

impl<'t> Shingles<'t> {
    /// The shingles of a text. Case, accents, punctuation and white space do not count.
    pub fn new(text: &'t str) -> Self {
        let mut runs = Set::default();
        runs_of(text, |run| runs.add(run), |_, _| {});
        Self { text, runs: runs.finish(), words: OnceLock::new() }
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(|| {
            let (mut names, mut others) = (Set::default(), Set::default());
            let add = |word, is_name| if is_name { names.add(word) } else { others.add(word) };
            runs_of(self.text, |_| {}, add);
            Words { names: names.finish(), others: others.finish() }
        })
    }
}

/// The numbers under which a text is looked up, in order: of the `SKETCH` smallest hashes of its shingles the
/// lower halves, because the upper ones are much alike. None for a text that says too little.
pub fn sketch(text: &str) -> Vec<u32> {
    // The smallest so far, in order, each once.
    let mut smallest: Vec<u64> = Vec::with_capacity(FEWEST + 1);
    let add = |run: u64| {
        let is_among_them =
            smallest.len() < FEWEST || smallest.last().is_some_and(|&last| run < last);
        if is_among_them && let Err(place) = smallest.binary_search(&run) {
            smallest.insert(place, run);
            smallest.truncate(FEWEST);
        }
    };
    runs_of(text, add, |_, _| {});
    if smallest.len() < FEWEST {
        return Vec::new();
    }
    let mut sketch: Vec<u32> = smallest.iter().take(SKETCH).map(|&run| run as u32).collect();
    sketch.sort_unstable();
    sketch.dedup();
    sketch
}

/// Hands over the hash of every run of words, and of every word with whether it looks like a name or a number.
fn runs_of(text: &str, mut run: impl FnMut(u64), mut word: impl FnMut(u64, bool)) {
    let (mut last, mut count) = ([0; WORDS], 0);
    for written in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let hash = word_hash(written);
        word(hash, written.starts_with(|c: char| c.is_uppercase() || c.is_numeric()));
        last.rotate_left(1);
        last[WORDS - 1] = hash;
        count += 1;
        if count >= WORDS {
            run(last.iter().fold(0, |hash, word| mixed(hash ^ word)));
        }
    }
}

/// Hashes of which each is wanted once. Put in order now and then, so that a text that repeats itself
/// takes no memory for each time.
#[derive(Default)]
struct Set {
    hashes: Vec<u64>,
    /// How many were different when they were put in order last.
    different: usize,
}

impl Set {
    fn add(&mut self, hash: u64) {
        const FEW: usize = 1 << 16;
        if self.hashes.len() >= FEW.max(self.different * 2) {
            self.order();
        }
        self.hashes.push(hash);
    }

    fn order(&mut self) {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        self.different = self.hashes.len();
    }

    fn finish(mut self) -> Vec<u64> {
        self.order();
        self.hashes
    }
}

/// What makes one of two texts the other's near-duplicate; `None` where nothing does.
pub fn near_duplicate(one: &Shingles, other: &Shingles) -> Option<Likeness> {
    let (shorter, longer) =
        if one.runs.len() <= other.runs.len() { (one, other) } else { (other, one) };
    let (short, long) = (shorter.runs.len(), longer.runs.len());
    // Similarity is `both / (short + long - both)`, so that this many suffice for one of the two.
    let fewest =
        (CONTAINED * short as f64).min(SIMILAR / (1.0 + SIMILAR) * (short + long) as f64).floor();
    let both = shared(&shorter.runs, &longer.runs, fewest as usize)?;
    let likeness =
        Likeness { similarity: share(both, short + long - both), containment: share(both, short) };
    let is_near = likeness.similarity >= SIMILAR || likeness.containment >= CONTAINED;
    (is_near && !is_form_letter(shorter.words(), longer.words())).then_some(likeness)
}

/// Whether the shorter has names and numbers of its own where the words are the longer's.
fn is_form_letter(shorter: &Words, longer: &Words) -> bool {
    // A headline in capitals makes a name of every word, so a word counts wherever the longer has it.
    let has = |hash: &u64| {
        longer.names.binary_search(hash).is_ok() || longer.others.binary_search(hash).is_ok()
    };
    let own = |of: &[u64]| of.iter().filter(|hash| !has(hash)).count();
    let own_names = own(&shorter.names);
    let names = share(own_names, shorter.names.len());
    let words = share(own(&shorter.others), shorter.others.len());
    own_names >= FEWEST_CHANGED && names > CHANGED && names > BEYOND.0 * words + BEYOND.1
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// How many numbers of one ordered set another has; `None` as soon as they cannot be `fewest` any more, which most
/// that are compared show early.
fn shared(one: &[u64], other: &[u64], fewest: usize) -> Option<usize> {
    let mut may_miss = one.len().checked_sub(fewest)?;
    let mut others = other.iter().peekable();
    let mut shared = 0;
    for number in one {
        while others.next_if(|&other| other < number).is_some() {}
        match others.peek() == Some(&number) {
            true => shared += 1,
            false => may_miss = may_miss.checked_sub(1)?,
        }
    }
    Some(shared)
}

/// FNV-1a over the word's letters without case and accents, mixed.
fn word_hash(word: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    let hash = match word.is_ascii() {
        true => word.bytes().fold(OFFSET, |hash, byte| add(hash, byte.to_ascii_lowercase())),
        false => word
            .nfd()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .fold(OFFSET, |hash, c| c.to_string().bytes().fold(hash, add)),
    };
    mixed(hash)
}

/// The finishing step of SplitMix64 (Steele, Lea and Flood 2014).
fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sixty sentences, so that a copy can be altered in many ways.
    fn story() -> Vec<String> {
        (0..60)
            .map(|n| {
                format!(
                    "The council of ward {n} sold plot {} to builder number {} on day {n}.",
                    n * 7,
                    n * 13
                )
            })
            .collect()
    }

    fn likeness(one: &str, other: &str) -> Option<Likeness> {
        near_duplicate(&Shingles::new(one), &Shingles::new(other))
    }

    fn are_compared(one: &str, other: &str) -> bool {
        let other = sketch(other);
        sketch(one).iter().filter(|number| other.contains(number)).count() >= SHARED
    }

    #[test]
    fn a_copy_is_found_however_it_was_altered() {
        let story = story();
        let whole = story.join(" ");
        let cut = story[..30].join(" ");
        let dropped: Vec<String> =
            story.iter().enumerate().filter(|(n, _)| n % 10 != 3).map(|(_, s)| s.clone()).collect();
        let changed: String = whole
            .split(' ')
            .enumerate()
            .map(|(n, word)| if n % 20 == 5 { "other" } else { word })
            .collect::<Vec<_>>()
            .join(" ");
        let shouted = whole.to_uppercase().replace(' ', "\n");
        for copy in [&cut, &dropped.join("\n\n"), &changed, &shouted] {
            assert!(likeness(&whole, copy).is_some(), "{copy}");
            assert_eq!(likeness(&whole, copy), likeness(copy, &whole), "{copy}");
            assert!(are_compared(&whole, copy), "{copy}");
        }
        assert_eq!(likeness(&whole, &shouted).unwrap().similarity, 1.0);
        assert!(likeness(&whole, &cut).unwrap().containment > 0.99);
    }

    #[test]
    fn a_form_letter_with_other_names_is_no_reprint() {
        let letter = |town: &str, chief: &str, sum: &str, day: &str| {
            format!(
                "The minister announced today that the fire brigade of {town} will be given {sum} dollars \
                 from the fund for brigades in the country. Chief {chief} said on {day} that the money \
                 would pay for hoses, helmets and a new engine, and thanked the council. The fund helps \
                 brigades to buy what they need and to train those who serve in them."
            )
        };
        let one = letter("Oamaru", "Ruth Ellery", "31,400", "Monday");
        let other = letter("Gore", "Tom Basset", "78,250", "Friday");
        let (one, other) = (Shingles::new(&one), Shingles::new(&other));
        let both = shared(&one.runs, &other.runs, 0).unwrap();
        assert!(both * 2 > one.runs.len());
        assert_eq!(shared(&one.runs, &other.runs, both), Some(both));
        assert_eq!(shared(&one.runs, &other.runs, both + 1), None);
        assert!(is_form_letter(one.words(), other.words()));
        assert_eq!(near_duplicate(&one, &other), None);
    }

    #[test]
    fn a_sketch_is_the_smallest_of_all_shingles() {
        let story = story().join(" ");
        for text in [&story, &story[..400], &[&story[..], &story[..]].concat()] {
            let mut smallest: Vec<u32> =
                Shingles::new(text).runs.iter().take(SKETCH).map(|&run| run as u32).collect();
            smallest.sort_unstable();
            assert_eq!(sketch(text), smallest);
        }
    }

    #[test]
    fn another_story_of_the_same_desk_is_no_copy() {
        let one = story().join(" ");
        let other = one
            .replace("council", "harbour board")
            .replace("sold", "leased")
            .replace("builder", "shipper");
        assert_eq!(likeness(&one, &other), None);
    }

    #[test]
    fn accents_do_not_part_and_short_texts_say_nothing() {
        let text = "Señor José Martínez habló con la señora Núñez en el café de la plaza";
        let bare = "Senor Jose Martinez hablo con la senora Nunez en el cafe de la plaza";
        assert_eq!(likeness(text, bare).unwrap().similarity, 1.0);
        assert_eq!(sketch(text), Vec::<u32>::new());
        assert_eq!(likeness("", ""), None);
    }
}
