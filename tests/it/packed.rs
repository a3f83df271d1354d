//! Files that hold files: web archives of other programs' tests come apart as they must, and what is built
//! to do harm ends with its reason, and soon.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use cuttings::format::Cutting;
use cuttings::ops::inputs::{self, Content, Options};
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::accounting;
use crate::corpora::{at_each, corpus, files};

/// Nothing takes longer, unoptimised and beside other tests.
const LONGEST: Duration = Duration::from_secs(30);

/// What each web archive of the corpus holds, counted by looking at its records: those with a page or a text,
/// those that say that such a one was seen again, those that are damaged, and those without text (requests,
/// notes of the crawler, pictures, redirects, errors, revisits of what is in another file).
const WEB_ARCHIVES: &[(&str, Counts)] = &[
    ("chatnoir-resiliparse/tests/data/block-sized-records.warc", [0, 0, 0, 3]),
    ("chatnoir-resiliparse/tests/data/block-sized-records.warc.gz", [0, 0, 0, 3]),
    ("chatnoir-resiliparse/tests/data/block-sized-records.warc.lz4", [0, 0, 0, 3]),
    ("chatnoir-resiliparse/tests/data/warcfile.warc", [16, 0, 0, 34]),
    ("chatnoir-resiliparse/tests/data/warcfile.warc.gz", [16, 0, 0, 34]),
    ("chatnoir-resiliparse/tests/data/warcfile.warc.lz4", [16, 0, 0, 34]),
    ("jwarc/test-resources/org/netpreserve/jwarc/cc.warc.gz", [1, 0, 0, 0]),
    ("py-wacz/tests/fixtures/example-iana.warc", [6, 0, 0, 112]),
    ("py-wacz/tests/fixtures/example-resource.warc.gz", [1, 1, 0, 1]),
    ("py-wacz/tests/fixtures/example-warcinfo-metadata.warc", [1, 0, 0, 3]),
    ("py-wacz/tests/fixtures/invalid_signed_example_1.wacz", [1, 0, 0, 3]),
    ("py-wacz/tests/fixtures/valid_example_2.wacz", [1, 0, 0, 3]),
    ("py-wacz/tests/fixtures/valid_signed_example_1.wacz", [1, 0, 0, 3]),
    ("pywb/sample_archive/warcs/example-url-agnostic-revisit.warc.gz", [0, 0, 0, 2]),
    ("pywb/sample_archive/warcs/example-wget-1-14.warc.gz", [1, 0, 0, 5]),
    ("pywb/sample_archive/warcs/example.warc", [1, 1, 0, 4]),
    ("pywb/sample_archive/warcs/example.warc.gz", [1, 1, 0, 4]),
    ("pywb/sample_archive/warcs/example2.warc.gz", [1, 0, 0, 2]),
    ("pywb/sample_archive/warcs/httpbin-resource.warc.gz", [1, 0, 0, 0]),
    ("pywb/sample_archive/warcs/missing-status-text.warc", [0, 0, 0, 1]),
    (
        "warc-specifications/specifications/warc-deduplication/samples/20141124-heritrix-server-not-modified.warc.gz",
        [0, 0, 0, 1],
    ),
    (
        "warc-specifications/specifications/warc-deduplication/samples/20141129-heritrix-original.warc.gz",
        [1, 0, 0, 0],
    ),
    (
        "warc-specifications/specifications/warc-deduplication/samples/20141129-heritrix-revisit-with-http-headers-and-new-warc-headers.warc.gz",
        [0, 0, 0, 1],
    ),
    ("warcio.js/test/data/example-bad-length.warc", [1, 1, 0, 4]),
    ("warcio.js/test/data/example-resource.warc.gz", [1, 0, 0, 0]),
    ("warcio.js/test/data/example.warc", [1, 1, 0, 5]),
    ("warcio.js/test/data/post-test-more.warc", [3, 0, 0, 3]),
    ("warcio/test/data/bad.arc", [0, 0, 2, 1]),
    ("warcio/test/data/example-digest.warc", [0, 0, 0, 4]),
    ("warcio/test/data/example-iana.org-chunked.warc", [1, 0, 0, 2]),
    ("warcio/test/data/example-resource.warc.gz", [1, 0, 0, 2]),
    ("warcio/test/data/example-trunc.warc", [1, 0, 0, 3]),
    ("warcio/test/data/example-wget-bad-target-uri.warc.gz", [1, 0, 0, 5]),
    ("warcio/test/data/example-wrong-chunks.warc.gz", [1, 0, 0, 1]),
    ("warcio/test/data/example.arc", [1, 0, 0, 1]),
    ("warcio/test/data/example.arc.gz", [1, 0, 0, 1]),
    ("warcio/test/data/example.warc", [1, 1, 0, 4]),
    ("warcio/test/data/example.warc.gz", [1, 1, 0, 4]),
    ("warcio/test/data/post-test.warc.gz", [3, 0, 0, 3]),
];

