//! Files of every kind in folders of their own, and the items that come of them.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::MetadataExt;

use super::*;

fn options(format: Option<&'static Format>) -> Options<'static> {
    Options { format, cutting: Cutting::default(), is_excluded: Box::new(|_, _| false) }
}

/// Name, place and content of each item.
fn listed(records: Records) -> Vec<(String, Option<String>, String)> {
    records
        .map(|item| {
            let place = item.record();
            let content = match item.content {
                Content::Record { bytes, format } => {
                    format!("{}:{}", format.name, String::from_utf8_lossy(&bytes))
                }
                Content::Again { .. } => "again".to_owned(),
                Content::Refused(reason) => format!("refused: {reason}"),
                Content::Missing(reason) => format!("missing: {reason}"),
                Content::Skipped(reason) => format!("skipped: {reason}"),
            };
            let name = item.path.file_name().unwrap_or_default().to_string_lossy();
            (name.into_owned(), place, content)
        })
        .collect()
}

fn entry(name: &str, place: Option<&str>, content: &str) -> (String, Option<String>, String) {
    (name.to_owned(), place.map(str::to_owned), content.to_owned())
}

/// Writes a file and lists what is in it.
fn listed_file(name: &str, bytes: &[u8]) -> Vec<(String, Option<String>, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    listed(records(&[path], options(None)))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Default::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn folders_are_walked_in_order_without_links_pipes_and_hidden_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("b.txt"), "b").unwrap();
    fs::create_dir(path.join("a")).unwrap();
    fs::write(path.join("a/z.txt"), "z").unwrap();
    fs::create_dir(path.join(".git")).unwrap();
    fs::write(path.join(".git/x.txt"), "x").unwrap();
    fs::write(path.join(".hidden"), "x").unwrap();
    std::os::unix::fs::symlink(path, path.join("loop")).unwrap();
    std::os::unix::fs::symlink(path.join("b.txt"), path.join("link.txt")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        path.join("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    assert_eq!(
        listed(records(
            &[path.to_owned(), path.join("link.txt"), path.join("none")],
            options(None)
        )),
        [
            entry("z.txt", None, "text:z"),
            entry("b.txt", None, "text:b"),
            entry("pipe", None, "skipped: a named pipe, not a file"),
            entry("link.txt", None, "text:b"),
            entry("none", None, "missing: no such file or folder"),
        ]
    );
}

#[test]
fn excluded_files_are_never_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive.db");
    fs::write(&path, "x").unwrap();
    // Without permission to open it, opening would be refused and not skipped.
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
    let own = fs::metadata(&path).unwrap();
    let (dev, ino) = (own.dev(), own.ino());
    let options =
        Options { is_excluded: Box::new(move |d, i| (d, i) == (dev, ino)), ..options(None) };
    assert_eq!(
        listed(records(&[folder.path().to_owned()], options)),
        [entry("archive.db", None, "skipped: belongs to the archive itself")]
    );
}

#[test]
fn lines_are_counted_as_editors_count_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    fs::write(&path, "{\"text\":\"1\"}\r\n\n  \n{\"text\":\"2\"}\n{\"text\":\"3\"}").unwrap();
    assert_eq!(
        listed(records(&[path], options(None))),
        [
            entry("a.jsonl", Some("line 1"), "jsonl:{\"text\":\"1\"}"),
            entry("a.jsonl", Some("line 4"), "jsonl:{\"text\":\"2\"}"),
            entry("a.jsonl", Some("line 5"), "jsonl:{\"text\":\"3\"}"),
        ]
    );
}

#[test]
fn lines_and_files_have_a_limit() {
    let folder = tempfile::tempdir().unwrap();
    let long = folder.path().join("long.jsonl");
    let mut content = b"{\"text\":\"1\"}\n{".to_vec();
    content.resize(content.len() + LONGEST_LINE + 10, b'x');
    content.extend(b"\n{\"text\":\"3\"}\n");
    fs::write(&long, content).unwrap();
    assert_eq!(
        listed(records(&[long], options(None))),
        [
            entry("long.jsonl", Some("line 1"), "jsonl:{\"text\":\"1\"}"),
            entry("long.jsonl", Some("line 2"), "refused: line longer than 16 MiB"),
            entry("long.jsonl", Some("line 3"), "jsonl:{\"text\":\"3\"}"),
        ]
    );
    let large = folder.path().join("large.txt");
    File::create(&large).unwrap().set_len(LARGEST_FILE + 1).unwrap();
    assert_eq!(
        listed(records(&[large], options(format::by_name("text")))),
        [entry("large.txt", None, "refused: larger than 32 MiB")]
    );
}

