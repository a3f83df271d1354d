//! Lawful erasure: an article, a capture, a page or a publisher's older articles go for good.
//!
//! One transaction takes everything that holds their words; the file is then written anew, so that no
//! free page holds them (`Archive::finish_erasure`). What stays is a tombstone by SHA-256, by which
//! `ingest` refuses the same input later.
//!
//! What must stay true: whoever looks sees the archive before or after, never between. An article that
//! was not to go either stays whole, derived from another capture that holds it, or nothing is done
//! and it is named. A rehearsal does all of it and throws it away, so what it tells is what would go.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::curate::scope;
use super::derive::{Deriver, STEPS};
use super::rebuild::{Kept, format_names, renew};
use crate::db::{
    self, Archive, ArticleToErase, Batch, CaptureToErase, Eraser, Erasure, GivenName, RowCounts,
    Writer,
};
use crate::model::{ArticleId, CaptureId, Decision, DecisionId, Ruling, RunId, Sha256};
use crate::names::rulings;
use crate::text::urls;

/// What is to be erased.
#[derive(Clone, Debug)]
pub enum Target {
    /// By number, or by the beginning of a SHA-256.
    Articles(Vec<String>),
    /// By the beginning of a SHA-256.
    Captures(Vec<String>),
    /// Every text of a page.
    Page(String),
    /// A publisher's articles that were published before a day, `2020-01-01`.
    Before { publisher: String, day: String },
}

/// How it is to be done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Also erase articles that stand in no other capture than one that goes.
    pub with_neighbours: bool,
    /// Only say what would go.
    pub dry_run: bool,
}

/// What went, or would go.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Forgotten {
    pub articles: Vec<ArticleToErase>,
    pub captures: Vec<CaptureToErase>,
    #[serde(flatten)]
    pub rows: RowCounts,
    /// Entries and publishers that only these articles named.
    pub names: Vec<GivenName>,
    /// Decisions whose words were replaced.
    pub decisions: Vec<DecisionId>,
    /// Articles that a capture that went held as well, and that were derived from another one.
    pub derived_again: Vec<ArticleId>,
    /// Articles that stay and tell nearly the same, or are another text of one that went.
    pub alike: Vec<ArticleId>,
    /// Articles of that publisher that stay because they have no day.
    pub undated: usize,
    /// Captures that could not be derived again after a ruling was taken back; what they gave stands.
    pub kept: Vec<Kept>,
    /// `None` after a rehearsal.
    #[serde(skip)]
    pub run: Option<RunId>,
}

/// Why nothing was erased.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// There is no such thing: what was asked for, and what is known of it.
    Missing(String, String),
    /// What was asked for names no one thing, and why.
    Target(String, String),
    /// Articles that would go as well.
    Neighbours(Vec<ArticleToErase>),
    /// Captures that hold an article which is to stay, and cannot be read.
    Unreadable(Vec<Kept>),
    /// Tables of people's own whose rows forbid it, and how many rows.
    OwnTables(Vec<(String, u64)>),
}

