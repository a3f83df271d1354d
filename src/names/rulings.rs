//! What people ruled, brought to bear on what was recognised.
//!
//! Rulings work in two places. Names that they give belong to the catalogue before anything is
//! recognised (`judged`); merges, splits and rulings on single mentions and quotations change what was
//! recognised (`Rulings::apply`). What they say of a head, `ops::head` takes from here. All are functions of the rulings in force, in the order in which they were
//! made, and of nothing else: an archive that is rebuilt, and one where a ruling was undone, say what
//! they would have said.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::FoundNames;
use crate::model::{
    Decision, DecisionId, EntityKind, EntityName, Field, Judged, Mention, MentionField, Quote,
    QuoteRule, Rule, Ruling, Sha256, Span,
};

type Identity = (EntityKind, String);

fn identity(entity: &EntityName) -> Identity {
    (entity.kind, entity.key.clone())
}

/// The rulings that no later one undid, in order.
pub fn in_force(decisions: &[Decision]) -> Vec<&Decision> {
    let undone: HashSet<DecisionId> =
        decisions.iter().filter_map(|decision| decision.ruling.undone()).collect();
    let stands =
        |decision: &&Decision| decision.ruling.undone().is_none() && !undone.contains(&decision.id);
    decisions.iter().filter(stands).collect()
}

/// What the rulings in force say of each entity that they name, merge or found.
pub fn judged(decisions: &[Decision]) -> BTreeMap<Identity, Judged> {
    let mut judged: BTreeMap<Identity, Judged> = BTreeMap::new();
    for decision in in_force(decisions) {
        let mut judge = |entity: &EntityName| {
            judged.entry(identity(entity)).or_insert_with(|| Judged {
                entity: entity.clone(),
                is_renamed: false,
                aliases: Vec::new(),
                merged_into: None,
                decision: decision.id,
            });
        };
        match &decision.ruling {
            Ruling::Merge { entity, into } => {
                judge(entity);
                judge(into);
                let leads_back = leads_to(&judged, identity(into), &identity(entity));
                if let Some(own) = judged.get_mut(&identity(entity)).filter(|_| !leads_back) {
                    own.merged_into = Some((into.key.clone(), decision.id));
                }
            }
            Ruling::Split { other, .. } => judge(other),
            Ruling::Alias { entity, name } => {
                judge(entity);
                if let Some(own) = judged.get_mut(&identity(entity)) {
                    own.aliases.push((name.clone(), decision.id));
                }
            }
            Ruling::Rename { entity, name } => {
                judge(entity);
                if let Some(own) = judged.get_mut(&identity(entity)) {
                    // Texts go on using the old name.
                    let former = std::mem::replace(&mut own.entity.name, name.clone());
                    own.aliases.push((former, decision.id));
                    own.is_renamed = true;
                }
            }
            _ => {}
        }
    }
    judged
}

/// Whether merges lead from one entity to another, so that merging back would be a circle.
fn leads_to(judged: &BTreeMap<Identity, Judged>, mut from: Identity, to: &Identity) -> bool {
    // No chain is longer than there are entities: merges in a circle are never taken.
    loop {
        if from == *to {
            return true;
        }
        match judged.get(&from).and_then(|own| own.merged_into.as_ref()) {
            Some((key, _)) => from.1.clone_from(key),
            None => return false,
        }
    }
}

/// A ruling on one article.
#[derive(Clone, Debug)]
struct OnArticle {
    id: DecisionId,
    ruling: Ruling,
}

/// The rulings in force, ready to be applied to articles.
#[derive(Clone, Debug, Default)]
pub struct Rulings {
    /// Whom the mentions of an entity mean in the end.
    merged: HashMap<Identity, EntityName>,
    ignored: HashSet<Identity>,
    on_articles: HashMap<Sha256, Vec<OnArticle>>,
    /// What fields of an article are to say, each with the ruling that says so last.
    set: HashMap<Sha256, BTreeMap<Field, (DecisionId, String)>>,
}

