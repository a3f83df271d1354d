//! Saved pages against the truths of the evaluation data: how much of an article is found, how much of what
//! surrounds it is kept out, and what the page says of itself.
//!
//! Pages are read as files are, without their address, which a saved file does not have. Every figure is
//! printed (`-- --nocapture`) and held against its bar.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::OnceLock;

use cuttings::format::html;
use cuttings::model::{Draft, Head};
use cuttings::text::language;
use regex::Regex;
use serde_json::Value;

use crate::accounting;
use crate::corpora::{at_each, corpus, files, json, string};

/// Authors in the truth of Fundus that are no people: agencies, desks, the paper itself.
const NOT_PEOPLE: &[&str] = &[
    "AFP",
    "AFP Deutschland",
    "Associated Press",
    "BBC News",
    "BR24 Redaktion",
    "Deutsche Presse-Agentur",
    "Dizindaba",
    "FOCUS online",
    "Guardian staff reporter",
    "Habertürk",
    "Le Figaro et AFP",
    "Les Echos",
    "MDR SACHSEN-ANHALT",
    "MM-Redaktion",
    "ORF.at",
    "Redaktion hessenschau.de",
    "Reuters",
    "SID",
    "The Associated Press",
    "dpa",
    "mbl.is",
    "ndr.de",
    "nieuwsblad.be",
    "sportschau.de",
    "srf/hosb",
    "दैनिक भास्कर",
    "日刊現代",
    "朝日新聞デジタル",
    "読売新聞オンライン",
];

/// All pages, read once.
struct Pages {
    folder: PathBuf,
    /// By path within the corpus; what is refused is absent.
    drafts: BTreeMap<String, Draft>,
}

impl Pages {
    fn get() -> Option<&'static Self> {
        static PAGES: OnceLock<Option<Pages>> = OnceLock::new();
        PAGES.get_or_init(Self::read).as_ref()
    }

    fn read() -> Option<Self> {
        let folder = corpus("html")?.join("html");
        let mut pages = files(&folder);
        pages.retain(|name, _| name.ends_with(".html") && !name.ends_with("/expected.html"));
        let drafts = at_each(&pages, |name, bytes| {
            let reading = (html::FORMAT.read)(bytes).ok()?;
            accounting::check(&reading, name);
            reading.drafts.into_iter().next()
        });
        let drafts = drafts.into_iter().filter_map(|(name, draft)| Some((name, draft?))).collect();
        Some(Self { folder, drafts })
    }

    fn truth(&self, file: &str) -> Value {
        json(&self.folder.join(file))
    }

    fn head(&self, file: &str) -> Head {
        self.drafts.get(file).map(|draft| draft.head.clone()).unwrap_or_default()
    }

    /// What is counted as the text of an article: what stands over it, its dateline, its body.
    fn text(&self, file: &str) -> String {
        let Some(draft) = self.drafts.get(file) else { return String::new() };
        let (standfirst, dateline) = (&draft.head.standfirst, &draft.head.dateline);
        let dateline = dateline.as_ref().map(|dateline| format!("{dateline} ")).unwrap_or_default();
        format!("{}\n{dateline}{}", standfirst.as_deref().unwrap_or_default(), draft.body)
    }
}

/// Holds a figure against its bar, both in hundredths.
#[track_caller]
fn hold(name: &str, figure: f64, bar: f64) {
    println!("{name:52} {figure:6.2}  bar {bar}");
    assert!(figure >= bar, "{name}: {figure:.2}, the bar is {bar}");
}

/// Right ones of all, in hundredths.
#[derive(Default)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn count(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.all += 1;
    }

    fn figure(&self) -> f64 {
        100.0 * self.right as f64 / self.all.max(1) as f64
    }
}

/// Precision and recall as one figure.
fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// Sequences of four words, counted; of a shorter text the one sequence that it is.
fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    static WORD: OnceLock<Regex> = OnceLock::new();
    let word = WORD.get_or_init(|| Regex::new(r"[\p{L}\p{N}_]+").unwrap());
    let words: Vec<&str> = word.find_iter(text).map(|found| found.as_str()).collect();
    let mut counts = HashMap::new();
    for start in 0..(words.len() + 1).saturating_sub(4).max(1) {
        let shingle = words[start..words.len().min(start + 4)].to_vec();
        if !shingle.is_empty() {
            *counts.entry(shingle).or_insert(0) += 1;
        }
    }
    counts
}

/// Shingles that are in both texts, in the second only, in the first only.
fn compared(truth: &str, text: &str) -> (f64, f64, f64) {
    let (truth, text) = (shingles(truth), shingles(text));
    let of = |counts: &HashMap<Vec<&str>, usize>| counts.values().sum::<usize>() as f64;
    let both: usize =
        truth.iter().map(|(key, &count)| count.min(text.get(key).copied().unwrap_or(0))).sum();
    let both = both as f64;
    (both, of(&text) - both, of(&truth) - both)
}

/// F1 of the mean precision and the mean recall over documents, as `evaluate.py` of
/// github.com/scrapinghub/article-extraction-benchmark computes it.
fn benchmark_f1(documents: &[(f64, f64, f64)]) -> f64 {
    let mean = |other: fn(&(f64, f64, f64)) -> f64| {
        let shares: Vec<f64> = documents
            .iter()
            .filter(|document| document.0 + other(document) > 0.0)
            .map(|document| document.0 / (document.0 + other(document)))
            .collect();
        shares.iter().sum::<f64>() / shares.len().max(1) as f64
    };
    f1(mean(|document| document.1), mean(|document| document.2))
}

