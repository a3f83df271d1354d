//! Work and memory that grow with an input and no faster, whatever the input is made of.
//!
//! Work is CPU time of an input and of one twice as long, the least of several tries each: twice the input
//! may cost 2.5 times the work. Memory is the peak of a process that reads an input of 31 MiB: 512 MiB.
//!
//! The short form runs with the other tests. `CUTTINGS_LONG=1 cargo test --release --test it bounded --
//! --nocapture` doubles each input once more, tries all inputs of 31 MiB, and prints both tables.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::{Child, Stdio};
use std::time::Duration;

use cuttings::format;
use cuttings::model::Head;
use cuttings::names::Recogniser;
use cuttings::ops::seed;
use serde_json::json;

use crate::support::{Numbers, Workshop, thread_time};

/// How many times the work twice the input may cost.
const MOST: f64 = 2.5;
/// Tries of one input before its least time is believed to be too long.
const TRIES: usize = 6;
/// What a process may hold, in bytes.
const MOST_MEMORY: u64 = 512 << 20;
/// The longest input for which that is promised.
const LONGEST: usize = 31 << 20;

const STORY: &str =
    "Ruth Ellery met Winston Peters in Suva on Monday, and Peters thanked her for the talks. ";

fn is_long() -> bool {
    std::env::var_os("CUTTINGS_LONG").is_some()
}

/// `text`, again and again, up to `bytes`.
fn filled(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len())
}

/// A text of about `bytes` in paragraphs, with people, bodies, places and quotations in it.
fn prose(bytes: usize) -> String {
    const WORDS: &[&str] = &[
        "the", "of", "council", "harbour", "ferry", "wharf", "vote", "repair", "winter", "road",
        "talks", "budget", "school", "court", "river", "trade", "union", "storm", "village", "who",
    ];
    const NAMES: &[&str] = &[
        "Ruth Ellery",
        "Tom Basset",
        "Ana Kestrel",
        "Mary Tzelko",
        "John Varga",
        "Peter Quill",
        "Ministry of Defence",
        "Harbour Board",
        "World Trade Organization (WTO)",
        "Suva",
        "Apia",
        "Ellery",
        "Basset",
        "Kestrel",
        "Mayor Quill",
        "WTO",
        "Tzelko Holdings Ltd",
        "New Zealand",
    ];
    let mut dice = Numbers(88_172_645_463_325_252);
    let mut text = String::new();
    while text.len() < bytes {
        let words = |dice: &mut Numbers, count: usize| -> String {
            let words: Vec<&str> = (0..count).map(|_| WORDS[dice.below(WORDS.len())]).collect();
            words.join(" ")
        };
        for _ in 0..4 {
            let name = NAMES[dice.below(NAMES.len())];
            let sentence = match dice.below(3) {
                0 => format!("“We {},” said {name} on Monday. ", words(&mut dice, 8)),
                1 => format!("{name}, minister of {}, agreed. ", words(&mut dice, 6)),
                _ => format!("The {} of {name} was new. ", words(&mut dice, 12)),
            };
            text.push_str(&sentence);
        }
        text.push_str("\n\n");
    }
    text
}

fn page(inside: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>Talks</title></head><body><article><h1>Talks in Suva</h1>\
         <p>{STORY}{STORY}{STORY}{STORY}</p>{inside}</article></body></html>"
    )
}

fn mail(fields: &str, inside: &str) -> String {
    format!(
        "Received: from a.example\r\nMessage-ID: <1@a.example>\r\nFrom: Ruth <a@a.example>\r\n{fields}Subject: Talks\r\n\r\n{STORY}\r\n\r\n{inside}"
    )
}

fn feed(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Lagoon</title>{items}</channel></rss>"
    )
}

fn each(count: usize, mut write: impl FnMut(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut all, number| {
        let _ = write!(all, "{}", write(number));
        all
    })
}

