//! Archives of every released schema open with all their rows, and a migration that was released never changes.

use std::fs;

use crate::archive::shell_says_ok;
use crate::support::{Workshop, root};

#[test]
fn released_migrations_never_change() {
    // SHA-256 of each migration as it was released. Add a line with a new one; never edit a line.
    const RELEASED: [(&str, &str); 10] = [
        ("V1__archive.sql", include_str!("../archives/V1.sha256")),
        ("V2__quotes_roles_decisions.sql", include_str!("../archives/V2.sha256")),
        ("V3__forms_of_news.sql", include_str!("../archives/V3.sha256")),
        ("V4__nothing_lost.sql", include_str!("../archives/V4.sha256")),
        ("V5__every_name_found.sql", include_str!("../archives/V5.sha256")),
        ("V6__ask_and_see.sql", include_str!("../archives/V6.sha256")),
        ("V7__fast_and_flat.sql", include_str!("../archives/V7.sha256")),
        ("V8__near_and_counted.sql", include_str!("../archives/V8.sha256")),
        ("V9__offices.sql", include_str!("../archives/V9.sha256")),
        ("V10__watch.sql", include_str!("../archives/V10.sha256")),
    ];
    let files: Vec<String> = migrations()
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(files, RELEASED.map(|(name, _)| name));
    for (name, sha256) in RELEASED {
        let bytes = fs::read(root().join("migrations").join(name)).unwrap();
        assert_eq!(
            cuttings::text::fingerprint::sha256(&bytes).to_string(),
            sha256.trim(),
            "{name} was changed after its release"
        );
        let text = String::from_utf8(bytes).unwrap();
        for word in ["BEGIN;", "COMMIT", "ROLLBACK", "PRAGMA", "VACUUM", "ATTACH", "\r"] {
            assert!(!text.contains(word), "{name} holds {word:?}, which a migration cannot");
        }
    }
}

/// One line for each release: how many migrations it had, and the rows an archive of it held.
const RELEASED_ROWS: [(usize, &str); 10] = [
    (1, include_str!("../archives/v1.sql")),
    (2, include_str!("../archives/v2.sql")),
    (3, include_str!("../archives/v3.sql")),
    (4, include_str!("../archives/v4.sql")),
    (5, include_str!("../archives/v5.sql")),
    (6, include_str!("../archives/v6.sql")),
    (7, include_str!("../archives/v7.sql")),
    (8, include_str!("../archives/v8.sql")),
    (9, include_str!("../archives/v9.sql")),
    (10, include_str!("../archives/v10.sql")),
];

/// The migrations, in their order.
fn migrations() -> Vec<std::path::PathBuf> {
    let mut migrations: Vec<_> = fs::read_dir(root().join("migrations"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    migrations.sort_by_key(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name[1..].split("__").next().unwrap().parse::<usize>().unwrap()
    });
    migrations
}

/// Makes an archive as a program of schema `version` left it.
pub fn old_archive(path: &std::path::Path, version: usize) {
    let (_, rows) = RELEASED_ROWS[version - 1];
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .execute_batch("PRAGMA application_id = 0x43555454; PRAGMA foreign_keys = off; BEGIN")
        .unwrap();
    for migration in &migrations()[..version] {
        connection.execute_batch(&fs::read_to_string(migration).unwrap()).unwrap();
    }
    connection.execute_batch(&format!("{rows} PRAGMA user_version = {version}; COMMIT")).unwrap();
}

#[test]
fn archives_of_every_released_schema_open_with_all_rows() {
    let migrations = migrations();
    assert_eq!(RELEASED_ROWS.map(|(count, _)| count), std::array::from_fn(|index| index + 1));
    assert_eq!(
        RELEASED_ROWS.len(),
        migrations.len(),
        "a released schema has its archive in tests/archives"
    );
    for (count, _) in RELEASED_ROWS {
        let workshop = Workshop::new();
        old_archive(&workshop.path("old.db"), count);
        let connection = rusqlite::Connection::open(workshop.path("old.db")).unwrap();
        let rows_of = |connection: &rusqlite::Connection| -> Vec<(String, i64)> {
            ["captures", "articles", "mentions", "people", "sightings", "problems", "my_notes"]
                .map(|table| {
                    let sql = format!("SELECT count(*) FROM {table}");
                    (table.to_owned(), connection.query_row(&sql, [], |row| row.get(0)).unwrap())
                })
                .into()
        };
        let before = rows_of(&connection);
        assert!(before.iter().all(|(_, count)| *count > 0), "{before:?}");
        drop(connection);
        // Any command that writes migrates.
        workshop.run(&["verify", "--repair", "--archive", "old.db"]).expect(0);
        workshop.run(&["verify", "--read-data", "--archive", "old.db"]).expect(0);
        shell_says_ok(&workshop, "old.db");
        let connection = rusqlite::Connection::open(workshop.path("old.db")).unwrap();
        assert_eq!(rows_of(&connection), before, "schema {count}");
        // What only the program can make was made.
        let sketches = "SELECT count(*), (SELECT count(*) FROM texts_without_sketch) FROM near_duplicate_sketches";
        let (numbers, waiting): (i64, i64) =
            connection.query_row(sketches, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert!(numbers > 0 && waiting == 0, "schema {count}: {numbers}, {waiting}");
        let version: usize =
            connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version, migrations.len());
        drop(connection);
        // A rebuild renews rows in place: what the user hung on them stays.
        workshop.run(&["seed", "--archive", "old.db"]).expect(0);
        workshop.run(&["verify", "--read-data", "--archive", "old.db"]).expect(0);
        shell_says_ok(&workshop, "old.db");
        let connection = rusqlite::Connection::open(workshop.path("old.db")).unwrap();
        let notes: i64 = connection
            .query_row(
                "SELECT count(*) FROM my_notes JOIN articles USING (article_id)",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(notes, 1);
    }
}
