//! Names as today's journalism writes them: who is meant where several people share a surname, who held an office
//! on a day, where a name begins and ends, and names in languages without a model.
//!
//! The passages in `tests/passages` are our own; the cases of `../shared/eval/field` lie beside the checkout.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use cuttings::model::{EntityKind, Head, Mention, MentionField, Precision, Published};
use cuttings::names::Recogniser;
use cuttings::ops::seed;

use crate::support::skipped;

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| Recogniser::new(&seed::embedded()));

/// A wrong person above this confidence is given as a fact.
const A_GUESS: f64 = 0.6;

/// A text and what is right of it.
struct Passage {
    text: String,
    expected: Vec<String>,
}

/// The passages of a file: a text, and under it what is right, behind `>`.
fn passages(name: &str) -> Vec<Passage> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/passages").join(name);
    let file = std::fs::read_to_string(path).expect("the passages are in the checkout");
    let mut passages: Vec<Passage> = Vec::new();
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix("> ") {
            Some(expected) => {
                let own = passages.last_mut().expect("a text stands before what is right of it");
                own.expected = expected.split("; ").map(str::to_owned).collect();
            }
            None => passages.push(Passage { text: line.to_owned(), expected: Vec::new() }),
        }
    }
    assert!(
        passages.iter().all(|own| !own.expected.is_empty()),
        "{name}: a text without an answer"
    );
    passages
}

fn mentions(head: &Head, text: &str) -> Vec<Mention> {
    let mut mentions = RECOGNISER.recognise(head, &[], text).mentions;
    mentions.retain(|own| own.field == MentionField::Body && own.entity.kind != EntityKind::Place);
    mentions
}

/// The head of an article of a year, and of the place behind `@`: `2011 @CANBERRA`.
fn in_year(year: &str) -> Head {
    let (year, place) = year.split_once(" @").unwrap_or((year, ""));
    let published = Published {
        original: year.to_owned(),
        value: year.to_owned(),
        precision: Precision::Year,
        offset_minutes: None,
    };
    let dateline = (!place.is_empty()).then(|| place.to_owned());
    Head { published: Some(published), dateline, ..Head::default() }
}

/// How many surnames mean whom they should, how many somebody else, how many nobody.
#[derive(Default)]
struct Count {
    right: usize,
    wrong: usize,
    open: usize,
    told: String,
}

impl Count {
    /// Compares one surname; `?` is right where it means nobody, or is no more than a guess.
    fn add(&mut self, expected: &str, mention: Option<&Mention>, is_open: bool, text: &str) {
        let (surname, who) = expected.split_once('=').expect("surname=name");
        let found = mention.map_or("", |own| own.entity.name.as_str());
        let confidence = mention.and_then(|own| own.confidence).unwrap_or_default();
        let is_right = match who {
            "?" => is_open || confidence <= A_GUESS,
            who => found == who,
        };
        match (is_right, is_open) {
            (true, _) => self.right += 1,
            (false, true) => self.open += 1,
            (false, false) => self.wrong += 1,
        }
        if !is_right {
            let _ = writeln!(self.told, "{text}\n   {surname}: {found} {confidence}, not {who}");
        }
    }

    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong + self.open) as f64
    }
}

/// Mentions of people by one word that `expected` speaks of.
fn by_surname<'m>(mentions: &'m [Mention], expected: &[String]) -> Vec<&'m Mention> {
    let is_asked = |own: &&Mention| {
        let asked = |one: &String| one.split('=').next() == Some(own.surface_form.as_str());
        own.entity.kind == EntityKind::Person && expected.iter().any(asked)
    };
    mentions.iter().filter(is_asked).collect()
}

#[test]
fn a_surname_that_several_have_means_the_right_one_or_nobody() {
    let mut count = Count::default();
    for Passage { text, expected } in passages("shared-surnames.txt") {
        let mentions = mentions(&Head::default(), &text);
        let found = by_surname(&mentions, &expected);
        for (at, one) in expected.iter().enumerate() {
            let mention = found.get(at).copied();
            let is_open = mention.is_none_or(|own| own.entity.name == own.surface_form);
            count.add(one, mention, is_open, &text);
        }
    }
    println!("{} right, {} wrong, {} open\n{}", count.right, count.wrong, count.open, count.told);
    assert!(count.precision() >= 0.98, "{:.3}\n{}", count.precision(), count.told);
    assert!(count.recall() >= 0.85, "{:.3}\n{}", count.recall(), count.told);
}

#[test]
fn a_title_and_a_surname_mean_who_held_the_office_on_that_day() {
    let mut count = Count::default();
    for Passage { text, expected } in passages("offices.txt") {
        let (year, text) = text.split_once(" | ").expect("a year stands before the text");
        let mentions = mentions(&in_year(year), text);
        let found = by_surname(&mentions, &expected);
        for (at, one) in expected.iter().enumerate() {
            let mention = found.get(at).copied();
            let is_open = mention.is_none_or(|own| own.entity.name == own.surface_form);
            count.add(one, mention, is_open, text);
        }
    }
    println!("{} right, {} wrong, {} open\n{}", count.right, count.wrong, count.open, count.told);
    assert!(count.precision() >= 0.98, "{:.3}\n{}", count.precision(), count.told);
    assert!(count.recall() >= 0.9, "{:.3}\n{}", count.recall(), count.told);
}