impl Rulings {
    /// The rulings in force, made ready to be looked up.
    pub fn new(decisions: &[Decision]) -> Self {
        let judged = judged(decisions);
        let mut rulings = Self::default();
        for (from, own) in &judged {
            let mut target = own;
            while let Some((key, _)) = &target.merged_into {
                match judged.get(&(from.0, key.clone())) {
                    Some(next) => target = next,
                    None => break,
                }
            }
            if target.entity.key != from.1 {
                rulings.merged.insert(from.clone(), target.entity.clone());
            }
        }
        for decision in in_force(decisions) {
            let ruling = &decision.ruling;
            match ruling {
                Ruling::Ignore { entity } => {
                    rulings.ignored.insert(identity(entity));
                }
                Ruling::Set { article, field, value } => {
                    let fields = rulings.set.entry(*article).or_default();
                    fields.insert(*field, (decision.id, value.clone()));
                }
                Ruling::Split { article, .. }
                | Ruling::Reassign { article, .. }
                | Ruling::Reject { article, .. }
                | Ruling::ReassignQuote { article, .. }
                | Ruling::RejectQuote { article, .. }
                | Ruling::RejectSpeaker { article, .. } => {
                    let own = OnArticle { id: decision.id, ruling: ruling.clone() };
                    rulings.on_articles.entry(*article).or_default().push(own);
                }
                _ => {}
            }
        }
        rulings
    }

    /// What fields of an article are to say, each with its ruling. An empty text takes the field away.
    pub fn set(&self, article: Sha256) -> impl Iterator<Item = (Field, DecisionId, &str)> {
        let fields = self.set.get(&article).into_iter().flatten();
        fields.map(|(field, (id, value))| (*field, *id, value.as_str()))
    }

    /// Whom an entity means after all merges.
    pub fn merged(&self, entity: EntityName) -> EntityName {
        if self.merged.is_empty() {
            return entity;
        }
        self.merged.get(&identity(&entity)).cloned().unwrap_or(entity)
    }

    /// Changes what was recognised in an article as ruled; says which rulings on it found nothing to
    /// rule on. A short form goes where the mention goes that it rests on.
    pub fn apply(&self, article: Sha256, recognised: &mut FoundNames) -> Vec<DecisionId> {
        let mut unfit = Vec::new();
        for OnArticle { id, ruling } in self.on_articles.get(&article).into_iter().flatten() {
            let fits = match ruling {
                Ruling::Split { entity, other, .. } => split(recognised, entity, other),
                Ruling::Reassign { span, entity, .. } => {
                    rule_on_mention(recognised, span, Some(entity))
                }
                Ruling::Reject { span, .. } => rule_on_mention(recognised, span, None),
                Ruling::ReassignQuote { span, entity, .. } => {
                    set_speaker(recognised, span, Some(entity))
                }
                Ruling::RejectSpeaker { span, .. } => set_speaker(recognised, span, None),
                Ruling::RejectQuote { span, .. } => reject_quote(recognised, span),
                _ => true,
            };
            if !fits {
                unfit.push(*id);
            }
        }
        if !self.ignored.is_empty() {
            let ignored = |entity: &EntityName| self.ignored.contains(&identity(entity));
            recognised.mentions.retain(|mention| !ignored(&mention.entity));
            for role in &mut recognised.roles {
                role.held_in.take_if(|entity| ignored(entity));
            }
            for quote in &mut recognised.quotes {
                if quote.speaker.take_if(|entity| ignored(entity)).is_some() {
                    quote.rule = QuoteRule::Unattributed;
                }
            }
        }
        if !self.merged.is_empty() {
            for mention in &mut recognised.mentions {
                mention.entity = self.merged(mention.entity.clone());
            }
            for role in &mut recognised.roles {
                role.held_in = role.held_in.take().map(|entity| self.merged(entity));
            }
            for quote in &mut recognised.quotes {
                quote.speaker = quote.speaker.take().map(|entity| self.merged(entity));
            }
        }
        drop_what_hangs(recognised);
        unfit
    }
}

/// Gives the mentions of one entity to another; whether there was any.
fn split(recognised: &mut FoundNames, entity: &EntityName, other: &EntityName) -> bool {
    let mut found = false;
    for mention in &mut recognised.mentions {
        if identity(&mention.entity) == identity(entity) {
            mention.entity = other.clone();
            found = true;
        }
    }
    let_roles_follow(recognised, entity, Some(other));
    found
}

/// Where an entity has lost its last mention in an article, a title held in it goes where that went:
/// an entry that nothing names is deleted.
fn let_roles_follow(recognised: &mut FoundNames, lost: &EntityName, to: Option<&EntityName>) {
    let is_lost = |entity: &EntityName| identity(entity) == identity(lost);
    if recognised.mentions.iter().any(|mention| is_lost(&mention.entity)) {
        return;
    }
    for held_in in recognised.roles.iter_mut().map(|role| &mut role.held_in) {
        if held_in.as_ref().is_some_and(is_lost) {
            *held_in = to.filter(|to| to.kind != EntityKind::Person).cloned();
        }
    }
}

