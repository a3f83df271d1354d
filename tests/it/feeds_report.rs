//! What the report `feeds` says of feeds in every state, in rows written by hand.

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::fixture::Fixture;

/// Days that are past and to come whenever this is run.
const FEEDS: &str = "
INSERT INTO feeds (feed_id, url, title, folder, publisher, added_at, added_by, paused_at, paused_because) VALUES
    (1, 'https://rnz.example/all', 'RNZ, all', 'Pacific/Radio', 'Radio New Zealand', '2024-01-01T00:00:00Z', 'ana', NULL, NULL),
    (2, 'https://tide.example/feed', NULL, 'Pacific', 'The Tide', '2024-01-01T00:00:00Z', 'ana', NULL, NULL),
    (3, 'https://post.example/feed', 'Harbour Post', 'Pacific_North', NULL, '2024-01-01T00:00:00Z', 'ana', NULL, NULL),
    (4, 'https://gone.example/feed', 'Gone', NULL, NULL, '2024-01-01T00:00:00Z', 'ana', '2024-03-01T00:00:00Z', 'gone'),
    (5, 'https://new.example/feed', 'Never asked', NULL, 'rnz', '2024-01-01T00:00:00Z', 'ana', NULL, NULL),
    (6, 'https://bad.example/feed', 'Worse', NULL, NULL, '2024-01-01T00:00:00Z', 'ana', NULL, NULL);
INSERT INTO feed_states (feed_id, next_check_at, succeeded_at, new_at, error, error_count, failing_since, entries_a_week) VALUES
    (1, '2999-01-01T00:00:00Z', '2024-03-18T06:00:00Z', '2024-03-17T06:00:00Z', NULL, 0, NULL, 41.26),
    (2, '2024-03-19T06:00:00Z', '2024-03-18T06:00:00Z', '2024-03-18T06:00:00Z', NULL, 0, NULL, 7.0),
    (3, '2024-03-19T06:00:00Z', '2024-03-10T06:00:00Z', NULL, 'the server answered 503', 2, '2024-03-11T06:00:00Z', NULL),
    (4, '2024-03-02T00:00:00Z', '2024-02-01T06:00:00Z', NULL, 'the server answered 410', 1, '2024-03-01T00:00:00Z', NULL),
    (6, '2999-01-01T00:00:00Z', NULL, NULL, 'no address', 30, '2024-01-01T00:00:00Z', NULL);
";

fn archive() -> Fixture {
    let fixture = Fixture::filled();
    Connection::open(&fixture.archive).unwrap().execute_batch(FEEDS).unwrap();
    fixture
}

fn asked(fixture: &Fixture, words: &[&str]) -> Vec<Value> {
    let arguments = [&["query", "feeds", "--json", "--quiet"], words].concat();
    let printed = fixture.printed(&arguments);
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error} in {printed}"))
}

fn names(fixture: &Fixture, words: &[&str]) -> Vec<String> {
    let rows = asked(fixture, words);
    rows.iter().map(|row| row["feed"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_feed_has_its_state() {
    let fixture = archive();
    let rows = asked(&fixture, &[]);
    let states: Vec<[&str; 2]> =
        rows.iter().map(|row| ["feed", "state"].map(|name| row[name].as_str().unwrap())).collect();
    assert_eq!(
        states,
        [
            ["Worse", "failing"],
            ["Harbour Post", "failing"],
            ["Never asked", "due"],
            ["https://tide.example/feed", "due"],
            ["RNZ, all", "waiting"],
            ["Gone", "paused"],
        ]
    );
    assert_eq!(
        rows[4],
        json!({
            "feed_id": 1, "feed": "RNZ, all", "state": "waiting", "publisher": "Radio New Zealand",
            "folder": "Pacific/Radio", "succeeded_at": "2024-03-18T06:00:00Z", "new_at": "2024-03-17T06:00:00Z",
            "entries_a_week": 41.3, "next_check_at": "2999-01-01T00:00:00Z", "errors": 0, "error": null,
            "failing_since": null, "paused_because": null, "url": "https://rnz.example/all",
        })
    );
    assert_eq!(
        (&rows[1]["errors"], &rows[1]["error"], &rows[1]["failing_since"]),
        (&json!(2), &json!("the server answered 503"), &json!("2024-03-11T06:00:00Z"))
    );
    assert_eq!((&rows[2]["next_check_at"], &rows[2]["errors"]), (&json!(null), &json!(0)));
    assert_eq!(
        (&rows[5]["next_check_at"], &rows[5]["paused_because"]),
        (&json!(null), &json!("gone"))
    );
}

#[test]
fn feeds_are_narrowed_by_state_folder_and_publisher() {
    let fixture = archive();
    assert_eq!(names(&fixture, &["state=failing"]), ["Worse", "Harbour Post"]);
    assert_eq!(names(&fixture, &["state=paused"]), ["Gone"]);
    assert_eq!(names(&fixture, &["limit=1"]), ["Worse"]);
    assert_eq!(names(&fixture, &["folder=Pacific"]), ["https://tide.example/feed", "RNZ, all"]);
    assert_eq!(names(&fixture, &["folder=Pacific/Radio"]), ["RNZ, all"]);
    assert_eq!(names(&fixture, &["folder=Pac"]), [""; 0]);
    // Whichever of a publisher's names was said of a feed, and also where no article is theirs yet.
    for name in ["RNZ", "rnz", "radio new zealand"] {
        assert_eq!(names(&fixture, &[&format!("publisher={name}")]), ["Never asked", "RNZ, all"]);
    }
    assert_eq!(names(&fixture, &["publisher=the tide"]), ["https://tide.example/feed"]);
    assert_eq!(names(&fixture, &["publisher=Nobody"]), [""; 0]);
    let wrong = fixture.cuttings(&["query", "feeds", "state=broken"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(asked(&Fixture::filled(), &[]).is_empty());
}
