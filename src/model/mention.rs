//! A span of an article that names someone, and whom.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The text of an article that a mention lies in, as in `mentions.field`; in the order in which an
/// article is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionField {
    Headline,
    Standfirst,
    #[default]
    Body,
    /// By its number, the first is 1.
    Caption(u32),
}

impl MentionField {
    /// `body`, `headline`, `standfirst`, `caption-2`.
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::Body => "body".into(),
            Self::Headline => "headline".into(),
            Self::Standfirst => "standfirst".into(),
            Self::Caption(number) => format!("caption-{number}").into(),
        }
    }

    /// The field with this name.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "body" => Some(Self::Body),
            "headline" => Some(Self::Headline),
            "standfirst" => Some(Self::Standfirst),
            _ => {
                let number: u32 = name.strip_prefix("caption-")?.parse().ok()?;
                let field = Self::Caption(number);
                (number > 0 && field.to_string() == name).then_some(field)
            }
        }
    }
}

impl fmt::Display for MentionField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    Person,
    Organisation,
    Place,
}

impl EntityKind {
    pub const ALL: [Self; 3] = [Self::Person, Self::Organisation, Self::Place];

    /// As the archive writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
        }
    }

    /// The one that is written so.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Whom a mention means. `(kind, key)` is the identity, the same in every archive; `name` is how
/// it is written for people to read.
///
/// For a catalogue entry key and name come from the catalogue. For anyone else the key is
/// `text::normalise::name_key` of the fullest form in the article (of an organisation without what is
/// only spelling, legal form or a way to write its country), and the name is that form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct EntityName {
    pub kind: EntityKind,
    pub key: String,
    pub name: String,
}

/// Why a mention is taken to mean what it means. The name stands in every row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The catalogue's own name.
    CatalogueName,
    /// An alias in the catalogue.
    CatalogueAlias,
    /// A full name standing in the text: taken as it stands.
    FullName,
    /// A title or honorific before it: `Mr Peters`, and no fuller mention.
    Title,
    /// Surname of a fuller mention in the same article.
    SurnameAfterFull,
    /// Given name of a fuller mention in the same article.
    GivenName,
    /// Title and surname of a fuller mention in the same article.
    TitleSurname,
    /// Family name of a fuller mention that puts it first: `Xi` after `Xi Jinping`.
    FamilyNameFirst,
    /// What the bearer of a given name is called: `Bob Ellison` beside `Robert Ellison`.
    Nickname,
    /// A surname whose possessive lost its apostrophe: `President Barlows trip`.
    Possessive,
    /// Acronym that stands in brackets after its long form: `Pacific Islands Forum (PIF)`.
    AcronymInBrackets,
    /// Acronym made of the initial letters of a longer mention.
    AcronymOfWords,
    /// A shorter form of an organisation's name in the same article.
    ShortForm,
    /// An author line, or an agency in a dateline.
    Byline,
    /// Short form of a name that stands in full only elsewhere in the article: of one in the body in its
    /// head or a caption, of one in the head in the body. The fuller mention is named where it is one; an
    /// author line has none.
    NamedInHead,
    /// Somebody ruled so.
    Decision,
}

impl Rule {
    pub const ALL: [Self; 16] = [
        Self::CatalogueName,
        Self::CatalogueAlias,
        Self::FullName,
        Self::Title,
        Self::SurnameAfterFull,
        Self::GivenName,
        Self::TitleSurname,
        Self::FamilyNameFirst,
        Self::Nickname,
        Self::Possessive,
        Self::AcronymInBrackets,
        Self::AcronymOfWords,
        Self::ShortForm,
        Self::Byline,
        Self::NamedInHead,
        Self::Decision,
    ];

    /// As the archive writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CatalogueName => "catalogue-name",
            Self::CatalogueAlias => "catalogue-alias",
            Self::FullName => "full-name",
            Self::Title => "title",
            Self::SurnameAfterFull => "surname-after-full",
            Self::GivenName => "given-name",
            Self::TitleSurname => "title-surname",
            Self::FamilyNameFirst => "family-name-first",
            Self::Nickname => "nickname",
            Self::Possessive => "possessive",
            Self::AcronymInBrackets => "acronym-in-brackets",
            Self::AcronymOfWords => "acronym-of-words",
            Self::ShortForm => "short-form",
            Self::Byline => "byline",
            Self::NamedInHead => "named-in-head",
            Self::Decision => "decision",
        }
    }

    /// Whether such a mention rests on a fuller one, which it then must name.
    pub fn needs_antecedent(self) -> bool {
        matches!(
            self,
            Self::SurnameAfterFull
                | Self::GivenName
                | Self::TitleSurname
                | Self::FamilyNameFirst
                | Self::Nickname
                | Self::Possessive
                | Self::AcronymInBrackets
                | Self::AcronymOfWords
                | Self::ShortForm
        )
    }
}

/// A mention found in a text. Offsets are Unicode code points of its field's text, 0-based, end
/// exclusive; mentions of one text do not overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub field: MentionField,
    pub start_char: usize,
    pub end_char: usize,
    pub surface_form: String,
    pub entity: EntityName,
    pub rule: Rule,
    /// `start_char` of the fuller mention it rests on; set wherever the rule needs one.
    pub antecedent: Option<usize>,
    /// The field of that mention, where it is another one.
    pub antecedent_field: Option<MentionField>,
    /// How sure, 0 to 1, where the recogniser can say.
    pub confidence: Option<f64>,
}

impl Mention {
    /// Field and `start_char` of the fuller mention it rests on.
    pub fn rests_on(&self) -> Option<(MentionField, usize)> {
        Some((self.antecedent_field.unwrap_or(self.field), self.antecedent?))
    }
}
