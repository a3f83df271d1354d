//! Text to mentions: who is named where, and whom each name means.
//!
//! The chain, one file a step: `tokens` → `sentences` → `lexicon` (names of the catalogue) →
//! `proposals` (typed spans, by the lexicon and by the rules of `people`, `organisations` and
//! `acronyms`, with `titles` as evidence) → `tagger` (the trained model, which takes the proposals as
//! evidence) → `merging` (the two made one) → `coreference` (short forms inside the article) →
//! `resolve` (which entity, by the keys of `keys`) → `roles` (titles given to people) → `homonyms`
//! (who only has the name) → `quotes` (who said what). What people ruled comes last (`rulings`). `words`
//! and `lists` hold what is known about single words, `tongues` about those of other languages. Body and `cover` (headline, standfirst, captions) go
//! through the chain apart and are linked with each other; quotes and roles are the body's alone.
//!
//! What must stay true: mentions are a function of the catalogue, the model, the head, the body
//! and the captions alone; those of one field lie in its text, in order, without overlap, on grapheme
//! borders; a short form names the fuller mention it rests on. Another language has its own model, or its word lists alone
//! (`Recogniser::means`); what comes after the proposals does not ask who made them.

mod acronyms;
mod bylines;
mod coreference;
mod cover;
mod homonyms;
mod keys;
mod lexicon;
mod lists;
mod merging;
mod offices;
mod organisations;
mod passage;
mod people;
mod pieces;
mod proposals;
mod quotes;
mod resolve;
mod roles;
pub mod rulings;
pub mod said;
mod sentences;
pub mod tagger;
#[cfg(test)]
mod tests;
mod titles;
mod tokens;
mod tongues;
mod words;

use unicode_segmentation::GraphemeCursor;

use crate::model::{
    Caption, Catalogue, EntityKind, EntityName, Head, Mention, MentionField, Quote, Role,
};
use crate::text::language::language;
use crate::text::normalise::name_key;

use coreference::Beside;
use cover::ArticleCover;
use lexicon::Lexicon;
use passage::Passage;
use pieces::FoundInPiece;
use proposals::Proposal;
use resolve::Directory;
use tagger::model::Model;

/// A longer name is no mention but a sentence that lost its small letters. In code points.
const LONGEST_NAME: usize = 200;

/// The longest text that is read as one, in bytes; a longer one is read in pieces. What is kept about a
/// text while it is read is up to a hundred times its length. No article comes near it, and in a joined
/// file of many a name seldom rests on what stands so far above it.
const LONGEST_PASSAGE: usize = 1 << 20;

/// Where the sentences of a text end, in bytes.
pub fn sentence_ends(text: &str) -> Vec<usize> {
    let tokens = tokens::tokenise(text);
    let classes: Vec<_> = tokens.iter().map(|token| words::class(token.fold)).collect();
    let sentences = sentences::sentences(&tokens, &classes);
    let last = sentences.iter().filter_map(|sentence| tokens.get(sentence.end.checked_sub(1)?));
    last.map(|token| token.end as usize).collect()
}

/// Everything needed to find the names in a text; made once, used from many threads.
pub struct Recogniser {
    lexicon: Lexicon,
    directory: Directory,
    /// Another model than the one that comes with the program for its language.
    model: Option<Model>,
}

/// The names of a text, and by what they were found.
pub struct FoundNames {
    /// Those of the body first, then of headline, standfirst and captions; of each field in order.
    pub mentions: Vec<Mention>,
    pub quotes: Vec<Quote>,
    pub roles: Vec<Role>,
    /// Stands in `articles.recogniser`.
    pub recogniser: &'static str,
}

impl Recogniser {
    /// The trained model with lexicon and rules; raised whenever the same text would give other
    /// mentions, with another model or without.
    pub const VERSION: &'static str = "names-en-6";

    /// The models for other languages with lexicon, rules and lists, by ISO 639-1 code; raised alike.
    pub const OTHER_LANGUAGES: [(&'static str, &'static str); 2] =
        [("de", "names-de-1"), ("pt", "names-pt-1")];

    /// Lexicon and rules alone, for text that is surely of a language that no model knows.
    pub const WITHOUT_MODEL: &'static str = "lexicon-6";

