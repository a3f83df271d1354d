//! Puts a review of the press together: one entry a story, its copy chosen, in an order, with as much of its text as was
//! asked for.
//!
//! What must stay true: the same articles give the same review, whichever came into the archive first (numbers of
//! articles aside); no text is read but of articles that are shown, and no more of it than is shown; which copy stands
//! for a story, and which comes first, is decided by a total order that ends in the SHA-256.

mod agency;
pub(super) mod summary;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::db::{ReadOf, Reader, Result};
use crate::export::citation;
use crate::model::{
    Permalink, PrintedArticle, ReadArticle, Review, ReviewCopy, ReviewEntry, ReviewGroup,
    ReviewSummary, ReviewTitle,
};
use agency::Agencies;

/// Copies of a story that are listed; of the others it is said how many there are.
pub(super) const MOST_COPIES: usize = 20;

/// How many first words stand in place of a missing headline.
pub(super) const WORDS_OF_TITLE: usize = 8;

/// What a review is made of.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// In the order in which they were named or found.
    pub articles: Vec<i64>,
    pub order: ReviewOrder,
    pub group: Group,
    pub is_every_copy: bool,
    /// Names of publishers whose copy is taken, the first first.
    pub prefer: Vec<String>,
    pub summary: Summary,
    /// Most words of a text in an entry.
    pub words: usize,
    /// Nothing of a text but those words.
    pub is_without_text: bool,
    pub has_notes: bool,
    pub limit: usize,
    pub title: String,
    pub intro: Option<String>,
    pub made_on: String,
    pub asked: Option<String>,
}

/// How the articles of a review are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewOrder {
    /// As the articles were named or ranked.
    Given,
    Newest,
    Oldest,
    /// By the publishers' names, the newest of each first.
    Publisher,
}

/// What the articles of a review are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    None,
    Day,
    Publisher,
}

/// How much of each text a review shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    Nothing,
    Lines,
    Quotes,
}

/// A story that has an entry.
struct Told {
    article: PrintedArticle,
    /// Where the first of its articles stood that was found.
    place: usize,
}

/// Puts a review together. Fails where the archive cannot be read.
pub fn compose(reader: &Reader, wanted: Wanted) -> Result<Review> {
    let found = reader.printed(&wanted.articles)?;
    let mut told = told(found, &wanted);
    sort(&mut told, wanted.order);
    let left_out = told.len().saturating_sub(wanted.limit);
    told.truncate(wanted.limit);
    let entries = entries(reader, &wanted, told)?;
    let groups = grouped(entries, wanted.group);
    Ok(Review {
        title: wanted.title,
        intro: wanted.intro,
        made_on: wanted.made_on,
        asked: wanted.asked,
        is_without_text: wanted.is_without_text,
        groups,
        left_out,
    })
}

/// One article a story, or all.
fn told(found: Vec<PrintedArticle>, wanted: &Wanted) -> Vec<Told> {
    let mut places: HashMap<i64, usize> = HashMap::new();
    let mut told: Vec<Told> = Vec::with_capacity(found.len());
    for (place, article) in found.into_iter().enumerate() {
        let Some(story) = article.story.filter(|_| !wanted.is_every_copy) else {
            told.push(Told { article, place });
            continue;
        };
        match places.get(&story).and_then(|at| told.get_mut(*at)) {
            Some(known) => {
                if copy_rank(&article, &wanted.prefer) < copy_rank(&known.article, &wanted.prefer) {
                    known.article = article;
                }
            }
            None => {
                places.insert(story, told.len());
                told.push(Told { article, place });
            }
        }
    }
    told
}

/// The smallest stands for its story: that of a publisher who is preferred, then the earliest, then the longest.
pub(super) fn copy_rank<'a>(article: &'a PrintedArticle, prefer: &[String]) -> impl Ord + use<'a> {
    let preferred = prefer.iter().position(|name| Some(name) == article.publisher.as_ref());
    (
        preferred.unwrap_or(prefer.len()),
        article.published_on.is_none(),
        article.published_on.as_deref(),
        Reverse(article.length),
        article.sha256,
    )
}

fn sort(told: &mut [Told], order: ReviewOrder) {
    match order {
        ReviewOrder::Given => told.sort_by_key(|story| story.place),
        ReviewOrder::Newest => {
            told.sort_by(|one, other| newest(&one.article).cmp(&newest(&other.article)))
        }
        ReviewOrder::Oldest => {
            told.sort_by(|one, other| oldest(&one.article).cmp(&oldest(&other.article)))
        }
        ReviewOrder::Publisher => told.sort_by(|one, other| {
            let publisher = |story: &Told| {
                let name = story.article.publisher.clone();
                (name.is_none(), name.as_deref().map(str::to_lowercase), name)
            };
            (publisher(one), newest(&one.article)).cmp(&(publisher(other), newest(&other.article)))
        }),
    }
}

/// By day, then by the time of day where that is known. Without a day last, in either order.
pub(super) fn newest(article: &PrintedArticle) -> impl Ord + '_ {
    let PrintedArticle { earliest_on, published_at, .. } = article;
    (earliest_on.is_none(), Reverse(earliest_on), Reverse(published_at), tie(article))
}

fn oldest(article: &PrintedArticle) -> impl Ord + '_ {
    let PrintedArticle { earliest_on, published_at, .. } = article;
    (earliest_on.is_none(), earliest_on, published_at, tie(article))
}

fn tie(article: &PrintedArticle) -> impl Ord + '_ {
    (&article.publisher, &article.headline, &article.sha256)
}