/// Items that differ in three words of three hundred.
fn nearly_equal(count: usize) -> String {
    let words: Vec<String> = prose(4_000).split_whitespace().map(str::to_owned).take(300).collect();
    let mut dice = Numbers(362_436_069);
    feed(&each(count, |number| {
        let mut own = words.clone();
        for _ in 0..3 {
            let place = dice.below(own.len());
            own[place] = format!("word{}", dice.below(1_000_000));
        }
        format!(
            "<item><title>Talks {number}</title><link>https://a.example/{number}</link><description>{}</description></item>",
            own.join(" ")
        )
    }))
}

/// Items of words of their own under one paragraph that all of them end with.
fn of_one_desk(count: usize) -> String {
    let all: Vec<String> = prose(4_000).split_whitespace().map(str::to_owned).collect();
    let common = all.iter().take(60).map(String::as_str).collect::<Vec<_>>().join(" ");
    let mut dice = Numbers(521_288_629);
    feed(&each(count, |number| {
        let own: Vec<String> = (0..60).map(|_| format!("w{}", dice.below(1_000_000))).collect();
        format!(
            "<item><title>Notice {number}</title><link>https://a.example/{number}</link><description>&lt;p&gt;{}.&lt;/p&gt;&lt;p&gt;{common}&lt;/p&gt;</description></item>",
            own.join(" ")
        )
    }))
}