    /// Everything that can stand in `articles.recogniser` of rows made by this program.
    pub fn versions() -> Vec<&'static str> {
        let others = Self::OTHER_LANGUAGES.iter().map(|(_, version)| *version);
        [Self::VERSION, Self::WITHOUT_MODEL].into_iter().chain(others).collect()
    }

    /// Builds the matcher over a catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        Self { lexicon: Lexicon::new(catalogue), directory: Directory::new(catalogue), model: None }
    }

    /// The same with another model, for texts of its language.
    pub fn with_model(self, model: Model) -> Self {
        Self { model: Some(model), ..self }
    }

    /// By what the names of a text in this language are found; `None`: in English, or unknown. A model that comes
    /// with the program is read on first use.
    fn means(&self, language: Option<&'static str>) -> Means<'_> {
        let other = |language| self.model.as_ref().filter(|model| model.language() == language);
        let Some(language) = language.filter(|language| *language != "en") else {
            return Means::Model(other("en").unwrap_or_else(|| Model::embedded()));
        };
        let version = Self::OTHER_LANGUAGES.iter().find(|(code, _)| *code == language);
        match (version, other(language).or_else(|| Model::of_language(language))) {
            (Some((_, version)), Some(model)) => Means::TongueModel { model, language, version },
            _ => Means::Tongue(language),
        }
    }

    /// The mentions in `body`, in order, without overlap. The head is evidence: a full name in the
    /// headline explains a surname in the body.
    pub fn mentions(&self, head: &Head, body: &str) -> Vec<Mention> {
        let mut mentions = self.recognise(head, &[], body).mentions;
        mentions.retain(|mention| mention.field == MentionField::Body);
        mentions
    }

    /// The mentions in an article's body, headline, standfirst and captions, the quotes and roles in its
    /// body, and by what they were found. Credits, like author lines, hold no mentions.
    pub fn recognise(&self, head: &Head, captions: &[Caption], body: &str) -> FoundNames {
        self.found(self.means(language(body)), head, captions, body)
    }

    fn found(&self, by: Means, head: &Head, captions: &[Caption], body: &str) -> FoundNames {
        let mut recognised = FoundNames {
            mentions: Vec::new(),
            quotes: Vec::new(),
            roles: Vec::new(),
            recogniser: by.version(),
        };
        let cover = ArticleCover::new(head, captions);
        let cover_passage = Passage::new(&cover.text, &self.lexicon);
        let cover_proposals = propose(&cover_passage, by, &self.directory);
        let cover_proposals = cover::with_listed_people(&cover_passage, cover_proposals);
        let around = Beside {
            passage: &cover_passage,
            proposals: &cover_proposals,
            leads: false,
            holders: Vec::new(),
            dateline: head.dateline.as_deref(),
        };
        let year = head.published.as_ref().and_then(|day| day.value.get(..4)?.parse().ok());
        let year = year.or_else(|| cover::year_written(head));
        let mut in_cover: Option<Vec<Mention>> = None;
        let (mut rest, mut chars) = (body, 0);
        loop {
            let (piece, after) = rest.split_at(pieces::end_of_piece(rest, LONGEST_PASSAGE));
            let passage = Passage::new(piece, &self.lexicon);
            let proposals = propose(&passage, by, &self.directory);
            let mut mentions = self.linked(&passage, &proposals, &around, year);
            let roles = roles::roles(&passage, &mentions, &self.directory);
            // What stands around the story is linked with the first piece of it, and so is whom it means.
            let around = in_cover.get_or_insert_with(|| {
                let holders = coreference::holders(&mentions, &self.directory);
                let body = Beside {
                    passage: &passage,
                    proposals: &proposals,
                    leads: true,
                    holders,
                    dateline: head.dateline.as_deref(),
                };
                let vouched = cover::vouched(&cover_passage, &cover_proposals, &body);
                cover.mentions(self.linked(&cover_passage, &vouched, &body, year), &mentions)
            });
            cover::rest_on_cover(&mut mentions, around);
            homonyms::part(&passage, &mut mentions, around, &roles, &self.directory);
            let setting = quotes::QuoteSetting { cover: around, authors: &head.authors };
            let quotes = quotes::quotes(&passage, &mentions, setting);
            let mut own = FoundInPiece { mentions, quotes, roles };
            pieces::shift(&mut own, chars);
            recognised.mentions.append(&mut own.mentions);
            recognised.quotes.append(&mut own.quotes);
            recognised.roles.append(&mut own.roles);
            // Nobody asks for the length of the last piece, which is the only one of nearly every text.
            chars += if after.is_empty() { 0 } else { piece.chars().count() };
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        recognised.mentions.extend(in_cover.unwrap_or_default());
        recognised
    }

    /// Those of the body, by lexicon and rules alone.
    #[cfg(test)]
    fn mentions_by_rules(&self, head: &Head, body: &str) -> Vec<Mention> {
        let mut mentions = self.found(Means::Rules, head, &[], body).mentions;
        mentions.retain(|mention| mention.field == MentionField::Body);
        mentions
    }

    /// Whom each proposal means, and the short forms that rest on them. One that rests on what stands
    /// beside has no antecedent yet.
    fn linked(
        &self,
        passage: &Passage,
        proposals: &[Proposal],
        beside: &Beside,
        year: Option<i32>,
    ) -> Vec<Mention> {
        let text = passage.text;
        let (found, groups) =
            coreference::link(passage, proposals, Some(beside), &self.directory, year);
        let entities: Vec<_> = groups
            .iter()
            .map(|group| match group.entry.and_then(|entry| self.directory.entity(entry)) {
                Some(entity) => entity.clone(),
                None => self.directory.automatic(group.kind, &group.form),
            })
            .collect();
        let stands = |found: &coreference::GroupedMention| {
            let (first, last) = (&passage.tokens[found.first], &passage.tokens[found.end - 1]);
            (last.end_char - first.start_char) as usize <= LONGEST_NAME
                && is_border(text, first.start as usize)
                && is_border(text, last.end as usize)
        };
        let standing: Vec<bool> = found.iter().map(stands).collect();
        found
            .iter()
            .zip(&standing)
            .filter(|(found, stands)| **stands && found.antecedent.is_none_or(|at| standing[at]))
            .map(|(mention, _)| Mention {
                field: MentionField::Body,
                start_char: passage.tokens[mention.first].start_char as usize,
                end_char: passage.tokens[mention.end - 1].end_char as usize,
                surface_form: passage.span(mention.first, mention.end).to_owned(),
                entity: entities[mention.group].clone(),
                rule: mention.rule,
                antecedent: mention
                    .antecedent
                    .map(|at| passage.tokens[found[at].first].start_char as usize),
                antecedent_field: None,
                confidence: Some(f64::from((mention.confidence * 100.0).round()) / 100.0),
            })
            .collect()
    }
}

/// Somebody of whom neither catalogue nor text tells more than this name, as a text with the name would
/// make them; `None` where there is no letter or digit in it.
pub fn entity_named(kind: EntityKind, name: &str) -> Option<EntityName> {
    let key = resolve::automatic(kind, name).key;
    (!name_key(name).is_empty()).then(|| EntityName { kind, key, name: name.to_owned() })
}

/// By what names are found, beside lexicon and rules.
#[derive(Clone, Copy)]
enum Means<'m> {
    Model(&'m Model),
    /// The model and the lists of another language.
    TongueModel {
        model: &'m Model,
        language: &'static str,
        version: &'static str,
    },
    /// The lists of a language that no model knows, by its ISO 639-1 code.
    Tongue(&'m str),
    #[cfg(test)]
    Rules,
}

impl Means<'_> {
    /// What stands in `articles.recogniser`.
    fn version(self) -> &'static str {
        match self {
            Self::Model(_) => Recogniser::VERSION,
            Self::TongueModel { version, .. } => version,
            _ => Recogniser::WITHOUT_MODEL,
        }
    }
}

