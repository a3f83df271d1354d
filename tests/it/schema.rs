//! The data dictionary and the schema say the same.

use std::collections::BTreeMap;
use std::process::Command;

use cuttings::db::schema;

use crate::fixture::Fixture;
use crate::query::stock_shell;

const DICTIONARY: &str = include_str!("../../migrations/SCHEMA.md");

/// Columns by table, as the dictionary has them.
fn documented() -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut table = None;
    for line in DICTIONARY.lines() {
        if let Some(name) = line.strip_prefix("### `") {
            let name = name.trim_end_matches('`').to_owned();
            assert!(tables.insert(name.clone(), Vec::new()).is_none(), "{name} is there twice");
            table = Some(name);
        } else if line.starts_with('#') {
            table = None;
        } else if let Some((name, meaning)) =
            line.strip_prefix("| `").and_then(|rest| rest.split_once("` | "))
        {
            let table = table.as_ref().expect("a column stands under its table");
            assert!(
                meaning.trim_end_matches('|').trim().len() > 1,
                "{table}.{name} has no meaning"
            );
            tables.get_mut(table).unwrap().push(name.to_owned());
        }
    }
    tables
}

#[test]
fn every_table_and_column_is_documented_and_nothing_else() {
    let documented = documented();
    let tables = schema::tables().unwrap();
    for table in &tables {
        assert_eq!(
            documented.get(&table.name),
            Some(&table.columns),
            "columns of `{}` in migrations/SCHEMA.md (left) and in the schema (right)",
            table.name
        );
    }
    let made: Vec<&String> = tables.iter().map(|table| &table.name).collect();
    for name in documented.keys() {
        assert!(made.contains(&name), "`{name}` is documented and does not exist");
    }
}

/// What is for people and what is the program's own is said of each.
#[test]
fn tables_say_whom_they_are_for() {
    let tables = schema::tables().unwrap();
    let internal: Vec<&str> =
        tables.iter().filter(|table| table.is_internal).map(|table| table.name.as_str()).collect();
    assert_eq!(
        internal,
        [
            "settings",
            "unfit_decisions",
            "folded_names",
            "names_in_use",
            "name_totals",
            "near_duplicate_sketches",
            "texts_without_sketch",
            "index_waits",
            "host_pauses",
            "told_items",
            "watch_marks"
        ]
    );
    for table in tables.iter().filter(|table| table.is_view) {
        assert!(!table.about.is_empty(), "view `{}` does not say what it is", table.name);
        let heavy = table.columns.iter().any(|column| column == "body");
        assert_eq!(
            heavy,
            table.name == "article_details",
            "`{}` hands out whole texts",
            table.name
        );
        // Whatever has a name has the id beside it, where it is for people.
        for (name, id) in [
            ("name", "_id"),
            ("speaker", "entity_id"),
            ("other_name", "other_"),
            ("held_in", "held_in_id"),
        ] {
            if !table.is_internal && table.columns.iter().any(|column| column == name) {
                let is_id = |column: &String| {
                    column.ends_with("_id") && column.contains(id)
                        || column == "other_key" && id == "other_"
                };
                let has_id = table.columns.iter().any(is_id);
                assert!(has_id, "`{}.{name}` has no id beside it", table.name);
            }
        }
    }
}

fn json(text: String) -> serde_json::Value {
    serde_json::from_str(&text).unwrap()
}

/// The examples run here and in the stock shell.
#[test]
fn every_example_runs() {
    let fixture = Fixture::filled();
    let examples: Vec<&str> =
        DICTIONARY.split("```sql\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(examples.len() >= 5);
    for example in examples {
        let rows = json(fixture.printed(&["query", "--json", "--sql", example]));
        assert_ne!(rows, serde_json::json!([]), "{example}");
        if let Some(shell) = stock_shell() {
            let output = Command::new(shell)
                .args(["-readonly", "-json"])
                .arg(&fixture.archive)
                .arg(example)
                .output()
                .unwrap();
            assert_eq!(json(String::from_utf8(output.stdout).unwrap()), rows, "{example}");
        }
    }
}

#[test]
fn the_schema_command_prints_both() {
    let fixture = Fixture::empty();
    assert_eq!(fixture.printed(&["schema"]), DICTIONARY);
    let statements = fixture.printed(&["schema", "--sql"]);
    let fresh = rusqlite::Connection::open_in_memory().unwrap();
    fresh.execute_batch(&statements).unwrap();
    let tables: Vec<String> = fresh
        .prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for table in schema::tables().unwrap() {
        assert!(tables.contains(&table.name), "{}", table.name);
    }
}
