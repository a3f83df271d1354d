//! Archives made of an archive: of some of its articles, and without their texts.
//!
//! The articles that were chosen leave as JSON Lines and come into a new archive with the same catalogue and the
//! rulings that are on them: what is not taken out cannot be in the new file, and whatever follows from an article,
//! from names to near-duplicates, is what it would be if no other had come in. Copying the file and erasing the rest
//! was not done: an erasure leaves tombstones, and a capture that holds other articles as well would have to go with
//! the chosen ones.
//!
//! What must stay true: everything is made in a folder that only this user can read, which is gone afterwards.

use std::collections::HashSet;
use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use super::curate::{Curator, rule};
use super::derive::LazyDeriver;
use super::export::{self, Failed};
use super::ingest::{Ingested, Run, ShouldStop, ingest};
use super::inputs;
use super::rebuild::{self, Lesson};
use crate::db::{Archive, DEFAULT_WAIT, ExportSet, JournalMode, KeptWords};
use crate::export::{Format, Listed, Place, Setting};
use crate::format;
use crate::model::{Chosen, EntityKind, EntityName, Flow, Hints, Parts, Ruling};
use crate::names::rulings;
use crate::text::normalise::name_key;

/// Where the articles of a smaller archive were seen if nothing else is known: here, not in a temporary file.
const SEEN_AT: &str = "cuttings:export";

/// A finished archive, in a folder that goes with it.
pub struct MadeArchive {
    _folder: TempDir,
    pub path: PathBuf,
    /// What was left out, in sentences for people.
    pub left_out: Vec<String>,
}

/// Makes an archive of the articles of a set. Fails as `export` does.
pub fn archive(
    set: &ExportSet,
    setting: &Setting,
    stop: &ShouldStop,
) -> Result<MadeArchive, Failed> {
    let folder = private_folder()?;
    let (archive, left_out) = chosen(set, folder.path(), setting, stop)?;
    let path = archive.write_compact(folder.path())?;
    Ok(MadeArchive { _folder: folder, path, left_out })
}

/// Makes an archive without texts of the articles of a set. Fails as `export` does.
pub fn without_texts(
    set: &ExportSet,
    words: KeptWords,
    setting: &Setting,
    stop: &ShouldStop,
) -> Result<MadeArchive, Failed> {
    let folder = private_folder()?;
    let asked = Arc::clone(stop);
    let is_asked = move || asked();
    if set.is_whole()? {
        let path = set.write_edition(folder.path(), words, name_key, is_asked)?;
        return Ok(MadeArchive { _folder: folder, path, left_out: Vec::new() });
    }
    let (archive, left_out) = chosen(set, folder.path(), setting, stop)?;
    let path = archive.path().to_owned();
    archive.close()?;
    let chosen = ExportSet::of(Archive::open_to_read(&path)?, &Chosen::Everything)?;
    let path = chosen.write_edition(folder.path(), words, name_key, is_asked)?;
    Ok(MadeArchive { _folder: folder, path, left_out })
}

fn private_folder() -> io::Result<TempDir> {
    let only_us = Permissions::from_mode(0o700);
    tempfile::Builder::new().prefix("cuttings-").permissions(only_us).tempdir()
}

/// An archive in `folder` into which nothing but the articles of the set ever came.
fn chosen(
    set: &ExportSet,
    folder: &Path,
    setting: &Setting,
    stop: &ShouldStop,
) -> Result<(Archive, Vec<String>), Failed> {
    let lines = folder.join("articles.jsonl");
    write_lines(set, &lines, setting, stop)?;
    let path = folder.join("chosen.db");
    let mode = Some(JournalMode::Truncate);
    let (mut archive, _) = Archive::create(&path, mode, false, DEFAULT_WAIT, "export")?;
    let (catalogue, sha256) = set.listed()?;
    let lesson = Lesson { catalogue, sha256 };
    let options = rebuild::Options { learn: Some(&lesson), ..rebuild::Options::default() };
    rebuild::rebuild(&mut archive, options, &mut |_| {}, &|| stop())?.ok_or(Failed::Stopped)?;
    let run = Run {
        id: archive.start_run("export", &setting.made_at)?,
        seen_at: setting.made_at.clone(),
        hints: Hints::default(),
        paths: None,
        format_given: false,
    };
    let options = inputs::Options {
        format: format::FORMATS.iter().find(|format| format.name == "jsonl"),
        cutting: format::Cutting::default(),
        is_excluded: Box::new(|_, _| false),
    };
    let items = inputs::records(&[lines], options).map(|mut item| {
        item.uri = SEEN_AT.to_owned();
        item
    });
    let deriver = Arc::new(LazyDeriver::of(&archive));
    let Ingested { counts, outcome } =
        ingest(&mut archive, &deriver, items, &run, &mut |_| {}, stop);
    outcome?;
    if stop() {
        return Err(Failed::Stopped);
    }
    let made = rulings_of(set, &archive)?;
    rule(&mut archive, &made, false)?;
    archive.finish_run(run.id, counts, 0, &setting.made_at)?;
    let (wanted, there) = (set.count()?, archive.holdings()?.articles);
    let mut left_out = Vec::new();
    if let Some(missing) = wanted.checked_sub(there).filter(|missing| *missing > 0) {
        left_out.push(format!(
            "{missing} of {wanted} articles could not be read again, and are not in it"
        ));
    }
    // A rule is no ruling on an article: it says what somebody looks for.
    let tagged = set.count_tagged_by_rules()?;
    if tagged > 0 {
        left_out.push(format!(
            "rules are not in it, nor the topics that they give to {tagged} of its articles: make those there that are wanted"
        ));
    }
    Ok((archive, left_out))
}

fn write_lines(
    set: &ExportSet,
    path: &Path,
    setting: &Setting,
    stop: &ShouldStop,
) -> Result<(), Failed> {
    let mut file = BufWriter::new(File::create_new(path)?);
    let lines = Format::by_name("jsonl").ok_or_else(|| io::Error::other("no JSON Lines"))?;
    export::export(set, lines, Place::Stream(&mut file), setting, &|| stop())?;
    Ok(file.flush()?)
}

/// The rulings in force that are on an article of the set, or on names that are in it or in the new archive: not those
/// on somebody of whom only other articles speak.
fn rulings_of(set: &ExportSet, archive: &Archive) -> Result<Vec<(Ruling, Curator)>, Failed> {
    let articles = set.article_names()?;
    let mut named: HashSet<(EntityKind, String)> = HashSet::new();
    set.entities(|entity| {
        named.insert((entity.means.kind, entity.means.key.clone()));
        Flow::Continue
    })?;
    let mut made = Vec::new();
    for decision in rulings::in_force(&set.decisions()?) {
        let ruling = &decision.ruling;
        let Parts { entity, other, .. } = ruling.parts();
        let entities: Vec<EntityName> = entity.into_iter().chain(other).collect();
        let is_of_set = match ruling.article() {
            Some(article) => articles.contains(&article),
            None => {
                let mut are_known = true;
                for EntityName { kind, key, .. } in &entities {
                    are_known &=
                        named.contains(&(*kind, key.clone())) || archive.has_entity(*kind, key)?;
                }
                are_known
            }
        };
        if !is_of_set {
            continue;
        }
        // A ruling may bring about an entry that a later one is on.
        named.extend(entities.into_iter().map(|one| (one.kind, one.key)));
        let curator = Curator {
            decided_by: decision.decided_by.clone(),
            decided_at: decision.decided_at.clone(),
            reason: decision.reason.clone(),
        };
        made.push((ruling.clone(), curator));
    }
    Ok(made)
}
