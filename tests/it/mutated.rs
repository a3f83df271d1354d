//! Every reader on damaged files: its cases under `tests/corpus` with stretches lost, doubled, moved and
//! overwritten, the same on every run. What every test run can afford of `fuzz/`.

use std::fs;
use std::path::Path;
use std::time::Duration;

use cuttings::format::{FORMATS, Format};

use crate::accounting;
use crate::support::{Numbers, skipped, thread_time};

/// Damaged files for each format.
const MUTATIONS: usize = 250;
/// Longer files only repeat themselves.
const LONGEST: usize = 64 * 1024;
/// How many times the work of a format's most laborious case a damaged file may cost, byte for byte. The most
/// that any of these costs is 17 times.
const MOST: f64 = 60.0;
/// Tries of one file before its least work is believed to be too much.
const TRIES: usize = 4;
/// What reading any file costs, in bytes: without it the shortest would seem the most laborious.
const ANY_FILE: usize = 4096;

/// Bytes that trip readers up.
const ODD: [&[u8]; 18] = [
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<",
    b">",
    b"</",
    b"<!--",
    b"<![CDATA[",
    b"&#0;",
    b"\r\n\r\n",
    b"\n\n",
    b"--",
    b"\"",
    b"{",
    b"[",
    b"Content-Length: 99999999999\r\n",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
];

fn mutate(bytes: &mut Vec<u8>, others: &[Vec<u8>], numbers: &mut Numbers) {
    for _ in 0..=numbers.below(4) {
        let place = numbers.stretch(bytes.len(), 60);
        match numbers.below(6) {
            0 => drop(bytes.drain(place)),
            1 => bytes.truncate(place.start),
            2 => {
                let copy = bytes[place.clone()].to_vec();
                bytes.splice(place.start..place.start, copy);
            }
            3 => {
                let other = &others[numbers.below(others.len())];
                let stretch = numbers.stretch(other.len(), 60);
                bytes.splice(place, other[stretch].iter().copied());
            }
            4 => {
                let byte = numbers.below(256) as u8;
                bytes[place].fill(byte);
            }
            _ => {
                let odd = ODD[numbers.below(ODD.len())];
                bytes.splice(place.start..place.start, odd.iter().copied());
            }
        }
    }
    bytes.truncate(LONGEST);
}

/// The work of a file for each byte, and what is promised of its reading: CPU time, which does not depend on
/// what else a machine does, and is compared only with that of other files.
fn work(format: &'static Format, bytes: &[u8]) -> f64 {
    let before = thread_time().unwrap_or_default();
    accounting::check_file(format, bytes, format.name);
    let time = thread_time().map_or(Duration::ZERO, |now| now - before);
    time.as_secs_f64() / (bytes.len() + ANY_FILE) as f64
}

#[test]
fn damaged_files_are_read_or_refused_and_accounted_for() {
    if thread_time().is_none() {
        skipped!("the system does not tell a thread's CPU time");
    }
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for format in FORMATS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(format.name);
        let mut paths: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| !path.to_string_lossy().ends_with(".expected.json"))
            .collect();
        paths.sort();
        let cases: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
        let usual = |case: &Vec<u8>| work(format, case).min(work(format, case));
        let most = MOST * cases.iter().map(usual).fold(0.0, f64::max);
        let mut worst: f64 = 0.0;
        for _ in 0..MUTATIONS {
            let mut bytes = cases[numbers.below(cases.len())].clone();
            mutate(&mut bytes, &cases, &mut numbers);
            let mut least = f64::MAX;
            for _ in 0..TRIES {
                least = least.min(work(format, &bytes));
                if least <= most {
                    break;
                }
            }
            worst = worst.max(least / most * MOST);
            assert!(least <= most, "{}: {worst:.1} times the work of a case", format.name);
        }
        println!("{:12} × {worst:.1}", format.name);
    }
}
