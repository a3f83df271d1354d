//! Every claim opens at its words: what is cited is found again, in the article, in a later text of it, or not at all.

use serde_json::{Value, json};

use cuttings::db::{Archive, Reader};
use cuttings::model::{ArticleId, MentionField, Permalink};
use cuttings::ops::permalink::{self, Found, Words};

use crate::support::{Numbers, Ran, Workshop};

const OLD: &str = "The harbour board met on Monday.\n\n\"We shall not move from this pier,\" Ingrid Halloway said.\n\n\
                   The board will meet again in May.";
const NEW: &str = "CORRECTED. The harbour board met on Tuesday, not on Monday.\n\n\
                   \"We shall not move\nfrom this pier,\" Ingrid Halloway said.\n\nNobody knows when the board will meet.";

/// A text of one page, as a line of JSON.
fn line(body: &str, headline: &str) -> String {
    let article = json!({
        "url": "https://tide.example/pier", "publisher": "The Tide", "headline": headline, "body": body,
        "published": "2024-03-18", "authors": ["Ana Kestrel", "Jo van der Wal"],
    });
    format!("{article}\n")
}

fn archive(workshop: &Workshop, name: &str, texts: &[&str]) {
    workshop.run(&["init", name]).expect(0);
    for (number, text) in texts.iter().enumerate() {
        let file = format!("{name}-{number}.jsonl");
        workshop.write(&file, line(text, "Pier to stay"));
        workshop.run(&["ingest", "--archive", name, &file]).expect(0);
    }
}

fn cite(workshop: &Workshop, words: &str) -> String {
    let cite = ["cite", "1", "--words", words, "--permalink", "--archive", "a.db"];
    workshop.run(&cite).expect(0).stdout.trim().to_owned()
}

fn show(workshop: &Workshop, archive: &str, place: &str) -> Ran {
    workshop.run(&["show", place, "--archive", archive])
}

fn notes(workshop: &Workshop) -> Vec<Value> {
    let ran = workshop.run(&["query", "notes", "--archive", "a.db", "--format", "json"]);
    ran.expect(0).json().as_array().unwrap().clone()
}

#[test]
fn cited_words_open_where_they_stand_and_take_a_remark() {
    let workshop = Workshop::new();
    archive(&workshop, "a.db", &[OLD]);
    let permalink = cite(&workshop, "not move from this pier");
    assert!(
        permalink.starts_with("cuttings:sha256:") && permalink.contains("#char=44,67/prefix="),
        "{permalink}"
    );
    let page = show(&workshop, "a.db", &permalink).expect(0);
    assert!(
        page.stdout.contains("\"We shall >>>not move from this pier<<<,\" Ingrid"),
        "{}",
        page.stdout
    );
    assert_eq!(page.stderr, "");
    // The same by numbers, and what `--json` says of it.
    assert_eq!(show(&workshop, "a.db", "1#char=44,67").expect(0).stdout, page.stdout);
    let shown = workshop.run(&["show", &permalink, "--archive", "a.db", "--json"]).expect(0).json();
    assert_eq!(shown["words"], json!({ "field": "body", "start_char": 44, "end_char": 67 }));
    workshop
        .run(&["note", "add", &permalink, "look again", "--by", "ana", "--archive", "a.db"])
        .expect(0);
    workshop.run(&["note", "add", "1", "all of it", "--by", "ana", "--archive", "a.db"]).expect(0);
    let page = show(&workshop, "a.db", "1").expect(0).stdout;
    assert!(
        page.contains("remark at 44, “not move from this pier”: look again\nremark: all of it\n"),
        "{page}"
    );
    let noted: Vec<_> = notes(&workshop).iter().map(|note| note["state"].clone()).collect();
    assert_eq!(noted, ["article", "words"]);
    workshop.run(&["undo", "1", "--by", "ana", "--archive", "a.db"]).expect(0);
    assert_eq!(notes(&workshop).len(), 1);
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
}

