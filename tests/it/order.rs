//! The same inputs in any order, any batches, any number of times give the same archive.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use cuttings::db::{Archive, Share};
use cuttings::format;
use cuttings::model::{EntityKind, Field, Hints, MentionField, PathFacts, Ruling, Sha256, Span};
use cuttings::names::entity_named;
use cuttings::ops::curate::{self, Curator};
use cuttings::ops::derive::{Deriver, LazyDeriver};
use cuttings::ops::ingest::{Run, ShouldStop, ingest};
use cuttings::ops::rebuild::Options;
use cuttings::ops::verify::{self, Depth};
use cuttings::ops::{inputs, rebuild, seed};
use cuttings::text::fingerprint;
use proptest::prelude::*;

/// One input: a name, its text, what the person said about it, and the format that was named. What was said is
/// a publisher; `topic:` and `path:` before it make it a topic, or what its path says.
pub type Input = (&'static str, &'static str, Option<&'static str>, Option<&'static str>);

/// Inputs that get in each other's way as often as possible: one text under several heads, hints,
/// layouts and formats; names in several spellings; one capture in several places.
pub const INPUTS: [Input; 29] = [
    (
        "a.txt",
        "SUVA, May 2 (Reuters) - Hemi Tāwhara met Winston Peters.\n\nPeters thanked Tāwhara.\n",
        None,
        None,
    ),
    (
        "b.txt",
        "Talks in Suva\n\nBy Ana Kestrel\n\nSUVA, May 2 (Reuters) - Hemi Tāwhara met Winston Peters.\n\nPeters thanked Tāwhara.\n",
        None,
        None,
    ),
    (
        "c.json",
        "{\"headline\": \"Talks\", \"published\": \"2024-05-02\", \"body\": \"Hemi Tāwhara met Winston Peters.\\n\\nPeters thanked Tāwhara.\"}",
        None,
        None,
    ),
    (
        "d.json",
        "{\"headline\": \"Talks held\", \"published\": \"2024-05-03\", \"body\": \"Hemi Tāwhara met Winston Peters.   Peters thanked Tāwhara.\"}",
        None,
        None,
    ),
    (
        "e.txt",
        "SUVA, May 2 (Reuters) - Hemi Tāwhara met Winston Peters.\n\nPeters thanked Tāwhara.\n",
        Some("RNZ"),
        None,
    ),
    (
        "f.txt",
        "SUVA, May 2 (Reuters) - Hemi Tāwhara met Winston Peters.\n\nPeters thanked Tāwhara.\n",
        Some("Stuff"),
        None,
    ),
    ("g.txt", "Analyst Hemi Tawhara spoke in Apia. Mr Tawhara went home.\n", None, None),
    (
        "h.txt",
        "By HEMI TAWHARA\n\nMinisters of the Pacific Islands Forum (PIF) met in Apia. The PIF will meet again.\n",
        None,
        None,
    ),
    (
        "i.jsonl",
        "{\"text\": \"Penny Wong met Richard Marles in Perth.\"}\n{\"text\": \"Wong went on to Darwin.\"}\n{\"text\": \"\"}\n",
        None,
        None,
    ),
    ("j.txt", "{\"text\": \"Penny Wong met Richard Marles in Perth.\"}\n", None, Some("text")),
    ("k.json", "{\"text\": \"Penny Wong met Richard Marles in Perth.\"}\n", None, None),
    ("l.txt", "not a story \u{0}\u{1}\u{2}", None, None),
    // Two summaries, and a text that was seen at the address of each.
    (
        "m.json",
        "{\"kind\": \"summary\", \"url\": \"https://a.example/talks?utm_source=x\", \"body\": \"Penny Wong spoke of fish.\"}",
        None,
        None,
    ),
    (
        "n.json",
        "{\"kind\": \"summary\", \"url\": \"https://a.example/fish/\", \"body\": \"Fish, said Penny Wong.\"}",
        None,
        None,
    ),
    (
        "o.json",
        "{\"url\": \"http://www.a.example/talks/\", \"body\": \"Penny Wong spoke of fish in Perth, and Wong left.\"}",
        None,
        None,
    ),
    (
        "p.json",
        "{\"headline\": \"Fish\", \"url\": \"https://a.example/fish\", \"body\": \"Penny Wong spoke of fish in Perth, and Wong left.\"}",
        None,
        None,
    ),
    // The same words as a summary and as an article.
    (
        "q.json",
        "{\"url\": \"https://a.example/other\", \"body\": \"Fish, said Penny Wong.\"}",
        None,
        None,
    ),
    // The same captures again, with something said of them: one of them is read as another format elsewhere.
    ("r.json", "{\"text\": \"Penny Wong met Richard Marles in Perth.\"}\n", Some("RNZ"), None),
    (
        "s.json",
        "{\"text\": \"Penny Wong met Richard Marles in Perth.\"}\n",
        Some("topic:Sea"),
        None,
    ),
    (
        "t.json",
        "{\"text\": \"Penny Wong met Richard Marles in Perth.\"}\n",
        Some("path:Stuff"),
        None,
    ),
    (
        "u.txt",
        "Analyst Hemi Tawhara spoke in Apia. Mr Tawhara went home.\n",
        Some("topic:SEA"),
        None,
    ),
    (
        "v.txt",
        "Analyst Hemi Tawhara spoke in Apia. Mr Tawhara went home.\n",
        Some("path:RNZ"),
        None,
    ),
    (
        "w.json",
        "{\"title\": \"Talks\", \"date\": \"2024-05-02\", \"topics\": \"sea; talks\", \"text\": \"Hemi Tāwhara met Winston Peters.\\n\\nPeters thanked Tāwhara.\"}",
        None,
        None,
    ),
    (
        "x.txt",
        "\"We shall not move from this pier today,\" Penny Wong said. \"Nor tomorrow, if it rains.\"\n",
        None,
        None,
    ),
    (
        "y.txt",
        "\"We shall not move from this pier today,\" Penny Wong said. \"Nor tomorrow, if it rains.\"\n",
        Some("topic:pier"),
        None,
    ),
    // One text with captions, with other captions of as many pictures, and with none.
    (
        "za.json",
        "{\"headline\": \"Talks\", \"body\": \"Ana Kestrel met Penny Wong in Perth, and Wong left.\", \"captions\": [{\"caption\": \"Wong and Kestrel in Perth\", \"credit\": \"Photo: Hemi Tāwhara\"}]}",
        None,
        None,
    ),
    (
        "zb.json",
        "{\"headline\": \"Talks\", \"body\": \"Ana Kestrel met Penny Wong in Perth, and Wong left.\", \"captions\": [\"Richard Marles was not there\"]}",
        None,
        None,
    ),
    (
        "zc.json",
        "{\"headline\": \"Talks\", \"body\": \"Ana Kestrel met Penny Wong in Perth, and Wong left.\"}",
        None,
        None,
    ),
    (
        "zd.txt",
        "Peters and Wong to meet\n\nFILE PHOTO: Winston Peters in Suva on May 2, 2024. REUTERS/Ann Ng\n\nWELLINGTON, May 3 (Reuters) - Talks will be held in Apia. Peters said so.\n",
        None,
        None,
    ),
];

