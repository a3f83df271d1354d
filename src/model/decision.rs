//! A ruling of a person: what the program may not decide, or decided wrongly.
//!
//! Whom and what it is about stands in words that mean the same in every archive and after every
//! rebuild: kind and key, an article's SHA-256, a span and what stands there. A ruling never changes;
//! another one undoes it.

use serde::{Deserialize, Serialize};

use super::{DecisionId, EntityName, Field, MentionField, Sha256};

/// What is ruled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// All mentions of the one mean the other.
    Merge,
    /// In one article, mentions of the one mean the other.
    Split,
    /// It is called so.
    Rename,
    /// This name denotes it too.
    Alias,
    /// The two are not the same, however much they look it.
    Distinct,
    /// Nobody: a false name that is no mention anywhere.
    Ignore,
    /// A remark on it.
    Note,
    /// One mention means this one.
    Reassign,
    /// One mention is none.
    Reject,
    /// This one said a quotation.
    ReassignQuote,
    /// What was taken for a quotation is not one, or its speaker is not this one.
    RejectQuote,
    /// A field of an article says this.
    Set,
    /// An article is about this topic.
    Tag,
    /// It is not.
    Untag,
    /// A remark on an article.
    Remark,
    /// Reports and searches leave an article out.
    Hide,
    /// They show it again.
    Unhide,
    /// An earlier ruling does not hold.
    Undo,
}

impl Act {
    pub const ALL: [Self; 18] = [
        Self::Merge,
        Self::Split,
        Self::Rename,
        Self::Alias,
        Self::Distinct,
        Self::Ignore,
        Self::Note,
        Self::Reassign,
        Self::Reject,
        Self::ReassignQuote,
        Self::RejectQuote,
        Self::Set,
        Self::Tag,
        Self::Untag,
        Self::Remark,
        Self::Hide,
        Self::Unhide,
        Self::Undo,
    ];

    /// As the archive writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Rename => "rename",
            Self::Alias => "alias",
            Self::Distinct => "distinct",
            Self::Ignore => "ignore",
            Self::Note => "note",
            Self::Reassign => "reassign",
            Self::Reject => "reject",
            Self::ReassignQuote => "reassign-quote",
            Self::RejectQuote => "reject-quote",
            Self::Set => "set",
            Self::Tag => "tag",
            Self::Untag => "untag",
            Self::Remark => "remark",
            Self::Hide => "hide",
            Self::Unhide => "unhide",
            Self::Undo => "undo",
        }
    }

    /// The one that is written so.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == name)
    }
}

/// Words of an article, by their place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub field: MentionField,
    pub start_char: usize,
    pub end_char: usize,
    pub surface_form: String,
}

/// One ruling. An entity is called as it was when this was decided.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ruling {
    /// All mentions of the one mean the other.
    Merge {
        entity: EntityName,
        into: EntityName,
    },
    /// In one article, mentions of the one mean the other.
    Split {
        entity: EntityName,
        other: EntityName,
        article: Sha256,
    },
    Rename {
        entity: EntityName,
        name: String,
    },
    Alias {
        entity: EntityName,
        name: String,
    },
    Distinct {
        entity: EntityName,
        other: EntityName,
    },
    Ignore {
        entity: EntityName,
    },
    Note {
        entity: EntityName,
        words: String,
    },
    Reassign {
        article: Sha256,
        span: Span,
        entity: EntityName,
    },
    Reject {
        article: Sha256,
        span: Span,
    },
    ReassignQuote {
        article: Sha256,
        span: Span,
        entity: EntityName,
    },
    RejectQuote {
        article: Sha256,
        span: Span,
    },
    /// Who said a quotation is unknown: not this one, who was taken to be the speaker.
    RejectSpeaker {
        article: Sha256,
        span: Span,
        entity: EntityName,
    },
    /// An empty value takes the field away.
    Set {
        article: Sha256,
        field: Field,
        value: String,
    },
    Tag {
        article: Sha256,
        topic: String,
    },
    Untag {
        article: Sha256,
        topic: String,
    },
    /// On an article, or on words in it.
    Remark {
        article: Sha256,
        span: Option<Span>,
        words: String,
    },
    Hide {
        article: Sha256,
    },
    Unhide {
        article: Sha256,
    },
    Undo {
        decision: DecisionId,
    },
}