#[test]
fn bodies_of_the_article_extraction_benchmark() {
    let Some(pages) = Pages::get() else { return };
    let truth = pages.truth("article-extraction-benchmark/ground-truth.json");
    let documents: Vec<(f64, f64, f64)> = truth
        .as_object()
        .unwrap()
        .iter()
        .map(|(id, truth)| {
            let file = format!("article-extraction-benchmark/html/{id}.html");
            let body = pages.drafts.get(&file).map_or("", |draft| &draft.body);
            compared(string(truth, "articleBody").unwrap_or_default(), body)
        })
        .collect();
    assert_eq!(documents.len(), 79);
    hold("article-extraction-benchmark: F1", 100.0 * benchmark_f1(&documents), 96.5);
}

/// `tests/comparison_small.py` of github.com/adbar/trafilatura: segments that must and must not appear.
/// The text counted is standfirst, dateline and body, since the truth takes no side on where a lead stands.
#[test]
fn segments_of_trafilatura() {
    let Some(pages) = Pages::get() else { return };
    let (mut found, mut missed, mut extra) = (0, 0, 0);
    for page in pages.truth("trafilatura-eval/evaldata.json").as_object().unwrap().values() {
        let text = pages.text(&format!("trafilatura-eval/html/{}", string(page, "file").unwrap()));
        let present = |key: &str| {
            let segments = page[key].as_array().unwrap();
            let there = segments.iter().filter(|s| text.contains(s.as_str().unwrap())).count();
            (there, segments.len() - there)
        };
        let (there, absent) = present("with");
        found += there;
        missed += absent;
        extra += present("without").0;
    }
    let precision = f64::from(found as u32) / f64::from((found + extra) as u32);
    let recall = f64::from(found as u32) / f64::from((found + missed) as u32);
    hold("trafilatura: F1, standfirst and body", 100.0 * f1(precision, recall), 91.4);
}

/// The evaluation of github.com/adbar/htmldate: the day on which a page was published.
#[test]
fn days_of_htmldate() {
    let Some(pages) = Pages::get() else { return };
    let mut days = Share::default();
    for page in pages.truth("htmldate-eval/dates.json").as_object().unwrap().values() {
        let head = pages.head(&format!("htmldate-eval/html/{}", string(page, "file").unwrap()));
        // Four pages have no date.
        days.count(day_of(&head) == string(page, "date").unwrap_or_default());
    }
    hold("htmldate: days", days.figure(), 90.0);
}

fn day_of(head: &Head) -> &str {
    head.published.as_ref().and_then(|published| published.value.get(..10)).unwrap_or_default()
}

/// The pages of Fundus (github.com/flairNLP/fundus), each with what its publisher's own parser found.
fn fundus(pages: &Pages) -> Vec<(String, Value)> {
    let index = pages.truth("fundus/index.json");
    let truth = index.as_object().unwrap().iter().filter_map(|(path, about)| {
        let path = path.trim_end_matches(".gz");
        let (country, _) = path.split_once('/')?;
        let parsers =
            pages.truth(&format!("fundus/{country}/{}.json", string(about, "publisher")?));
        Some((format!("fundus/{path}"), parsers.get(string(about, "version")?)?.clone()))
    });
    truth.collect()
}

/// Words in lower case with a blank between, as paragraphs are looked for.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}

#[test]
fn paragraphs_of_english_pages() {
    let Some(pages) = Pages::get() else { return };
    let mut paragraphs = Share::default();
    for (file, truth) in fundus(pages) {
        let sections = truth["body"]["sections"].as_array().cloned().unwrap_or_default();
        let lists =
            sections.iter().flat_map(|section| [&section["headline"], &section["paragraphs"]]);
        let expected: Vec<&str> =
            lists.filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect();
        if language::language(&expected.join("\n")) != Some("en") {
            continue;
        }
        let text = plain(&pages.text(&file));
        for paragraph in expected.into_iter().map(plain).filter(|paragraph| !paragraph.is_empty()) {
            paragraphs.count(text.contains(&paragraph));
        }
    }
    hold("fundus: paragraphs of English pages", paragraphs.figure(), 95.0);
}

#[test]
fn what_news_pages_say_of_themselves() {
    let Some(pages) = Pages::get() else { return };
    let [mut titles, mut days, mut authors] = [(); 3].map(|()| Share::default());
    // One page prints a space without width behind its headline; ours has no characters that nobody sees.
    let spaced =
        |text: &str| text.replace('\u{200b}', "").split_whitespace().collect::<Vec<_>>().join(" ");
    for (file, truth) in fundus(pages) {
        let head = pages.head(&file);
        if let Some(title) = string(&truth, "title") {
            titles.count(spaced(title) == spaced(head.headline.as_deref().unwrap_or_default()));
        }
        if let Some(date) = string(&truth, "publishing_date") {
            days.count(date.get(..10) == Some(day_of(&head)));
        }
        if let Some(names) = truth["authors"].as_array() {
            let people: Vec<String> = names
                .iter()
                .filter_map(Value::as_str)
                .filter(|name| !NOT_PEOPLE.contains(name))
                .map(spaced)
                .collect();
            authors.count(people == head.authors);
        }
    }
    hold("fundus: titles", titles.figure(), 90.0);
    hold("fundus: days", days.figure(), 90.0);
    hold("fundus: authors that are people", authors.figure(), 85.0);
}

#[test]
fn index_pages_are_no_articles() {
    let Some(pages) = Pages::get() else { return };
    let all = files(&pages.folder.join("whitehouse-index-pages")).len();
    let taken: Vec<&String> =
        pages.drafts.keys().filter(|file| file.starts_with("whitehouse-index-pages/")).collect();
    println!("index pages taken for articles: {} of {all}", taken.len());
    assert_eq!(all, 27);
    assert!(taken.len() <= 2, "{taken:?}");
}
