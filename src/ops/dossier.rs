//! Puts a dossier together: what reports say of somebody, each claim with the words it rests on.
//!
//! First it is asked where words stand, without any text; then the articles that have them go by one at a time, and of
//! each stay the sentences. So memory grows with what is shown and not with what there is.
//!
//! What must stay true: every claim has its words or there is no dossier; words have the same number wherever they
//! are named.

use std::collections::{BTreeMap, BTreeSet};

use super::permalink::{self, Words};
use crate::db::{About, ExportSet, Naming, Reader, Result};
use crate::export::{bibliography, citation};
use crate::model::{
    Basis, Cited, Companion, Companions, DatedWords, Dossier, DossierFacts, ExportedArticle, Flow,
    LeftOut, MentionField, Period, Quotation, Quotations, RemarkSaid, RoleHeld, Sha256, Subject,
    Timeline, WordsAt, WordsShown, WordsSort,
};
use crate::text::passage;

/// More months than that are shown by year.
const MOST_MONTHS: usize = 36;

/// Makes the dossier; `None`: an article went while it was made. `set` opens articles by their numbers.
pub fn compose(
    reader: &Reader,
    about: About<'_>,
    subject: Subject,
    facts: DossierFacts,
    set: impl FnOnce(Vec<i64>) -> Result<ExportSet>,
) -> Result<Option<Dossier>> {
    let limit = about.asked.limit;
    let with_notes = facts.notes.is_some();
    let mut wanted = Wanted::default();
    let mut seen = Seen::default();
    reader.naming(about, |naming| seen.take(naming, limit))?;
    let first_words = |wanted: &mut Wanted, article: i64| -> Result<Option<usize>> {
        Ok(reader.first_mention(about, article)?.map(|at| wanted.number(at, None)))
    };

    let mut ends = Vec::new();
    for end in [&seen.first, &seen.last] {
        let Some((article, day)) = end else { continue };
        let Some(words) = first_words(&mut wanted, *article)? else { return Ok(None) };
        ends.push(DatedWords { day: Some(day.clone()), words });
    }
    let mut roles = Vec::new();
    for found in facts.roles {
        let words = reader.role_words(about, &found.title, found.held_in.as_deref())?;
        let Some((first, last)) = words else { return Ok(None) };
        roles.push(RoleHeld {
            title: found.title,
            held_in: found.held_in,
            articles: found.articles,
            publishers: found.publishers,
            first: DatedWords { day: found.first_on, words: wanted.number(first, None) },
            last: DatedWords { day: found.last_on, words: wanted.number(last, None) },
        });
    }
    let (per, counted) = match seen.months.len() > MOST_MONTHS {
        true => ("year", &seen.years),
        false => ("month", &seen.months),
    };
    let mut periods = Vec::new();
    for (period, (articles, first)) in counted {
        let Some(words) = first_words(&mut wanted, *first)? else { return Ok(None) };
        periods.push(Period { period: period.clone(), articles: *articles, words });
    }
    let dated: u64 = periods.iter().map(|period| period.articles).sum();
    let timeline = Timeline { per, periods, without: seen.articles - dated };

    let mut companions = Vec::new();
    for found in facts.companions {
        let mut rows = Vec::new();
        for (companion, article) in found.rows {
            let words = reader.named_together(about, article, found.kind, &companion.name)?;
            let words = words.map(|(other, own)| {
                let is_near = own.article == other.article && own.field == other.field;
                wanted.number(other, is_near.then_some((own.start_char, own.end_char)))
            });
            rows.push(Companion { words, ..companion });
        }
        companions.push(Companions { kind: found.kind, rows, left_out: found.left_out });
    }
    let (said_total, said) = reader.said_by(about, limit)?;
    let (about_total, told) = reader.said_about(about, limit)?;
    let mut quoted = [(said_total, said), (about_total, told)].map(|(total, found)| {
        let found = found.into_iter();
        let rows = found.map(|one| (wanted.number(one.at, None), one.speaker, one.speaker_span));
        (total, rows.collect::<Vec<_>>())
    });
    let mut listed = Vec::new();
    for article in &seen.newest {
        let Some(words) = first_words(&mut wanted, *article)? else { return Ok(None) };
        let remarks = if with_notes { remarks(reader, *article)? } else { Vec::new() };
        listed.push((*article, words, remarks));
    }
    let (hidden, repeats) = reader.not_shown(about)?;
    let notes = if with_notes { 0 } else { reader.count_remarks(about)? };

    let Some(filled) = wanted.filled(set, &mut quoted)? else { return Ok(None) };
    let bibliography: Option<Vec<Cited>> = listed
        .into_iter()
        .map(|(article, words, remarks)| {
            let (citation, url) = filled.citations.get(&article)?.clone();
            Some(Cited { citation, url, article, words, remarks })
        })
        .collect();
    let Some(bibliography) = bibliography else { return Ok(None) };
    let [said, told] = quoted.map(|(total, rows)| Quotations {
        total,
        rows: rows.into_iter().map(|(words, speaker, _)| Quotation { speaker, words }).collect(),
    });
    let mut ends = ends.into_iter();
    Ok(Some(Dossier {
        subject,
        asked: about.asked.clone(),
        made_on: facts.made_on,
        rulings: facts.rulings,
        notes: facts.notes,
        articles: seen.articles,
        undated: seen.undated,
        publishers: seen.publishers.len() as u64,
        first: ends.next(),
        last: ends.next(),
        roles,
        roles_left_out: facts.roles_left_out,
        timeline,
        companions,
        left_out: LeftOut {
            hidden,
            repeats,
            articles: seen.articles - bibliography.len() as u64,
            notes,
        },
        said,
        about: told,
        bibliography,
        words: filled.words,
    }))
}

fn remarks(reader: &Reader, article: i64) -> Result<Vec<RemarkSaid>> {
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
    undated: u64,
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
        let Some(day) = naming.day else {
            self.undated += 1;
            return;
        };
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
    citations: BTreeMap<i64, (String, Option<String>)>,
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

    /// Reads the articles, one at a time; `None`: one of them is not there any more.
    fn filled(
        self,
        set: impl FnOnce(Vec<i64>) -> Result<ExportSet>,
        quoted: &mut [(u64, Vec<Quoted>)],
    ) -> Result<Option<Filled>> {
        let mut of_article: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (index, (at, _)) in self.places.iter().enumerate() {
            of_article.entry(at.article).or_default().push(index);
        }
        let mut shown: Vec<Option<WordsShown>> = vec![None; self.places.len()];
        let mut citations = BTreeMap::new();
        set(of_article.keys().copied().collect())?.articles(false, |article| {
            citations.insert(article.article_id, (citation::plain(article), article.url.clone()));
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
        Ok(words.map(|words| Filled { words, citations }))
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
        headline: bibliography::title(article),
        publisher: article.publisher.clone(),
        day: day.map(|day| day.chars().take(10).collect()),
        url: article.url.clone(),
        permalink: permalink.to_string(),
        exact: text.characters.get(at.start_char..at.end_char)?.iter().collect(),
    })
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