#[test]
fn files_that_are_read_ahead_stay_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut expected = Vec::new();
    for number in 0..3 * MOST_AHEAD {
        let text = format!("Talks number {number}.");
        let (name, bytes, items) = match number % 4 {
            0 => (format!("{number:03}.txt"), text.clone().into_bytes(), vec![(None, "text")]),
            1 => (format!("{number:03}.txt.gz"), gzip(text.as_bytes()), vec![(None, "text")]),
            // Too large to be read ahead.
            2 => {
                let text = " ".repeat(MOST_BYTES_AHEAD as usize) + &text;
                (format!("{number:03}.txt"), text.into_bytes(), vec![(None, "text")])
            }
            _ => {
                let line = format!("{{\"body\": \"{text}\"}}\n");
                let items = vec![(Some("line 1"), "jsonl"), (Some("line 2"), "jsonl")];
                (format!("{number:03}.jsonl"), line.repeat(2).into_bytes(), items)
            }
        };
        fs::write(folder.path().join(&name), bytes).unwrap();
        expected.extend(
            items.into_iter().map(|(place, format)| (name.clone(), place, format, text.clone())),
        );
    }
    let items = listed(records(&[folder.path().to_owned()], options(None)));
    assert_eq!(items.len(), expected.len());
    for ((name, place, content), (wanted, at, format, text)) in items.iter().zip(&expected) {
        assert_eq!((name, place.as_deref()), (wanted, *at));
        assert!(content.starts_with(format) && content.contains(text.as_str()), "{name}: {format}");
    }
}

#[test]
fn a_layer_of_compression_is_taken_off() {
    let lines = b"{\"text\":\"1\"}\n{\"text\":\"2\"}\n";
    let name = "a.jsonl.gz";
    let expected = [
        entry(name, Some("line 1"), "jsonl:{\"text\":\"1\"}"),
        entry(name, Some("line 2"), "jsonl:{\"text\":\"2\"}"),
    ];
    assert_eq!(listed_file(name, &gzip(lines)), expected);
    let in_members = [gzip(&lines[..14]), gzip(&lines[14..])].concat();
    assert_eq!(listed_file(name, &in_members), expected);
    let zstandard = zstd::encode_all(&lines[..], 3).unwrap();
    assert_eq!(listed_file(name, &zstandard), expected);
    let text = [entry("a.gz", None, "text:The board said no.")];
    assert_eq!(listed_file("a.gz", &gzip(b"The board said no.")), text);
    let twice = [entry("a.gz", None, "refused: packed twice; unpack it first")];
    assert_eq!(listed_file("a.gz", &gzip(&gzip(b"no"))), twice);
}

