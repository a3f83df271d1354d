//! Each format is read by the tools that it is for.
//!
//! They come from `tests/tools/install`; without them these tests say so and pass.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::exports::{
    SAMPLES, asked, count, everything, export, of_every_format, python, seen_by_tools,
};
use crate::support::{Ran, Workshop, root};

// --- The tools

#[test]
fn each_format_is_read_by_the_tools_that_it_is_for() {
    let Some(python) = python() else { return };
    everything(&SAMPLES, "tools");
    let seen = seen_by_tools(&SAMPLES, "tools", &python);
    let shown = "(SELECT article_id FROM articles WHERE article_id NOT IN (SELECT article_id FROM hidden_articles))";
    let articles = count(&SAMPLES, &format!("SELECT count(*) FROM {shown}"));
    let mentions =
        count(&SAMPLES, &format!("SELECT count(*) FROM mentions WHERE article_id IN {shown}"));
    assert!(articles > 20 && mentions > 300);

    // Networks: what networkx sees is what the view says.
    let pairs = format!(
        "SELECT min(name, other_name), max(name, other_name), count(DISTINCT article_id) || '.0' FROM co_mentions
         WHERE article_id IN {shown} AND (kind, entity_id) < (other_kind, other_entity_id)
         GROUP BY kind, entity_id, other_kind, other_entity_id HAVING count(DISTINCT article_id) >= 2"
    );
    let mut expected = asked(&SAMPLES, &pairs);
    let edges = |name: &str| -> Vec<String> {
        let edges = seen[name]["edges"].as_array().unwrap().iter().map(|edge| {
            let text = |at: usize| edge[at].as_str().unwrap().to_owned();
            format!("{}|{}|{:?}", text(0), text(1), edge[2].as_f64().unwrap())
        });
        let mut edges: Vec<String> = edges.collect();
        edges.sort();
        edges
    };
    expected.sort();
    assert!(expected.len() > 20);
    assert_eq!(edges("all.gexf"), expected);
    assert_eq!(edges("all.graphml"), expected);
    assert_eq!(seen["all.gexf"]["directed"], false);
    assert_eq!(seen["all.gexf"]["nodes"], seen["all.graphml"]["nodes"]);

    // A quotation has its words and its speaker.
    let spoken = format!(
        "SELECT count(*) FROM quotes WHERE article_id IN {shown} AND coalesce(person_id, organisation_id, place_id) IS NOT NULL"
    );
    let quoted = seen["csv"]["quotes"].as_array().unwrap();
    let named = quoted.iter().filter(|row| row["speaker"] != "").count() as u64;
    assert_eq!(named, count(&SAMPLES, &spoken));
    assert!(named > 5 && quoted.iter().all(|row| row["quote"] != ""), "{quoted:?}");

    // FollowTheMoney: nothing that was written was dropped.
    let ftm = &seen["all.ftm.json"];
    assert_eq!(ftm["dropped"], serde_json::json!({}));
    assert_eq!(ftm["schemas"]["Article"].as_u64(), Some(articles));
    assert_eq!(ftm["schemas"]["Mention"].as_u64(), Some(mentions));
    assert!(ftm["names"].as_array().unwrap().contains(&"Winston Peters".into()));

    // Bibliographies.
    let headline = asked(
        &SAMPLES,
        "SELECT headline FROM articles WHERE headline LIKE 'Japan and the Philippines agree%'",
    )[0]
    .clone();
    let one = |rows: &Value, field: &str| -> Value {
        let rows = rows.as_array().unwrap();
        assert_eq!(rows.len() as u64, articles);
        rows.iter()
            .find(|row| {
                row[field].as_str().is_some_and(|title| title.trim_matches(['{', '}']) == headline)
            })
            .unwrap()
            .clone()
    };
    let ris = one(&seen["all.ris"], "title");
    assert_eq!(
        (&ris["type_of_reference"], &ris["authors"][0], &ris["date"]),
        (&"NEWS".into(), &"Devereux-Kane, Orla".into(), &"2024/07/08/".into())
    );
    assert_eq!(
        (&ris["secondary_title"], &ris["year"]),
        (&"The Sample Gazette".into(), &"2024".into())
    );
    let bib = one(&seen["all.bib"], "title");
    assert_eq!(
        (&bib["author"], &bib["journal"], &bib["date"]),
        (
            &"Devereux-Kane, Orla and Kanbara, Haruo".into(),
            &"The Sample Gazette".into(),
            &"2024-07-08".into()
        )
    );
    let keys: BTreeSet<&str> = seen["all.bib"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["key"].as_str().unwrap())
        .collect();
    assert_eq!(keys.len() as u64, articles);
    let csl = one(&seen["all.csl.json"]["items"], "title");
    assert_eq!(csl["issued"]["date-parts"], serde_json::json!([[2024, 7, 8]]));
    let printed = seen["all.csl.json"]["printed"].to_string();
    assert!(
        printed.contains("Devereux-Kane, O. and Kanbara, H. (2024)") && printed.contains("8 July"),
        "{printed}"
    );

    // Annotations are at their words.
    let items = seen["all.jsonld"].as_array().unwrap();
    let quotes =
        count(&SAMPLES, &format!("SELECT count(*) FROM quotes WHERE article_id IN {shown}"));
    assert_eq!(items.len() as u64, mentions + quotes);
    let bodies: BTreeMap<String, String> =
        asked(&SAMPLES, "SELECT 'urn:sha256:' || sha256, body FROM articles")
            .into_iter()
            .map(|row| {
                row.split_once('|').map(|(urn, body)| (urn.to_owned(), body.to_owned())).unwrap()
            })
            .collect();
    for item in items {
        let Some(body) = bodies.get(item["target"]["source"].as_str().unwrap()) else { continue };
        let [place, words] = item["target"]["selector"].as_array().unwrap().as_slice() else {
            panic!("{item}")
        };
        let slice = |from: u64, to: u64| {
            body.chars().skip(from as usize).take((to - from) as usize).collect::<String>()
        };
        let (start, end) = (place["start"].as_u64().unwrap(), place["end"].as_u64().unwrap());
        assert_eq!(words["exact"].as_str(), Some(slice(start, end).as_str()));
        let around = format!(
            "{}{}{}",
            words["prefix"].as_str().unwrap(),
            slice(start, end),
            words["suffix"].as_str().unwrap()
        );
        assert!(body.contains(&around), "{item}");
    }
    let brat = seen["brat"].as_array().unwrap();
    assert_eq!(brat.len() as u64, articles);
    let kinds: u64 = brat
        .iter()
        .flat_map(|one| one["kinds"].as_array().unwrap())
        .filter(|kind| ["Person", "Organisation", "Place"].contains(&kind.as_str().unwrap()))
        .count() as u64;
    assert_eq!(kinds, mentions);
    let lines: Vec<&str> = brat
        .iter()
        .flat_map(|one| one["lines"].as_array().unwrap())
        .map(|line| line.as_str().unwrap())
        .collect();
    for beginning in ["*\tEquiv ", "R1\tSpeaker ", "N1\tReference T"] {
        assert!(lines.iter().any(|line| line.starts_with(beginning)), "{beginning}");
    }

    // A record that says what it is before each capture.
    let warc = seen["all.warc.gz"].as_array().unwrap();
    let captures = count(
        &SAMPLES,
        &format!(
            "SELECT count(DISTINCT capture_id) FROM article_spans WHERE article_id IN {shown}"
        ),
    );
    let of_kind = |kind: &str| warc.iter().filter(|record| record[0] == kind).count() as u64;
    assert_eq!(
        (of_kind("warcinfo"), of_kind("metadata"), of_kind("resource")),
        (1, captures, captures)
    );
}

