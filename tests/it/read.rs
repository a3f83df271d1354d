//! `cuttings read` as a user runs it.

use std::fs;

use assert_cmd::Command;
use serde_json::Value;

fn read(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("cuttings").unwrap().arg("read").args(arguments).assert()
}

fn lines(output: &[u8]) -> Vec<Value> {
    String::from_utf8_lossy(output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn articles_come_out_and_refusals_go_to_standard_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "Tolls to rise in spring\n\nBy Ann Ng\n\n18 March 2024\n\nThe board will raise its tolls.\n").unwrap();
    fs::write(folder.path().join("b.pdf"), "%PDF-1.7").unwrap();
    fs::write(folder.path().join("c.jsonl"), "{\"text\": \"One.\"}\n{\"id\": 2}\n").unwrap();
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    let path = folder.path().to_str().unwrap();
    let done = read(&[path]).code(3);
    let output = done.get_output();
    let articles = lines(&output.stdout);
    assert_eq!(articles.len(), 2);
    assert_eq!(articles[0]["headline"], "Tolls to rise in spring");
    assert_eq!(articles[0]["published_on"], "2024-03-18");
    assert_eq!(articles[0]["body"], "The board will raise its tolls.");
    assert_eq!(articles[1]["published"], Value::Null);
    let errors = String::from_utf8_lossy(&output.stderr).replace(path, "");
    assert_eq!(
        errors,
        "/b.pdf: the PDF is damaged beyond reading\n/c.jsonl:line 2: no text: none of the fields `body`, `text`, `maintext`, `raw_text`, `content`, `articleBody`, `article_text`, `full_text`, `details.body`\n/empty.txt: empty\n"
    );
}

#[test]
fn standard_input_and_a_named_format() {
    let done = Command::cargo_bin("cuttings")
        .unwrap()
        .args(["read", "-", "--format", "text"])
        .write_stdin("{\"text\": \"One.\"}")
        .assert()
        .code(0);
    let articles = lines(&done.get_output().stdout);
    assert_eq!(
        (articles[0]["path"].as_str(), articles[0]["body"].as_str()),
        (Some("-"), Some("{\"text\": \"One.\"}"))
    );
}

#[test]
fn nothing_there_is_another_failure() {
    read(&["/nowhere/at/all"]).code(66);
}