/// What is ruled of them, of some before they came. Each is made in this order.
fn rulings() -> Vec<(Ruling, Curator)> {
    let article = fingerprint::article_sha256;
    let talks = article("Hemi Tāwhara met Winston Peters. Peters thanked Tāwhara.");
    let perth = article("Penny Wong met Richard Marles in Perth.");
    let quoted = article(INPUTS[23].1);
    let set = |article, field, value: &str| Ruling::Set { article, field, value: value.to_owned() };
    let tag = |article, topic: &str| Ruling::Tag { article, topic: topic.to_owned() };
    let span = |words: &str| {
        let start_char = INPUTS[23].1.find(words).unwrap();
        Span {
            field: MentionField::Body,
            start_char,
            end_char: start_char + words.len(),
            surface_form: words.to_owned(),
        }
    };
    let made = [
        set(talks, Field::Headline, "Talks were held"),
        set(talks, Field::Publisher, ""),
        set(perth, Field::Url, "https://a.example/talks"),
        set(perth, Field::Published, "2024-05-04"),
        set(article("Fish, said Penny Wong."), Field::Kind, "article"),
        set(article("Wong went on to Darwin."), Field::Publisher, "Lagoon Times"),
        tag(talks, "tolls"),
        Ruling::Untag { article: perth, topic: "SEA".to_owned() },
        tag(article("Wong went on to Darwin."), "Tolls"),
        Ruling::ReassignQuote {
            article: quoted,
            entity: entity_named(EntityKind::Person, "Jane Newcomer").unwrap(),
            span: span("Nor tomorrow, if it rains."),
        },
        Ruling::RejectSpeaker {
            article: quoted,
            entity: entity_named(EntityKind::Person, "Penny Wong").unwrap(),
            span: span("We shall not move from this pier today,"),
        },
    ];
    let curator = Curator {
        decided_by: "ana".to_owned(),
        decided_at: "2026-01-02T03:04:05Z".to_owned(),
        reason: None,
    };
    made.into_iter().map(|ruling| (ruling, curator.clone())).collect()
}

