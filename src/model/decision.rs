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
    /// A quotation is none.
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

/// One ruling. Which fields are set follows from the act; the schema holds to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ruling {
    pub act: Act,
    /// Whom it is about, as it was called when this was decided.
    pub entity: Option<EntityName>,
    /// The other one of a merge, split or distinct; always of the same kind.
    pub other: Option<EntityName>,
    pub article: Option<Sha256>,
    pub span: Option<Span>,
    /// Which field a `Set` sets.
    pub field: Option<Field>,
    /// The new name, the alias, the topic, the words of a note, what a field says (empty: nothing).
    pub value: Option<String>,
    /// Which decision an `Undo` undoes.
    pub undone: Option<DecisionId>,
}

impl Ruling {
    /// Of that act, and about nothing yet.
    pub fn of(act: Act) -> Self {
        Self {
            act,
            entity: None,
            other: None,
            article: None,
            span: None,
            field: None,
            value: None,
            undone: None,
        }
    }

    /// The field that it is about: the one that a `Set` sets, or the one that the words are in, where that is
    /// not the body.
    pub fn field_name(&self) -> Option<String> {
        let of_span = self.span.as_ref().map(|span| span.field);
        let of_span = of_span.filter(|field| *field != MentionField::Body);
        match self.field {
            Some(field) => Some(field.as_str().to_owned()),
            None => of_span.map(|field| field.to_string()),
        }
    }

    /// That an earlier decision does not hold.
    pub fn undo(decision: DecisionId) -> Self {
        Self { undone: Some(decision), ..Self::of(Act::Undo) }
    }

    /// What the act needs and the ruling does not have.
    pub fn lacks(&self) -> Option<&'static str> {
        use Act::*;
        let about_entity = matches!(
            self.act,
            Merge | Split | Rename | Alias | Distinct | Ignore | Note | Reassign | ReassignQuote
        );
        let needs = [
            (about_entity, self.entity.is_some(), "kind and name"),
            (matches!(self.act, Merge | Split | Distinct), self.other.is_some(), "the other name"),
            (
                matches!(self.act, Rename | Alias | Note | Set | Tag | Untag | Remark),
                self.value.is_some(),
                "a value",
            ),
            (
                matches!(
                    self.act,
                    Split
                        | Reassign
                        | Reject
                        | ReassignQuote
                        | RejectQuote
                        | Set
                        | Tag
                        | Untag
                        | Remark
                        | Hide
                        | Unhide
                ),
                self.article.is_some(),
                "an article",
            ),
            (
                matches!(self.act, Reassign | Reject | ReassignQuote | RejectQuote),
                self.span.is_some(),
                "a span",
            ),
            (self.act == Set, self.field.is_some(), "a field"),
        ];
        let missing = needs.into_iter().find(|(needed, has, _)| *needed && !has);
        missing.map(|(_, _, what)| what)
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
