//! Whether `verify` finds a single cell that another program changed, measured: every column of every
//! table of an archive with articles of many kinds, a catalogue of its own and rulings of many kinds.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use cuttings::db::{Archive, Share};
use cuttings::ops::verify::{self, Depth};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::support::{Numbers, Workshop, root};

const STORIES: [(&str, &str); 4] = [
    (
        "one.txt",
        "WELLINGTON, March 4 (Reuters) - Harbour Minister Tomas Brandvold met Ingrid Maria Halloway on Monday.\n\n\
         \"The talks went well and we shall meet again,\" Brandvold said. Halloway agreed, and thanked Brandvold.\n",
    ),
    (
        "two.txt",
        "AUCKLAND, March 5 (Reuters) - Ingrid Halloway will stand for the board, she told reporters on Tuesday.\n\n\
         Halloway was met by Foreign Minister Tomas Brandvold. \"Nobody painted her twice before,\" said Brandvold.\n",
    ),
    (
        "three.txt",
        "DUNEDIN, March 6 (Reuters) - The ferry was late again on Wednesday, said Tomas Brandvold of the port, and the people who waited for it on the long pier had nothing to eat.\n\n\
         Mr Brandvold has complained before. The harbour board said nothing, and Prime Minister Christopher Luxon did not answer.\n",
    ),
    (
        "three-again.txt",
        "DUNEDIN, March 6 (Reuters) - The ferry was late again on Wednesday, said Tomas Brandvold of the port, and the people who waited for it on the long pier had nothing to eat.\n\n\
         Mr Brandvold has complained before. The harbour board said nothing, and Prime Minister Christopher Luxon did not answer at all.\n",
    ),
];

const CORPUS: [&str; 9] = [
    "html/stated-for-machines.html",
    "html/microdata-and-house-byline.html",
    "ninjs/array-with-canceled-and-embargoed.json",
    "ninjs/items-of-a-newsroom-api.json",
    "mail/digest-of-messages.eml",
    "text/labelled-with-update.txt",
    "text/newsletter-two-articles.txt",
    "warc/crawl.warc",
    "feed/agency.rdf",
];

