//! How good the whole recogniser is on marked documents, and what goes wrong.
//!
//! Strict: a name counts where place and kind are exactly right. Entities: per document and kind the
//! set of names, without regard to case, a leading `the` and a trailing possessive.

use std::collections::{BTreeMap, BTreeSet};

use cuttings::model::{EntityKind, Head};
use cuttings::names::Recogniser;
use rayon::prelude::*;

use crate::corpus::{Document, Gold, Part, Set};

/// Names that were right, found and marked.
#[derive(Clone, Copy, Default)]
struct Tally {
    right: usize,
    found: usize,
    marked: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.marked += other.marked;
    }

    /// Precision, recall and F1 in per cent.
    fn figures(self) -> [f64; 3] {
        let share = |of: usize| 100.0 * self.right as f64 / of.max(1) as f64;
        let both = 200.0 * self.right as f64 / (self.found + self.marked).max(1) as f64;
        [share(self.found), share(self.marked), both]
    }
}

/// What became of the names of one document.
struct Outcome {
    strict: [Tally; 3],
    entities: [Tally; 3],
    /// Kind and sort of error, and where.
    errors: Vec<(EntityKind, &'static str, String)>,
    /// Rule, confidence, and whether it was right.
    confidences: Vec<(&'static str, f64, bool)>,
}

/// Prints figures and errors by set, and how far confidence can be trusted over all.
pub fn print(
    recogniser: &Recogniser,
    sets: &[Set],
    takes: impl Fn(Part) -> bool,
    list_errors: bool,
) {
    let mut confidences = Vec::new();
    println!(
        "{:18} {:>5} {:>22} {:>22} {:>22} {:>22} {:>8}",
        "set", "docs", "PER P/R/F", "ORG P/R/F", "LOC P/R/F", "PER+ORG P/R/F", "entities"
    );
    for set in sets {
        let documents: Vec<&Document> =
            set.documents.iter().filter(|document| takes(document.part)).collect();
        let outcomes: Vec<Outcome> =
            documents.par_iter().map(|document| outcome(recogniser, document)).collect();
        let sum = |of: fn(&Outcome) -> [Tally; 3], kinds: &[EntityKind]| {
            let mut sum = Tally::default();
            for tallies in outcomes.iter().map(of) {
                kinds.iter().for_each(|kind| sum.add(tallies[*kind as usize]));
            }
            sum.figures()
        };
        let both = [EntityKind::Person, EntityKind::Organisation];
        let strict = |kinds: &[EntityKind]| {
            let [p, r, f] = sum(|outcome| outcome.strict, kinds);
            format!("{p:.1}/{r:.1}/{f:.1}")
        };
        println!(
            "{:18} {:>5} {:>22} {:>22} {:>22} {:>22} {:>8.1}",
            set.name,
            documents.len(),
            strict(&[EntityKind::Person]),
            strict(&[EntityKind::Organisation]),
            strict(&[EntityKind::Place]),
            strict(&both),
            sum(|outcome| outcome.entities, &both)[2],
        );
        let mut counts: BTreeMap<(EntityKind, &str), usize> = BTreeMap::new();
        for (kind, sort, place) in outcomes.iter().flat_map(|outcome| &outcome.errors) {
            *counts.entry((*kind, sort)).or_default() += 1;
            if list_errors {
                println!("{}\t{sort}\t{place}", kind.as_str());
            }
        }
        for kind in EntityKind::ALL {
            let sorts: Vec<String> = counts
                .iter()
                .filter(|((own, _), _)| *own == kind)
                .map(|((_, sort), count)| format!("{sort} {count}"))
                .collect();
            println!("    {:12} {}", kind.as_str(), sorts.join(", "));
        }
        confidences.extend(outcomes.into_iter().flat_map(|outcome| outcome.confidences));
    }
    println!("confidence: mentions, right");
    for (low, high) in
        [(0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)]
    {
        let inside: Vec<_> =
            confidences.iter().filter(|(_, c, _)| (low..high).contains(c)).collect();
        let right = inside.iter().filter(|(_, _, right)| *right).count();
        println!(
            "    {low:.2} to {high:.2}  {:>6} {:.1} %",
            inside.len(),
            100.0 * right as f64 / inside.len().max(1) as f64
        );
    }
    let mut rules: BTreeMap<&str, (usize, usize, f64)> = BTreeMap::new();
    for (rule, confidence, right) in &confidences {
        let of_rule = rules.entry(rule).or_default();
        *of_rule = (of_rule.0 + 1, of_rule.1 + usize::from(*right), of_rule.2 + confidence);
    }
    println!("rule: mentions, right, mean confidence");
    for (rule, (count, right, sum)) in rules {
        let n = count as f64;
        println!("    {rule:22} {count:>6} {:.1} % {:.2}", 100.0 * right as f64 / n, sum / n);
    }
}

fn outcome(recogniser: &Recogniser, document: &Document) -> Outcome {
    let mentions = recogniser.mentions(&Head::default(), &document.text);
    let found: Vec<Gold> = mentions
        .iter()
        .map(|mention| (mention.start_char as u32, mention.end_char as u32, mention.entity.kind))
        .collect();
    let characters: Vec<char> = document.text.chars().collect();
    let words = |start: u32, end: u32| -> String {
        let end = (end as usize).min(characters.len());
        characters[(start as usize).min(end)..end].iter().collect::<String>().replace('\n', " ")
    };
    let mut strict = [Tally::default(); 3];
    let mut entities = [Tally::default(); 3];
    for kind in EntityKind::ALL {
        let of = |names: &[Gold]| -> BTreeSet<(u32, u32)> {
            names.iter().filter(|name| name.2 == kind).map(|name| (name.0, name.1)).collect()
        };
        let (marked, found) = (of(&document.names), of(&found));
        let set = |names: &BTreeSet<(u32, u32)>| -> BTreeSet<String> {
            names
                .iter()
                .map(|name| plain(&words(name.0, name.1)))
                .filter(|name| !name.is_empty())
                .collect()
        };
        let (marked_set, found_set) = (set(&marked), set(&found));
        strict[kind as usize] = Tally {
            right: marked.intersection(&found).count(),
            found: found.len(),
            marked: marked.len(),
        };
        entities[kind as usize] = Tally {
            right: marked_set.intersection(&found_set).count(),
            found: found_set.len(),
            marked: marked_set.len(),
        };
    }
    let place = |name: &Gold| {
        format!(
            "{} [[{}]] {}",
            words(name.0.saturating_sub(40), name.0),
            words(name.0, name.1),
            words(name.1, name.1 + 30)
        )
    };
    let over = |one: &Gold, other: &Gold| one.0 < other.1 && other.0 < one.1;
    let mut errors = Vec::new();
    for name in document.names.iter().filter(|name| !found.contains(name)) {
        let sort = match found.iter().find(|other| over(name, other)) {
            None => "missed",
            Some(other) if (other.0, other.1) == (name.0, name.1) => match other.2 {
                EntityKind::Person => "taken for a person",
                EntityKind::Organisation => "taken for an organisation",
                EntityKind::Place => "taken for a place",
            },
            Some(_) => "boundary",
        };
        errors.push((name.2, sort, place(name)));
    }
    for name in found.iter().filter(|name| !document.names.iter().any(|other| over(name, other))) {
        errors.push((name.2, "spurious", place(name)));
    }
    let confidences = mentions
        .iter()
        .zip(&found)
        .map(|(mention, name)| {
            (
                mention.rule.as_str(),
                mention.confidence.unwrap_or_default(),
                document.names.contains(name),
            )
        })
        .collect();
    Outcome { strict, entities, errors, confidences }
}

/// A name as entities are compared.
fn plain(name: &str) -> String {
    let name = name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’']);
    let name = name.strip_prefix("the ").unwrap_or(name);
    name.trim_matches([' ', '.', ',', ';', ':', '(', ')', '"', '“', '”', '\'']).to_owned()
}
