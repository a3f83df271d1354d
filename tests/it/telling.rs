//! News are told exactly once where nothing goes wrong, and twice rather than never where something does: a command that
//! fails, a reader that closes early, two runs at once, a kill at any moment.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use mail_parser::MessageParser;

use crate::crash::{expect_whole, is_long};
use crate::support::{NOW, Ran, Workshop};
use crate::watching::{article, at, take_in, wharf};

const LATER: &str = "2026-01-05T03:04:05Z";

/// An archive with a watch, and a config file whose command is a script.
fn sending(script: &str, more: &str) -> Workshop {
    let workshop = Workshop::with_archive(&[]);
    take_in(&workshop, NOW, &[wharf()]);
    at(&workshop, NOW, &["watch", "add", "wharf", "--search", "wharf"]).expect(0);
    let path = workshop.write("send.sh", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    workshop.write(
        ".config/cuttings/config.toml",
        format!("[news]\nsend = [\"{}\", \"an argument\"]\n{more}\n", path.display()),
    );
    workshop
}

const TO: &str = "to = [\"Ana <ana@example.org>\"]\nfrom = \"press@example.net\"";

/// The number of a story in its headline, and a text that no other has.
fn story(workshop: &Workshop, number: usize) {
    let words: Vec<String> = (0..60).map(|word| format!("n{number}w{}", word * 37 % 61)).collect();
    let body = format!("The wharf is talked about again. {}.", words.join(" "));
    take_in(
        workshop,
        LATER,
        &[article("The Tide", "2026-01-04", &format!("Story-{number:04}"), &body)],
    );
}

fn send(workshop: &Workshop) -> Ran {
    at(workshop, LATER, &["news", "--send"])
}

fn start(workshop: &Workshop) -> Child {
    let mut command = workshop.command(&["news", "--send"]);
    command.env("CUTTINGS_NOW", LATER).env("CUTTINGS_ARCHIVE", "a.db").env("USER", "ana");
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn sent(workshop: &Workshop) -> String {
    fs::read_to_string(workshop.path("sent")).unwrap_or_default()
}

fn count(text: &str, headline: &str) -> usize {
    text.lines().filter(|line| line.trim() == headline).count()
}

#[test]
fn the_command_gets_a_message_once() {
    let workshop = sending("cat >> sent; echo \"$1\" >> arguments", TO);
    assert_eq!(send(&workshop).expect(0).stdout, "", "nothing new: nothing sent");
    assert!(!workshop.path("sent").exists());
    story(&workshop, 1);
    send(&workshop).expect(0);
    let text = sent(&workshop);
    let message = MessageParser::new().parse(&text).unwrap();
    assert_eq!(message.subject(), Some("News, 5 January 2026: 1 story"));
    assert!(message.body_text(0).unwrap().contains("Story-0001"), "{text}");
    assert!(message.body_html(0).unwrap().contains("Story-0001"), "{text}");
    send(&workshop).expect(0);
    assert_eq!(sent(&workshop), text);
    assert_eq!(fs::read_to_string(workshop.path("arguments")).unwrap(), "an argument\n");
    let again = at(
        &workshop,
        LATER,
        &["news", "--send", "--since", "yesterday", "--json", "--format", "markdown"],
    );
    let again = again.expect(0).json();
    assert_eq!((&again["sent"], &again["recorded"]), (&true.into(), &false.into()), "{again}");
    at(&workshop, LATER, &["verify"]).expect(0);
}

#[test]
fn what_was_not_sent_is_sent_next_time() {
    let workshop = sending(
        "cat > /dev/null; test -e works || { echo no such user >&2; exit 67; }; echo x >> sent",
        TO,
    );
    story(&workshop, 1);
    let failed = send(&workshop).expect(1);
    assert!(failed.stderr.contains("exit status 67: no such user"), "{}", failed.stderr);
    workshop.write("works", "");
    send(&workshop).expect(0);
    send(&workshop).expect(0);
    assert_eq!(sent(&workshop), "x\n");

    let slow = sending("cat > /dev/null; sleep 1000", "timeout_seconds = 1\nformat = \"text\"");
    story(&slow, 1);
    let failed = send(&slow).expect(1);
    assert!(failed.stderr.contains("took longer than 1 s"), "{}", failed.stderr);
    assert!(at(&slow, LATER, &["news"]).expect(0).stdout.contains("Story-0001"));

    let nobody = sending("cat", "");
    let failed = send(&nobody).expect(2);
    assert!(failed.stderr.contains("goes to nobody"), "{}", failed.stderr);
    let nowhere = Workshop::with_archive(&[]);
    at(&nowhere, LATER, &["news", "--send"]).expect(78);
    nowhere.write(".config/cuttings/config.toml", "[news]\nsned = [\"x\"]\n");
    at(&nowhere, LATER, &["news"]).expect(78);
    nowhere.write(".config/cuttings/config.toml", "[news]\nsend = [\"x\"]\nformat = \"telex\"\n");
    at(&nowhere, LATER, &["news", "--send"]).expect(78);
    nowhere.write(".config/cuttings/config.toml", "[news]\nsend = [\"x\"]\nto = [\"ana\"]\n");
    at(&nowhere, LATER, &["news", "--send"]).expect(78);
}

#[test]
fn a_reader_that_closes_early_was_not_told() {
    let workshop = sending("cat", TO);
    for number in 0..400 {
        workshop.write(
            &format!("in/{number}.txt"),
            format!(
                "Story-{number:04}\n\nThe wharf is talked about again. {}",
                format!("n{number} ").repeat(400)
            ),
        );
    }
    at(&workshop, LATER, &["ingest", "in"]).expect(0);
    let mut command = workshop.command(&["news", "--limit", "1000"]);
    command.env("CUTTINGS_NOW", LATER).env("CUTTINGS_ARCHIVE", "a.db");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
    at(&workshop, LATER, &["news", "-o", "no/such/folder.txt"]).expect(66);
    let told = at(&workshop, LATER, &["news", "-o", "news.txt", "--limit", "1000"]).expect(0);
    assert_eq!(told.stdout, "");
    assert!(
        fs::read_to_string(workshop.path("news.txt"))
            .unwrap()
            .contains("The wharf is talked about again.")
    );
    assert_eq!(at(&workshop, LATER, &["news"]).expect(0).stdout, "");
}

#[test]
fn two_runs_at_once_do_not_both_tell() {
    let workshop = sending("sleep 1; cat >> sent", "format = \"text\"");
    for round in 1..=3 {
        story(&workshop, round);
        let mut runs: Vec<Child> = (0..3).map(|_| start(&workshop)).collect();
        assert!(runs.iter_mut().all(|run| run.wait().unwrap().success()));
        let text = sent(&workshop);
        for number in 1..=round {
            assert_eq!(count(&text, &format!("Story-{number:04}")), 1, "{text}");
        }
    }
}

#[test]
fn killed_at_any_moment_nothing_is_told_never() {
    let workshop = sending("cat >> sent; echo >> sent", "format = \"text\"");
    story(&workshop, 0);
    let started = Instant::now();
    send(&workshop).expect(0);
    let mut whole_run = started.elapsed();
    let trials: usize = if is_long() { 200 } else { 20 };
    let mut killed = 0;
    for trial in 1..=trials {
        story(&workshop, trial);
        let mut child = start(&workshop);
        sleep(whole_run.mul_f64((trial * 37 % trials) as f64 / trials as f64 * 1.1));
        let is_running = child.try_wait().unwrap().is_none();
        killed += usize::from(is_running);
        whole_run = whole_run.mul_f64(if is_running { 1.02 } else { 0.9 });
        child.kill().unwrap();
        child.wait().unwrap();
        expect_whole(&workshop.path("a.db"), &format!("trial {trial}"));
        // What the killed run had handed over may still be written.
        send(&workshop).expect(0);
        let headline = format!("Story-{trial:04}");
        let is_told = (0..500).any(|_| {
            let is_there = count(&sent(&workshop), &headline) > 0;
            if !is_there {
                sleep(Duration::from_millis(10));
            }
            is_there
        });
        assert!(is_told, "trial {trial}: never told");
    }
    assert!(killed * 4 > trials, "only {killed} of {trials} were killed while running");
    // Nothing is left to tell, and each was told once or, where the kill came between, twice.
    let before = sent(&workshop);
    send(&workshop).expect(0);
    assert_eq!(sent(&workshop), before);
    let most = (0..=trials).map(|trial| count(&before, &format!("Story-{trial:04}"))).max();
    assert!(most <= Some(2), "{most:?}");
}
