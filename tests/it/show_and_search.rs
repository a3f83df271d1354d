//! What `show` and `search` print, whatever is in the archive and whatever is typed.

use cuttings::db::{Archive, Only, Order, Reader, Search, Spelt};
use cuttings::model::{Column, Flow, RowSink, Value};

use crate::fixture::Fixture;

#[test]
fn show_prints_the_whole_article() {
    let fixture = Fixture::filled();
    insta::assert_snapshot!(fixture.printed(&["show", "1", "--marks"]), @r#"
    Peters flies to Suva
    A short visit
    By Jane Smith
    RNZ  2024-03-18  https://example.org/one
    SUVA

    Foreign Minister [Winston Peters] arrived in [Suva] on Monday.

    [Mr Peters] met the [Pacific Islands Forum] ([PIF]). Māori leaders and [Peters] spoke; the [PIF] did not.

    named                  kind          times  first as               rule            at
    ─────────────────────  ────────────  ─────  ─────────────────────  ──────────────  ────────────
    Winston Peters         person            3  Winston Peters         catalogue-name  17, 60, 125
    Suva                   place             1  Suva                   catalogue-name  43
    Pacific Islands Forum  organisation      3  Pacific Islands Forum  catalogue-name  78, 101, 143

    at 132  Winston Peters: “spoke”
    topics: forum

    article 1  sha256 1111000000000000000000000000000000000000000000000000000000000001
    read by text/1 on 2024-03-20T06:00:00Z; names by test/1
    day as it stands there: 18 March 2024 (day)
    capture aaaa000000000000000000000000000000000000000000000000000000000001  text, text/plain, 400 bytes
      seen 2024-03-20T06:00:00Z  clips/one.txt (run 1)
      seen 2024-03-20T06:00:01Z  clips/copy of one.txt (run 1)
    capture bbbb000000000000000000000000000000000000000000000000000000000003  text, text/plain, 410 bytes
      seen 2024-04-02T06:00:00Z  more/three.txt (run 2)
    other text: article 4  2024-04-01  =Peters flies to Suva (updated) (same url)
    "#);
    let plain = fixture.printed(&["show", "1"]);
    assert!(
        plain.contains(
            "Foreign Minister Winston Peters arrived in Suva on Monday.\n\nMr Peters met"
        )
    );
    for text in ["111100000000000000000000000000000000000000000000000000000000000", "2222"] {
        assert_ne!(fixture.cuttings(&["show", text]).status.code(), Some(0));
    }
    assert_eq!(
        fixture
            .printed(&["show", "2222000000000000000000000000000000000000000000000000000000000003"]),
        fixture.printed(&["show", "3"])
    );
    assert_eq!(fixture.printed(&["show", "222200"]), fixture.printed(&["show", "3"]));
    let json: serde_json::Value =
        serde_json::from_str(&fixture.printed(&["show", "1", "--json"])).unwrap();
    assert_eq!(json["mentions"][2]["surface_form"], "Mr Peters");
    assert_eq!(json["mentions"][2]["antecedent_start_char"], 17);
    assert_eq!(json["captures"][0]["sightings"].as_array().unwrap().len(), 2);
}

/// Offsets that lie are left unmarked; nothing panics.
#[test]
fn show_survives_mentions_that_lie() {
    let rows = "INSERT INTO runs (run_id, command, program_version, started_at) VALUES (1, 'x', 'x', 'x');
        INSERT INTO captures (capture_id, sha256, format, format_given, reader_version, media_type, byte_count, body)
        VALUES (1, 'aaaa000000000000000000000000000000000000000000000000000000000001', 'text', 0, 1, 'text/plain', 1, x'00');
        INSERT INTO articles (article_id, sha256, kind, capture_id, part, reader, run_id, ingested_at, row_sha256, body)
        VALUES (1, '1111000000000000000000000000000000000000000000000000000000000001', 'article', 1, 0, 'x', 1, 'x', '0000000000000000000000000000000000000000000000000000000000000000', 'Māori leaders spoke');
        INSERT INTO people (person_id, key, name, origin) VALUES (1, 'x', 'X', 'automatic');
        INSERT INTO mentions (article_id, start_char, end_char, surface_form, person_id, rule) VALUES
            (1, 0, 5, 'Māori', 1, 'full-name'), (1, 3, 8, 'ri le', 1, 'full-name'),
            (1, 6, 9000000000000, 'x', 1, 'full-name'), (1, 14, 19, 'spoke', 1, 'full-name'),
            (1, 400, 500, 'y', 1, 'full-name');";
    let shown = Fixture::with(rows).printed(&["show", "1", "--marks"]);
    assert!(shown.contains("[Māori] leaders [spoke]\n"), "{shown}");
}

#[test]
fn search_prints_hits() {
    let fixture = Fixture::filled();
    insta::assert_snapshot!(fixture.printed(&["search", "peters"]), @r#"
    4  2024-04-01  RNZ  =Peters flies to Suva (updated)
        =**Peters** flies to Suva (updated)
    1  2024-03-18  RNZ  Peters flies to Suva
        Foreign Minister Winston **Peters** arrived in Suva on Monday.  Mr **Peters** met the Pacific Islands Forum (PIF). Māori leaders and **Peters** spoke; the PIF…
    2  2024-03-19  Islands Business  Forum weighs harbour bridge
        The Pacific Islands Forum said on Tuesday that Winston **Peters** would speak about the harbour bridge.
    "#);
    assert!(fixture.printed(&["search", "peters", "--newest"]).starts_with("4  2024-04-01"));
    assert!(fixture.printed(&["search", "\"harbour bri*\""]).starts_with("2  2024-03-19"));
    assert!(
        fixture
            .printed(&["search", "maori", "--since", "2024-03", "--publisher", "rnz"])
            .starts_with("1  ")
    );
    let hits: Vec<serde_json::Value> =
        serde_json::from_str(&fixture.printed(&["search", "bridges", "--json"])).unwrap();
    assert_eq!(hits[0]["article_id"], 2);
    assert!(hits[0]["snippet"].as_str().unwrap().contains("harbour **bridge**"));
    let output = fixture.cuttings(&["search", "peters", "--until", "2023"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
    assert!(
        String::from_utf8_lossy(&output.stderr)
            .contains("nothing found for peters with --until 2023-12-31")
    );
}

struct Nothing;

impl RowSink for Nothing {
    fn columns(&mut self, _: &[Column]) -> Flow {
        Flow::Continue
    }
    fn row(&mut self, _: &[Value]) -> Flow {
        Flow::Continue
    }
}

thread_local! {
    static FILLED: (Fixture, Reader) = {
        let fixture = Fixture::filled();
        let reader = Reader::to_search(Archive::open_to_read(&fixture.archive).unwrap()).unwrap();
        (fixture, reader)
    };
}

/// Whatever is typed: hits, no hits, or nothing to search for; never an error of FTS5.
fn check_search(typed: &str) {
    FILLED.with(|(_, reader)| {
        let Ok(Spelt { expression, .. }) = reader.spelt(typed).unwrap() else { return };
        let search = Search {
            expression: Some(expression),
            named: Some(Vec::new()),
            only: Only::default(),
            limit: 5,
            order: Order::Best,
            marks: ("[".to_owned(), "]".to_owned()),
        };
        reader.search(&search, std::time::Duration::from_secs(10), &mut Nothing).unwrap();
    });
}

proptest::proptest! {
    #[test]
    fn search_never_fails_on_any_text(typed in "\\PC{0,60}") {
        check_search(&typed);
    }

    /// What has a meaning of its own, in any order.
    #[test]
    fn search_never_fails_on_operators(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "OR", "AND", "NOT", "NEAR", "NEAR/2", "NEAR/99999999999", "-", "(", ")", "\"", "“", "‘", "'", "»", "*",
        "headline:", "caption:", "byline:(", "body:\"", "NEAR(", "tuvalu", "peters", "the", "Søren", "12:30",
        "{body}", "^", "+", "a-b", " ", " ",
    ]), 0..24)) {
        check_search(&pieces.concat());
        check_search(&pieces.join(" "));
    }

    #[test]
    fn search_never_fails_on_signs(typed in "[\"*()^+:{}\\-'a ,.\\\\/\u{0}\u{301}é東]{0,40}") {
        check_search(&typed);
    }
}
