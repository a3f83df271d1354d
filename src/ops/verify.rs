//! Checks an archive against its promises, down to the last byte if asked.
//!
//! What must stay true: nothing is changed. An archive of an older schema is checked as it is as far as
//! that goes, and for the rest in a private copy that is migrated; what is derived is derived again in a
//! private copy too.

use std::path::Path;
use std::thread;

use chrono::SecondsFormat;
use serde::Serialize;

use super::{derive, rebuild};
use crate::db::{self, Archive, Error, Finding, Found, Share, StoredArticle};
use crate::format::FORMATS;
use crate::model::Published;
use crate::names::Recogniser;
use crate::text::normalise::name_key;
use crate::text::{fingerprint, urls};

/// How deep to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Structure: pages, schema, references, places of mentions, byte accounts.
    Rows,
    /// The same, and every stored byte of a share of the rows against its SHA-256.
    Data(Share),
}

/// What was looked at, and what was found.
#[derive(Debug, Default, Serialize)]
pub struct Verdict {
    pub findings: Vec<Finding>,
    pub captures_read: u64,
    pub articles_read: u64,
    /// Whether the full-text index could be checked; that takes permission to write.
    pub search_index_checked: bool,
    /// Tables, views, indexes, triggers and columns that are people's own.
    pub foreign_objects: Vec<String>,
    /// The archive's schema, where it is an older one: most was checked in a migrated copy.
    pub older_schema: Option<i64>,
    /// It is an edition without texts: names could not be compared with words.
    pub has_no_texts: bool,
}

/// What deriving everything again came to.
#[derive(Debug, Default, Serialize)]
pub struct Derived {
    pub findings: Vec<Finding>,
    /// Articles that another version of the program derived, and were not compared.
    pub not_compared: u64,
}

/// Verifies an archive. `writable` says that it is open for writing, which the check of the full-text index needs.
/// Fails where the archive cannot be read at all; what is wrong with it is in the answer.
pub fn verify(archive: &Archive, depth: Depth, writable: bool) -> db::Result<Verdict> {
    let mut verdict = Verdict {
        older_schema: archive.older_schema()?,
        has_no_texts: archive.has_no_texts()?,
        ..Verdict::default()
    };
    let mut found = Found::default();
    let schema = verdict.older_schema.unwrap_or_else(Archive::newest_schema);
    archive.keep_plans()?;
    archive.at_one_moment(|| {
        match verdict.older_schema {
            None => {
                let (path, mut rows) = (archive.path(), Found::default());
                verdict.foreign_objects = thread::scope(|scope| {
                    // Half of the work, and nothing of it rests on the other half.
                    let file = scope.spawn(move || check_file(path, schema));
                    look(archive, depth, &mut verdict, &mut rows);
                    match file.join() {
                        Ok(Ok((file, foreign))) => {
                            found.extend(file);
                            foreign
                        }
                        // What stops another connection is told by this one.
                        _ => archive.check_file(&mut found, schema),
                    }
                });
                found.extend(rows);
            }
            Some(_) => {
                verdict.foreign_objects = archive.check_file(&mut found, schema);
                if let Some(copy) = private_copy(archive, &mut found)? {
                    look(&copy, depth, &mut verdict, &mut found);
                    check_search_index(&copy, &mut verdict, &mut found)?;
                }
            }
        }
        Ok(())
    })?;
    if writable && verdict.older_schema.is_none() {
        check_search_index(archive, &mut verdict, &mut found)?;
    }
    verdict.findings = found.into_findings();
    Ok(verdict)
}

/// The checks of the file as a whole, on a connection of their own.
fn check_file(path: &Path, schema: i64) -> db::Result<(Found, Vec<String>)> {
    let archive = Archive::open_to_read(path)?;
    let mut found = Found::default();
    let foreign = archive.at_one_moment(|| Ok(archive.check_file(&mut found, schema)))?;
    Ok((found, foreign))
}

/// Derives everything again, in a private copy, and compares. `stop` is asked between chunks; `None`: it was stopped.
/// Fails where the private copy cannot be made, or the archive cannot be read.
pub fn derived(archive: &Archive, stop: &dyn Fn() -> bool) -> db::Result<Option<Derived>> {
    let mut found = Found::default();
    let outcome = archive.at_one_moment(|| {
        let Some(mut again) = private_copy(archive, &mut found)? else { return Ok(Some(0)) };
        match archive.older_schema()? {
            None => derive_again(archive, &mut again, &mut found, stop),
            // Two copies of this program's schema are compared.
            Some(_) => derive_again(&again.private_copy()?, &mut again, &mut found, stop),
        }
    })?;
    Ok(outcome.map(|not_compared| Derived { findings: found.into_findings(), not_compared }))
}