/// As the passages write it: `p H. Roa=Hana Roa`.
fn shown(mention: &Mention) -> String {
    let kind = if mention.entity.kind == EntityKind::Person { 'p' } else { 'o' };
    match &mention.surface_form {
        surface if *surface == mention.entity.name => format!("{kind} {surface}"),
        surface => format!("{kind} {surface}={}", mention.entity.name),
    }
}

#[test]
fn names_begin_and_end_where_they_should() {
    let mut wrong = String::new();
    for Passage { text, expected } in passages("kinds.txt") {
        let found: Vec<String> = mentions(&Head::default(), &text).iter().map(shown).collect();
        if found != expected {
            let _ = writeln!(wrong, "{text}\n   found    {found:?}\n   expected {expected:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Cases from the field: the file, what must be among its people and organisations, and what must not.
const FIELD: &[(&str, &str, &str)] = &[
    (
        "02-name-initial.txt",
        "p Helen Marsden; p Helen M.=Helen Marsden; p H. Marsden=Helen Marsden; p Marsden=Helen Marsden",
        "",
    ),
    ("05-comma-separated-misters.txt", "p Brown; p Green; p Field; p Stone; p Rivers; p Banks", ""),
    ("06-title-baroness-lords.txt", "p Earl of Strathmore; p Harriet Vaughan", "p St Ives"),
    ("07-judge-titles.txt", "p Haldane; p Deacon; p Plimsoll", "p Haldane J; p Deacon KC"),
    ("10-person-place-names.txt", "p Georgia Savannah; p Jordan Amman; p Chelsea London", ""),
    ("14-nonsentence-form.txt", "o Banco Atlántico del Sur", ""),
    (
        "18-org-first-then-person-title.txt",
        "o Home Office; p Caroline Nokeson",
        "o Former Home Office",
    ),
    (
        "20-couple-same-surname.txt",
        "p Holloway=Derek Holloway; p Holloway=Joanna Holloway; p Holloway=Derek Holloway",
        "",
    ),
    ("21-brand-as-person.txt", "o Johnson=Johnson & Johnson", "p Johnson"),
    ("90-same-surname-court.txt", "p Pike=Rowan Pike; p Pike=Shona Pike; p Pike", ""),
    (
        "93-letters-after-names.txt",
        "p Mark Rowley; p Mairi Hislop; p Jane Doe; p Ann Lee; p Tom Fox; p Ada Finch; p Haldane; p Pym",
        "",
    ),
    (
        "97-ampersand-shops.txt",
        "o AT&T; o H&M; o M&S; o B&Q; o P&O Ferries; o S&P Global",
        "o Q&A; o R&D",
    ),
    ("98-handles.txt", "p Keir Starmer", "p RachelReevesMP; p Keir; p joan_ricci"),
    (
        "01b-inverted-list.txt",
        "p Halvorsen, Ingrid=Ingrid Halvorsen; p Mbeki-Ross, Thandi=Thandi Mbeki-Ross; p de Groot, Piet=Piet de Groot",
        "p Ingrid; p Thandi",
    ),
    (
        "96b-known-as-second.txt",
        "p Pelé=Edson Arantes do Nascimento; p Cherie Booth-Lane=Cherie Blake",
        "",
    ),
    (
        "86-match-report.txt",
        "p Okafor=Dele Okafor; p Moss; p Hill",
        "p Moss 80; o Hill=The Hill; p Late Okafor",
    ),
    ("87-obituary.txt", "p Amadi=Ruth Ngozi Amadi", "p Amadi=Chukwu Amadi; p Port Ellis"),
    (
        "113-spanish-y.txt",
        "p Tomás Ferrer; p María Ibarra",
        "p Tomás Ferrer y María Ibarra; p Puerto Ellis",
    ),
    ("54-uber-über.txt", "p Robert Haberland; p Sahra Wagenfeld", "o Über=Uber"),
    (
        "55-fr-presse.txt",
        "p Étienne Kerguelen; p Nadia Benyoucef; p Roselyne Castelnau; p Carole Delmas; p Jean-Luc Videau",
        "p Le Rassemblement; p Le",
    ),
    (
        "57-pt-imprensa.txt",
        "p Marina Gonçalves; p Cláudio Tavares; p Antônio Carlos Nogueira; p Luís Inácio Brandão",
        "",
    ),
    (
        "58-de-presse.txt",
        "p Katrin Möllenbeck; p Jens Thorwald; p Ulrich von der Heyden; p Sabine Groß-Lohmann; p Olaf Scholz",
        "p Bundeskanzler Olaf Scholz; p Wismarhaven",
    ),
    ("59-it-stampa.txt", "p Chiara Bellandi; p Massimiliano D'Angelo; p Guido Crosta", ""),
];

#[test]
fn cases_from_the_field_hold_the_right_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/field");
    if !folder.exists() {
        skipped!("no evaluation data at {}", folder.display());
        return;
    }
    let mut wrong = String::new();
    for (file, present, absent) in FIELD {
        let text = std::fs::read_to_string(folder.join(file)).expect("the case is there");
        let found: Vec<String> = mentions(&Head::default(), &text).iter().map(shown).collect();
        let has = |name: &str| found.iter().any(|own| own == name);
        for name in present.split("; ").filter(|name| !has(name)) {
            let _ = writeln!(wrong, "{file}: no {name} in {found:?}");
        }
        for name in absent.split("; ").filter(|name| !name.is_empty() && has(name)) {
            let _ = writeln!(wrong, "{file}: {name}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