/// An archive of many kinds of rows.
pub fn archive() -> Workshop {
    let workshop = Workshop::with_archive(&STORIES);
    let run_at = |now: &str, arguments: &[&str]| {
        let output = workshop
            .command(arguments)
            .args(["--archive", "a.db"])
            .env("CUTTINGS_NOW", now)
            .output()
            .unwrap();
        let code = output.status.code().unwrap();
        assert!(
            [0, 3].contains(&code),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    for name in CORPUS {
        workshop.write(
            &format!("more/{}", name.replace('/', "-")),
            fs::read(root().join("tests/corpus").join(name)).unwrap(),
        );
    }
    workshop
        .write("given.txt", "Penny Wong spoke in Canberra on 03/04/2024.\n\nWong said little.\n");
    workshop.write("empty.txt", " \n");
    workshop.write("own.toml", "[[row]]\nkind = 'organisation'\nname = 'Pilot House'\naliases = 'The Pilots; Pilots'\ndescription = 'a club'\ncountry = 'NZ'\n\n[[row]]\nkind = 'publisher'\nname = 'The Tide Table'\naliases = 'Tide Table'\ndomains = 'tide.example'\n");
    let kept: [&[&str]; 5] = [
        &[
            "feed",
            "add",
            "--unchecked",
            "https://tide.example/feed",
            "--topic",
            "harbour",
            "--publisher",
            "The Tide",
            "--by",
            "ana",
        ],
        &[
            "feed",
            "add",
            "--unchecked",
            "https://two.example/feed",
            "--full-text",
            "--interval",
            "2h",
            "--folder",
            "Two",
            "--by",
            "ana",
        ],
        &["feed", "pause", "2", "--because", "on holiday"],
        &["watch", "add", "wong", "--person", "Penny Wong", "--by", "ana"],
        &["watch", "add", "rising", "--report", "people", "limit=3", "--by", "ana"],
    ];
    for arguments in kept {
        run_at("2026-01-02T05:00:00Z", arguments);
    }
    run_at("2026-01-03T01:00:00Z", &["ingest", "more"]);
    run_at(
        "2026-01-04T01:00:00Z",
        &[
            "ingest",
            "given.txt",
            "--publisher",
            "The Herald",
            "--published",
            "2024-04-03",
            "--url",
            "https://herald.example/given?utm_source=x",
            "--topic",
            "Aukus",
            "--topic",
            "harbour",
        ],
    );
    run_at("2026-01-05T01:00:00Z", &["ingest", "empty.txt"]);
    run_at("2026-01-05T02:00:00Z", &["news"]);
    run_at("2026-01-05T03:00:00Z", &["watch", "remove", "rising", "--by", "ana"]);
    run_at("2026-01-06T01:00:00Z", &["catalogue", "import", "own.toml"]);
    let rulings: [&[&str]; 14] = [
        &["person", "merge", "Ingrid Maria Halloway", "Ingrid Halloway", "--because", "one woman"],
        &["person", "rename", "Tomas Brandvold", "Tomas Brandvold Jr"],
        &["organisation", "alias", "Reuters", "Thomson House"],
        &["person", "distinct", "Penny Wong", "Winston Peters"],
        &["person", "ignore", "Christopher Luxon"],
        &["article", "tag", "1", "harbour"],
        &["note", "add", "2", "compare with the draft"],
        &["organisation", "rename", "Pilot House", "Pilot Club"],
        &["undo", "4"],
        &["article", "tag", "2", "HARBOUR"],
        &["article", "set", "2", "publisher=RNZ", "section=World"],
        &["rule", "add", "ports", "--when-search", "harbour OR bridge", "--over-all"],
        &["rule", "add", "wong", "--when-person", "Penny Wong", "--over-all"],
        &["rule", "remove", "2"],
    ];
    for (number, ruling) in rulings.into_iter().enumerate() {
        let now = format!("2026-01-07T01:{number:02}:00Z");
        run_at(&now, &[ruling, &["--by", "ana"]].concat());
    }
    let place = {
        let connection = Connection::open(workshop.path("a.db")).unwrap();
        connection
            .query_row("SELECT min(start_char) FROM mentions WHERE article_id = 3", [], |row| {
                row.get::<_, i64>(0)
            })
            .unwrap()
            .to_string()
    };
    run_at("2026-01-08T01:00:00Z", &["mention", "reject", "3", &place, "--by", "ana"]);
    let quote = {
        let connection = Connection::open(workshop.path("a.db")).unwrap();
        connection
            .query_row("SELECT article_id, start_char FROM quotes LIMIT 1", [], |row| {
                Ok([row.get::<_, i64>(0)?.to_string(), row.get::<_, i64>(1)?.to_string()])
            })
            .unwrap()
    };
    run_at(
        "2026-01-08T02:00:00Z",
        &["quote", "reassign", &quote[0], &quote[1], "person", "Jane Newcomer", "--by", "ana"],
    );
    workshop
}

/// Rows of a table that are measured together.
struct Group {
    name: &'static str,
    table: &'static str,
    only: &'static str,
    /// Whether it can be made again, and so is compared with what a rebuild gives.
    is_derived: bool,
    /// Of 100 changed cells so many must be found.
    bar: usize,
}

const fn kept(name: &'static str, table: &'static str, only: &'static str) -> Group {
    Group { name, table, only, is_derived: false, bar: 95 }
}

const fn derived(table: &'static str) -> Group {
    Group { name: table, table, only: "true", is_derived: true, bar: 95 }
}

const GROUPS: [Group; 42] = [
    Group { name: "decisions", table: "decisions", only: "true", is_derived: false, bar: 100 },
    kept("rules", "rules", "true"),
    kept("feeds", "feeds", "true"),
    kept("watches", "watches", "true"),
    kept("tellings", "tellings", "true"),
    kept("told_items", "told_items", "true"),
    kept("captures", "captures", "true"),
    kept("sightings", "sightings", "true"),
    kept("runs", "runs", "true"),
    kept("problems", "problems", "true"),
    kept("settings", "settings", "true"),
    kept("aliases", "aliases", "true"),
    kept("offices", "offices", "true"),
    kept("publisher_domains", "publisher_domains", "true"),
    kept("publishers (catalogue)", "publishers", "origin = 'catalogue'"),
    kept("people (catalogue)", "people", "origin = 'catalogue'"),
    kept("people (ruled)", "people", "decision_id IS NOT NULL"),
    kept("organisations (catalogue)", "organisations", "origin = 'catalogue'"),
    kept("places (catalogue)", "places", "origin = 'catalogue'"),
    kept("folded_names", "folded_names", "true"),
    kept("name_totals", "name_totals", "true"),
    kept("articles", "articles", "true"),
    Group {
        name: "articles (derived)",
        table: "articles",
        only: "true",
        is_derived: true,
        bar: 100,
    },
    Group {
        name: "publishers (automatic)",
        table: "publishers",
        only: "origin = 'automatic'",
        is_derived: true,
        bar: 95,
    },
    Group {
        name: "people (automatic)",
        table: "people",
        only: "origin = 'automatic'",
        is_derived: true,
        bar: 95,
    },
    Group {
        name: "organisations (automatic)",
        table: "organisations",
        only: "origin = 'automatic'",
        is_derived: true,
        bar: 95,
    },
    derived("mentions"),
    derived("quotes"),
    derived("roles"),
    derived("article_people"),
    derived("article_organisations"),
    derived("article_places"),
    derived("article_authors"),
    derived("article_spans"),
    derived("field_origins"),
    derived("article_urls"),
    derived("received_topics"),
    derived("topic_spellings"),
    derived("notices"),
    derived("rule_topics"),
    derived("stories"),
    derived("near_duplicates"),
];

/// Columns of `articles` that the row's hash does not cover: they are compared with what the captures give.
const TOLD_BY_CAPTURES: [&str; 2] = ["captured_at", "recogniser"];

struct Column {
    name: String,
    kind: String,
    is_key: bool,
}

fn columns(connection: &Connection, table: &str) -> Vec<Column> {
    connection
        .prepare("SELECT name, type, pk > 0 FROM pragma_table_xinfo(?1) WHERE hidden = 0")
        .unwrap()
        .query_map([table], |row| {
            Ok(Column { name: row.get(0)?, kind: row.get(1)?, is_key: row.get(2)? })
        })
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

fn values(connection: &Connection, sql: &str) -> Vec<Value> {
    connection
        .prepare(sql)
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// What a cell could be instead, likeliest first: what another row has, then something near it.
fn candidates(connection: &Connection, table: &str, column: &Column, now: &Value) -> Vec<Value> {
    let name = &column.name;
    let mut others = values(
        connection,
        &format!(
            "SELECT DISTINCT \"{name}\" FROM {table} WHERE \"{name}\" IS NOT NULL ORDER BY \"{name}\" LIMIT 40"
        ),
    );
    let near = match (now, column.kind.as_str()) {
        (Value::Integer(number), _) => vec![Value::Integer(number + 1), Value::Integer(1 - number)],
        (Value::Real(number), _) => vec![Value::Real((number - 0.125).abs())],
        (Value::Text(text), _) => {
            let mut turned = text.clone().into_bytes();
            turned.rotate_left(1.min(text.len()));
            let turned = String::from_utf8(turned).unwrap_or_default();
            vec![Value::Text(format!("{text}x")), Value::Text(turned)]
        }
        (Value::Blob(bytes), _) => {
            let mut bytes = bytes.clone();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            vec![Value::Blob(bytes)]
        }
        (Value::Null, "INTEGER") => vec![Value::Integer(1)],
        (Value::Null, "REAL") => vec![Value::Real(0.5)],
        (Value::Null, _) => ["x", "Q7", "2024-01-01", &"0".repeat(64)]
            .map(|text| Value::Text(text.to_owned()))
            .into(),
    };
    others.retain(|other| other != now);
    others.truncate(3);
    others.extend(near);
    others.push(Value::Null);
    others.retain(|other| other != now);
    others
}

/// Changes one cell as a person with a shell could, whatever forbids it; says whether the schema takes it.
fn change(
    connection: &Connection,
    table: &str,
    column: &str,
    keys: &[String],
    key: &[Value],
    to: &Value,
) -> bool {
    let place: Vec<String> =
        keys.iter().enumerate().map(|(at, key)| format!("\"{key}\" IS ?{}", at + 2)).collect();
    let sql = format!("UPDATE {table} SET \"{column}\" = ?1 WHERE {}", place.join(" AND "));
    let values = || params_from_iter(std::iter::once(to).chain(key));
    match connection.execute(&sql, values()) {
        Ok(changed) => changed == 1,
        Err(error) if error.to_string().contains("never changes") => {
            let triggers: Vec<(String, String)> = connection
                .prepare(
                    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1",
                )
                .unwrap()
                .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            for (name, _) in &triggers {
                connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
            }
            let outcome = connection.execute(&sql, values());
            for (_, sql) in &triggers {
                connection.execute_batch(sql).unwrap();
            }
            outcome.is_ok_and(|changed| changed == 1)
        }
        Err(_) => false,
    }
}

fn is_found(path: &Path, is_derived: bool) -> bool {
    let archive = Archive::open_to_check(path, Duration::from_secs(5)).unwrap();
    let verdict = verify::verify(&archive, Depth::Data(Share::ALL), true).unwrap();
    if !verdict.findings.is_empty() {
        return true;
    }
    is_derived && !verify::derived(&archive, &|| false).unwrap().unwrap().findings.is_empty()
}

#[test]
fn a_changed_cell_is_found() {
    let workshop = archive();
    let sound = workshop.path("a.db");
    let archive = Archive::open_to_check(&sound, Duration::from_secs(5)).unwrap();
    let verdict = verify::verify(&archive, Depth::Data(Share::ALL), true).unwrap();
    assert_eq!(verdict.findings, [], "the archive is sound");
    assert!(verdict.search_index_checked);
    let derived = verify::derived(&archive, &|| false).unwrap().unwrap();
    assert_eq!((derived.findings, derived.not_compared), (vec![], 0), "and so is what is derived");
    drop(archive);

    let source = Connection::open(&sound).unwrap();
    let copy = workshop.path("changed.db");
    let mut numbers = Numbers(12);
    let mut lines = Vec::new();
    let mut missed_bars = Vec::new();
    for group in GROUPS {
        let columns = columns(&source, group.table);
        let keys: Vec<String> = columns
            .iter()
            .filter(|column| column.is_key)
            .map(|column| column.name.clone())
            .collect();
        let (mut tried, mut found) = (0, 0);
        let mut missed: BTreeMap<String, usize> = BTreeMap::new();
        for column in &columns {
            if group.table == "articles"
                && TOLD_BY_CAPTURES.contains(&&*column.name) != group.is_derived
            {
                continue;
            }
            let select: Vec<String> =
                keys.iter().chain([&column.name]).map(|name| format!("\"{name}\"")).collect();
            let mut rows: Vec<Vec<Value>> = source
                .prepare(&format!(
                    "SELECT {} FROM {} WHERE {} ORDER BY \"{}\" IS NULL",
                    select.join(", "),
                    group.table,
                    group.only,
                    column.name
                ))
                .unwrap()
                .query_map([], |row| (0..select.len()).map(|cell| row.get(cell)).collect())
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            assert!(!rows.is_empty(), "no row to change in {}", group.name);
            let filled = rows.iter().filter(|row| row.last() != Some(&Value::Null)).count();
            // One with a value where there is one, and any other.
            let mut places = vec![numbers.below(filled.max(1))];
            if !group.is_derived {
                places.push(numbers.below(rows.len()));
            }
            places.dedup();
            for place in places {
                let mut key = std::mem::take(&mut rows[place]);
                let now = key.pop().unwrap();
                for to in candidates(&source, group.table, column, &now) {
                    fs::copy(&sound, &copy).unwrap();
                    let connection = Connection::open(&copy).unwrap();
                    connection.execute_batch("PRAGMA foreign_keys = off").unwrap();
                    let is_valid = change(&connection, group.table, &column.name, &keys, &key, &to);
                    connection.close().unwrap();
                    if !is_valid {
                        continue;
                    }
                    tried += 1;
                    match is_found(&copy, group.is_derived) {
                        true => found += 1,
                        false => *missed.entry(column.name.clone()).or_default() += 1,
                    }
                    break;
                }
                key.push(now);
                rows[place] = key;
            }
        }
        lines.push(format!("{:<28} {found:>4} of {tried:>4}  {missed:?}", group.name));
        if found * 100 < tried * group.bar {
            missed_bars.push(group.name);
        }
    }
    println!("{}", lines.join("\n"));
    assert!(missed_bars.is_empty(), "too few changed cells are found in {missed_bars:?}");
}
