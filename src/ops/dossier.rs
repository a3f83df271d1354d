//! Puts a dossier together: what reports say of somebody, each claim with the words it rests on.
//!
//! First it is asked where words stand, without any text; then the articles that have them go by one at a time, and of
//! each stay the sentences. So memory grows with what is shown and not with what there is.
//!
//! What must stay true: every claim has its words or there is no dossier; words have the same number wherever they
//! are named.

use std::collections::{BTreeMap, BTreeSet};

use super::permalink::{self, Words};
use crate::db::{self, About, ExportSet, Naming, QuotedAt, Reader};
use crate::export::{bibliography, citation};
use crate::model::{
    Basis, Cited, Companion, Companions, CompanionsFound, DatedWords, Dossier, DossierFacts,
    ExportedArticle, Flow, LeftOut, MentionField, Period, Quotation, Quotations, RemarkSaid,
    RoleFound, RoleHeld, Sha256, Subject, Timeline, WordsAt, WordsShown, WordsSort,
};
use crate::text::passage;
use crate::text::shortened::shortened;

/// More months than that are shown by year.
const MOST_MONTHS: usize = 36;

/// Characters of a headline beside words; in the list of articles it stands whole.
const MOST_HEADLINE: usize = 120;
/// The same of a part of a citation, such as a headline.
const MOST_CITED: usize = 1_000;

/// Why there is no dossier.
#[derive(Debug)]
pub enum NoDossier {
    Archive(db::Error),
    /// An article or its words went while it was made.
    Changed,
}

impl From<db::Error> for NoDossier {
    fn from(error: db::Error) -> Self {
        Self::Archive(error)
    }
}

/// Makes the dossier. `set` opens articles by their numbers. Fails where the archive cannot be read, or where an article
/// goes while it is made.
pub fn compose(
    reader: &Reader,
    about: About<'_>,
    subject: Subject,
    facts: DossierFacts,
    set: impl FnOnce(Vec<i64>) -> db::Result<ExportSet>,
) -> Result<Dossier, NoDossier> {
    let limit = about.asked.limit;
    let mut seen = Seen::default();
    reader.naming(about, |naming| seen.take(naming, limit))?;
    let mut asking = Asking { reader, about, wanted: Wanted::default() };
    let first = asking.end(seen.first.as_ref())?;
    let last = asking.end(seen.last.as_ref())?;
    let roles = asking.roles(facts.roles)?;
    let timeline = asking.timeline(&seen)?;
    let companions = asking.companions(facts.companions)?;
    let mut quoted = [reader.said_by(about, limit)?, reader.said_about(about, limit)?]
        .map(|(total, found)| (total, asking.quoted(found)));
    let listed = asking.listed(&seen.newest, facts.notes.is_some())?;
    let (hidden, repeats) = reader.not_shown(about)?;
    let notes = if facts.notes.is_some() { 0 } else { reader.count_remarks(about)? };

    let filled = asking.wanted.filled(set, &mut quoted)?;
    let [said, told] = quoted.map(|(total, rows)| Quotations {
        total,
        rows: rows.into_iter().map(|(words, speaker, _)| Quotation { speaker, words }).collect(),
    });
    let bibliography = listed
        .into_iter()
        .map(|(article, words, remarks)| {
            let (citation, url) =
                filled.citations.get(&article).cloned().ok_or(NoDossier::Changed)?;
            Ok(Cited { citation, url, article, words, remarks })
        })
        .collect::<Result<Vec<Cited>, NoDossier>>()?;
    let not_listed = seen.articles - bibliography.len() as u64;
    Ok(Dossier {
        subject,
        asked: about.asked.clone(),
        made_on: facts.made_on,
        rulings: facts.rulings,
        notes: facts.notes,
        articles: seen.articles,
        publishers: seen.publishers.len() as u64,
        first,
        last,
        roles,
        roles_left_out: facts.roles_left_out,
        timeline,
        companions,
        said,
        about: told,
        bibliography,
        left_out: LeftOut { hidden, repeats, articles: not_listed, notes },
        words: filled.words,
    })
}

/// Asks where the words stand that claims rest on, section by section, in the order of the page.
struct Asking<'r> {
    reader: &'r Reader,
    about: About<'r>,
    wanted: Wanted,
}

/// An article of the list, where it names them first, and remarks on it.
type Listed = (i64, usize, Vec<RemarkSaid>);