fn entries(reader: &Reader, wanted: &Wanted, told: Vec<Told>) -> Result<Vec<ReviewEntry>> {
    let mut stories: Vec<i64> = told.iter().filter_map(|story| story.article.story).collect();
    stories.sort_unstable();
    stories.dedup();
    let copies = copies(reader, &stories)?;
    let ids: Vec<i64> = told.iter().map(|story| story.article.article_id).collect();
    let mut read = reader.read_articles(&ids, read_of(wanted))?;
    let mut agencies = Agencies::of(reader);
    let mut entries = Vec::with_capacity(told.len());
    for (index, story) in told.into_iter().enumerate() {
        let article = story.article;
        let of_story = article.story.and_then(|story| copies.get(&story));
        let others: Vec<&PrintedArticle> = of_story
            .into_iter()
            .flatten()
            .filter(|copy| copy.article_id != article.article_id)
            .collect();
        let agency = agencies.of_article(&article, &others)?;
        let read = read.remove(&article.article_id).unwrap_or_default();
        let mut entry = entry(article, read, wanted);
        entry.number = index + 1;
        entry.agency = agency;
        entry.more_copies = others.len().saturating_sub(MOST_COPIES);
        entry.copies = others.into_iter().take(MOST_COPIES).map(copy).collect();
        entries.push(entry);
    }
    Ok(entries)
}

/// Every article of these stories, by the stories' first articles, the one that stands for the story first.
pub(super) fn copies(
    reader: &Reader,
    stories: &[i64],
) -> Result<BTreeMap<i64, Vec<PrintedArticle>>> {
    let mut copies: BTreeMap<i64, Vec<PrintedArticle>> = BTreeMap::new();
    for copy in reader.printed_in_stories(stories)? {
        if let Some(story) = copy.story {
            copies.entry(story).or_default().push(copy);
        }
    }
    for of_story in copies.values_mut() {
        of_story.sort_by(|one, other| copy_rank(one, &[]).cmp(&copy_rank(other, &[])));
    }
    Ok(copies)
}

/// Enough characters for the words that are wanted, and no whole texts.
fn read_of(wanted: &Wanted) -> ReadOf {
    let characters = |words: usize| if words == 0 { 0 } else { words.saturating_mul(16) + 200 };
    let of_title =
        if wanted.is_without_text { wanted.words.min(WORDS_OF_TITLE) } else { WORDS_OF_TITLE };
    let lines = if wanted.summary == Summary::Lines { wanted.words } else { 0 };
    let quotes = if wanted.summary == Summary::Quotes { wanted.words } else { 0 };
    ReadOf {
        beginning: characters(lines.max(of_title)),
        quotes: characters(quotes),
        notes: wanted.has_notes,
    }
}

/// An entry but for its number and what other copies say.
fn entry(article: PrintedArticle, read: ReadArticle, wanted: &Wanted) -> ReviewEntry {
    let of_title =
        if wanted.is_without_text { wanted.words.min(WORDS_OF_TITLE) } else { WORDS_OF_TITLE };
    let beginning = |words| summary::first_words(&read.beginning, read.is_whole, words);
    let title = title(article.headline, || beginning(of_title));
    let summary = match wanted.summary {
        Summary::Lines if wanted.words > 0 => ReviewSummary::Lines(beginning(wanted.words)),
        Summary::Quotes if wanted.words > 0 => {
            let (quotes, more) = summary::quotations(
                article.article_id,
                &read.quotes,
                wanted.words,
                wanted.is_without_text,
            );
            ReviewSummary::Quotes(quotes, more)
        }
        _ => ReviewSummary::Nothing,
    };
    ReviewEntry {
        number: 0,
        article_id: article.article_id,
        permalink: Permalink { article: article.sha256, place: None }.to_string(),
        title,
        publisher: article.publisher,
        day: citation::day(&article.published),
        authors: if wanted.is_without_text { Vec::new() } else { read.authors },
        url: article.url,
        agency: None,
        summary,
        notes: read.notes,
        copies: Vec::new(),
        more_copies: 0,
    }
}

/// What an article is called: its headline, else its first words.
pub(super) fn title(headline: Option<String>, first_words: impl FnOnce() -> String) -> ReviewTitle {
    match headline.filter(|headline| !headline.trim().is_empty()) {
        Some(headline) => ReviewTitle::Headline(headline),
        None => match first_words() {
            words if words.is_empty() => ReviewTitle::Nothing,
            words => ReviewTitle::FirstWords(words),
        },
    }
}

pub(super) fn copy(article: &PrintedArticle) -> ReviewCopy {
    ReviewCopy {
        article_id: article.article_id,
        publisher: article.publisher.clone(),
        day: citation::day(&article.published),
        url: article.url.clone(),
    }
}

/// Groups in the order in which their first entries come; their entries stay in order, and are counted anew.
fn grouped(entries: Vec<ReviewEntry>, group: Group) -> Vec<ReviewGroup> {
    let mut groups: Vec<ReviewGroup> = Vec::new();
    let mut places: HashMap<Option<String>, usize> = HashMap::new();
    for entry in entries {
        let name = match group {
            Group::None => None,
            Group::Day => Some(entry.day.clone()),
            Group::Publisher => {
                Some(entry.publisher.clone().unwrap_or_else(|| "No publisher known".to_owned()))
            }
        };
        let place = *places.entry(name.clone()).or_insert_with(|| {
            groups.push(ReviewGroup { name, entries: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.entries.push(entry);
        }
    }
    let entries = groups.iter_mut().flat_map(|group| &mut group.entries);
    for (index, entry) in entries.enumerate() {
        entry.number = index + 1;
    }
    groups
}
