//! Damaged pages: whatever is wrong with the file, every command ends, says so without a panic, and none
//! passes damage off as sound.
//!
//! The short form damages 12 archives; `CUTTINGS_LONG=1 cargo test --test it hurt` damages 500.

use std::fs;
use std::time::{Duration, Instant};

use crate::crash::is_long;
use crate::support::{Numbers, Workshop};

/// SQLite's page size here, in bytes.
const PAGE: usize = 8192;

/// Every command that opens an archive, those that only read first.
const COMMANDS: [&[&str]; 15] = [
    &["status"],
    &["verify", "--read-data"],
    &["verify", "--digest"],
    &["query", "people"],
    &["query", "quotes"],
    &["search", "Peters"],
    &["show", "1"],
    &["decisions"],
    &["catalogue", "export"],
    &["person", "show", "Winston Peters"],
    &["backup", "copy.db"],
    &["ingest", "new.txt"],
    &["person", "alias", "Winston Peters", "W. Peters", "--by", "ana"],
    &["seed"],
    &["rebuild"],
];

/// Exit codes of a command that met damage, or did not.
const ENDS: [i32; 8] = [0, 1, 3, 4, 65, 66, 74, 77];

/// Nothing here takes that long on a sound archive of this size, busy machine or not.
const LONGEST: Duration = Duration::from_secs(60);

#[test]
fn every_command_survives_damaged_pages() {
    let stories = [
        "SUVA, May 2 (Reuters) - Foreign Minister Winston Peters met Penny Wong.\n\n\"We agree,\" Peters said.\n",
        "APIA, May 3 (Reuters) - Penny Wong thanked the Pacific Islands Forum.\n\nWong left on Friday.\n",
    ];
    let workshop = Workshop::with_archive(&[("1.txt", stories[0]), ("2.txt", stories[1])]);
    let alias = ["person", "alias", "Penny Wong", "P. Wong", "--by", "ana", "--archive", "a.db"];
    workshop.run(&alias).expect(0);
    workshop.write("new.txt", "Anwar Ibrahim spoke in Kuala Lumpur on trade.\n");
    let sound = fs::read(workshop.path("a.db")).unwrap();
    let (mut numbers, mut noticed, mut told) = (Numbers(5), 0, 0);
    let damages = if is_long() { 500 } else { 12 };
    for damage in 0..damages {
        let mut bytes = sound.clone();
        let pages = bytes.len() / PAGE;
        // Page 1 is the header; damage to it is told at once, so it is hit less often than the rest.
        let page = numbers.below(if damage % 10 == 0 { 1 } else { pages }) * PAGE;
        let how = ["zeros", "noise", "another page", "cut off", "one bit"][damage % 5];
        match how {
            "zeros" => bytes[page..page + PAGE].fill(0),
            "noise" => bytes[page..page + PAGE].fill_with(|| numbers.below(256) as u8),
            "another page" => {
                let other = numbers.below(pages) * PAGE;
                bytes.copy_within(other..other + PAGE, page);
            }
            "cut off" => bytes.truncate(page + numbers.below(PAGE)),
            _ => bytes[page + numbers.below(PAGE)] ^= 1 << numbers.below(8),
        }
        let mut is_noticed = false;
        for command in COMMANDS {
            for suffix in ["", "-wal", "-shm", "-journal", ".lock"] {
                let _ = fs::remove_file(workshop.path(&format!("hurt.db{suffix}")));
            }
            let _ = fs::remove_file(workshop.path("copy.db"));
            workshop.write("hurt.db", &bytes);
            let arguments = [command, &["--archive", "hurt.db"]].concat();
            let started = Instant::now();
            let ran = workshop.run(&arguments);
            let context = format!("damage {damage}, {how} at {page}: {arguments:?}: {ran:?}");
            assert!(ENDS.contains(&ran.code), "{context}");
            assert!(!ran.stderr.contains("panicked"), "{context}");
            assert!(started.elapsed() < LONGEST, "{context}");
            if ran.code != 0 {
                told += 1;
                assert!(!ran.stderr.is_empty() || !ran.stdout.is_empty(), "{context}: in silence");
            }
            if command[0] == "verify" {
                is_noticed |= ran.code != 0;
            }
        }
        noticed += usize::from(is_noticed || bytes == sound);
    }
    println!("{damages} damaged archives: verify noticed {noticed}; {told} commands told of it");
}
