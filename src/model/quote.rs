//! Words that an article reports as somebody's own.

use super::{EntityName, Sha256};

/// Why a quotation is taken to be a speaker's. The name stands in every row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuoteRule {
    /// A name beside a verb of saying: `Peters said`, `said Peters`, `according to Peters`.
    Name,
    /// A name and a colon: `Peters: “…”`, a turn of an interview or a transcript, an embedded post.
    Label,
    /// `she said`: the person whom the pronoun means.
    Pronoun,
    /// `the minister said`: the person whom the article gave that title.
    Role,
    /// `the statement said`, `the ministry said`: the organisation behind the words.
    Organisation,
    /// No speaker of its own: the one of the quotation before it goes on.
    Continued,
    /// A quotation whose speaker nobody can tell.
    Unattributed,
    /// Somebody ruled so.
    Decision,
}

impl QuoteRule {
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Label,
        Self::Pronoun,
        Self::Role,
        Self::Organisation,
        Self::Continued,
        Self::Unattributed,
        Self::Decision,
    ];

    /// As the archive writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Label => "label",
            Self::Pronoun => "pronoun",
            Self::Role => "role",
            Self::Organisation => "organisation",
            Self::Continued => "continued",
            Self::Unattributed => "unattributed",
            Self::Decision => "decision",
        }
    }
}

/// What a text says of a speaker by the way it names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gender {
    /// `she`, `Ms`, `Mrs`, `Miss`.
    Woman,
    /// `he`, `Mr`.
    Man,
}

impl Gender {
    /// As the archive writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Woman => "woman",
            Self::Man => "man",
        }
    }
}

/// A quotation. Offsets are Unicode code points, 0-based, end exclusive; quotes of one text do not
/// overlap. One that runs over several paragraphs is a quote for each paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The first character inside the opening mark, or after the label of a turn.
    pub start_char: usize,
    /// After the last character inside: the closing mark, or where the paragraph ends without one.
    pub end_char: usize,
    /// The words that stand for the speaker where they are said to speak: `Peters`, `she`, `the
    /// minister`. A `Continued` quote has none.
    pub speaker_span: Option<(usize, usize)>,
    /// `start_char` of the mention that says who the speaker is: the speaker's words themselves where
    /// they are a mention, else the antecedent of the pronoun or role.
    pub speaker_mention: Option<usize>,
    /// Who said it where that was ruled, named in the article or not; then no mention says it.
    pub speaker: Option<EntityName>,
    /// The words of saying: `said`, `according to`.
    pub cue_span: Option<(usize, usize)>,
    pub rule: QuoteRule,
    /// The same for the same words, however they are cut off at the end, marked and capitalised; `None`
    /// for a few words only. See `text::fingerprint::words_sha256`.
    pub words_sha256: Option<Sha256>,
    /// How many words are between the marks.
    pub word_count: usize,
    /// What the words for the speaker say, or the title directly before them; never a guess from a name.
    pub speaker_gender: Option<Gender>,
    /// How sure that the speaker is the right one, 0 to 1.
    pub confidence: f64,
}
