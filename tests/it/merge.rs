//! Archives that become one say what one archive would that took in everything from the beginning.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use cuttings::db::{Archive, Share};
use cuttings::model::{EntityKind, Field, Ruling, Sha256};
use cuttings::names::entity_named;
use cuttings::ops::curate::{self, Curator};
use cuttings::ops::merge::{Merged, Options, merge};
use cuttings::ops::rebuild;
use cuttings::ops::verify::{self, Depth};
use cuttings::text::fingerprint;
use proptest::prelude::*;

use crate::order::{INPUTS, WAIT, digest, facts, ingest_each, seeded};

/// What people rule, in the order in which they do, an hour between two: a ruling, or by its place the one that is
/// taken back. One that says nothing new where an earlier one is not known would not be recorded there, so it is made
/// where that one is.
enum Act {
    Rule(Ruling),
    Behind(usize, Ruling),
    Undo(usize),
}

fn acts() -> Vec<Act> {
    let article = fingerprint::article_sha256;
    let talks = article("Hemi Tāwhara met Winston Peters. Peters thanked Tāwhara.");
    let perth = article("Penny Wong met Richard Marles in Perth.");
    let darwin = article("Wong went on to Darwin.");
    let headline = |article, words: &str| {
        Act::Rule(Ruling::Set { article, field: Field::Headline, value: words.to_owned() })
    };
    let tag = |article, topic: &str| Act::Rule(Ruling::Tag { article, topic: topic.to_owned() });
    let untag =
        |article, topic: &str| Act::Rule(Ruling::Untag { article, topic: topic.to_owned() });
    let person = |name| entity_named(EntityKind::Person, name).unwrap();
    let merged = |one, other| Act::Rule(Ruling::Merge { entity: person(one), into: person(other) });
    let alias = |name, alias: &str| {
        Act::Rule(Ruling::Alias { entity: person(name), name: alias.to_owned() })
    };
    vec![
        headline(talks, "Talks were held"),
        merged("Hemi Tawhara", "Ana Kestrel"),
        tag(talks, "tolls"),
        headline(talks, "No talks were held"),
        alias("Penny Wong", "Analyst"),
        untag(talks, "tolls"),
        Act::Rule(Ruling::Hide { article: perth }),
        merged("Hemi Tawhara", "Winston Peters"),
        tag(talks, "talks of old"),
        Act::Rule(Ruling::Rename {
            entity: person("Richard Marles"),
            name: "R. Marles".to_owned(),
        }),
        Act::Rule(Ruling::Set {
            article: perth,
            field: Field::Publisher,
            value: "Stuff".to_owned(),
        }),
        Act::Rule(Ruling::Remark {
            article: darwin,
            span: None,
            words: "Asked on Monday".to_owned(),
        }),
        Act::Behind(6, Ruling::Unhide { article: perth }),
        Act::Rule(Ruling::Ignore { entity: person("Ana Kestrel") }),
        Act::Rule(Ruling::Split {
            entity: person("Penny Wong"),
            other: person("Penny Wong (2)"),
            article: darwin,
        }),
        Act::Rule(Ruling::Note { entity: person("Winston Peters"), words: "See May".to_owned() }),
        Act::Undo(3),
        Act::Undo(1),
        Act::Undo(4),
    ]
}

fn at(place: usize) -> String {
    format!("2026-01-{:02}T{:02}:00:00Z", 2 + place / 24, place % 24)
}

/// Makes those of the rulings whose places are chosen, and takes back those of them that are taken back later.
fn rule(path: &Path, chosen: impl Fn(usize) -> bool) {
    let mut archive = Archive::open_to_write(path, WAIT, "test").unwrap();
    let (mut made, mut undone) = (Vec::new(), Vec::new());
    for (place, act) in acts().into_iter().enumerate() {
        let curator = Curator { decided_by: "ana".to_owned(), decided_at: at(place), reason: None };
        match act {
            Act::Rule(ruling) if chosen(place) => made.push((ruling, curator)),
            Act::Behind(other, ruling) if chosen(other) => made.push((ruling, curator)),
            Act::Undo(other) if chosen(other) => undone.push((at(other), curator)),
            _ => {}
        }
    }
    // All at once, because each time everything that is known of names is made ready.
    for take_back in [false, true] {
        if take_back {
            let decisions = archive.decisions().unwrap();
            let number = |at| decisions.iter().find(|made| made.decided_at == at).unwrap().id;
            let undo = |at: String| Ruling::Undo { decision: number(at) };
            made = undone.drain(..).map(|(at, curator)| (undo(at), curator)).collect();
        }
        if !made.is_empty() {
            let ruled = curate::rule(&mut archive, &made, false).unwrap();
            assert_eq!((ruled.decisions.len(), ruled.kept), (made.len(), vec![]));
        }
    }
    archive.close().unwrap();
}

