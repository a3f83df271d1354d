//! What is derived from a capture, as rows of the archive's tables.
//!
//! Whom a row means is given by kind and key, which are the same everywhere, where the archive has the number of
//! a row of its own. What must stay true: `db` stores these rows and `derive` prints them, so that neither has a cell
//! that the other has not; names of fields are names of columns.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::SecondsFormat;
use serde::Serialize;

use super::{
    ArticleKind, Candidate, Caption, DecisionId, EntityKind, EntityName, Field, Gender, Mention,
    MentionField, Notice, Problem, Published, Quote, Received, Recognised, Region, Role, Sha256,
};

/// The field that quotations and roles are found in.
const BODY: &str = "body";

/// Everything that one capture gives, or the reason why it gives nothing.
#[derive(Debug, Serialize)]
pub struct DerivedCapture<'a> {
    #[serde(flatten)]
    pub capture: CaptureRow,
    pub article_spans: Vec<SpanRow>,
    pub articles: Vec<DerivedArticle<'a>>,
    pub notices: &'a [Notice],
    pub problems: Vec<Problem>,
    /// What was odd but did not stop the reading; no table has them.
    pub warnings: &'a [String],
}

/// One article with all rows that belong to it, each list under the name of its table.
#[derive(Debug, Serialize)]
pub struct DerivedArticle<'a> {
    #[serde(flatten)]
    pub article: ArticleRow<'a>,
    pub field_origins: Vec<OriginRow<'a>>,
    pub article_authors: Vec<AuthorRow<'a>>,
    pub article_captions: Vec<CaptionRow<'a>>,
    pub article_urls: Vec<UrlRow<'a>>,
    pub received_topics: &'a [String],
    pub mentions: Vec<MentionRow<'a>>,
    pub quotes: Vec<QuoteRow<'a>>,
    pub roles: Vec<RoleRow<'a>>,
    pub unfit_decisions: &'a [DecisionId],
    /// The numbers under which near-duplicates are looked up.
    pub near_duplicate_sketches: &'a [u32],
}

/// A row of `captures`, but for the bytes.
#[derive(Clone, Debug, Serialize)]
pub struct CaptureRow {
    pub sha256: Sha256,
    pub format: &'static str,
    pub format_given: bool,
    pub reader_version: u32,
    pub media_type: &'static str,
    /// `None` here and below for a capture that was refused.
    pub encoding: Option<&'static str>,
    pub byte_count: usize,
    pub text_byte_count: Option<usize>,
}

/// A row of `article_spans`: bytes of the capture's text, and the part that they belong to.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SpanRow {
    pub start_byte: usize,
    pub end_byte: usize,
    pub role: &'static str,
    pub part: Option<u32>,
}

/// A row of `articles`, with the name of its publisher.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleRow<'a> {
    pub sha256: Sha256,
    pub kind: &'static str,
    pub part: u32,
    pub publisher: Option<&'a str>,
    pub url: Option<&'a str>,
    pub canonical_url: Option<&'a str>,
    pub identifier: Option<&'a str>,
    pub version: Option<u32>,
    pub section: Option<&'a str>,
    pub headline: Option<&'a str>,
    pub standfirst: Option<&'a str>,
    pub byline: Option<&'a str>,
    pub dateline: Option<&'a str>,
    pub published: Option<&'a str>,
    /// The day, where it is known.
    pub published_on: Option<String>,
    /// The instant in UTC, where it is known.
    pub published_at: Option<String>,
    pub published_offset_minutes: Option<i16>,
    pub published_precision: Option<&'static str>,
    pub published_original: Option<&'a str>,
    pub modified: Option<&'a str>,
    pub modified_offset_minutes: Option<i16>,
    pub modified_precision: Option<&'static str>,
    pub modified_original: Option<&'a str>,
    pub captured_at: Option<&'a str>,
    pub language: Option<&'a str>,
    pub reader: &'a str,
    pub recogniser: &'a str,
    pub hint_count: usize,
    pub row_sha256: Sha256,
    /// Captions and credits, each on a line.
    pub captions: Option<String>,
    pub body: &'a str,
}

/// A row of `field_origins`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OriginRow<'a> {
    pub field: &'static str,
    pub rule: &'a str,
}

/// A row of `article_authors`: the name as it is written, and the person.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AuthorRow<'a> {
    pub position: usize,
    pub name: &'a str,
    pub person: &'a EntityName,
}

/// A row of `article_captions`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CaptionRow<'a> {
    pub number: usize,
    pub caption: Option<&'a str>,
    pub credit: Option<&'a str>,
}

/// A row of `article_urls`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct UrlRow<'a> {
    pub url: &'a str,
    pub canonical_url: &'a str,
}