/// The names that stand before anyone is linked. With a model, what lexicon and rules chose is
/// evidence for it; names of the catalogue of several words stand even where it saw none.
fn propose(passage: &Passage, by: Means, directory: &Directory) -> Vec<Proposal> {
    let rules = by_rules(passage);
    let model = match by {
        Means::Model(model) => model,
        Means::TongueModel { model, language, .. } => {
            return tongues::tagged(passage, language, directory, rules, model);
        }
        Means::Tongue(language) => return tongues::settled(passage, language, directory, rules),
        #[cfg(test)]
        Means::Rules => return rules,
    };
    let tagging = tagger::tag(model, passage, &rules);
    let tagged = tagger::proposals(model, passage, &tagging.names);
    let merged = merging::merge(passage, tagged, &rules, &tagging.named);
    offices::with_holders(passage, merged, directory.offices())
}

/// Everything that the lexicon and the rules propose, and what stands of it.
fn by_rules(passage: &Passage) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    proposals::from_lexicon(passage, &mut proposals);
    people::propose(passage, &mut proposals);
    organisations::propose(passage, &mut proposals);
    acronyms::propose(passage, &mut proposals);
    proposals::choose(proposals, passage.tokens.len())
}

/// Whether a byte offset lies between two graphemes.
fn is_border(text: &str, offset: usize) -> bool {
    let bytes = text.as_bytes();
    let ascii = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(u8::is_ascii);
    if ascii(offset.checked_sub(1)) && ascii(Some(offset)) {
        return true;
    }
    GraphemeCursor::new(offset, text.len(), true).is_boundary(text, 0).unwrap_or(false)
}