/// An archive in a folder of its own under `folder`, with these inputs and rulings.
fn part(folder: &Path, name: &str, inputs: &[usize], ruled: impl Fn(usize) -> bool) -> PathBuf {
    let folder = folder.join(name);
    fs::create_dir(&folder).unwrap();
    let path = seeded(&folder);
    ingest_each(&path, &folder, inputs);
    rule(&path, ruled);
    path
}

fn options() -> Options<'static> {
    Options { started_at: "2026-02-01T00:00:00Z", dry_run: false }
}

fn merge_all(into: &Path, from: &[PathBuf]) -> Merged {
    let mut archive = Archive::open_to_write(into, WAIT, "test").unwrap();
    let merged = merge(&mut archive, from, options(), &mut |_| {}, &|| false).unwrap().unwrap();
    archive.close().unwrap();
    assert_eq!((&merged.damaged, &merged.refused, &merged.kept), (&vec![], &vec![], &vec![]));
    merged
}

fn expect_sound(path: &Path) {
    let archive = Archive::open_to_write(path, WAIT, "test").unwrap();
    let verdict = verify::verify(&archive, Depth::Data(Share::ALL), true).unwrap();
    assert_eq!(verdict.findings, []);
    archive.close().unwrap();
    let before = digest(path);
    let mut archive = Archive::open_to_write(path, WAIT, "test").unwrap();
    rebuild::rebuild(&mut archive, rebuild::Options::default(), &mut |_| {}, &|| false).unwrap();
    archive.close().unwrap();
    assert_eq!(digest(path), before, "a rebuild says something else");
}

/// What one archive says that took in everything.
static WHOLE: LazyLock<(Sha256, Vec<String>)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let all: Vec<usize> = (0..INPUTS.len()).collect();
    let path = part(folder.path(), "whole", &all, |_| true);
    expect_sound(&path);
    let facts = facts(&path);
    for fact in ["|headline|decision|", "decision|split|", "topic|"] {
        assert!(facts.iter().any(|own| own.contains(fact)), "no {fact} in {facts:#?}");
    }
    (digest(&path), facts)
});

/// Which of three archives have each of so many things: at least one.
fn shares(count: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(vec![1_u8, 1, 2, 2, 4, 4, 3, 5, 6, 7]), count)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if crate::crash::is_long() { 300 } else { 3 }, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_become_the_whole_in_any_order_and_only_once(
        inputs in shares(INPUTS.len()),
        rulings in shares(acts().len()),
        order in Just(vec![0_u8, 1, 2]).prop_shuffle(),
        takes_into_a_part in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut parts: Vec<PathBuf> = order
            .iter()
            .map(|part_of| {
                let has = |share: u8| share & (1 << part_of) > 0;
                let own: Vec<usize> = (0..inputs.len()).filter(|one| has(inputs[*one])).collect();
                part(folder.path(), &format!("part{part_of}"), &own, |place| has(rulings[place]))
            })
            .collect();
        let into = match takes_into_a_part {
            true => parts.remove(0),
            false => part(folder.path(), "into", &[], |_| false),
        };
        merge_all(&into, &parts);
        // The facts first: where they differ, the difference can be read.
        prop_assert_eq!(differences(&facts(&into), &WHOLE.1), Vec::<String>::new());
        prop_assert_eq!(digest(&into), WHOLE.0);
        let rows = rows(&into);
        let again = merge_all(&into, &parts);
        prop_assert_eq!(differences(&self::rows(&into), &rows), Vec::<String>::new());
        prop_assert_eq!(again.decisions, 0);
        prop_assert_eq!(again.conflicts, vec![]);
        prop_assert_eq!(again.counts.stored + again.counts.revised, 0);
        expect_sound(&into);
    }
}

/// What only one of two has.
fn differences(found: &[String], expected: &[String]) -> Vec<String> {
    let missing = expected.iter().filter(|one| !found.contains(one));
    let more = found.iter().filter(|one| !expected.contains(one));
    missing
        .map(|one| format!("missing: {one}"))
        .chain(more.map(|one| format!("more: {one}")))
        .collect()
}

/// Every row but those of runs, as text.
pub fn rows(path: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let tables: Vec<String> = connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'articles_fts*' AND name <> 'runs'
             ORDER BY name",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let mut lines = Vec::new();
    for table in tables {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let count = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<rusqlite::types::Value> =
                (0..count).map(|column| row.get(column).unwrap()).collect();
            lines.push(format!("{table} {cells:?}"));
        }
    }
    lines.sort();
    lines
}