/// Erases, or says why not. Afterwards `Archive::finish_erasure` is due. Fails where the archive cannot be read or
/// written.
pub fn forget(
    archive: &mut Archive,
    target: &Target,
    eraser: &Eraser,
    options: Options,
) -> db::Result<Result<Forgotten, Refusal>> {
    archive.delete_securely()?;
    let mut writer = Writer::new(archive, format_names(), STEPS);
    let mut batch = writer.begin()?;
    let Found { mut articles, mut captures, undated } = match find(&batch, target)? {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    captures.extend(batch.captures_holding(&articles)?);
    let (lonely, staying) = neighbours(&batch, &articles, &captures)?;
    // Whoever has a capture erased means all that only it holds.
    if !lonely.is_empty() && !options.with_neighbours && !matches!(target, Target::Captures(_)) {
        return Ok(Err(Refusal::Neighbours(batch.articles_to_erase(&lonely)?)));
    }
    articles.extend(lonely);
    let forbidding = batch.rows_that_forbid(&articles, &captures)?;
    if !forbidding.is_empty() {
        return Ok(Err(Refusal::OwnTables(forbidding)));
    }
    let mut forgotten = Forgotten {
        articles: batch.articles_to_erase(&articles)?,
        captures: batch.captures_to_erase(&captures)?,
        rows: batch.rows_of(&articles)?,
        alike: batch.articles_like(&articles)?.into_iter().collect(),
        derived_again: staying.iter().copied().collect(),
        undated,
        ..Forgotten::default()
    };
    let names = batch.names_given_by(&articles)?;
    let wanted = wanted_pages(&batch, target, &articles)?;
    let texts: Vec<Sha256> = forgotten.articles.iter().map(|article| article.sha256).collect();
    let mut to_renew = batch.captures_holding(&staying)?;
    let is_judged_anew = take_back(&mut batch, &texts, eraser, &mut to_renew)?;
    let to_renew = to_renew.difference(&captures).copied().collect();
    batch.release(&captures, &BTreeSet::new())?;
    forgotten.decisions = batch.redact_decisions(&texts)?;
    forgotten.kept = derive_rest(&mut batch, &to_renew, is_judged_anew)?;
    if !batch.not_derived(&staying).is_empty() {
        return Ok(Err(Refusal::Unreadable(forgotten.kept)));
    }
    batch.settle_now()?;
    batch.erase_captures(&captures)?;
    batch.erase_wanted(&wanted)?;
    batch.erase_told(&texts)?;
    for name in names {
        if !batch.has_name(&name)? {
            forgotten.names.push(name);
        }
    }
    if !options.dry_run {
        let bytes: Vec<Sha256> = forgotten.captures.iter().map(|capture| capture.sha256).collect();
        forgotten.run = Some(batch.record_erasure(&texts, &bytes, eraser)?);
        batch.commit()?;
    }
    Ok(Ok(forgotten))
}

/// What went because it was erased elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ErasedAgain {
    /// Tombstones that are new.
    pub tombstones: usize,
    /// Articles and captures that were there.
    pub there: usize,
    /// Articles that were not erased elsewhere, and stood in no capture but those that went.
    pub neighbours: usize,
}

/// Erases in one archive what was erased in another, and puts the same tombstones. Afterwards
/// `Archive::finish_erasure` is due. Fails where the archive cannot be read or written.
pub fn forget_again(archive: &mut Archive, erasures: &[Erasure]) -> db::Result<ErasedAgain> {
    let mut rest = new_erasures(archive, erasures)?;
    let wanted: BTreeSet<Sha256> = rest.iter().map(|one| one.sha256).collect();
    let mut erased = ErasedAgain { tombstones: wanted.len(), ..ErasedAgain::default() };
    // Those of one erasure together: each makes the full-text index anew.
    while let Some(first) = rest.first().copied() {
        let eraser = &first.eraser;
        let (together, others) = rest.into_iter().partition(|one| one.eraser == *eraser);
        rest = others;
        let together: Vec<&Erasure> = together;
        // Articles first: the captures that hold them go with them.
        for is_capture in [false, true] {
            let there = those_there(archive, &named(&together, is_capture), is_capture)?;
            if there.is_empty() {
                continue;
            }
            erased.there += there.len();
            let target = if is_capture { Target::Captures(there) } else { Target::Articles(there) };
            let options = Options { with_neighbours: true, dry_run: false };
            match forget(archive, &target, eraser, options)? {
                Ok(forgotten) => {
                    let went = forgotten.articles.iter();
                    erased.neighbours += went.filter(|one| !wanted.contains(&one.sha256)).count();
                }
                Err(refusal) => {
                    return Err(db::Error::Refused(format!(
                        "what was erased on {} cannot be erased here again: {refusal:?}",
                        eraser.erased_at
                    )));
                }
            }
        }
        let mut writer = Writer::new(archive, format_names(), STEPS);
        let mut batch = writer.begin()?;
        batch.record_erasure(&named(&together, false), &named(&together, true), eraser)?;
        batch.commit()?;
    }
    Ok(erased)
}

/// What `forget_again` would find, as far as it can be known without erasing: not the neighbours.
pub fn erased_there(archive: &mut Archive, erasures: &[Erasure]) -> db::Result<ErasedAgain> {
    let new = new_erasures(archive, erasures)?;
    let tombstones = new.iter().map(|one| one.sha256).collect::<BTreeSet<_>>().len();
    let mut there = 0;
    for is_capture in [false, true] {
        there += those_there(archive, &named(&new, is_capture), is_capture)?.len();
    }
    Ok(ErasedAgain { tombstones, there, neighbours: 0 })
}