/// A ruling in the parts that a row of a table has for it. Which are there follows from the act.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    pub entity: Option<EntityName>,
    /// The other one of a merge, split or distinct; always of the same kind.
    pub other: Option<EntityName>,
    pub article: Option<Sha256>,
    pub span: Option<Span>,
    /// Which field a `Set` sets.
    pub field: Option<Field>,
    /// The new name, the alias, the topic, the words of a note, what a field says.
    pub value: Option<String>,
    pub undone: Option<DecisionId>,
}

impl Parts {
    /// The field that a row names: the one that a `Set` sets, or the one that the words are in, where that is
    /// not the body.
    pub fn field_name(&self) -> Option<String> {
        let of_span = self.span.as_ref().map(|span| span.field);
        let of_span = of_span.filter(|field| *field != MentionField::Body);
        match self.field {
            Some(field) => Some(field.as_str().to_owned()),
            None => of_span.map(|field| field.to_string()),
        }
    }
}

impl Ruling {
    /// Puts a ruling together; `Err` says which part the act needs and does not have. Parts that the act does
    /// not take are left out.
    pub fn of(act: Act, parts: Parts) -> Result<Self, &'static str> {
        let Parts { entity, other, article, span, field, value, undone } = parts;
        let entity = entity.ok_or("kind and name");
        let other = other.ok_or("the other name");
        let value = value.ok_or("a value");
        let article = article.ok_or("an article");
        let needed_span = span.clone().ok_or("a span");
        let has_speaker = entity.is_ok();
        Ok(match act {
            Act::Merge => Self::Merge { entity: entity?, into: other? },
            Act::Split => Self::Split { entity: entity?, other: other?, article: article? },
            Act::Rename => Self::Rename { entity: entity?, name: value? },
            Act::Alias => Self::Alias { entity: entity?, name: value? },
            Act::Distinct => Self::Distinct { entity: entity?, other: other? },
            Act::Ignore => Self::Ignore { entity: entity? },
            Act::Note => Self::Note { entity: entity?, words: value? },
            Act::Reassign => {
                Self::Reassign { entity: entity?, article: article?, span: needed_span? }
            }
            Act::Reject => Self::Reject { article: article?, span: needed_span? },
            Act::ReassignQuote => {
                Self::ReassignQuote { entity: entity?, article: article?, span: needed_span? }
            }
            Act::RejectQuote if has_speaker => {
                Self::RejectSpeaker { entity: entity?, article: article?, span: needed_span? }
            }
            Act::RejectQuote => Self::RejectQuote { article: article?, span: needed_span? },
            Act::Set => {
                Self::Set { value: value?, article: article?, field: field.ok_or("a field")? }
            }
            Act::Tag => Self::Tag { topic: value?, article: article? },
            Act::Untag => Self::Untag { topic: value?, article: article? },
            Act::Remark => Self::Remark { words: value?, article: article?, span },
            Act::Hide => Self::Hide { article: article? },
            Act::Unhide => Self::Unhide { article: article? },
            Act::Undo => Self::Undo { decision: undone.ok_or("a decision")? },
        })
    }

    /// The parts it can be put together from again.
    pub fn parts(&self) -> Parts {
        let about =
            |entity: &EntityName| Parts { entity: Some(entity.clone()), ..Parts::default() };
        let on = |article: &Sha256| Parts { article: Some(*article), ..Parts::default() };
        match self {
            Self::Merge { entity, into: other } | Self::Distinct { entity, other } => {
                Parts { other: Some(other.clone()), ..about(entity) }
            }
            Self::Split { entity, other, article } => {
                Parts { other: Some(other.clone()), article: Some(*article), ..about(entity) }
            }
            Self::Rename { entity, name: value }
            | Self::Alias { entity, name: value }
            | Self::Note { entity, words: value } => {
                Parts { value: Some(value.clone()), ..about(entity) }
            }
            Self::Ignore { entity } => about(entity),
            Self::Reassign { article, span, entity }
            | Self::ReassignQuote { article, span, entity }
            | Self::RejectSpeaker { article, span, entity } => {
                Parts { entity: Some(entity.clone()), span: Some(span.clone()), ..on(article) }
            }
            Self::Reject { article, span } | Self::RejectQuote { article, span } => {
                Parts { span: Some(span.clone()), ..on(article) }
            }
            Self::Set { article, field, value } => {
                Parts { field: Some(*field), value: Some(value.clone()), ..on(article) }
            }
            Self::Tag { article, topic } | Self::Untag { article, topic } => {
                Parts { value: Some(topic.clone()), ..on(article) }
            }
            Self::Remark { article, span, words } => {
                Parts { span: span.clone(), value: Some(words.clone()), ..on(article) }
            }
            Self::Hide { article } | Self::Unhide { article } => on(article),
            Self::Undo { decision } => Parts { undone: Some(*decision), ..Parts::default() },
        }
    }

    /// What kind of ruling it is.
    pub fn act(&self) -> Act {
        match self {
            Self::Merge { .. } => Act::Merge,
            Self::Split { .. } => Act::Split,
            Self::Rename { .. } => Act::Rename,
            Self::Alias { .. } => Act::Alias,
            Self::Distinct { .. } => Act::Distinct,
            Self::Ignore { .. } => Act::Ignore,
            Self::Note { .. } => Act::Note,
            Self::Reassign { .. } => Act::Reassign,
            Self::Reject { .. } => Act::Reject,
            Self::ReassignQuote { .. } => Act::ReassignQuote,
            Self::RejectQuote { .. } | Self::RejectSpeaker { .. } => Act::RejectQuote,
            Self::Set { .. } => Act::Set,
            Self::Tag { .. } => Act::Tag,
            Self::Untag { .. } => Act::Untag,
            Self::Remark { .. } => Act::Remark,
            Self::Hide { .. } => Act::Hide,
            Self::Unhide { .. } => Act::Unhide,
            Self::Undo { .. } => Act::Undo,
        }
    }

    /// The article that it is about, where it is about one.
    pub fn article(&self) -> Option<Sha256> {
        match self {
            Self::Split { article, .. }
            | Self::Reassign { article, .. }
            | Self::Reject { article, .. }
            | Self::ReassignQuote { article, .. }
            | Self::RejectQuote { article, .. }
            | Self::RejectSpeaker { article, .. }
            | Self::Set { article, .. }
            | Self::Tag { article, .. }
            | Self::Untag { article, .. }
            | Self::Remark { article, .. }
            | Self::Hide { article }
            | Self::Unhide { article } => Some(*article),
            _ => None,
        }
    }

    /// The decision that it takes back.
    pub fn undone(&self) -> Option<DecisionId> {
        match self {
            Self::Undo { decision } => Some(*decision),
            _ => None,
        }
    }
}

/// A ruling that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub id: DecisionId,
    pub ruling: Ruling,
    /// RFC 3339, UTC.
    pub decided_at: String,
    pub decided_by: String,
    pub reason: Option<String>,
}

/// What all rulings together say of one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub entity: EntityName,
    /// Whether a ruling gave the name; otherwise the catalogue's own stands where it has one.
    pub is_renamed: bool,
    /// Names that rulings added, each with the ruling.
    pub aliases: Vec<(String, DecisionId)>,
    /// Key of the entry that all its mentions mean, and the ruling.
    pub merged_into: Option<(String, DecisionId)>,
    /// The first ruling about it.
    pub decision: DecisionId,
}
