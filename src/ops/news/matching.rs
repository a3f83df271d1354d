//! Which articles that came in answer a watch, and which of them it was not told of.
//!
//! What must stay true: what came in is read once for all watches; a copy of a story that a watch was told of is no
//! story again, unless it is another text of an article that was there before.

use std::collections::{HashMap, HashSet};

use super::{AskedWatch, ReportAsked, Since, withdrawal_item};
use crate::db::{Arrival, Error, Expression, Reader, Result, TakenBack, Watched, folded_topic};
use crate::model::{Sha256, Sought, Watch};

/// A watch with what it comes to in this archive.
pub struct Target<'w> {
    pub watch: &'w Watch,
    pub report: Option<&'w ReportAsked>,
    /// Of somebody; `None` also where no article names them yet.
    pub whom: Option<Watched>,
    /// Of a search.
    pub words: Option<Expression>,
    /// What came in at that instant or later.
    pub since: String,
}

impl<'w> Target<'w> {
    /// Fails where the words of a search cannot be searched for.
    pub fn of(reader: &Reader, asked: &'w AskedWatch, since: String) -> Result<Self> {
        let (mut whom, mut words) = (None, None);
        match &asked.watch.sought {
            Sought::Entity(named) => whom = reader.watched(named.kind, &named.key)?,
            Sought::Search { words: typed } => {
                let spelt = reader.spelt(typed)?.map_err(|error| {
                    Error::Refused(format!("watch `{}`: {error}", asked.watch.name))
                })?;
                words = Some(spelt.expression);
            }
            Sought::Report { .. } => {}
        }
        Ok(Self { watch: &asked.watch, report: asked.report.as_ref(), whom, words, since })
    }

    /// The articles from a number on that answer, in order, whatever their topics.
    fn answering(&self, reader: &Reader, first: i64) -> Result<Vec<i64>> {
        match (&self.whom, &self.words) {
            (Some(whom), _) => reader.naming_since(whom, first),
            (None, Some(words)) => reader.having_since(words, first),
            (None, None) => Ok(Vec::new()),
        }
    }
}

/// Most articles of a watch that are looked at: memory is not to grow with the archive.
const MOST: usize = 50_000;

/// What came in, for all watches.
pub struct Recent {
    /// In the order of their numbers.
    arrivals: Vec<Arrival>,
    taken_back: Vec<TakenBack>,
    /// The articles on each topic that a watch asks for, without its capitals.
    on_topic: HashMap<String, HashSet<i64>>,
}

/// What a watch is to be told of.
pub struct New {
    pub articles: Vec<Arrival>,
    /// Those of them that are another text of an article whose story was told.
    pub revised: HashSet<i64>,
    /// Further copies of stories that it was told of.
    pub copies: Vec<Arrival>,
    pub withdrawn: Vec<TakenBack>,
    /// Articles that are not among them, because there are too many; the last to come in are.
    pub left_out: usize,
}