/// A row of `mentions`; the surface form always stands in it.
#[derive(Clone, Debug, Serialize)]
pub struct MentionRow<'a> {
    pub field: Cow<'static, str>,
    pub start_char: usize,
    pub end_char: usize,
    pub surface_form: &'a str,
    #[serde(flatten)]
    pub entity: &'a EntityName,
    pub rule: &'static str,
    pub antecedent_start_char: Option<usize>,
    pub antecedent_field: Option<Cow<'static, str>>,
    pub confidence: Option<f64>,
}

/// A row of `quotes`.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteRow<'a> {
    pub field: &'static str,
    pub start_char: usize,
    pub end_char: usize,
    pub speaker_start_char: Option<usize>,
    pub speaker_end_char: Option<usize>,
    pub mention_start_char: Option<usize>,
    /// Ruled, or whom the mention means.
    pub speaker: Option<&'a EntityName>,
    pub cue_start_char: Option<usize>,
    pub cue_end_char: Option<usize>,
    pub rule: &'static str,
    pub confidence: f64,
    pub words_sha256: Option<Sha256>,
    pub word_count: usize,
    pub speaker_gender: Option<&'static str>,
}

/// A row of `roles`.
#[derive(Clone, Debug, Serialize)]
pub struct RoleRow<'a> {
    pub field: &'static str,
    pub start_char: usize,
    pub person_start_char: usize,
    pub end_char: usize,
    pub title: &'a str,
    pub person: Option<&'a EntityName>,
    /// An organisation or a place.
    pub held_in: Option<&'a EntityName>,
    pub rule: &'static str,
    pub confidence: f64,
}

impl Received {
    /// Everything that it gives.
    pub fn rows(&self) -> DerivedCapture<'_> {
        let recognised = self.reading.as_ref().ok();
        DerivedCapture {
            capture: self.row(),
            article_spans: recognised
                .map(|recognised| recognised.span_rows().collect())
                .unwrap_or_default(),
            articles: recognised
                .map(|recognised| recognised.articles.iter().map(Candidate::rows).collect())
                .unwrap_or_default(),
            notices: recognised.map(|recognised| &recognised.notices[..]).unwrap_or_default(),
            problems: self.problems(),
            warnings: &self.warnings,
        }
    }

    /// Its row of `captures`.
    pub fn row(&self) -> CaptureRow {
        let recognised = self.reading.as_ref().ok();
        CaptureRow {
            sha256: self.capture.sha256,
            format: self.capture.format,
            format_given: self.format_given,
            reader_version: self.reader_version,
            media_type: self.media_type,
            encoding: recognised.map(|recognised| recognised.encoding),
            byte_count: self.capture.body.len(),
            text_byte_count: recognised.map(|recognised| recognised.text_bytes),
        }
    }
}

impl Recognised {
    /// Its rows of `article_spans`. A span of a part that is no article belongs to none.
    pub fn span_rows(&self) -> impl Iterator<Item = SpanRow> {
        self.regions.iter().map(|&Region { start, end, part, role }| SpanRow {
            start_byte: start,
            end_byte: end,
            role: role.as_str(),
            part: part.filter(|&part| (part as usize) < self.articles.len()),
        })
    }
}