#[test]
fn words_are_found_in_a_later_text_and_it_is_said() {
    let workshop = Workshop::new();
    archive(&workshop, "a.db", &[OLD, NEW]);
    archive(&workshop, "new.db", &[NEW]);
    archive(&workshop, "none.db", &[]);
    let moved = cite(&workshop, "not move from this pier");
    // The text that was cited is there, and another one with the words.
    let both = show(&workshop, "a.db", &moved).expect(0);
    assert!(both.stdout.contains(">>>not move from this pier<<<"), "{}", both.stdout);
    assert_eq!(
        both.stderr,
        "note: article 2 is another text of it, where the words are 2#char=71,94\n"
    );
    // Only the other one is there.
    let other = show(&workshop, "new.db", &moved).expect(0);
    assert!(other.stdout.contains(">>>not move\nfrom this pier<<<"), "{}", other.stdout);
    assert_eq!(
        other.stderr,
        "note: the archive has another text than the one that was cited; the words stand in 1#char=71,94\n"
    );
    // What the other one does not say is not shown in its place.
    let gone = cite(&workshop, "will meet again in May");
    let stderr = show(&workshop, "a.db", &gone).expect(0).stderr;
    assert_eq!(stderr, "note: article 2 is another text of it, where the words are not\n");
    let refused = show(&workshop, "new.db", &gone).expect(66);
    assert_eq!(refused.stdout, "");
    assert!(
        refused.stderr.contains("neither the article nor the words: “will meet again in May”"),
        "{refused:?}"
    );
    show(&workshop, "none.db", &moved).expect(66);
    show(&workshop, "none.db", moved.split('#').next().unwrap()).expect(66);
    // A remark goes to the text that has the words, as it is now.
    let note = ["note", "add", &moved, "still so", "--by", "ana", "--archive", "new.db"];
    workshop.run(&note).expect(0);
    let page = show(&workshop, "new.db", "1").expect(0).stdout;
    assert!(page.contains("remark at 71, “not move from this pier”: still so"), "{page}");
}

#[test]
fn a_remark_whose_words_are_gone_is_listed_and_stays_where_it_was() {
    let workshop = Workshop::new();
    archive(&workshop, "a.db", &[OLD]);
    let ana = ["--by", "ana", "--archive", "a.db"];
    let run = |words: &[&str]| workshop.run(&[words, &ana].concat()).expect(0);
    run(&["note", "add", "1#char=0,4/field=headline", "which pier?"]);
    let headline =
        workshop.run(&["cite", "1#char=0,4/field=headline", "--permalink", "--archive", "a.db"]);
    let headline = headline.expect(0).stdout.trim().to_owned();
    assert_eq!(
        (&notes(&workshop)[0]["words"], &notes(&workshop)[0]["state"]),
        (&json!("Pier"), &json!("words"))
    );
    run(&["article", "set", "1", "headline=Board stays on"]);
    let note = &notes(&workshop)[0];
    assert_eq!(
        (&note["state"], &note["start_char"], &note["words"]),
        (&json!("words gone"), &json!(0), &json!("Pier"))
    );
    let refused = show(&workshop, "a.db", &headline).expect(66);
    assert!(
        refused.stderr.contains("article 1 does not have the words any more: “Pier”"),
        "{refused:?}"
    );
    // Elsewhere in the headline they are found, and it is said.
    run(&["article", "set", "1", "headline=Old Pier stays"]);
    let moved = show(&workshop, "a.db", &headline).expect(0);
    assert_eq!(moved.stderr, "note: the words stand elsewhere now: 1#char=4,8/field=headline\n");
    assert!(moved.stdout.starts_with("Old >>>Pier<<< stays\n"), "{}", moved.stdout);
    assert_eq!(notes(&workshop)[0]["state"], "words gone");
    assert_eq!(
        workshop
            .run(&["query", "notes", "state=words", "--archive", "a.db", "--format", "json"])
            .json(),
        json!([])
    );
    workshop.run(&["verify", "--read-data", "--archive", "a.db"]).expect(0);
}

