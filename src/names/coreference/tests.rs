//! Short forms in passages of our own inventing: whom each means, and which mean nobody.
//!
//! The short forms of all passages (`passages`) are counted together: precision is the
//! part of what was found that is right, recall the part of what is right that was found. The figures
//! at the end are floors, not aims; every miss is printed.

mod passages;

use std::sync::LazyLock;

use crate::model::{Head, Mention, Rule};
use crate::names::Recogniser;
use crate::names::tests::catalogue;
use passages::{ORGANISATIONS, PEOPLE, Passage, UNSEEN};

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| Recogniser::new(&catalogue()));

/// Which mentions are short forms, as `surface=name`.
fn short_forms(mentions: &[Mention]) -> Vec<String> {
    mentions
        .iter()
        .filter(|own| own.rule.needs_antecedent() || own.rule == Rule::NamedInHead)
        .map(|own| format!("{}={}", own.surface_form, own.entity.name))
        .collect()
}

#[derive(Default)]
struct Count {
    right: usize,
    found: usize,
    expected: usize,
}

impl Count {
    /// Adds one passage; gives what was too much and what is missing.
    fn add(&mut self, found: &[String], expected: &[&str]) -> (Vec<String>, Vec<String>) {
        let mut missing: Vec<String> = expected.iter().map(|form| (*form).to_owned()).collect();
        let mut wrong = Vec::new();
        for form in found {
            match missing.iter().position(|other| other == form) {
                Some(at) => drop(missing.remove(at)),
                None => wrong.push(form.clone()),
            }
        }
        self.found += found.len();
        self.expected += expected.len();
        self.right += found.len() - wrong.len();
        (wrong, missing)
    }

    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.expected.max(1) as f64
    }
}

/// Precision and recall, and every passage that is not as expected, for the message of a test that fails.
fn count<'p>(
    passages: impl Iterator<Item = &'p Passage>,
    mentions: impl Fn(&Head, &str) -> Vec<Mention>,
) -> (f64, f64, String) {
    let mut count = Count::default();
    let mut odd = String::new();
    for Passage { headline, body, expected } in passages {
        let headline = (!headline.is_empty()).then(|| (*headline).to_owned());
        let head = Head { headline, ..Head::default() };
        let mentions = mentions(&head, body);
        let expected: Vec<&str> = expected.split("; ").filter(|form| !form.is_empty()).collect();
        let (wrong, missing) = count.add(&short_forms(&mentions), &expected);
        if !wrong.is_empty() || !missing.is_empty() {
            let shown = crate::names::tests::shown(&mentions);
            odd.push_str(&format!(
                "{body}\n   wrong {wrong:?}\n   missing {missing:?}\n   in {shown}\n"
            ));
        }
    }
    (count.precision(), count.recall(), odd)
}

#[test]
fn short_forms_mean_whom_they_mean() {
    let passages = || PEOPLE.iter().chain(ORGANISATIONS);
    let model = |head: &Head, body: &str| RECOGNISER.mentions(head, body);
    let (precision, recall, odd) = count(passages(), model);
    assert!(precision >= 0.97 && recall >= 0.9, "{precision:.3} {recall:.3}\n{odd}");
    let by_rules = |head: &Head, body: &str| RECOGNISER.mentions_by_rules(head, body);
    let (precision, _, odd) = count(passages(), by_rules);
    assert!(precision >= 0.97, "by rules alone {precision:.3}\n{odd}");
    let (precision, recall, odd) = count(UNSEEN.iter(), model);
    assert!(precision >= 0.9 && recall >= 0.9, "unseen {precision:.3} {recall:.3}\n{odd}");
}