/// How many records were taken, seen again, refused and passed over.
type Counts = [usize; 4];

fn records(path: &Path) -> inputs::Records<'static> {
    let options =
        Options { format: None, cutting: Cutting::default(), is_excluded: Box::new(|_, _| false) };
    inputs::records(&[path.to_owned()], options)
}

/// The number at the start of `12 records without text passed over (…)`.
fn passed(summary: &str) -> usize {
    let number = summary.split_once(" without text passed over").and_then(|(records, _)| {
        records.split_once(' ').and_then(|(number, _)| number.parse().ok())
    });
    number.unwrap_or(0)
}

#[test]
fn web_archives_come_apart() {
    let Some(folder) = corpus("warc") else { return };
    let mut archives = files(&folder.join("warc/warc"));
    archives.retain(|name, _| !name.ends_with("MANIFEST.json"));
    let paths = archives.clone();
    let found = at_each(&archives, |name, _| {
        let mut counts = Counts::default();
        for item in records(&paths[name]) {
            match &item.content {
                Content::Record { bytes, format } => {
                    counts[0] += 1;
                    let context = format!("{name} {}", item.record().unwrap_or_default());
                    let reading = (format.read)(bytes);
                    accounting::check(
                        &reading.unwrap_or_else(|r| panic!("{context}: {r}")),
                        &context,
                    );
                }
                Content::Again { .. } => counts[1] += 1,
                Content::Refused(_) | Content::Missing(_) => counts[2] += 1,
                Content::Skipped(_) if item.record().is_some() => counts[3] += 1,
                Content::Skipped(summary) => counts[3] += passed(summary),
            }
        }
        counts
    });
    let all = found.values().fold(Counts::default(), |mut all, counts| {
        all.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
        all
    });
    println!("{} web archives: records, again, refused, passed over: {all:?}", found.len());
    let expected: BTreeMap<String, Counts> =
        WEB_ARCHIVES.iter().map(|(name, counts)| ((*name).to_owned(), *counts)).collect();
    assert_eq!(found, expected);
}