/// Those of the tombstones that an archive does not have.
fn new_erasures<'e>(archive: &Archive, erasures: &'e [Erasure]) -> db::Result<Vec<&'e Erasure>> {
    let known = archive.erased()?;
    let is_known = |one: &&Erasure| {
        if one.is_capture { known.capture(one.sha256) } else { known.article(one.sha256) }.is_some()
    };
    Ok(erasures.iter().filter(|one| !is_known(one)).collect())
}

/// What tombstones of captures, or of articles, are of; each once.
fn named(erasures: &[&Erasure], of_captures: bool) -> Vec<Sha256> {
    let of = erasures.iter().filter(|one| one.is_capture == of_captures);
    of.map(|one| one.sha256).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Which of these articles or captures an archive has.
fn those_there(
    archive: &mut Archive,
    names: &[Sha256],
    are_captures: bool,
) -> db::Result<Vec<String>> {
    let mut writer = Writer::new(archive, format_names(), STEPS);
    let batch = writer.begin()?;
    let mut there = Vec::new();
    for name in names.iter().map(Sha256::to_string) {
        let is_there = match are_captures {
            true => !batch.captures_named(&name)?.is_empty(),
            false => !batch.articles_named(&name)?.is_empty(),
        };
        if is_there {
            there.push(name);
        }
    }
    Ok(there)
}

/// Which of the pages that feeds want are those of these articles, under any form of their addresses.
fn wanted_pages(
    batch: &Batch<'_>,
    target: &Target,
    articles: &BTreeSet<ArticleId>,
) -> db::Result<BTreeSet<String>> {
    let mut pages = batch.addresses_of(articles)?;
    if let Target::Page(address) = target {
        pages.insert(address.clone());
    }
    let canonical: BTreeSet<String> =
        pages.iter().filter_map(|page| urls::canonical(page)).collect();
    let is_one = |url: &String| {
        pages.contains(url) || urls::canonical(url).is_some_and(|page| canonical.contains(&page))
    };
    Ok(batch.wanted_addresses()?.into_iter().filter(is_one).collect())
}

/// What a target names.
#[derive(Default)]
struct Found {
    articles: BTreeSet<ArticleId>,
    captures: BTreeSet<CaptureId>,
    undated: usize,
}

fn find(batch: &Batch<'_>, target: &Target) -> db::Result<Result<Found, Refusal>> {
    let mut found = Found::default();
    let missing = |what: String, why: &str| Refusal::Missing(what, why.to_owned());
    match target {
        Target::Articles(texts) => {
            for text in texts {
                let articles = batch.articles_named(text)?;
                if articles.len() != 1 {
                    let what = format!("article `{text}`");
                    return Ok(Err(not_one(batch, what, text, articles.len())?));
                }
                found.articles.extend(articles);
            }
        }
        Target::Captures(prefixes) => {
            for prefix in prefixes {
                let captures = batch.captures_named(prefix)?;
                if captures.len() != 1 {
                    let what = format!("capture `{prefix}`");
                    return Ok(Err(not_one(batch, what, prefix, captures.len())?));
                }
                found.captures.extend(captures);
            }
        }
        Target::Page(address) => {
            let Some(canonical) = urls::canonical(address) else {
                let why = "is not the address of a page".to_owned();
                return Ok(Err(Refusal::Target(format!("`{address}`"), why)));
            };
            found.articles = batch.articles_of_page(&canonical)?;
            if found.articles.is_empty() {
                return Ok(Err(missing(format!("page `{address}`"), "is not in the archive")));
            }
        }
        Target::Before { publisher, day } => match batch.articles_before(publisher, day)? {
            None => {
                let what = format!("publisher `{publisher}`");
                return Ok(Err(missing(what, "is not in the archive")));
            }
            Some((articles, undated)) if articles.is_empty() => {
                let why = format!("has no article before {day}, and {undated} without a day");
                return Ok(Err(missing(format!("publisher `{publisher}`"), &why)));
            }
            Some((articles, undated)) => (found.articles, found.undated) = (articles, undated),
        },
    }
    Ok(Ok(found))
}

/// Why a text does not name one thing.
fn not_one(batch: &Batch<'_>, what: String, text: &str, found: usize) -> db::Result<Refusal> {
    if found > 1 {
        return Ok(Refusal::Target(what, format!("is the beginning of {found} SHA-256")));
    }
    let erased = batch.erased()?;
    // Only a whole SHA-256 can be looked for among the tombstones.
    let when = Sha256::from_hex(&text.to_ascii_lowercase())
        .and_then(|name| erased.article(name).or_else(|| erased.capture(name)));
    let why = when.map_or("is not in the archive".to_owned(), |when| format!("was {when}"));
    Ok(Refusal::Missing(what, why))
}

/// The other articles of these captures: those that no other capture holds, and those that stay.
fn neighbours(
    batch: &Batch<'_>,
    articles: &BTreeSet<ArticleId>,
    captures: &BTreeSet<CaptureId>,
) -> db::Result<(BTreeSet<ArticleId>, BTreeSet<ArticleId>)> {
    let (mut lonely, mut staying) = (BTreeSet::new(), BTreeSet::new());
    for article in batch.articles_held(captures)? {
        if articles.contains(&article) {
            continue;
        }
        let held_by = batch.captures_holding(&BTreeSet::from([article]))?;
        let stays = held_by.iter().any(|capture| !captures.contains(capture));
        if stays { &mut staying } else { &mut lonely }.insert(article);
    }
    Ok((lonely, staying))
}

/// Takes back the rulings on these articles that are in force: they have nothing to rule on any more,
/// and the catalogue must not keep a name that one of them gave. Adds the captures that this reaches.
/// Says whether entries are to be judged anew.
fn take_back(
    batch: &mut Batch<'_>,
    articles: &[Sha256],
    eraser: &Eraser,
    reached: &mut BTreeSet<CaptureId>,
) -> db::Result<bool> {
    let decisions = batch.decisions()?;
    let is_about_them = |decision: &&Decision| {
        decision.ruling.article().is_some_and(|article| articles.contains(&article))
    };
    let undoing: Vec<Ruling> = rulings::in_force(&decisions)
        .into_iter()
        .filter(is_about_them)
        .map(|decision| Ruling::Undo { decision: decision.id })
        .collect();
    for ruling in &undoing {
        batch.decide(ruling, &eraser.erased_at, &eraser.erased_by, None)?;
    }
    let scope = scope(batch, undoing.iter(), &decisions)?;
    reached.extend(batch.captures_in(&scope)?);
    Ok(!scope.is_empty())
}

/// Derives from other captures what stays.
fn derive_rest(
    batch: &mut Batch<'_>,
    captures: &BTreeSet<CaptureId>,
    is_judged_anew: bool,
) -> db::Result<Vec<Kept>> {
    if captures.is_empty() && !is_judged_anew {
        return Ok(Vec::new());
    }
    let decisions = batch.decisions()?;
    if is_judged_anew {
        batch.set_judged(&rulings::judged(&decisions))?;
    }
    let deriver = Deriver::new(&batch.catalogue()?, &decisions);
    renew(batch, &deriver, captures)
}

/// Archives beside this one, which an erasure does not reach: backups and safety copies. Their first
/// bytes are read and not opened through SQLite, which would leave files beside them.
/// Fails where the folder cannot be listed.
pub fn copies_beside(archive: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = archive.parent().filter(|folder| !folder.as_os_str().is_empty());
    let own = Archive::own_files(archive);
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder.unwrap_or(Path::new(".")))? {
        let path = entry?.path();
        // Opening our own file by another path, and closing it, would drop the locks that SQLite holds.
        let is_own = own.contains(&path) || is_same_file(&path, archive);
        if !is_own && path.is_file() && is_archive(&path)? {
            copies.push(path);
        }
    }
    copies.sort();
    Ok(copies)
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(one), fs::metadata(other)) {
        (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()),
        _ => false,
    }
}

/// Whether a file begins as an archive of ours does.
fn is_archive(path: &Path) -> io::Result<bool> {
    match db::is_archive(path) {
        // Nobody can say what is in it; other people's files are no business of ours.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(false),
        outcome => outcome,
    }
}
