//! Whether words stand in an article as somebody hands them on, and who said them.
//!
//! What must stay true: words stand there only where they are the same words in the same order; all else is altered, and
//! the words that do stand there are named. Who said them is what the archive holds of its quotations, and nothing more.

use crate::db::{Reader, Result};
use crate::model::{ArticleDetails, ArticleId, MentionField, QuoteDetails};
use crate::text::{alike, anchor};

use super::permalink::Words;

/// Of the words that are asked for, those that may differ for a stretch to be near: one in two.
const NEAR: usize = 2;

/// Fewest words for which other articles are looked through.
const FEWEST_WORDS: usize = 3;

/// Most articles in which they are looked for.
const MOST_ARTICLES: usize = 5;

/// How words stand to what was cited for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// They stand where they were said to stand.
    Stands,
    /// They stand elsewhere in the article, or in another one.
    StandsElsewhere,
    /// Words like them stand in the article.
    Altered,
    /// Nothing like them does.
    NotThere,
}

impl Verdict {
    /// As it is told.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stands => "stands",
            Self::StandsElsewhere => "stands_elsewhere",
            Self::Altered => "altered",
            Self::NotThere => "not_there",
        }
    }
}

/// A stretch of an article.
#[derive(Clone, Debug)]
pub struct Standing {
    pub article: ArticleId,
    pub words: Words,
    /// As they stand there.
    pub exact: String,
    /// How many words differ from those that were asked for.
    pub distance: usize,
    /// In what else they differ.
    pub differences: alike::Differences,
    /// The quotations that the words are of; none where they are the article's own.
    pub quotes: Vec<QuoteDetails>,
}

/// What came of some words.
#[derive(Clone, Debug)]
pub struct Checked {
    pub verdict: Verdict,
    /// Where they stand, or what is nearest to them.
    pub standing: Option<Standing>,
}

/// Looks for words in the article that was cited for them, `at` a place of it where one was named, and then in others. Fails
/// where the archive cannot be read.
pub fn check(
    reader: &Reader,
    cited: Option<&ArticleDetails>,
    at: Option<Words>,
    wanted: &str,
) -> Result<Checked> {
    let nearest = cited.and_then(|article| in_article(article, at, wanted));
    if let Some(standing) = nearest.as_ref().filter(|standing| standing.distance == 0) {
        let is_there = at.is_none_or(|at| overlaps(at, standing.words));
        let verdict = if is_there { Verdict::Stands } else { Verdict::StandsElsewhere };
        return Ok(Checked { verdict, standing: nearest });
    }
    let cited_id = cited.map(|article| article.article_id);
    if let Some(standing) = elsewhere(reader, cited_id, wanted)? {
        return Ok(Checked { verdict: Verdict::StandsElsewhere, standing: Some(standing) });
    }
    let is_near = |standing: &Standing| standing.distance * NEAR <= alike::count_words(wanted);
    Ok(match nearest.filter(is_near) {
        Some(standing) => Checked { verdict: Verdict::Altered, standing: Some(standing) },
        None => Checked { verdict: Verdict::NotThere, standing: None },
    })
}

/// The nearest stretch of an article, that at the place before others as near.
fn in_article(article: &ArticleDetails, at: Option<Words>, wanted: &str) -> Option<Standing> {
    let fields = fields(article);
    if let Some(at) = at
        && let Some((_, text)) = fields.iter().find(|(field, _)| *field == at.field)
        && let Some(there) = around(article, at, text, wanted)
    {
        return Some(there);
    }
    let mut best: Option<Standing> = None;
    for (field, text) in fields {
        let Some(standing) = in_text(article, field, text, wanted) else { continue };
        if best.as_ref().is_none_or(|best| standing.distance < best.distance) {
            best = Some(standing);
        }
    }
    best
}

/// The same words at the place itself, where they stand more than once.
fn around(article: &ArticleDetails, at: Words, text: &str, wanted: &str) -> Option<Standing> {
    let places = anchor::places(text, wanted).into_iter();
    let mut places =
        places.map(|(start_char, end_char)| Words { field: at.field, start_char, end_char });
    if let Some(words) = places.find(|words| overlaps(at, *words)) {
        return standing(article, words, text, wanted, 0);
    }
    // Other marks than they have there: looked for in the place and as much around it as the words are long.
    let length = wanted.chars().count();
    let start = at.start_char.saturating_sub(length);
    let part: String = text.chars().skip(start).take(at.end_char + length - start).collect();
    let found = alike::nearest(&part, wanted).filter(|found| found.distance == 0)?;
    let words = Words {
        field: at.field,
        start_char: start + found.start_char,
        end_char: start + found.end_char,
    };
    overlaps(at, words).then(|| standing(article, words, text, wanted, 0)).flatten()
}

fn in_text(
    article: &ArticleDetails,
    field: MentionField,
    text: &str,
    wanted: &str,
) -> Option<Standing> {
    if let Some((start_char, end_char)) = anchor::places(text, wanted).first().copied() {
        return standing(article, Words { field, start_char, end_char }, text, wanted, 0);
    }
    let found = alike::nearest(text, wanted)?;
    let words = Words { field, start_char: found.start_char, end_char: found.end_char };
    standing(article, words, text, wanted, found.distance)
}

fn standing(
    article: &ArticleDetails,
    words: Words,
    text: &str,
    wanted: &str,
    distance: usize,
) -> Option<Standing> {
    let exact = anchor::quoted(text, words.start_char, words.end_char)?.exact;
    let differences = match distance {
        0 => alike::differences(&exact, wanted),
        _ => alike::Differences::default(),
    };
    let quotes = match words.field {
        MentionField::Body => {
            article.quotes.iter().filter(|quote| has(quote, words)).cloned().collect()
        }
        _ => Vec::new(),
    };
    let article = ArticleId(article.article_id);
    Some(Standing { article, words, exact, distance, differences, quotes })
}

/// Whether words are of a quotation, at least in part.
fn has(quote: &QuoteDetails, words: Words) -> bool {
    let range = (usize::try_from(quote.start_char), usize::try_from(quote.end_char));
    matches!(range, (Ok(start), Ok(end)) if start < words.end_char && words.start_char < end)
}

fn overlaps(one: Words, other: Words) -> bool {
    one.field == other.field && one.start_char < other.end_char && other.start_char < one.end_char
}

/// The same words in an article that was not cited.
fn elsewhere(reader: &Reader, cited: Option<i64>, wanted: &str) -> Result<Option<Standing>> {
    if alike::count_words(wanted) < FEWEST_WORDS {
        return Ok(None);
    }
    let others = reader.articles_with(wanted)?;
    for id in others.into_iter().filter(|id| Some(id.0) != cited).take(MOST_ARTICLES) {
        let Some(article) = reader.article(id)? else { continue };
        if let Some(found) = in_article(&article, None, wanted).filter(|found| found.distance == 0)
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The texts of an article in which words can stand.
fn fields(article: &ArticleDetails) -> Vec<(MentionField, &str)> {
    let mut fields = vec![(MentionField::Body, article.body.as_str())];
    fields.extend(article.headline.as_deref().map(|text| (MentionField::Headline, text)));
    fields.extend(article.standfirst.as_deref().map(|text| (MentionField::Standfirst, text)));
    for caption in &article.captions {
        if let (Ok(number), Some(text)) =
            (u32::try_from(caption.number), caption.caption.as_deref())
        {
            fields.push((MentionField::Caption(number), text));
        }
    }
    fields
}