#[test]
fn where_words_stand_several_times_none_is_chosen() {
    let workshop = Workshop::new();
    archive(
        &workshop,
        "a.db",
        &["One said no to the pier. Two said no to the pier. Three said no to the pier."],
    );
    let several = workshop.run(&["cite", "1", "--words", "said no", "--archive", "a.db"]).expect(2);
    assert!(several.stderr.contains("1#char=4,11, 1#char=29,36, 1#char=56,63"), "{several:?}");
    let second =
        workshop.run(&["cite", "1#char=29,36", "--permalink", "--archive", "a.db"]).expect(0);
    let second = second.stdout.trim();
    // Around the second place stands what decides.
    archive(
        &workshop,
        "b.db",
        &["Zero said no to the pier. One said no to the pier. Two said no to the pier. Three."],
    );
    let found = show(&workshop, "b.db", second).expect(0);
    assert!(found.stdout.contains("Two >>>said no<<< to"), "{found:?}");
    // And here nothing does.
    archive(&workshop, "c.db", &["Four, said no. Five, said no. Six."]);
    let refused = show(&workshop, "c.db", second).expect(66);
    assert!(refused.stderr.contains("at 2 places, and nothing tells which"), "{refused:?}");
    assert!(refused.stderr.contains("1#char=6,13, 1#char=21,28"), "{refused:?}");
}

#[test]
fn an_article_that_was_erased_is_said_to_be_erased() {
    let workshop = Workshop::new();
    archive(&workshop, "a.db", &[OLD]);
    let permalink = cite(&workshop, "not move from this pier");
    let forget =
        ["forget", "article", "1", "--because", "order", "--by", "ana", "--archive", "a.db"];
    workshop.run(&forget).expect(0);
    let refused = show(&workshop, "a.db", &permalink).expect(66);
    assert!(refused.stderr.contains("the article was erased on 20"), "{refused:?}");
}

#[test]
fn what_is_mistyped_is_explained() {
    let workshop = Workshop::new();
    archive(&workshop, "a.db", &[OLD]);
    let sha256 = cite(&workshop, "Monday").split('#').next().unwrap().to_owned();
    for (place, code, reason) in [
        ("cuttings:sha256:12", 2, "is no permalink: `12` is no SHA-256"),
        (&format!("{sha256}#char=5,2"), 2, "with the end behind the start"),
        (&format!("{sha256}#char=0,2/exact=xy"), 66, "does not have the words any more: “xy”"),
        ("1#char=2", 2, "`#char=2` is no place in an article"),
        ("1#char=0,5000", 66, "article 1 has no characters 0 to 5000 in its body"),
        ("1#char=0,5/field=caption-1", 66, "article 1 has no characters 0 to 5 in its caption-1"),
        ("9#char=0,5", 66, "there is no article `9`"),
    ] {
        for command in
            [&["show", place][..], &["cite", place], &["note", "add", place, "x", "--by", "ana"]]
        {
            let ran = workshop.run(&[command, &["--archive", "a.db"]].concat()).expect(code);
            assert!(ran.stderr.contains(reason), "{command:?}: {ran:?}");
            assert_eq!(ran.stdout, "");
        }
    }
    workshop.run(&["cite", "1", "--words", "no such words", "--archive", "a.db"]).expect(66);
    workshop.run(&["cite", "1", "--style", "no-such-style", "--archive", "a.db"]).expect(2);
}

#[test]
fn a_citation_is_written_as_people_need_it() {
    let workshop = Workshop::new();
    archive(&workshop, "a.db", &[OLD]);
    let cite = |more: &[&str]| {
        workshop.run(&[&["cite", "1", "--archive", "a.db"], more].concat()).expect(0).stdout
    };
    let text = cite(&["--words", "We shall not move"]);
    let permalink = text.lines().nth(1).unwrap();
    assert_eq!(
        text.lines().next().unwrap(),
        "“We shall not move”: Ana Kestrel, Jo van der Wal, “Pier to stay”, The Tide, 18 March 2024, https://tide.example/pier"
    );
    assert_eq!(Permalink::parse(permalink).unwrap().to_string(), permalink);
    let apa = cite(&["--style", "apa"]);
    assert!(
        apa.starts_with("Kestrel, A., & van der Wal, J. (2024, March 18). Pier to stay. The Tide."),
        "{apa}"
    );
    assert!(cite(&["--style", "chicago"]).starts_with("Kestrel, Ana, and Jo van der Wal."));
    assert!(cite(&["--style", "bibtex"]).starts_with("@article{"));
    assert!(cite(&["--style", "ris"]).starts_with("TY  - NEWS"));
    let items: Value = serde_json::from_str(&cite(&["--style", "csl-json"])).unwrap();
    assert_eq!(items[0]["container-title"], "The Tide");
    let styles = workshop.run(&["cite", "--styles"]).expect(0).stdout;
    assert!(
        ["apa", "bibtex", "chicago", "mla", "text"]
            .iter()
            .all(|style| styles.lines().any(|line| line == *style))
    );
    let all = workshop.run(&["cite", "1", "--archive", "a.db", "--json"]).expect(0).json();
    assert_eq!((&all["article_id"], &all["words"]), (&json!(1), &Value::Null));
}

