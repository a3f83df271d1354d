//! A story of the news: which copy stands for it, who else has it, and what of its text is shown.
//!
//! What must stay true: texts are read of the stories that are shown and of no others.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::words::{self, Material};
use super::{Target, revision, stories_of};
use crate::db::{Arrival, Reader, Result};
use crate::export::citation;
use crate::model::{
    ArticleId, MentionField, NewsStory, Permalink, PrintedArticle, ReviewTitle, Sha256,
};
use crate::ops::review::{self, summary};

/// Texts that are in memory at once.
const TEXTS_AT_ONCE: usize = 25;

/// Articles of one story that came in.
pub struct Group {
    /// The one that stands for the story.
    pub head: PrintedArticle,
    ingested_at: String,
    articles: Vec<Arrival>,
}

impl Group {
    /// What is recorded once the story was told.
    pub fn items(&self) -> impl Iterator<Item = Sha256> + '_ {
        self.articles.iter().map(|one| one.sha256)
    }

    /// The numbers of its articles that came in.
    pub fn numbers(&self) -> impl Iterator<Item = i64> + '_ {
        self.articles.iter().map(|one| one.article)
    }
}

/// The stories of these articles, the newest first. Of several new texts of a `revised` article the last is shown.
/// Fails where the archive cannot be read.
pub fn groups(
    reader: &Reader,
    articles: Vec<Arrival>,
    revised: &HashSet<i64>,
) -> Result<Vec<Group>> {
    let numbers: Vec<i64> = articles.iter().map(|one| one.article).collect();
    let heads = reader.printed(&numbers)?;
    let mut heads: HashMap<i64, PrintedArticle> =
        heads.into_iter().map(|head| (head.article_id, head)).collect();
    let mut alone = Vec::new();
    let mut by_story: BTreeMap<i64, Vec<Arrival>> = BTreeMap::new();
    for one in articles {
        match one.story {
            Some(story) => by_story.entry(story).or_default().push(one),
            None => alone.push(vec![one]),
        }
    }
    let mut groups = Vec::with_capacity(alone.len() + by_story.len());
    for articles in alone.into_iter().chain(by_story.into_values()) {
        let last_text =
            articles.iter().filter(|one| revised.contains(&one.article)).max_by(|one, other| {
                (&one.ingested_at, one.article).cmp(&(&other.ingested_at, other.article))
            });
        let stands = last_text.map(|one| one.article).or_else(|| {
            let found = articles.iter().filter_map(|one| heads.get(&one.article));
            let best = found.min_by(|one, other| {
                review::copy_rank(one, &[]).cmp(&review::copy_rank(other, &[]))
            });
            best.map(|head| head.article_id)
        });
        // One that was hidden a moment ago has no head any more.
        let Some(head) = stands.and_then(|stands| heads.remove(&stands)) else { continue };
        let at = articles.iter().find(|one| one.article == head.article_id);
        let ingested_at = at.map_or_else(String::new, |one| one.ingested_at.clone());
        groups.push(Group { head, ingested_at, articles });
    }
    groups.sort_by(|one, other| review::newest(&one.head).cmp(&review::newest(&other.head)));
    Ok(groups)
}

/// The stories as they are told. Fails where the archive cannot be read.
pub fn stories(reader: &Reader, target: &Target<'_>, groups: Vec<Group>) -> Result<Vec<NewsStory>> {
    let copies = review::copies(reader, &stories_of(groups.iter().map(|group| &group.head)))?;
    let numbers: Vec<i64> = groups.iter().map(|group| group.head.article_id).collect();
    let mut told = Vec::with_capacity(groups.len());
    for (part, numbers) in groups.chunks(TEXTS_AT_ONCE).zip(numbers.chunks(TEXTS_AT_ONCE)) {
        let material = Material::read(reader, target, numbers)?;
        for group in part {
            let of_story = group.head.story.and_then(|story| copies.get(&story));
            let others: Vec<&PrintedArticle> = of_story
                .into_iter()
                .flatten()
                .filter(|copy| copy.article_id != group.head.article_id)
                .collect();
            told.push(story(reader, group, &others, &material)?);
        }
    }
    Ok(told)
}

fn story(
    reader: &Reader,
    group: &Group,
    others: &[&PrintedArticle],
    material: &Material,
) -> Result<NewsStory> {
    let head = &group.head;
    let text = material.text(head.article_id);
    let (sentences, more_sentences) = words::sentences(reader, head.article_id, material, &text)?;
    let (quotes, more_quotes) = words::quotes(head.article_id, material, &text);
    let earlier = reader.earlier_text(head.article_id)?;
    // Of two texts that came in together the one is a copy of the other.
    let earlier = earlier.filter(|earlier| !group.numbers().any(|number| number == *earlier));
    let revision = earlier
        .map(|earlier| revision::of(reader, ArticleId(earlier), ArticleId(head.article_id)))
        .transpose()?
        .flatten();
    let first_words = || {
        let body: String = text.iter().take(400).collect();
        summary::first_words(&body, text.len() <= 400, review::WORDS_OF_TITLE)
    };
    let dated = head.published_at.as_ref().or(head.published_on.as_ref());
    Ok(NewsStory {
        article_id: head.article_id,
        permalink: Permalink { article: head.sha256, place: None }.to_string(),
        title: review::title(head.headline.clone(), first_words),
        publisher: head.publisher.clone(),
        day: citation::day(&head.published),
        dated: dated.unwrap_or(&group.ingested_at).clone(),
        url: head.url.clone(),
        copies: others.iter().take(review::MOST_COPIES).map(|copy| review::copy(copy)).collect(),
        more_copies: others.len().saturating_sub(review::MOST_COPIES),
        sentences,
        more_sentences,
        quotes,
        more_quotes,
        revision,
    })
}

/// What an article is called, of which nothing else is shown. Fails where the archive cannot be read.
pub fn title(reader: &Reader, head: &PrintedArticle) -> Result<ReviewTitle> {
    let text = match head.headline {
        Some(_) => None,
        None => reader.text_of(ArticleId(head.article_id), MentionField::Body)?,
    };
    Ok(review::title(head.headline.clone(), || match &text {
        Some((_, body)) => summary::first_words(body, true, review::WORDS_OF_TITLE),
        None => String::new(),
    }))
}