/// Gives one mention, and what rests on it, to an entity, or rejects it; whether it was there.
fn rule_on_mention(recognised: &mut FoundNames, span: &Span, entity: Option<&EntityName>) -> bool {
    let is_it = |mention: &Mention| {
        mention.field == span.field
            && (mention.start_char, mention.end_char) == (span.start_char, span.end_char)
            && mention.surface_form == span.surface_form
    };
    let Some(at) = recognised.mentions.iter().position(is_it) else { return false };
    let rests = Some((span.field, span.start_char));
    let lost = recognised.mentions[at].entity.clone();
    match entity {
        Some(entity) => {
            for mention in recognised.mentions.iter_mut().filter(|m| m.rests_on() == rests) {
                mention.entity = entity.clone();
            }
            let own = &mut recognised.mentions[at];
            own.entity = entity.clone();
            own.rule = Rule::Decision;
            (own.antecedent, own.antecedent_field) = (None, None);
            own.confidence = Some(1.0);
        }
        None => {
            recognised.mentions.retain(|mention| !is_it(mention) && mention.rests_on() != rests)
        }
    }
    let_roles_follow(recognised, &lost, entity);
    true
}

/// Where a quotation is among those that were recognised.
fn position(recognised: &FoundNames, span: &Span) -> Option<usize> {
    let is_it =
        |quote: &Quote| (quote.start_char, quote.end_char) == (span.start_char, span.end_char);
    recognised.quotes.iter().position(is_it)
}

/// Rejects a quotation; whether it was there.
fn reject_quote(recognised: &mut FoundNames, span: &Span) -> bool {
    let at = position(recognised, span);
    at.is_some_and(|at| {
        recognised.quotes.remove(at);
        true
    })
}

/// Says who said a quotation, or that nobody knows; whether it was there. Those that only go on from it,
/// without words of saying of their own, go with it.
fn set_speaker(recognised: &mut FoundNames, span: &Span, entity: Option<&EntityName>) -> bool {
    let Some(at) = position(recognised, span) else { return false };
    let FoundNames { mentions, quotes, .. } = recognised;
    let (lost, lost_speaker) = (quotes[at].speaker_mention, quotes[at].speaker.clone());
    let goes_on = |quote: &&mut Quote| {
        quote.rule == QuoteRule::Continued
            && quote.speaker_mention == lost
            && quote.speaker == lost_speaker
    };
    for quote in quotes.iter_mut().skip(at + 1).take_while(goes_on) {
        quote.speaker_mention = None;
        quote.speaker = entity.cloned();
        quote.confidence = 1.0;
    }
    let own = &mut quotes[at];
    // Words that name somebody else are not the speaker's; `she` and `a spokesman` may well be.
    let named = |mention: &&Mention| {
        Some(mention.start_char) == lost
            && entity.is_none_or(|entity| identity(&mention.entity) != identity(entity))
    };
    let is_within =
        |(start, end): &mut (usize, usize)| lost.is_some_and(|at| (*start..*end).contains(&at));
    if mentions.iter().any(|mention| named(&mention))
        && own.speaker_span.take_if(is_within).is_some()
    {
        own.cue_span = None;
    }
    own.speaker_mention = None;
    own.speaker = entity.cloned();
    own.rule = QuoteRule::Decision;
    own.confidence = 1.0;
    true
}

/// After mentions went: no short form without its antecedent, no quote or role of nobody.
fn drop_what_hangs(recognised: &mut FoundNames) {
    let standing: HashSet<_> =
        recognised.mentions.iter().map(|mention| (mention.field, mention.start_char)).collect();
    recognised
        .mentions
        .retain(|mention| mention.rests_on().is_none_or(|fuller| standing.contains(&fuller)));
    // Quotes and roles are the body's.
    let in_body = recognised.mentions.iter().filter(|mention| mention.field == MentionField::Body);
    let standing: HashMap<usize, EntityKind> =
        in_body.map(|mention| (mention.start_char, mention.entity.kind)).collect();
    for quote in &mut recognised.quotes {
        if quote.speaker_mention.is_some_and(|at| !standing.contains_key(&at)) {
            quote.speaker_mention = None;
            quote.rule = QuoteRule::Unattributed;
        }
    }
    // What goes on from words of which nobody knows who said them has no speaker either.
    for quote in &mut recognised.quotes {
        let has_speaker = quote.speaker_mention.is_some() || quote.speaker.is_some();
        if quote.rule == QuoteRule::Continued && !has_speaker {
            quote.rule = QuoteRule::Unattributed;
        }
    }
    recognised.roles.retain(|role| standing.get(&role.person_mention) == Some(&EntityKind::Person));
}
