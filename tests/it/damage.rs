//! Damage to what was received: nothing that was derived from it goes, and it is named.

use std::fs;

use rusqlite::Connection;

use crate::support::{Numbers, Workshop};

const FLIPS: usize = 40;

const ARTICLES: [(&str, &str); 4] = [
    (
        "one.txt",
        "WELLINGTON, March 4 (Reuters) - Harbour Minister Tomas Brandvold met Ingrid Halloway on Monday.\n\n\
         Brandvold said the talks went well. Halloway agreed, and thanked Brandvold.\n",
    ),
    (
        "two.html",
        "<html><head><title>Board vote</title></head><body><article><h1>Board vote in the harbour</h1>\
         <p>Ingrid Halloway will stand for the board, she told reporters on Tuesday in Auckland.</p>\
         <p>Halloway was met by Tomas Brandvold, a painter, who has painted her twice before this.</p></article></body></html>",
    ),
    (
        "three.json",
        "{\"headline\": \"Ferry late\", \"body\": \"DUNEDIN - The ferry was late again on Wednesday, said Tomas Brandvold of the port. Mr Brandvold has complained before.\"}\n",
    ),
    (
        "four.eml",
        "From: desk@example.com\nSubject: Strike at the port\nDate: Mon, 4 Mar 2024 10:00:00 +1300\n\n\
         Ingrid Halloway called a strike at the port of Lyttelton on Monday.\n\nHalloway said it would last.\n",
    ),
];

/// Everything an article says, and who is in it, by the numbers that people's own rows refer to.
fn articles(workshop: &Workshop) -> Vec<(i64, String, Option<String>, String, i64)> {
    Connection::open(workshop.path("flip.db"))
        .unwrap()
        .prepare(
            "SELECT article_id, sha256, headline, body,
                (SELECT count(*) FROM mentions WHERE mentions.article_id = articles.article_id)
             FROM articles ORDER BY article_id",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// A fresh copy of the sound archive, changed by SQL that its triggers would forbid.
fn changed(workshop: &Workshop, change: impl FnOnce(&Connection)) {
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(workshop.path(&format!("flip.db{suffix}")));
    }
    fs::copy(workshop.path("a.db"), workshop.path("flip.db")).unwrap();
    let connection = Connection::open(workshop.path("flip.db")).unwrap();
    let frozen: String = connection
        .query_row("SELECT sql FROM sqlite_master WHERE name = 'captures_frozen'", [], |row| {
            row.get(0)
        })
        .unwrap();
    connection.execute_batch("DROP TRIGGER captures_frozen").unwrap();
    change(&connection);
    connection.execute_batch(&frozen).unwrap();
}

#[test]
fn a_flipped_bit_in_a_capture_costs_no_article() {
    let workshop = Workshop::with_archive(&ARTICLES);
    changed(&workshop, |_| {});
    let sound = articles(&workshop);
    assert!(sound.len() >= 4 && sound.iter().all(|article| article.4 > 0), "{sound:?}");
    let captures: Vec<(i64, Vec<u8>)> = Connection::open(workshop.path("a.db"))
        .unwrap()
        .prepare("SELECT capture_id, body FROM captures ORDER BY capture_id")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut numbers = Numbers(9);
    for flip in 0..FLIPS {
        let (capture, body) = &captures[flip % captures.len()];
        let (place, bit) = (numbers.below(body.len()), numbers.below(8));
        changed(&workshop, |connection| {
            let mut body = body.clone();
            body[place] ^= 1 << bit;
            connection
                .execute("UPDATE captures SET body = ?1 WHERE capture_id = ?2", (body, capture))
                .unwrap();
            // As an older catalogue leaves it, so that `seed` has something to do.
            connection
                .execute("UPDATE settings SET value = 'older' WHERE name = 'catalogue_sha256'", [])
                .unwrap();
        });
        let what = format!("capture {capture}, byte {place}, bit {bit}");
        let named = format!("capture {capture} (");
        for command in [
            &["rebuild"][..],
            &["person", "rename", "Ingrid Halloway", "Ingrid Halloway Jr", "--by", "ana"],
            &["seed"],
            &["rebuild"],
        ] {
            let ran = workshop.run(&[command, &["--archive", "flip.db"]].concat());
            let now = articles(&workshop);
            assert_eq!(now, sound, "{what}: {command:?} changed an article");
            // A frame of Zstandard has bits that mean nothing: then the bytes are still those that came.
            if ran.code == 0 && !ran.stderr.contains(&named) {
                let verified = workshop.run(&["verify", "--read-data", "--archive", "flip.db"]);
                assert!(
                    !verified.stdout.contains("captures as received") || command[0] == "person",
                    "{what}: {command:?} said nothing of it"
                );
                continue;
            }
            assert_eq!(ran.code, 4, "{what}: {command:?}: {}", ran.stderr);
            assert!(ran.stderr.contains(&named), "{what}: {command:?}: {}", ran.stderr);
        }
    }
}

#[test]
fn a_capture_of_an_unknown_format_keeps_its_articles() {
    let workshop = Workshop::with_archive(&ARTICLES);
    changed(&workshop, |_| {});
    let sound = articles(&workshop);
    // A format that nobody has, and some whose reader finds nothing in these bytes.
    for format in ["papyrus", "pdf", "csv", "feed"] {
        changed(&workshop, |connection| {
            connection
                .execute("UPDATE captures SET format = ?1 WHERE capture_id = 1", [format])
                .unwrap();
        });
        let found = workshop.run(&["verify", "--archive", "flip.db"]).expect(4);
        assert!(
            found.stdout.contains("row hashes: captures 1: a cell was changed"),
            "{}",
            found.stdout
        );
        let ran = workshop.run(&["rebuild", "--archive", "flip.db"]).expect(4);
        assert!(ran.stderr.contains("capture 1 ("), "{}", ran.stderr);
        assert_eq!(articles(&workshop), sound, "{format}");
    }
}