#[test]
fn what_is_whole_before_a_cut_is_given() {
    let lines: String = (0..40_000).map(|n| format!("{{\"text\":\"{n}\"}}\n")).collect();
    let packed = gzip(lines.as_bytes());
    let found = listed_file("a.jsonl.gz", &packed[..packed.len() / 2]);
    let (last, whole) = found.split_last().unwrap();
    assert_eq!(*last, entry("a.jsonl.gz", None, "refused: gzip data that end early"));
    assert!(whole.len() > 1000 && whole.iter().all(|item| item.2.ends_with("\"}")));
    let text = gzip(&lines.as_bytes().repeat(2));
    let given = options(format::by_name("text"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt.gz");
    fs::write(&path, &text[..text.len() / 2]).unwrap();
    let refused = entry("a.txt.gz", None, "refused: gzip data that end early");
    assert_eq!(listed(records(&[path], given)), [refused]);
}

#[test]
fn bombs_end_with_their_reason() {
    let zeros = vec![b' '; 40 << 20];
    for packed in [gzip(&zeros), zstd::encode_all(zeros.as_slice(), 3).unwrap()] {
        let reason = "refused: unpacks to more than 200 times its size";
        assert_eq!(listed_file("a.txt.gz", &packed), [entry("a.txt.gz", None, reason)]);
    }
    let bomb = tar(&[("a.txt", b"one"), ("b.txt", &zeros[..30 << 20]), ("c.txt", b"three")]);
    let found = listed_file("a.tgz", &gzip(&bomb));
    assert_eq!(found.len(), 2, "{:?}", found.len());
    assert_eq!(found[0], entry("a.tgz", Some("a.txt"), "text:one"));
    assert_eq!(found[1].2, "refused: unpacks to more than 200 times its size");
}

#[test]
fn members_are_read_as_what_they_are_one_level_deep() {
    let lines = b"{\"text\":\"1\"}\n{\"text\":\"2\"}\n";
    let inner = zip(&[("x.txt", b"x")]);
    let record = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 2\r\n\r\nno\r\n\r\n";
    let members = [
        ("a.txt", &b"The board said no."[..]),
        ("news/b.jsonl.gz", &gzip(lines)),
        ("c.zip", &inner),
        ("d.warc", record),
        ("e.bin", b"\x00\x01\x02\x03\x04\x05\x06"),
    ];
    let archives = [
        ("a.zip", zip(&members)),
        ("a.tar.gz", gzip(&tar(&members))),
        ("b.zip.gz", gzip(&zip(&members))),
    ];
    for (name, bytes) in archives {
        let found = listed_file(name, &bytes);
        let record = String::from_utf8_lossy(&record[..record.len() - 4]);
        let nested = "refused: an archive within an archive; unpack it first";
        assert_eq!(
            found,
            [
                entry(name, Some("a.txt"), "text:The board said no."),
                entry(name, Some("news/b.jsonl.gz line 1"), "jsonl:{\"text\":\"1\"}"),
                entry(name, Some("news/b.jsonl.gz line 2"), "jsonl:{\"text\":\"2\"}"),
                entry(name, Some("c.zip"), nested),
                entry(name, Some("d.warc record 1"), &format!("warc:{record}")),
                entry(name, Some("e.bin"), "refused: this is binary data, not text"),
            ]
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a b.zip");
    fs::write(&path, zip(&members)).unwrap();
    let uris: Vec<String> = records(&[path], options(format::by_name("text")))
        .map(|item| item.sighting_uri().rsplit('/').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        uris,
        ["a%20b.zip#a.txt", "b.jsonl.gz", "a%20b.zip#c.zip", "a%20b.zip#d.warc", "a%20b.zip#e.bin"]
    );
}

#[test]
fn records_without_text_are_told_in_one_line() {
    let record = |kind: &str, block: &str| {
        let length = block.len();
        format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    };
    let file = [
        record("warcinfo", "a: b"),
        record("resource", "one"),
        record("request", "GET /"),
        record("request", "GET /"),
    ];
    let found = listed_file("a.warc", file.concat().as_bytes());
    let summary = "skipped: 3 records without text passed over (2 requests, 1 warcinfo record)";
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].1.as_deref(), Some("record 2"));
    assert_eq!(found[1], entry("a.warc", None, summary));
}

#[test]
fn a_damaged_member_of_a_packed_web_archive_costs_its_record() {
    let record = |text: &str| {
        let length = text.len();
        let record = format!(
            "WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: {length}\r\n\r\n{text}\r\n\r\n"
        );
        gzip(record.as_bytes())
    };
    let (one, mut two, three) = (record("one"), record(&"two ".repeat(50)), record("three"));
    let middle = two.len() / 2;
    two[middle] ^= 0x55;
    for (file, expected) in [
        (
            [one.as_slice(), &two, &three].concat(),
            vec!["warc:", "refused: damaged gzip data", "warc:"],
        ),
        ([two.as_slice(), &three].concat(), vec!["refused: damaged gzip data", "warc:"]),
        (
            [one.as_slice(), &three[..three.len() - 20]].concat(),
            vec!["warc:", "refused: gzip data that end early"],
        ),
    ] {
        let found: Vec<String> = listed_file("a.warc.gz", &file)
            .into_iter()
            .map(|(_, _, content)| match content.starts_with("warc:") {
                true => "warc:".to_owned(),
                false => content,
            })
            .collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn what_belongs_to_a_page_or_a_mail_server_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for (file, text) in [
        ("Boats idle.txt", "text"),
        ("Boats.html", "<html>"),
        ("Boats_files/ad.txt", "ad"),
        ("Notes_files/a.txt", "kept"),
        ("Mail/cur/1.txt", "cur"),
        ("Mail/new/2.txt", "new"),
        ("Mail/tmp/3.txt", "tmp"),
        ("Mail/dovecot-uidlist", "3 V1"),
        ("tmp/4.txt", "kept"),
    ] {
        let file = path.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let found: Vec<(String, String)> =
        listed(records(&[path.to_owned()], options(format::by_name("text"))))
            .into_iter()
            .map(|(name, _, content)| (name, content))
            .collect();
    let expected = [
        ("Boats idle.txt", "text:text"),
        ("Boats.html", "text:<html>"),
        ("Boats_files", "skipped: belongs to the saved page `Boats.html`"),
        ("1.txt", "text:cur"),
        ("2.txt", "text:new"),
        ("a.txt", "text:kept"),
        ("4.txt", "text:kept"),
    ];
    assert_eq!(found, expected.map(|(name, content)| (name.to_owned(), content.to_owned())));
}