/// Rebuilds a copy and compares; says how many articles were not compared.
fn derive_again(
    stored: &Archive,
    again: &mut Archive,
    found: &mut Found,
    stop: &dyn Fn() -> bool,
) -> db::Result<Option<u64>> {
    match rebuild::rebuild(again, rebuild::Options::default(), &mut |_| {}, stop) {
        Ok(None) => return Ok(None),
        Ok(Some(rebuilt)) => {
            for kept in rebuilt.kept {
                found.add("derived", format!("capture {}: {}", kept.capture_id.0, kept.reason));
            }
        }
        Err(error) => {
            found.add("derived", damage(error)?);
            return Ok(Some(0));
        }
    }
    let formats: Vec<(&str, u32)> =
        FORMATS.iter().map(|format| (format.name, format.version)).collect();
    let recognisers = Recogniser::versions();
    stored.compare_derived(again, &formats, &recognisers, found).map(Some)
}

/// A private copy; one that cannot be made or migrated because of what is in the archive is a finding.
fn private_copy(archive: &Archive, found: &mut Found) -> db::Result<Option<Archive>> {
    match archive.private_copy() {
        Ok(copy) => Ok(Some(copy)),
        Err(error) => {
            found.add("schema", damage(error)?);
            Ok(None)
        }
    }
}

/// What an error says of the archive, where it is the archive that is at fault.
fn damage(error: Error) -> db::Result<String> {
    match error {
        Error::Damaged { reason, .. } | Error::Migration { reason, .. } => Ok(reason),
        Error::Sqlite { source, .. } => Ok(source.to_string()),
        error => Err(error),
    }
}

fn check_search_index(
    archive: &Archive,
    verdict: &mut Verdict,
    found: &mut Found,
) -> db::Result<()> {
    if let Some(findings) = archive.check_search_index()? {
        verdict.search_index_checked = true;
        for Finding { check, detail } in findings {
            found.add(check, detail);
        }
    }
    Ok(())
}

fn look(archive: &Archive, depth: Depth, verdict: &mut Verdict, found: &mut Found) {
    archive.check_rows(found);
    // In an older archive there are none yet.
    if verdict.older_schema.is_none() {
        let outcome = archive.for_each_folded_name(|name, folded| {
            if folded.is_some_and(|folded| folded != name_key(name)) {
                found.add(
                    "folded names",
                    format!("`{name}` is not compared as `{}`", name_key(name)),
                );
            }
        });
        if let Err(error) = outcome {
            found.add("folded names", format!("cannot be checked: {error}"));
        }
    }
    // An edition without texts has no captures to read.
    if let Depth::Data(share) = depth
        && !verdict.has_no_texts
        && let Err(error) = read_data(archive, share, verdict, found)
    {
        // Rows that cannot be read are damage, and the rest of the findings still counts.
        found.add("data", format!("cannot be read to its end: {error}"));
    }
}

fn read_data(
    archive: &Archive,
    share: Share,
    verdict: &mut Verdict,
    found: &mut Found,
) -> db::Result<()> {
    archive.for_each_capture(share, |id, name, byte_count, compressed| {
        verdict.captures_read += 1;
        let outcome = match name {
            Some(name) => derive::received(compressed, byte_count, name).map(|_| ()),
            None => Err("its SHA-256 cannot be read".to_owned()),
        };
        if let Err(reason) = outcome {
            found.add("captures as received", format!("capture {id}: {reason}"));
        }
    })?;
    archive.for_each_article(share, |id, stored| {
        verdict.articles_read += 1;
        let fault = match stored {
            Ok(stored) => fault(&stored),
            Err(reason) => Some(format!("its row cannot be read: {reason}")),
        };
        if let Some(fault) = fault {
            found.add("articles as stored", format!("article {}: {fault}", id.0));
        }
    })
}

/// What is not as it was when an article was stored.
fn fault(stored: &StoredArticle) -> Option<String> {
    let StoredArticle { made_from, published_on, published_at } = stored;
    let draft = &made_from.draft;
    let row = fingerprint::row_sha256(draft, made_from.capture_sha256, made_from.hint_count);
    if fingerprint::article_sha256(&draft.body) != made_from.sha256 {
        return Some("its text is not that of its SHA-256".to_owned());
    }
    if row != made_from.row_sha256 {
        return Some("a field of its head was changed".to_owned());
    }
    let published = draft.head.published.as_ref();
    let day = published.and_then(Published::day).map(|day| day.to_string());
    let instant = published
        .and_then(Published::instant)
        .map(|instant| instant.to_rfc3339_opts(SecondsFormat::Secs, true));
    let canonical = draft.head.url.as_deref().and_then(urls::canonical);
    [
        ("published_on", published_on, &day),
        ("published_at", published_at, &instant),
        ("canonical_url", &made_from.canonical_url, &canonical),
    ]
    .into_iter()
    .find(|(_, stored, right)| stored != right)
    .map(|(column, ..)| format!("its {column} does not follow from its head"))
}

/// One digest of what the archive says: equal for two archives of the same inputs, whatever their order. Fails where
/// the archive cannot be read.
pub fn digest(archive: &Archive) -> db::Result<crate::model::Sha256> {
    use sha2::Digest;
    let mut hasher = sha2::Sha256::new();
    archive.for_each_fact(|bytes| hasher.update(bytes))?;
    Ok(crate::model::Sha256(hasher.finalize().into()))
}