/// What is stored of a file, each record by the first of its text, each reason as it is.
fn contents(path: &Path) -> Vec<String> {
    let shown = |content| match content {
        Content::Record { bytes, .. } => {
            String::from_utf8_lossy(bytes.get(..40).unwrap_or(&bytes)).into_owned()
        }
        Content::Refused(reason) => format!("refused: {reason}"),
        Content::Missing(reason) | Content::Skipped(reason) => format!("skipped: {reason}"),
        Content::Again { .. } => "again".to_owned(),
    };
    records(path).map(|item| shown(item.content)).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// So many MiB of the same byte behind some others in one stream of gzip, about a thousandth as large.
fn mebibytes_of(byte: u8, count: u64, start: &str, file: &mut dyn Write) {
    let mut encoder = GzEncoder::new(file, Compression::default());
    encoder.write_all(start.as_bytes()).unwrap();
    io::copy(&mut io::repeat(byte).take(count << 20), &mut encoder).unwrap();
    encoder.finish().unwrap();
}

/// A zip with these members, not packed.
fn zip_of(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A zip whose directory names the same bytes a thousand times, as D. Fifield's "A better zip bomb" (2019)
/// does in a less simple way.
fn overlapping_zip() -> Vec<u8> {
    let one = zip_of(&[("0000.txt".to_owned(), vec![b' '; 1 << 20])]);
    let place = |magic: &[u8]| one.windows(4).rposition(|window| window == magic).unwrap();
    let (directory, end) = (place(b"PK\x01\x02"), place(b"PK\x05\x06"));
    let mut bomb = one[..directory].to_vec();
    for number in 0..1000 {
        let mut entry = one[directory..end].to_vec();
        // The name stands behind the 46 bytes of an entry's head.
        entry[46..50].copy_from_slice(format!("{number:04}").as_bytes());
        bomb.extend(entry);
    }
    let length = u32::try_from(bomb.len() - directory).unwrap();
    let mut last = one[end..].to_vec();
    last[8..10].copy_from_slice(&1000_u16.to_le_bytes());
    last[10..12].copy_from_slice(&1000_u16.to_le_bytes());
    last[12..16].copy_from_slice(&length.to_le_bytes());
    bomb.extend(last);
    bomb
}

/// Writes the bytes of a file.
type Build = fn(&mut dyn Write);

/// Not longer than what is shown of a record.
const STORY: &str = "The harbour board raised its tolls.";

/// Files that do harm: name, how they are made, and what comes of them.
const HARMFUL: &[(&str, Build, &[&str])] = &[
    (
        "zeros.gz",
        |file| mebibytes_of(0, 1024, "", file),
        &["refused: nothing but NUL bytes: a file that was never filled, or an empty tar archive"],
    ),
    (
        "blanks.txt.gz",
        |file| mebibytes_of(b' ', 1024, "", file),
        &["refused: unpacks to more than 200 times its size"],
    ),
    (
        "page.warc.gz",
        |file| {
            let head = "WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\n";
            mebibytes_of(b'x', 100, &format!("{head}Content-Length: 104857600\r\n\r\n"), file);
        },
        &["refused: unpacks to more than 200 times its size"],
    ),
    (
        "message.mbox.gz",
        |file| {
            mebibytes_of(
                b'x',
                100,
                "From ines@porto.example Mon Mar  4 10:00:00 2024\nSubject: Tolls\n\n",
                file,
            )
        },
        &["refused: the mailbox cannot be read further: unpacks to more than 200 times its size"],
    ),
    (
        "blanks in pieces.txt.gz",
        |file| {
            let member = gzip(&vec![b' '; 1 << 20]);
            (0..1024).for_each(|_| file.write_all(&member).unwrap());
        },
        &["refused: unpacks to more than 200 times its size"],
    ),
    (
        "empty pieces.txt.gz",
        |file| {
            let member = gzip(b"");
            (0..200_000).for_each(|_| file.write_all(&member).unwrap());
            file.write_all(&gzip(STORY.as_bytes())).unwrap();
        },
        &[STORY],
    ),
    (
        "cut.txt.gz",
        |file| {
            let whole = gzip(&STORY.repeat(1000).into_bytes());
            file.write_all(&whole[..whole.len() / 2]).unwrap();
        },
        &["refused: gzip data that end early"],
    ),
    (
        "twice.txt.gz.gz",
        |file| file.write_all(&gzip(&gzip(STORY.as_bytes()))).unwrap(),
        &["refused: packed twice; unpack it first"],
    ),
    (
        "overlapping.zip",
        |file| file.write_all(&overlapping_zip()).unwrap(),
        &["refused: members of the zip archive share bytes, as only bombs do"],
    ),
    (
        "nested.zip",
        |file| {
            let mut inner = zip_of(&[("a.txt".to_owned(), STORY.into())]);
            for depth in 0..20 {
                inner = zip_of(&[
                    (format!("{depth}.zip"), inner),
                    (format!("{depth}.txt"), STORY.into()),
                ]);
            }
            file.write_all(&inner).unwrap();
        },
        &["refused: an archive within an archive; unpack it first", STORY],
    ),
];

#[test]
fn what_does_harm_ends_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    for (name, build, expected) in HARMFUL {
        let path = folder.path().join(name);
        let mut file = BufWriter::new(File::create(&path).unwrap());
        build(&mut file);
        drop(file);
        let start = Instant::now();
        let found = contents(&path);
        let took = start.elapsed();
        println!("{name:26} {:>9} bytes {took:>10.1?}", fs::metadata(&path).unwrap().len());
        assert_eq!(found, *expected, "{name}");
        assert!(took < LONGEST, "{name}: {took:?}");
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn an_archive_of_very_many_files_is_read_soon() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.zip");
    let members: Vec<(String, Vec<u8>)> =
        (0..20_000).map(|number| (format!("{number}.txt"), STORY.into())).collect();
    fs::write(&path, zip_of(&members)).unwrap();
    let start = Instant::now();
    assert_eq!(contents(&path).len(), members.len());
    println!("{} members in {:.1?}", members.len(), start.elapsed());
    assert!(start.elapsed() < LONGEST);
}