/// A program that another test starts inherits our lock for a moment, until it has begun.
pub const WAIT: Duration = Duration::from_secs(5);

/// An archive with the starter knowledge and nothing else, to copy.
static SEEDED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seeded.db");
    let (mut archive, _) = Archive::create(&path, None, false, WAIT, "test").unwrap();
    seed::load(&mut archive).unwrap();
    archive.close().unwrap();
    fs::read(path).unwrap()
});

static DERIVER: LazyLock<Arc<LazyDeriver>> =
    LazyLock::new(|| Arc::new(Deriver::new(&seed::embedded(), &[]).into()));

/// The same once `rulings` are made.
static RULED: LazyLock<Arc<LazyDeriver>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open_to_write(&seeded(folder.path()), WAIT, "test").unwrap();
    curate::rule(&mut archive, &rulings(), false).unwrap();
    let ruled = Deriver::new(&archive.catalogue().unwrap(), &archive.decisions().unwrap());
    Arc::new(ruled.into())
});

fn rule(path: &Path) {
    let mut archive = Archive::open_to_write(path, WAIT, "test").unwrap();
    let ruled = curate::rule(&mut archive, &rulings(), false).unwrap();
    assert_eq!((ruled.decisions.len(), ruled.kept), (rulings().len(), Vec::new()));
    archive.close().unwrap();
}

/// What was said of an input.
fn hints(said: Option<&str>) -> Hints {
    let own = |text: &str| Some(text.to_owned());
    match said.map(|said| said.split_once(':').unwrap_or(("publisher", said))) {
        None => Hints::default(),
        Some(("topic", topic)) => Hints { topics: vec![topic.to_owned()], ..Hints::default() },
        Some(("path", publisher)) => {
            let path = PathFacts { publisher: own(publisher), ..PathFacts::default() };
            Hints { path, ..Hints::default() }
        }
        Some((_, publisher)) => Hints { publisher: own(publisher), ..Hints::default() },
    }
}

fn never() -> ShouldStop {
    Arc::new(|| false)
}

pub fn ingest_each(path: &Path, folder: &Path, chosen: &[usize]) {
    ingest_by(&DERIVER, path, folder, chosen);
}

fn ingest_by(deriver: &Arc<LazyDeriver>, path: &Path, folder: &Path, chosen: &[usize]) {
    let mut archive = Archive::open_to_write(path, WAIT, "test").unwrap();
    for index in chosen {
        let (name, text, publisher, format) = INPUTS[*index];
        let file = folder.join(name);
        fs::write(&file, text).unwrap();
        let format = format.and_then(format::by_name);
        let run = Run {
            id: archive.start_run("ingest", "2026-01-02T03:04:05Z").unwrap(),
            seen_at: "2026-01-02T03:04:05Z".to_owned(),
            hints: hints(publisher),
            paths: None,
            format_given: format.is_some(),
        };
        let items = inputs::records(&[file], options(format));
        ingest(&mut archive, deriver, items, &run, &mut |_| {}, &never()).outcome.unwrap();
    }
    archive.close().unwrap();
}