#[test]
fn parquet_has_the_rows_and_types_of_the_tables() {
    let Some(python) = python() else { return };
    let workshop = of_every_format();
    fs::create_dir(workshop.path("out")).unwrap();
    export(&workshop, &["parquet", "--hidden", "-o", "out/parquet"]).expect(0);
    export(&workshop, &["csv", "--hidden", "-o", "out/csv"]).expect(0);
    let seen = seen_by_tools(&workshop, "out", &python);
    let tables = seen["parquet"].as_object().unwrap();
    assert_eq!(
        tables.keys().collect::<Vec<_>>(),
        seen["csv"].as_object().unwrap().keys().collect::<Vec<_>>()
    );
    assert!(tables.len() >= 17, "{:?}", tables.keys());
    for (name, table) in tables {
        let rows = count(&workshop, &format!("SELECT count(*) FROM {name}"));
        assert_eq!(table["rows"].as_u64(), Some(rows), "{name}");
        assert_eq!(seen["csv"][name].as_array().unwrap().len() as u64, rows, "{name}");
        assert_eq!(table["schema_version"], "10");
        let declared = asked(
            &workshop,
            &format!("SELECT name, type FROM pragma_table_xinfo('{name}') WHERE hidden <> 1"),
        );
        for column in declared {
            let (column, kind) = column.split_once('|').unwrap();
            let Some(found) = table["types"].get(column) else { continue };
            let expected = match kind {
                "INTEGER" => "BIGINT",
                "REAL" => "DOUBLE",
                _ if column.ends_with("_on") => "DATE",
                _ if column.ends_with("_at") && column != "captured_at" => {
                    "TIMESTAMP WITH TIME ZONE"
                }
                _ => "VARCHAR",
            };
            assert_eq!(found, expected, "{name}.{column}");
        }
    }
    assert!(tables["articles"]["rows"].as_u64().unwrap() > 100);
    let texts = |column: &str| {
        tables["articles"]["texts"][column]
            .as_array()
            .unwrap()
            .iter()
            .map(|text| text.as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts("body"), asked(&workshop, "SELECT body FROM articles ORDER BY article_id"));
    assert_eq!(
        texts("headline"),
        asked(&workshop, "SELECT headline FROM articles ORDER BY article_id")
    );
}

#[test]
fn datasette_serves_the_archive_with_its_metadata() {
    let Some(python) = python() else { return };
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let seeds = root().join("seeds/articles");
    workshop.run(&["ingest", "--archive", "a.db", seeds.to_str().unwrap()]).expect(0);
    export(&workshop, &["-o", "metadata.json"]).expect(0);
    let mut command = Command::new(python);
    command.arg(root().join("tests/tools/serve.py"));
    command.args([
        workshop.path("a.db"),
        "luxon".into(),
        workshop.path("metadata.json"),
        "Winston Peters".into(),
    ]);
    let answer = Ran::from(command.output().unwrap()).expect(0).json();
    assert_eq!(answer["failed"], serde_json::json!({}));
    assert!(!answer["found"].as_array().unwrap().is_empty());
    assert!(answer["labels"].as_array().unwrap().contains(&"Winston Peters".into()));
    let hidden = answer["hidden"].as_array().unwrap();
    for name in
        ["settings", "articles_fts_data", "near_duplicate_sketches", "refinery_schema_history"]
    {
        assert!(hidden.contains(&name.into()), "{name}");
    }
    // Every report is there, and says what it says here.
    let queries = answer["queries"].as_object().unwrap();
    let reports: BTreeSet<String> =
        cuttings::report::REPORTS.iter().map(|(name, _)| format!("report-{name}")).collect();
    assert_eq!(queries.keys().cloned().collect::<BTreeSet<_>>(), reports);
    let (known, _) = cuttings::report::all(None);
    for report in known {
        let rows = &queries[&format!("report-{}", report.name)];
        let takes = |name: &str| report.parameters.iter().any(|parameter| parameter.name == name);
        let mut arguments = vec!["query", &report.name, "--archive", "a.db", "--json"];
        // What depends on the day of the asking is asked elsewhere.
        if report
            .parameters
            .iter()
            .any(|parameter| matches!(parameter.default.as_deref(), Some("today" | "yesterday")))
        {
            continue;
        }
        let required = report.parameters.iter().any(|parameter| parameter.is_required);
        if !required {
            let ran = workshop.run(&arguments).expect(0).json();
            assert_eq!(
                rows[0].as_u64(),
                Some(ran.as_array().unwrap().len() as u64),
                "{}",
                report.name
            );
        }
        if takes("words") && required {
            continue;
        }
        if takes("name") {
            arguments.push("name=Winston Peters");
            let ran = workshop.run(&arguments).expect(0).json();
            assert_eq!(
                rows[1].as_u64(),
                Some(ran.as_array().unwrap().len() as u64),
                "{}",
                report.name
            );
        }
    }
    assert!(queries["report-mentions"][1].as_u64().unwrap() > 5);
    assert!(queries["report-words-near"][1].as_u64().unwrap() > 5);
}