impl Asking<'_> {
    /// Where an article names them first.
    fn first_words(&mut self, article: i64) -> Result<usize, NoDossier> {
        let at = self.reader.first_mention(self.about, article)?.ok_or(NoDossier::Changed)?;
        Ok(self.wanted.number(at, None))
    }

    fn end(&mut self, end: Option<&(i64, String)>) -> Result<Option<DatedWords>, NoDossier> {
        let Some((article, day)) = end else { return Ok(None) };
        Ok(Some(DatedWords { day: Some(day.clone()), words: self.first_words(*article)? }))
    }

    fn roles(&mut self, found: Vec<RoleFound>) -> Result<Vec<RoleHeld>, NoDossier> {
        let mut roles = Vec::new();
        for role in found {
            let held_in = role.held_in.as_deref();
            let words = self.reader.role_words(self.about, &role.title, held_in)?;
            let (first, last) = words.ok_or(NoDossier::Changed)?;
            roles.push(RoleHeld {
                title: role.title,
                held_in: role.held_in,
                articles: role.articles,
                publishers: role.publishers,
                first: DatedWords { day: role.first_on, words: self.wanted.number(first, None) },
                last: DatedWords { day: role.last_on, words: self.wanted.number(last, None) },
            });
        }
        Ok(roles)
    }

    fn timeline(&mut self, seen: &Seen) -> Result<Timeline, NoDossier> {
        let (per, counted) = match seen.months.len() > MOST_MONTHS {
            true => ("year", &seen.years),
            false => ("month", &seen.months),
        };
        let mut periods = Vec::new();
        for (period, (articles, first)) in counted {
            let words = self.first_words(*first)?;
            periods.push(Period { period: period.clone(), articles: *articles, words });
        }
        let dated: u64 = periods.iter().map(|period| period.articles).sum();
        Ok(Timeline { per, periods, without: seen.articles - dated })
    }

    fn companions(&mut self, found: Vec<CompanionsFound>) -> Result<Vec<Companions>, NoDossier> {
        let mut companions = Vec::new();
        for CompanionsFound { kind, rows: found, left_out } in found {
            let mut rows = Vec::new();
            for (companion, article) in found {
                let name = &companion.name;
                let together = self.reader.named_together(self.about, article, kind, name)?;
                let (other, own) = together.ok_or(NoDossier::Changed)?;
                let beside = (own.field == other.field).then_some((own.start_char, own.end_char));
                rows.push(Companion { words: self.wanted.number(other, beside), ..companion });
            }
            companions.push(Companions { kind, rows, left_out });
        }
        Ok(companions)
    }

    fn quoted(&mut self, found: Vec<QuotedAt>) -> Vec<Quoted> {
        let found = found.into_iter();
        found.map(|one| (self.wanted.number(one.at, None), one.speaker, one.speaker_span)).collect()
    }

    fn listed(&mut self, articles: &[i64], with_notes: bool) -> Result<Vec<Listed>, NoDossier> {
        let mut listed = Vec::new();
        for article in articles {
            let words = self.first_words(*article)?;
            let remarks = if with_notes { remarks(self.reader, *article)? } else { Vec::new() };
            listed.push((*article, words, remarks));
        }
        Ok(listed)
    }
}

fn remarks(reader: &Reader, article: i64) -> db::Result<Vec<RemarkSaid>> {
    let remarks = reader.remarks_on(article)?.into_iter();
    Ok(remarks
        .map(|one| RemarkSaid {
            remark: one.remark,
            by: one.decided_by,
            day: one.decided_at.chars().take(10).collect(),
            words: one.words,
        })
        .collect())
}

/// What goes by of the articles that name somebody, the newest first.
#[derive(Default)]
struct Seen {
    articles: u64,
    publishers: BTreeSet<i64>,
    /// The first and the last of those with a day, month or year.
    first: Option<(i64, String)>,
    last: Option<(i64, String)>,
    newest: Vec<i64>,
    /// How many, and the first of them.
    months: BTreeMap<String, (u64, i64)>,
    years: BTreeMap<String, (u64, i64)>,
}

impl Seen {
    fn take(&mut self, naming: Naming, limit: usize) {
        self.articles += 1;
        self.publishers.extend(naming.publisher);
        if self.newest.len() < limit {
            self.newest.push(naming.article);
        }
        let Some(day) = naming.day else { return };
        for (periods, length) in [(&mut self.months, 7), (&mut self.years, 4)] {
            if let Some(period) = day.get(..length) {
                let counted = periods.entry(period.to_owned()).or_default();
                *counted = (counted.0 + 1, naming.article);
            }
        }
        self.last.get_or_insert_with(|| (naming.article, day.clone()));
        self.first = Some((naming.article, day));
    }
}

/// The number of words, who spoke, and where the text says so.
type Quoted = (usize, Option<String>, Option<(usize, usize)>);

/// Words that claims rest on, each once.
#[derive(Default)]
struct Wanted {
    places: Vec<(WordsAt, Vec<(usize, usize)>)>,
    numbers: BTreeMap<(WordsSort, i64, String, usize, usize), usize>,
}

/// The words, and how the articles are cited, by their numbers.
struct Filled {
    words: Vec<WordsShown>,
    citations: BTreeMap<i64, (Vec<String>, Option<String>)>,
}

impl Wanted {
    /// The number of words, from 1; `beside` are others that are marked with them where they stand in one sentence.
    fn number(&mut self, at: WordsAt, beside: Option<(usize, usize)>) -> usize {
        let key = (at.sort, at.article, at.field.clone(), at.start_char, at.end_char);
        let number = *self.numbers.entry(key).or_insert_with(|| {
            self.places.push((at, Vec::new()));
            self.places.len()
        });
        if let (Some(beside), Some((_, others))) = (beside, self.places.get_mut(number - 1)) {
            others.push(beside);
        }
        number
    }

