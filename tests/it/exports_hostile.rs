//! Hostile names stay text in every format that leaves.

use std::collections::{BTreeMap, BTreeSet};

use cuttings::output::safe;
use rusqlite::Connection;
use serde_json::Value;

use crate::exports::{asked, everything, python, seen_by_tools};
use crate::support::{Workshop, root};

// --- Hostile names

/// What breaks out of one format or another.
fn hostile_names() -> Vec<String> {
    vec![
        "</script><script>alert(1)</script>".to_owned(),
        "=HYPERLINK(\"http://x\",\"y\")".to_owned(),
        "@SUM(1+1)*cmd|' /C calc'!A0".to_owned(),
        "Ana\nER  - \nTY  - JOUR".to_owned(),
        "Ana\r\nWARC-Type: response".to_owned(),
        "]]> & <node id=\"x\"/> &amp; 'q'".to_owned(),
        "}} , note = {x}, @article{y, \\input{/etc/passwd}".to_owned(),
        "{{ { unbalanced % # _ $ ~ ^ \\".to_owned(),
        "evil \u{202e}gnp.exe\u{2066} \u{1b}[2J\u{7}\u{9b}31m".to_owned(),
        "T9\tPerson 0 3\tAna\n*\tEquiv T1 T2".to_owned(),
        "\u{fffe}\u{ffff}\u{1}\u{8}\u{b}\u{85}\u{2028}x".to_owned(),
        "Ö".repeat(5_000),
        "', (SELECT 1)); DROP TABLE people; --".to_owned(),
    ]
}

/// The samples with hostile words wherever words stand.
fn hostile() -> Workshop {
    let workshop = Workshop::new();
    workshop.run(&["init", "a.db"]).expect(0);
    let seeds = root().join("seeds/articles");
    workshop.run(&["ingest", "--archive", "a.db", seeds.to_str().unwrap()]).expect(0);
    let connection = Connection::open(workshop.path("a.db")).unwrap();
    // Triggers fold names, which no plain connection can.
    for (at, name) in hostile_names().iter().enumerate() {
        for (table, key, summary) in [
            ("people", "person_id", "article_people"),
            ("organisations", "organisation_id", "article_organisations"),
            ("places", "place_id", "article_places"),
        ] {
            let sql = format!(
                "UPDATE {table} SET name = ?1, description = ?1, key = key || ?1 WHERE {key} =
                 (SELECT {key} FROM {summary} GROUP BY {key} ORDER BY count(*) DESC, {key} LIMIT 1 OFFSET ?2)"
            );
            connection.execute(&sql, rusqlite::params![name, at as i64]).unwrap();
        }
        let article = at as i64 + 1;
        connection
            .execute(
                "UPDATE articles SET headline = ?1, standfirst = ?1, byline = ?1, dateline = ?1, section = ?1,
                    url = 'https://x.example/' || ?1, identifier = ?1 WHERE article_id = ?2",
                rusqlite::params![name, article],
            )
            .unwrap();
        connection
            .execute(
                "UPDATE article_authors SET name = ?1 WHERE article_id = ?2",
                rusqlite::params![name, article],
            )
            .unwrap();
        connection
            .execute(
                "INSERT INTO received_topics (capture_id, part, topic, article_id)
                 SELECT capture_id, part, ?1, article_id FROM articles WHERE article_id = ?2",
                rusqlite::params![name, article],
            )
            .unwrap();
        connection
            .execute("UPDATE publishers SET name = ?1 WHERE publisher_id = (SELECT publisher_id FROM articles WHERE article_id = ?2)",
                rusqlite::params![name, article])
            .unwrap();
    }
    connection.close().unwrap();
    workshop
}