fn options(format: Option<&'static format::Format>) -> inputs::Options<'static> {
    inputs::Options {
        format,
        cutting: format::Cutting::default(),
        is_excluded: Box::new(|_, _| false),
    }
}

pub fn digest(path: &Path) -> Sha256 {
    verify::digest(&Archive::open_to_read(path).unwrap()).unwrap()
}

/// What the archive says, a line each, without the catalogue, which is the same in all.
pub fn facts(path: &Path) -> Vec<String> {
    let mut text = Vec::new();
    Archive::open_to_read(path)
        .unwrap()
        .for_each_fact(|bytes| text.extend_from_slice(bytes))
        .unwrap();
    let text = String::from_utf8_lossy(&text).replace('\u{1f}', "|");
    text.split('\u{1e}').filter(|fact| !fact.contains("|catalogue|")).map(str::to_owned).collect()
}

pub fn seeded(folder: &Path) -> PathBuf {
    let path = folder.join("a.db");
    fs::write(&path, &*SEEDED).unwrap();
    path
}

static EXPECTED: LazyLock<(Sha256, Vec<String>)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = seeded(folder.path());
    ingest_each(&path, folder.path(), &(0..INPUTS.len()).collect::<Vec<_>>());
    let archive = Archive::open_to_write(&path, WAIT, "test").unwrap();
    let verdict = verify::verify(&archive, Depth::Data(Share::ALL), true).unwrap();
    assert_eq!(verdict.findings, []);
    let holdings = archive.holdings().unwrap();
    assert!(holdings.articles >= 6 && holdings.people >= 4, "{holdings:?}");
    archive.close().unwrap();
    (digest(&path), facts(&path))
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_batches_and_repeats_do_not_matter(
        order in Just((0..INPUTS.len()).collect::<Vec<_>>()).prop_shuffle(),
        repeats in prop::collection::vec(0..INPUTS.len(), 0..6),
        cut in 0..INPUTS.len(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = seeded(folder.path());
        ingest_each(&path, folder.path(), &order[..cut]);
        ingest_each(&path, folder.path(), &repeats);
        ingest_each(&path, folder.path(), &order[cut..]);
        // The facts first: where they differ, the difference can be read.
        prop_assert_eq!(facts(&path), EXPECTED.1.clone());
        prop_assert_eq!(digest(&path), EXPECTED.0);
    }
}

/// What the archive says with all inputs and all rulings.
static RULED_EXPECTED: LazyLock<(Sha256, Vec<String>)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = seeded(folder.path());
    ingest_each(&path, folder.path(), &(0..INPUTS.len()).collect::<Vec<_>>());
    rule(&path);
    let archive = Archive::open_to_write(&path, WAIT, "test").unwrap();
    let verdict = verify::verify(&archive, Depth::Data(Share::ALL), true).unwrap();
    assert_eq!(verdict.findings, []);
    archive.close().unwrap();
    let facts = facts(&path);
    for fact in [
        "|publisher|decision|",
        "|headline|decision|",
        "|kind|decision|",
        "jane newcomer",
        "topic|",
    ] {
        assert!(facts.iter().any(|own| own.contains(fact)), "no {fact} in {facts:#?}");
    }
    (digest(&path), facts)
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Rulings, topics and what paths say: whether an article comes before what is ruled of it or after.
    #[test]
    fn order_does_not_matter_to_corrections_and_topics(
        order in Just((0..INPUTS.len()).collect::<Vec<_>>()).prop_shuffle(),
        repeats in prop::collection::vec(0..INPUTS.len(), 0..6),
        cut in 0..INPUTS.len(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = seeded(folder.path());
        ingest_each(&path, folder.path(), &order[..cut]);
        rule(&path);
        ingest_by(&RULED, &path, folder.path(), &repeats);
        ingest_by(&RULED, &path, folder.path(), &order[cut..]);
        prop_assert_eq!(facts(&path), RULED_EXPECTED.1.clone());
        prop_assert_eq!(digest(&path), RULED_EXPECTED.0);
    }
}

#[test]
fn one_batch_and_many_give_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = seeded(folder.path());
    let inputs: Vec<usize> = (0..INPUTS.len())
        .filter(|index| INPUTS[*index].2.is_none() && INPUTS[*index].3.is_none())
        .collect();
    ingest_each(&path, folder.path(), &inputs);
    let one_by_one = digest(&path);
    let path = seeded(folder.path());
    let sources = folder.path().join("in");
    fs::create_dir(&sources).unwrap();
    for index in inputs {
        fs::write(sources.join(INPUTS[index].0), INPUTS[index].1).unwrap();
    }
    let mut archive = Archive::open_to_write(&path, WAIT, "test").unwrap();
    let run = Run {
        id: archive.start_run("ingest", "2026-01-02T03:04:05Z").unwrap(),
        seen_at: "2026-01-02T03:04:05Z".to_owned(),
        hints: Hints::default(),
        paths: None,
        format_given: false,
    };
    ingest(
        &mut archive,
        &DERIVER,
        inputs::records(&[sources], options(None)),
        &run,
        &mut |_| {},
        &never(),
    )
    .outcome
    .unwrap();
    archive.close().unwrap();
    assert_eq!(digest(&path), one_by_one);
}

#[test]
fn a_rebuild_says_what_ingest_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = seeded(folder.path());
    ingest_each(&path, folder.path(), &(0..INPUTS.len()).rev().collect::<Vec<_>>());
    let mut archive = Archive::open_to_write(&path, WAIT, "test").unwrap();
    let run = |archive: &mut Archive, stop: bool| {
        rebuild::rebuild(archive, Options::default(), &mut |_| {}, &|| stop).unwrap()
    };
    assert!(run(&mut archive, false).is_some());
    assert_eq!(facts(&path), EXPECTED.1);
    assert!(run(&mut archive, true).is_none());
    assert_eq!(
        verify::digest(&archive).unwrap(),
        EXPECTED.0,
        "a rebuild that was stopped left a trace"
    );
}