impl Recent {
    /// What came in since the earliest of these targets. Fails where the archive cannot be read.
    pub fn read(reader: &Reader, targets: &[Target<'_>]) -> Result<Self> {
        let since = targets
            .iter()
            .filter(|target| target.report.is_none())
            .map(|target| target.since.as_str())
            .min();
        let Some(since) = since else {
            return Ok(Self {
                arrivals: Vec::new(),
                taken_back: Vec::new(),
                on_topic: HashMap::new(),
            });
        };
        let mut recent = Self {
            arrivals: reader.arrivals(since)?,
            taken_back: reader.taken_back(since)?,
            on_topic: HashMap::new(),
        };
        let topics = targets.iter().filter_map(|target| target.watch.topic.as_deref());
        recent.on_topic = topics.map(|topic| (folded_topic(topic), HashSet::new())).collect();
        let first_back = recent.taken_back.first().map(|one| one.article);
        let first = recent.arrivals.first().map(|one| one.article);
        if let (false, Some(first)) =
            (recent.on_topic.is_empty(), first.into_iter().chain(first_back).min())
        {
            for (article, topic) in reader.topics_since(first)? {
                if let Some(articles) = recent.on_topic.get_mut(&folded_topic(&topic)) {
                    articles.insert(article);
                }
            }
        }
        Ok(recent)
    }

    fn is_on_topic(&self, target: &Target<'_>, article: i64) -> bool {
        target.watch.topic.as_deref().is_none_or(|topic| {
            self.on_topic
                .get(&folded_topic(topic))
                .is_some_and(|articles| articles.contains(&article))
        })
    }

    /// The articles that answer a watch, told or not, in the order of their numbers. Fails where the archive cannot
    /// be read.
    pub fn matching(&self, reader: &Reader, target: &Target<'_>) -> Result<Vec<Arrival>> {
        let Some(first) = self.arrivals.first() else { return Ok(Vec::new()) };
        let answering = target.answering(reader, first.article)?;
        let arrival = |article: &i64| {
            let at = self.arrivals.binary_search_by_key(article, |one| one.article).ok()?;
            self.arrivals.get(at)
        };
        let found = answering.iter().filter_map(arrival);
        let found = found
            .filter(|one| one.ingested_at >= target.since && self.is_on_topic(target, one.article));
        Ok(found.cloned().collect())
    }

    /// The withdrawn articles that answer a watch. Fails where the archive cannot be read.
    pub fn withdrawn(&self, reader: &Reader, target: &Target<'_>) -> Result<Vec<TakenBack>> {
        let Some(first) = self.taken_back.first() else { return Ok(Vec::new()) };
        let answering = target.answering(reader, first.article)?;
        let found = self.taken_back.iter().filter(|one| {
            answering.binary_search(&one.article).is_ok() && self.is_on_topic(target, one.article)
        });
        Ok(found.cloned().collect())
    }
}

/// What a watch is to be told of. Fails where the archive cannot be read.
pub fn new(reader: &Reader, recent: &Recent, target: &Target<'_>, since: &Since) -> Result<New> {
    let mut articles = recent.matching(reader, target)?;
    let mut withdrawn = recent.withdrawn(reader, target)?;
    let mut new = New {
        articles: Vec::new(),
        revised: HashSet::new(),
        copies: Vec::new(),
        withdrawn: Vec::new(),
        left_out: 0,
    };
    if *since != Since::LastTold {
        new.left_out = shorten(&mut articles);
        (new.articles, new.withdrawn) = (articles, withdrawn);
        return Ok(new);
    }
    let watch = target.watch.watch_id;
    let told = told(reader, target, articles.iter().map(|one| one.sha256))?;
    articles.retain(|one| !told.contains(&one.sha256));
    new.left_out = shorten(&mut articles);
    let items = withdrawn.iter().map(|one| withdrawal_item(one.sha256, &one.status));
    let told = self::told(reader, target, items)?;
    withdrawn.retain(|one| !told.contains(&withdrawal_item(one.sha256, &one.status)));
    new.withdrawn = withdrawn;

    let mut stories: Vec<i64> = articles.iter().filter_map(|one| one.story).collect();
    stories.sort_unstable();
    stories.dedup();
    let stories: HashSet<i64> = reader.stories_told(watch, &stories)?.into_iter().collect();
    let numbers: Vec<i64> = articles.iter().map(|one| one.article).collect();
    let pages: HashSet<i64> = reader.summaries_told(watch, &numbers)?.into_iter().collect();
    for one in articles {
        let is_told = one.story.is_some_and(|story| stories.contains(&story));
        let is_page = pages.contains(&one.article);
        if (is_told || is_page) && reader.earlier_text(one.article)?.is_none() {
            new.copies.push(one);
            continue;
        }
        if is_told {
            new.revised.insert(one.article);
        }
        new.articles.push(one);
    }
    Ok(new)
}

/// Takes away all but the last that came in, and says how many.
fn shorten(articles: &mut Vec<Arrival>) -> usize {
    let too_many = articles.len().saturating_sub(MOST);
    if too_many > 0 {
        articles.sort_by(|one, other| {
            (&one.ingested_at, one.article).cmp(&(&other.ingested_at, other.article))
        });
        articles.drain(..too_many);
        articles.sort_unstable_by_key(|one| one.article);
    }
    too_many
}

fn told(
    reader: &Reader,
    target: &Target<'_>,
    items: impl Iterator<Item = Sha256>,
) -> Result<HashSet<Sha256>> {
    let items: Vec<Sha256> = items.collect();
    if items.is_empty() {
        return Ok(HashSet::new());
    }
    Ok(reader.told_of(target.watch.watch_id, &items)?.into_iter().collect())
}