/// What is done with an input.
#[derive(Clone, Copy)]
enum Stage {
    /// Read as the format of that name.
    Read(&'static str),
    Recognise,
}

/// A kind of input, of any size.
type Make = fn(usize) -> String;

/// What is measured: a name, what is done, how large the smaller input is, and how it is made.
const WORK: &[(&str, Stage, usize, Make)] = &[
    ("a text", Stage::Read("text"), 1 << 20, prose),
    ("names in a text", Stage::Recognise, 200_000, prose),
    ("a page", Stage::Read("html"), 500_000, |n| page(&prose(n).replace("\n\n", "</p><p>"))),
    ("a message", Stage::Read("mail"), 500_000, |n| mail("", &prose(n))),
    ("a table", Stage::Read("csv"), 1_500, |n| {
        format!(
            "headline,date,body\n{}",
            each(n, |i| format!("Talks {i},2024-03-18,\"{STORY}\"\n"))
        )
    }),
    ("columns", Stage::Read("csv"), 30_000, |n| {
        format!(
            "headline,body{}\nTalks,\"{STORY}\"{}\n",
            each(n, |i| format!(",c{i}")),
            ",x".repeat(n)
        )
    }),
    ("columns of one name", Stage::Read("csv"), 20_000, |n| {
        format!("headline,body{}\nTalks,\"{STORY}\"{}\n", ",body".repeat(n), ",x".repeat(n))
    }),
    ("items of a feed", Stage::Read("feed"), 1_000, |n| {
        feed(&each(n, |i| {
            format!(
                "<item><title>Talks {i}</title><link>https://a.example/{i}</link><description>{STORY}</description></item>"
            )
        }))
    }),
    ("header fields", Stage::Read("mail"), 30_000, |n| {
        mail(&each(n, |i| format!("X-{i}: a\r\n")), "")
    }),
    ("short lines", Stage::Read("text"), 10_000, |n| each(n, |i| format!("word{i}\n"))),
    ("dates on a page", Stage::Read("html"), 5_000, |n| {
        page(&each(n, |i| format!("<p>{} March 2024</p>", i % 28 + 1)))
    }),
    ("open tags", Stage::Read("html"), 500_000, |n| page(&"<b>".repeat(n))),
    ("quoted lines", Stage::Read("mail"), 30_000, |n| mail("", &"> > > a\r\n".repeat(n))),
    ("apostrophes", Stage::Recognise, 400_000, |n| STORY.to_owned() + &"O'".repeat(n)),
    ("ministries", Stage::Recognise, 2_000, |n| STORY.to_owned() + &"Ministry of ".repeat(n)),
    ("places", Stage::Recognise, 3_000, |n| STORY.to_owned() + &"SUVA, ".repeat(n)),
    ("titles and names", Stage::Recognise, 3_000, |n| {
        each(n, |i| format!("Mr Ab{i}cd Ef{i}gh, head of the Ij{i}kl Institute, left. "))
    }),
    ("quotation marks", Stage::Recognise, 800_000, |n| STORY.to_owned() + &"\"".repeat(n)),
    ("brackets", Stage::Recognise, 800_000, |n| STORY.to_owned() + &"(".repeat(n)),
    ("speakers", Stage::Recognise, 8_000, |n| {
        STORY.to_owned() + &"“It is so,” said Ellery. ".repeat(n)
    }),
];

fn time_of(stage: Stage, recogniser: &Recogniser, input: &str) -> Duration {
    let before = thread_time().unwrap();
    match stage {
        Stage::Read(name) => {
            let reading = format::by_name(name).unwrap().reading_of(input.as_bytes()).unwrap();
            assert!(!reading.drafts.is_empty(), "{name}");
        }
        Stage::Recognise => {
            std::hint::black_box(recogniser.recognise(&Head::default(), &[], input));
        }
    }
    thread_time().unwrap() - before
}

#[test]
fn twice_the_input_is_hardly_more_than_twice_the_work() {
    if thread_time().is_none() {
        crate::support::skipped!("the system does not tell a thread's CPU time");
        return;
    }
    let recogniser = Recogniser::new(&seed::embedded());
    let sizes: &[usize] = if is_long() { &[1, 2, 4, 8] } else { &[1, 2] };
    let mut slow = Vec::new();
    for &(name, stage, size, make) in WORK {
        let inputs: Vec<String> = sizes.iter().map(|times| make(size * times)).collect();
        let mut least = vec![Duration::MAX; sizes.len()];
        let worst = |least: &[Duration]| {
            let ratios = least.windows(2).map(|pair| pair[1].as_secs_f64() / pair[0].as_secs_f64());
            ratios.fold(0.0, f64::max)
        };
        for _ in 0..TRIES {
            for (least, input) in least.iter_mut().zip(&inputs) {
                *least = (*least).min(time_of(stage, &recogniser, input));
            }
            if worst(&least) <= MOST {
                break;
            }
        }
        let times: Vec<String> =
            least.iter().map(|time| format!("{:.3}", time.as_secs_f64())).collect();
        println!("{name:24} {} s, at most × {:.1}", times.join(" "), worst(&least));
        if worst(&least) > MOST {
            slow.push(format!("{name}: {}", times.join(" ")));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

/// What a process took: its CPU time, and the most memory that it held.
pub struct Taken {
    time: Duration,
    pub memory: u64,
}

impl Taken {
    pub fn seconds(&self) -> f64 {
        self.time.as_secs_f64()
    }
}

/// Watches a process to its end; `None` where the system does not tell.
fn watched(mut child: Child) -> Option<Taken> {
    let place = format!("/proc/{}", child.id());
    let mut memory = 0;
    let time = loop {
        let status = fs::read_to_string(format!("{place}/status")).ok();
        let peak = status.as_deref().and_then(|status| {
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
            line.trim().strip_suffix(" kB")?.parse::<u64>().ok()
        });
        memory = memory.max(peak.unwrap_or_default() * 1024);
        // Behind the name, in brackets, come the state and what a process that has ended still tells.
        let Some(told) = fs::read_to_string(format!("{place}/stat")).ok() else { break None };
        let fields: Vec<&str> = told.rsplit(')').next()?.split_whitespace().collect();
        if fields.first() == Some(&"Z") {
            let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
            break Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10));
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    child.wait().unwrap();
    time.map(|time| Taken { time, memory })
}

pub fn taken(workshop: &Workshop, arguments: &[&str]) -> Option<Taken> {
    let mut command = workshop.command(arguments);
    watched(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
}

/// Items that resemble each other, how many of them in the short form and in the long one.
type Alike = (&'static str, fn(usize) -> String, &'static [usize], &'static [usize]);

const ALIKE: [Alike; 2] = [
    ("nearly equal items", nearly_equal, &[400, 800], &[1_250, 2_500, 5_000, 10_000]),
    ("one paragraph in all", of_one_desk, &[400, 800], &[2_500, 5_000, 10_000, 20_000]),
];

#[test]
fn items_that_are_much_alike_cost_what_they_are_many() {
    let empty = Workshop::with_archive(&[]);
    let archive = fs::read(empty.path("a.db")).unwrap();
    let ingested = |make: fn(usize) -> String, count: usize| -> Option<Taken> {
        let workshop = Workshop::new();
        workshop.write("a.db", &archive);
        workshop.write("a.rss", make(count));
        let taken = taken(&workshop, &["ingest", "--archive", "a.db", "a.rss"])?;
        let stored = workshop.sqlite3("a.db", "SELECT count(*) AS n FROM articles")?;
        assert_eq!(stored.expect(0).json()[0]["n"], count);
        Some(taken)
    };
    for (name, make, short, long) in ALIKE {
        let sizes = if is_long() { long } else { short };
        let (mut base, mut least) = (f64::MAX, vec![f64::MAX; sizes.len()]);
        let (mut worst, mut memory) = (f64::MAX, Vec::new());
        for _ in 0..TRIES {
            let Some(one) = ingested(make, 1) else {
                crate::support::skipped!(
                    "no stock shell, or the system does not tell what a process took"
                );
                return;
            };
            base = base.min(one.time.as_secs_f64());
            memory.clear();
            for (least, &size) in least.iter_mut().zip(sizes) {
                let taken = ingested(make, size).unwrap();
                *least = least.min(taken.time.as_secs_f64());
                memory.push(taken.memory >> 20);
            }
            let ratios = least.windows(2).map(|pair| (pair[1] - base) / (pair[0] - base).max(0.01));
            worst = ratios.fold(0.0, f64::max);
            if worst <= MOST {
                break;
            }
        }
        println!("{name:24} {least:.2?} s, at most × {worst:.1}; {memory:?} MiB");
        assert!(worst <= MOST, "{name}: {base} {least:?}");
        assert!(memory.iter().all(|&one| one < 256), "{name}: {memory:?} MiB");
    }
}

/// A PDF whose page is packed several times: some kilobytes that are a gigabyte.
fn packed_twice() -> Vec<u8> {
    let pack = |bytes: &[u8]| {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    };
    let mut inner = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..if is_long() { 1024 } else { 320 } {
        inner.write_all(&[b' '; 1 << 20]).unwrap();
    }
    let content = pack(&inner.finish().unwrap());
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>".to_owned(),
        format!("<</Filter[/FlateDecode/FlateDecode]/Length {}>>stream\n", content.len()),
    ];
    let mut bytes = b"%PDF-1.5\n".to_vec();
    for (number, object) in (1..).zip(&objects) {
        bytes.extend(format!("{number} 0 obj\n{object}").bytes());
        if number == 4 {
            bytes.extend(&content);
            bytes.extend(b"\nendstream");
        }
        bytes.extend(b"\nendobj\n");
    }
    bytes.extend(b"trailer\n<</Size 5/Root 1 0 R>>\n%%EOF\n");
    bytes
}

/// Inputs that want much to be kept about each of many small parts: a file's name, whether the short form
/// tries it, and how so many bytes of it are made.
const MEMORY: &[(&str, bool, Make)] = &[
    ("angle.html", false, |n| page(&"<".repeat(n - 2_000))),
    ("bold.html", false, |n| page(&filled("<b>x</b>", n - 2_000))),
    ("breaks.html", false, |n| page(&filled("<br>", n - 2_000))),
    ("paragraphs.html", true, |n| page(&filled("<p>x", n - 2_000))),
    ("empty.html", false, |n| page(&filled("<p>", n - 2_000))),
    ("comments.html", false, |n| page(&filled("<!---->", n - 2_000))),
    ("prose.html", false, |n| page(&format!("<p>{}", prose(n - 2_000).replace("\n\n", "<p>")))),
    ("prose.txt", false, |n| prose(n - 1_000)),
    ("lines.txt", true, |n| filled("a\n", n)),
    ("paragraphs.txt", false, |n| STORY.to_owned() + &filled("\n\na", n - 100)),
    ("blank.txt", true, |n| STORY.to_owned() + &filled("\n", n - 200) + STORY),
    ("returns.txt", false, |n| STORY.to_owned() + &filled("\r", n - 200) + STORY),
    ("header.eml", true, |n| mail(&format!("X-A: {}\r\n", "b".repeat(n - 2_000)), "")),
    ("headers.eml", false, |n| mail(&filled("X: b\r\n", n - 2_000), "")),
    ("lines.eml", true, |n| mail("", &filled("a\n", n - 2_000))),
    ("quotes.eml", false, |n| mail("", &filled("> a\r\n", n - 2_000))),
    ("deep.eml", false, |n| mail("", &filled(&("> ".repeat(2_500) + "a\r\n"), n - 2_000))),
    ("turns.eml", false, |n| mail("", &filled("> a\r\nb\r\n", n - 2_000))),
    ("columns.csv", false, |n| {
        let columns = n / 4 - 20;
        format!("headline,body{}\nTalks,No.{}\n", ",c".repeat(columns), ",x".repeat(columns))
    }),
    ("numbers.json", true, |n| {
        json!({ "body": STORY }).to_string().replace('}', ",\"a\":[")
            + &filled("0,", n - 200)
            + "0]}"
    }),
    ("objects.json", false, |n| {
        json!({ "body": STORY }).to_string().replace('}', ",\"a\":[")
            + &filled("{},", n - 200)
            + "{}]}"
    }),
    ("articles.json", false, |n| {
        format!("[{}{{\"body\":\"a\"}}]", filled("{\"body\":\"a\"},", n - 20))
    }),
    ("feed.json", false, |n| {
        format!(
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{}{{}}]}}",
            filled("{\"id\":\"1\"},", n - 200)
        )
    }),
    ("items.rss", true, |n| feed(&filled("<item>", n - 200))),
    ("titles.rss", false, |n| feed(&filled("<item><title>T</title></item>", n - 200))),
    ("elements.rss", false, |n| {
        feed(&format!("<item><title>T</title>{}</item>", filled("<a/>", n - 200)))
    }),
    ("paragraphs.rtf", false, |n| {
        format!("{{\\rtf1\\ansi {STORY}{}}}", filled("\\par a\n", n - 200))
    }),
];

#[test]
fn no_input_of_31_mib_needs_half_a_gibibyte() {
    let mut large = Vec::new();
    let mut check = |name: &str, verb: &str, bytes: &[u8]| {
        let workshop = Workshop::new();
        workshop.write(name, bytes);
        let Some(taken) = taken(&workshop, &[verb, name]) else {
            crate::support::skipped!("the system does not tell what a process took");
            return;
        };
        let (time, memory) = (taken.time.as_secs_f64(), taken.memory >> 20);
        println!(
            "{verb:8}{name:20} {:6} kB in, {memory:5} MiB held, {time:.1} s",
            bytes.len() / 1024
        );
        if taken.memory > MOST_MEMORY {
            large.push(format!("{name}: {memory} MiB"));
        }
    };
    for (name, is_short, make) in MEMORY {
        if *is_short || is_long() {
            check(name, "read", make(LONGEST).as_bytes());
        }
    }
    check("packed.pdf", "read", &packed_twice());
    // Each of these marks is a token.
    let marks = json!({ "text": STORY.to_owned() + &"<".repeat(10 << 20) }).to_string();
    check("marks.jsonl", "extract", marks.as_bytes());
    assert!(large.is_empty(), "{large:#?}");
}