    /// Reads the articles, one at a time.
    fn filled(
        self,
        set: impl FnOnce(Vec<i64>) -> db::Result<ExportSet>,
        quoted: &mut [(u64, Vec<Quoted>)],
    ) -> Result<Filled, NoDossier> {
        let mut of_article: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (index, (at, _)) in self.places.iter().enumerate() {
            of_article.entry(at.article).or_default().push(index);
        }
        let mut shown: Vec<Option<WordsShown>> = vec![None; self.places.len()];
        let mut citations = BTreeMap::new();
        set(of_article.keys().copied().collect())?.articles(false, |article| {
            citations.insert(article.article_id, (cited_parts(article), article.url.clone()));
            let mut texts = Texts::default();
            for index in of_article.get(&article.article_id).into_iter().flatten() {
                let Some((at, beside)) = self.places.get(*index) else { continue };
                let Some(text) = texts.of(article, &at.field) else { continue };
                shown[*index] = words_shown(article, index + 1, at, beside, text);
                for (_, rows) in quoted.iter_mut() {
                    for (number, speaker, span) in rows.iter_mut() {
                        if let (true, None, Some((start, end))) =
                            (*number == index + 1, &speaker, *span)
                        {
                            *speaker =
                                text.characters.get(start..end).map(|words| words.iter().collect());
                        }
                    }
                }
            }
            Flow::Continue
        })?;
        let words: Option<Vec<WordsShown>> = shown.into_iter().collect();
        Ok(Filled { words: words.ok_or(NoDossier::Changed)?, citations })
    }
}

/// The texts of an article, by code points, each taken apart once.
#[derive(Default)]
struct Texts(BTreeMap<String, Text>);

struct Text {
    text: String,
    characters: Vec<char>,
}

impl Texts {
    fn of(&mut self, article: &ExportedArticle, field: &str) -> Option<&Text> {
        if !self.0.contains_key(field) {
            let text = match MentionField::by_name(field)? {
                MentionField::Body => Some(&article.body),
                MentionField::Headline => article.headline.as_ref(),
                MentionField::Standfirst => article.standfirst.as_ref(),
                MentionField::Caption(number) => {
                    let mut captions = article.captions.iter();
                    captions.find(|one| one.number == i64::from(number))?.caption.as_ref()
                }
            }?;
            let text = Text { text: text.clone(), characters: text.chars().collect() };
            self.0.insert(field.to_owned(), text);
        }
        self.0.get(field)
    }
}

fn words_shown(
    article: &ExportedArticle,
    number: usize,
    at: &WordsAt,
    beside: &[(usize, usize)],
    text: &Text,
) -> Option<WordsShown> {
    let field = MentionField::by_name(&at.field)?;
    let words = Words { field, start_char: at.start_char, end_char: at.end_char };
    let sha256 = Sha256::from_hex(&article.sha256)?;
    let permalink = permalink::in_text(sha256, &text.text, words)?;
    let around = passage::around(&text.characters, at.start_char, at.end_char);
    let is_inside = |span: &&(usize, usize)| {
        span.0 >= around.start
            && span.1 <= around.end
            && (span.1 <= at.start_char || span.0 >= at.end_char)
    };
    let mut marks: Vec<(usize, usize)> = beside.iter().filter(is_inside).copied().collect();
    marks.push((at.start_char, at.end_char));
    marks.sort_unstable();
    marks.dedup();
    let day = article.published_on.clone().or_else(|| article.published.value.clone());
    Some(WordsShown {
        number,
        passage: pieces(&text.characters, around.start, around.end, &marks),
        is_cut: around.is_cut,
        basis: Basis::of_rule(&at.rule),
        sort: at.sort,
        rule: at.rule.clone(),
        confidence: at.confidence,
        article: article.article_id,
        field: at.field.clone(),
        headline: shortened(&bibliography::title(article), MOST_HEADLINE).into_owned(),
        publisher: article.publisher.clone(),
        day: day.map(|day| day.chars().take(10).collect()),
        url: article.url.clone(),
        permalink: permalink.to_string(),
        exact: text.characters.get(at.start_char..at.end_char)?.iter().collect(),
    })
}

/// The parts of a citation, none of them longer than anybody reads.
fn cited_parts(article: &ExportedArticle) -> Vec<String> {
    let parts = citation::plain_parts(article);
    parts.iter().map(|part| shortened(part, MOST_CITED).into_owned()).collect()
}

/// A stretch of text in pieces, marked and not.
fn pieces(
    text: &[char],
    start: usize,
    end: usize,
    marks: &[(usize, usize)],
) -> Vec<(String, bool)> {
    let mut pieces = Vec::new();
    let mut at = start;
    for &(from, to) in marks.iter().chain([&(end, end)]) {
        let plain: String = text.get(at..from).unwrap_or_default().iter().collect();
        let marked: String = text.get(from..to).unwrap_or_default().iter().collect();
        pieces.push((plain, false));
        pieces.push((marked, true));
        at = at.max(to);
    }
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}