impl Candidate {
    /// Its row with all rows that belong to it.
    pub fn rows(&self) -> DerivedArticle<'_> {
        let named = self.named_in_body();
        DerivedArticle {
            article: self.row(),
            field_origins: self.origin_rows().collect(),
            article_authors: self.author_rows().collect(),
            article_captions: self.caption_rows().collect(),
            article_urls: self.url_row().into_iter().collect(),
            received_topics: &self.topics,
            mentions: self.mentions.iter().map(Mention::row).collect(),
            quotes: self.quotes.iter().map(|quote| quote.row(&named)).collect(),
            roles: self.roles.iter().map(|role| role.row(&named)).collect(),
            unfit_decisions: &self.unfit,
            near_duplicate_sketches: &self.sketch,
        }
    }

    /// Its row of `articles`.
    pub fn row(&self) -> ArticleRow<'_> {
        let head = &self.draft.head;
        let (published, modified) = (head.published.as_ref(), head.modified.as_ref());
        ArticleRow {
            sha256: self.sha256,
            kind: head.kind.as_str(),
            part: self.draft.part,
            publisher: head.publisher.as_deref(),
            url: head.url.as_deref(),
            canonical_url: self.canonical_url.as_deref(),
            identifier: head.identifier.as_deref(),
            version: head.version,
            section: head.section.as_deref(),
            headline: head.headline.as_deref(),
            standfirst: head.standfirst.as_deref(),
            byline: head.byline.as_deref(),
            dateline: head.dateline.as_deref(),
            published: published.map(|published| published.value.as_str()),
            published_on: published.and_then(Published::day).map(|day| day.to_string()),
            published_at: published
                .and_then(Published::instant)
                .map(|instant| instant.to_rfc3339_opts(SecondsFormat::Secs, true)),
            published_offset_minutes: published.and_then(|published| published.offset_minutes),
            published_precision: published.map(|published| published.precision.as_str()),
            published_original: published.map(|published| published.original.as_str()),
            modified: modified.map(|modified| modified.value.as_str()),
            modified_offset_minutes: modified.and_then(|modified| modified.offset_minutes),
            modified_precision: modified.map(|modified| modified.precision.as_str()),
            modified_original: modified.map(|modified| modified.original.as_str()),
            captured_at: self.captured_at.as_deref(),
            language: head.language.as_deref(),
            reader: &self.reader,
            recogniser: &self.recogniser,
            hint_count: self.hint_count,
            row_sha256: self.row_sha256,
            captions: Caption::joined(&self.draft.captions),
            body: &self.draft.body,
        }
    }

    /// Its rows of `field_origins`.
    pub fn origin_rows(&self) -> impl Iterator<Item = OriginRow<'_>> {
        self.draft
            .origins
            .iter()
            .map(|(field, rule): (Field, &str)| OriginRow { field: field.as_str(), rule })
    }

    /// Its rows of `article_authors`, in printed order, counted from 1.
    pub fn author_rows(&self) -> impl Iterator<Item = AuthorRow<'_>> {
        let authors = self.draft.head.authors.iter().zip(&self.authors);
        (1..).zip(authors).map(|(position, (name, person))| AuthorRow { position, name, person })
    }

    /// Its rows of `article_captions`, in the order of the page, counted from 1.
    pub fn caption_rows(&self) -> impl Iterator<Item = CaptionRow<'_>> {
        (1..).zip(&self.draft.captions).map(|(number, Caption { caption, credit })| CaptionRow {
            number,
            caption: caption.as_deref(),
            credit: credit.as_deref(),
        })
    }

    /// Its row of `article_urls`: none for a feed's summary, which is not the page.
    pub fn url_row(&self) -> Option<UrlRow<'_>> {
        let head = &self.draft.head;
        let (canonical_url, url) = (self.canonical_url.as_deref()?, head.url.as_deref()?);
        (head.kind != ArticleKind::Summary).then_some(UrlRow { url, canonical_url })
    }

    /// Whom the mentions in its body mean, by where they start.
    pub fn named_in_body(&self) -> HashMap<usize, &EntityName> {
        let in_body = self.mentions.iter().filter(|mention| mention.field == MentionField::Body);
        in_body.map(|mention| (mention.start_char, &mention.entity)).collect()
    }
}

impl Mention {
    /// Its row of `mentions`.
    pub fn row(&self) -> MentionRow<'_> {
        MentionRow {
            field: self.field.name(),
            start_char: self.start_char,
            end_char: self.end_char,
            surface_form: &self.surface_form,
            entity: &self.entity,
            rule: self.rule.as_str(),
            antecedent_start_char: self.antecedent,
            antecedent_field: self.antecedent_field.map(MentionField::name),
            confidence: self.confidence,
        }
    }
}

impl Quote {
    /// Its row of `quotes`; `named` is `Candidate::named_in_body`.
    pub fn row<'a>(&'a self, named: &HashMap<usize, &'a EntityName>) -> QuoteRow<'a> {
        let of_mention = || self.speaker_mention.and_then(|at| named.get(&at).copied());
        QuoteRow {
            field: BODY,
            start_char: self.start_char,
            end_char: self.end_char,
            speaker_start_char: self.speaker_span.map(|(start, _)| start),
            speaker_end_char: self.speaker_span.map(|(_, end)| end),
            mention_start_char: self.speaker_mention,
            speaker: self.speaker.as_ref().or_else(of_mention),
            cue_start_char: self.cue_span.map(|(start, _)| start),
            cue_end_char: self.cue_span.map(|(_, end)| end),
            rule: self.rule.as_str(),
            confidence: self.confidence,
            words_sha256: self.words_sha256,
            word_count: self.word_count,
            speaker_gender: self.speaker_gender.map(Gender::as_str),
        }
    }
}

impl Role {
    /// Its row of `roles`; `named` is `Candidate::named_in_body`.
    pub fn row<'a>(&'a self, named: &HashMap<usize, &'a EntityName>) -> RoleRow<'a> {
        let person = named.get(&self.person_mention).copied();
        RoleRow {
            field: BODY,
            start_char: self.start_char,
            person_start_char: self.person_mention,
            end_char: self.end_char,
            title: &self.title,
            person: person.filter(|person| person.kind == EntityKind::Person),
            held_in: self.held_in.as_ref().filter(|held_in| held_in.kind != EntityKind::Person),
            rule: self.rule.as_str(),
            confidence: self.confidence,
        }
    }
}
