//! Every reader on damaged files: its cases under `tests/corpus` with stretches lost, doubled, moved and
//! overwritten, the same on every run. What every test run can afford of `fuzz/`.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use cuttings::format::FORMATS;

use crate::accounting;
use crate::support::Numbers;

/// Damaged files for each format.
const MUTATIONS: usize = 250;
/// Longer files only repeat themselves.
const LONGEST: usize = 64 * 1024;
/// No damage makes a file of that size so slow; far above what any takes, because machines are shared.
const SLOWEST: Duration = Duration::from_secs(30);

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

#[test]
fn damaged_files_are_read_or_refused_and_accounted_for() {
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
        for _ in 0..MUTATIONS {
            let mut bytes = cases[numbers.below(cases.len())].clone();
            mutate(&mut bytes, &cases, &mut numbers);
            let started = Instant::now();
            accounting::check_file(format, &bytes, format.name);
            assert!(started.elapsed() < SLOWEST, "{}: {:?}", format.name, started.elapsed());
        }
    }
}