#[test]
fn hostile_names_stay_text_in_every_format() {
    let workshop = hostile();
    let written = everything(&workshop, "out");
    let text = |name: &str| String::from_utf8(written[name].clone()).unwrap();
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let names: BTreeSet<String> =
        asked(&workshop, "SELECT name FROM people JOIN article_people USING (person_id)")
            .into_iter()
            .collect();
    let present: Vec<String> =
        hostile_names().into_iter().filter(|name| names.contains(name)).collect();
    assert!(present.len() >= 8, "{present:?}");

    // Nothing that steers a terminal, ends a script or turns text round stands there as it is.
    for name in [
        "all.jsonl",
        "all.ftm.json",
        "all.gexf",
        "all.graphml",
        "all.csl.json",
        "all.ris",
        "all.bib",
        "all.jsonld",
        "metadata.json",
    ] {
        let text = text(name).replace("\r\n", "\n");
        let unsafe_one = text.chars().find(|character| safe::is_unsafe(*character));
        assert_eq!(unsafe_one, None, "{name}");
        if !name.ends_with(".ris") && !name.ends_with(".bib") {
            assert!(!text.contains("</script>"), "{name}");
        }
    }
    // In JSON every name comes out as it is.
    let people: BTreeSet<String> = text("all.ftm.json")
        .lines()
        .map(json)
        .filter(|entity| entity["schema"] == "Person")
        .map(|entity| entity["properties"]["name"][0].as_str().unwrap().to_owned())
        .collect();
    assert!(present.iter().all(|name| people.contains(name)), "{people:?}");
    for line in text("all.jsonl").lines() {
        assert!(json(line)["body"].is_string());
    }
    assert_eq!(json(&text("all.csl.json")).as_array().unwrap().len(), 24);
    assert!(json(&text("all.jsonld"))["total"].as_u64().unwrap() > 100);
    // In XML too, but for the characters that it cannot have.
    let plain = |name: &str| -> String {
        name.chars().map(|c| if matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect()
    };
    for name in ["all.gexf", "all.graphml"] {
        let text = text(name);
        let tree = roxmltree::Document::parse(&text).unwrap();
        let nodes: Vec<roxmltree::Node> = tree
            .descendants()
            .filter(|node| node.has_tag_name("node") || node.tag_name().name() == "node")
            .collect();
        let labels: BTreeSet<String> = nodes
            .iter()
            .map(|node| match node.attribute("label") {
                Some(label) => label.to_owned(),
                None => node
                    .children()
                    .find(|data| data.attribute("key") == Some("label"))
                    .unwrap()
                    .text()
                    .unwrap()
                    .to_owned(),
            })
            .collect();
        let of_two: Vec<String> = asked(
            &workshop,
            "SELECT name FROM people JOIN article_people USING (person_id) GROUP BY person_id HAVING count(*) >= 2",
        );
        assert!(
            !of_two.is_empty() && of_two.iter().all(|name| labels.contains(&plain(name))),
            "{name}: {labels:?}"
        );
    }
    // Lines stay lines.
    let ris = text("all.ris");
    assert_eq!(ris.split("\r\n").filter(|line| line.starts_with("TY  - ")).count(), 24);
    for line in ris.split("\r\n").filter(|line| !line.is_empty()) {
        let (tag, rest) = line.split_at(2);
        assert!(
            tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
                && rest.starts_with("  - "),
            "{line}"
        );
    }
    for entry in text("all.bib").split("\n\n").filter(|entry| !entry.is_empty()) {
        assert!(entry.starts_with("@article{"), "{entry}");
        let mut depth = 0;
        for character in entry.chars() {
            depth += match character {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            assert!(depth >= 0, "{entry}");
        }
        assert_eq!(depth, 0, "{entry}");
        assert!(!entry.contains("\\input"), "{entry}");
    }
    // A formula has its apostrophe, and every cell comes out.
    let mut reader = csv::Reader::from_reader(&written["csv/people.csv"][..]);
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    for row in &rows {
        assert!(!row["name"].starts_with(['=', '@', '+']), "{}", row["name"]);
    }
    assert!(present.iter().all(|name| {
        rows.iter().any(|row| row["name"] == *name || row["name"].strip_prefix('\'') == Some(name))
    }));
    // No address takes a line of a head with it.
    let mut warc = String::new();
    std::io::Read::read_to_string(
        &mut flate2::read::MultiGzDecoder::new(&written["all.warc.gz"][..]),
        &mut warc,
    )
    .unwrap();
    assert!(!warc.contains("WARC-Type: response"));
}

#[test]
fn tools_take_hostile_names_for_text() {
    let Some(python) = python() else { return };
    let workshop = hostile();
    everything(&workshop, "out");
    let seen = seen_by_tools(&workshop, "out", &python);
    let gexf = &seen["all.gexf"];
    assert_eq!(gexf["nodes"], seen["all.graphml"]["nodes"]);
    assert_eq!(gexf["edges"], seen["all.graphml"]["edges"]);
    assert_eq!(seen["all.ris"].as_array().unwrap().len(), 24);
    assert_eq!(seen["all.bib"].as_array().unwrap().len(), 24);
    assert_eq!(seen["all.csl.json"]["items"].as_array().unwrap().len(), 24);
    assert_eq!(seen["brat"].as_array().unwrap().len(), 24);
    let names: BTreeSet<String> = asked(&workshop, "SELECT name FROM people").into_iter().collect();
    let of_parquet: BTreeSet<String> = seen["parquet"]["people"]["texts"]["name"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(of_parquet, names);
}