/// Spans at random, of texts in every script, each text changed at random places: what opens are the words, and what
/// does not open is not there.
#[test]
fn any_span_opens_at_its_words_or_not_at_all() {
    let workshop = Workshop::new();
    let alphabet: Vec<char> = "abcde  ABé„“”\"'ß東京бщ𝄞\n".chars().collect();
    let mut numbers = Numbers(11);
    let mut text = |length: usize| -> String {
        (0..length).map(|_| alphabet[numbers.below(alphabet.len())]).collect()
    };
    let texts: Vec<String> =
        (0..12).map(|number| format!("Text {number} begins. {} It ends.", text(300))).collect();
    archive(&workshop, "a.db", &texts.iter().map(String::as_str).collect::<Vec<_>>());
    let open =
        |name: &str| Reader::of(Archive::open_to_read(&workshop.path(name)).unwrap()).unwrap();
    let reader = open("a.db");
    let mut numbers = Numbers(13);
    let mut links = Vec::new();
    let mut damaged = Vec::new();
    for article in 1..=texts.len() as i64 {
        let (_, body) = reader.text_of(ArticleId(article), MentionField::Body).unwrap().unwrap();
        let characters: Vec<char> = body.chars().collect();
        for _ in 0..40 {
            let span = numbers.stretch(characters.len() - 1, 40);
            let words = Words {
                field: MentionField::Body,
                start_char: span.start,
                end_char: span.end.max(span.start + 1),
            };
            let link = permalink::of_words(&reader, ArticleId(article), words).unwrap().unwrap();
            let link = Permalink::parse(&link.to_string()).unwrap();
            let found = permalink::open(&reader, &link).unwrap();
            assert_eq!(found, Found::There { article: ArticleId(article), words: Some(words) });
            links.push(link);
        }
        // Something put in, something taken out.
        let mut changed = characters.clone();
        for _ in 0..3 {
            let at = numbers.below(changed.len());
            changed.splice(at..at, "<new>".chars());
            let out = numbers.stretch(changed.len(), 30);
            changed.drain(out);
        }
        damaged.push(changed.into_iter().collect::<String>());
    }
    archive(&workshop, "b.db", &damaged.iter().map(String::as_str).collect::<Vec<_>>());
    let reader = open("b.db");
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut found_again, mut gone) = (0, 0);
    for link in &links {
        let exact = &link.place.as_ref().unwrap().quoted.as_ref().unwrap().exact;
        let at = |article: ArticleId, words: Words| {
            let link = permalink::of_words(&reader, article, words).unwrap().unwrap();
            assert_eq!(plain(&link.place.unwrap().quoted.unwrap().exact), plain(exact));
        };
        match permalink::open(&reader, link).unwrap() {
            Found::Elsewhere { article, words } => {
                at(article, words);
                found_again += 1;
            }
            Found::Several(places) => {
                places.into_iter().for_each(|(article, words)| at(article, words))
            }
            Found::Missing => gone += 1,
            other => panic!("{other:?}"),
        }
    }
    println!(
        "of {} spans {found_again} stand in the changed texts at one place, {gone} at none",
        links.len()
    );
    assert!(found_again > links.len() / 4 && gone > links.len() / 20);
}
