//! Which quotations are somebody's own words, and whose: the evidence of each sentence, weighed.
//!
//! What must stay true: the surest evidence goes first, and without any nobody speaks.

use super::antecedents::{Memory, Speaker};
use super::asides;
use super::cues::{self, Cue};
use super::labels;
use super::lists::Part;
use super::marks::InMarks;
use super::reading::{Frame, Reading};
use super::shape::QuoteShape;
use super::subjects::Subject;
use super::{Said, quote};
use crate::model::{EntityKind, Quote, QuoteRule};
use crate::names::tokens::Shape;
use crate::names::words::Class;

/// How many verbs around a quotation are asked for a speaker.
const NEAREST_CUES: usize = 6;
/// How far before a colon that ends the sentence its words of saying may be.
const NEAR_COLON: usize = 6;
/// How many words before a colon are a sentence of their own.
const FEWEST_WORDS: usize = 4;
/// How many small words and marks may stand between a quotation and what is said of its speaker.
const FARTHEST_VERB: usize = 6;

/// A quotation that stands.
#[derive(Clone, Copy, Debug)]
struct Found {
    quotation: InMarks,
    paragraph: usize,
    said: Said,
}

/// Goes through the sentences, and remembers who was named and who spoke.
pub struct Decider<'r> {
    reading: &'r Reading<'r>,
    memory: Memory<'r>,
    found: Vec<Found>,
    /// Who spoke last without marks.
    reported: Option<Reported>,
    /// Whether labels are newspapers, whose headlines are quoted.
    digest: bool,
    /// The last sentence that is about somebody.
    before: Option<(usize, Said)>,
}

/// Words of saying, and where.
#[derive(Clone, Copy, Debug)]
struct Reported {
    paragraph: usize,
    /// After the words of saying.
    token: usize,
    said: Said,
}

/// A verb of the sentence with the speaker it names.
struct Voiced {
    cue: Cue,
    said: Option<Said>,
}

impl<'r> Decider<'r> {
    /// Before the first sentence.
    pub fn new(reading: &'r Reading<'r>) -> Self {
        Self {
            memory: Memory::new(reading),
            reading,
            found: Vec::new(),
            reported: None,
            digest: labels::is_digest(reading),
            before: None,
        }
    }

    /// The quotations of all sentences, in order.
    pub fn quotes(mut self) -> Vec<Quote> {
        for number in 0..self.reading.frames.len() {
            self.read(number);
        }
        self.finish()
    }

    /// Decides on the quotations of one sentence.
    fn read(&mut self, number: usize) {
        let reading = self.reading;
        let frame = reading.frames[number];
        let leading = self.memory.read(reading, number);
        let leader = leading.map(|subject| {
            let speaker = self.memory.speaker(reading, &subject, number);
            Said { speaker, span: self.words_for(&speaker, &subject, number), cue: None }.doubted()
        });
        let voiced = self.voiced(number, leader);
        let (from, to) = frame.quotations;
        for at in from..to {
            let quotation = reading.quotations[at];
            let split = voiced.partition_point(|own| own.cue.first < quotation.open);
            let cued = voiced[..split]
                .last()
                .is_some_and(|own| own.cue.speaks() && self.introduces(&own.cue, &quotation));
            let trailed = voiced.get(split).is_some_and(|own| self.trails(&own.cue, &quotation));
            let said = self
                .said(&frame, at, &voiced, leader)
                .or_else(|| self.unsaid(&frame, &quotation, cued, trailed, leader));
            if let Some(said) = said {
                self.found.push(Found { quotation, paragraph: frame.paragraph, said });
            }
        }
        self.before = leader.map(|said| (number, said));
        self.reported = self.reporting(&frame, &voiced, leader).or(self.reported);
    }

    /// Who speaks in the sentence, for a quotation that comes after it: `Peters said the road was shut.`,
    /// `Peters issued this statement:`.
    fn reporting(
        &self,
        frame: &Frame,
        voiced: &[Voiced],
        leader: Option<Said>,
    ) -> Option<Reported> {
        let paragraph = frame.paragraph;
        let colon = self.reading.is_mark(frame.end - 1, &[':']);
        let mut spoke = voiced.iter().rev().filter(|own| own.cue.speaks());
        let reported =
            |own: &Voiced| Some(Reported { paragraph, token: own.cue.end, said: own.said? });
        // `At the council, Northland chairman Peters commented:` is about Peters.
        let last = spoke.clone().find(|own| colon && frame.end - own.cue.end <= NEAR_COLON);
        if let Some(found) = last.and_then(reported) {
            return Some(found);
        }
        if let Some(said) = leader.filter(|said| colon && said.speaker.mention.is_some()) {
            return Some(Reported { paragraph, token: frame.end, said });
        }
        spoke.find_map(reported)
    }

    /// The verbs of saying of a sentence, each with its speaker.
    fn voiced(&mut self, number: usize, leader: Option<Said>) -> Vec<Voiced> {
        let reading = self.reading;
        let mut voiced: Vec<Voiced> = Vec::new();
        let mut last: Option<Said> = None;
        for cue in cues::cues(reading, &reading.frames[number]) {
            let span = reading.span(cue.first, cue.end);
            let said = if let Some(subject) = cue.subject {
                let speaker = self.memory.speaker(reading, &subject, number);
                self.memory.note_spokesperson(reading, &subject);
                if let Some(mention) = speaker.mention {
                    self.memory.note_subject(subject.first, number, mention);
                }
                Some(Said { speaker, span: self.words_for(&speaker, &subject, number), cue: span })
            } else if cue.follows {
                last.or(leader).map(|said| Said { cue: span, ..said })
            } else {
                // The sentence began with a name, and what came between was not understood.
                let alone = leader.filter(|_| last.is_none() && cue.speaks() && !cue.describes);
                alone
                    .or_else(|| self.of_sentence_before(number, &cue))
                    .map(|said| Said { cue: span, ..said })
            };
            last = said.filter(|_| !cue.relative).or(last);
            voiced.push(Voiced { cue, said });
        }
        voiced
    }

    /// `«…», recordó.`: verbs of the south need no subject, and it is whom the sentence before was about.
    fn of_sentence_before(&self, number: usize, cue: &Cue) -> Option<Said> {
        let reading = self.reading;
        let (before, said) = self.before?;
        let frames = &reading.frames;
        // `«…», ha recordado.`
        let mut verb = cue.first;
        while verb > frames[number].first && reading.is(verb - 1, Part::ADVERB) {
            verb -= 1;
        }
        let follows = verb.checked_sub(1).is_some_and(|at| {
            reading.is_quoted(at)
                || reading.is_mark(at, &[',', '–', '—']) && at > 0 && reading.is_quoted(at - 1)
        });
        let next = before + 1 == number && frames[before].paragraph == frames[number].paragraph;
        let is_alone = frames[before].quotations.0 == frames[before].quotations.1;
        if reading.is_english() || !cue.speaks() || !follows || !next || !is_alone {
            return None;
        }
        Some(match said.speaker.mention {
            Some(_) => said.continued(0.8),
            None => said,
        })
    }

    /// The text's words for a speaker.
    fn words_for(
        &self,
        speaker: &Speaker,
        subject: &Subject,
        number: usize,
    ) -> Option<(usize, usize)> {
        let reading = self.reading;
        match speaker.mention {
            Some(_) => reading.span(subject.first, subject.end),
            None => self.memory.described(reading, subject, number),
        }
    }

    /// Who says the quotation, by the sentence that it stands in. Nothing where nobody does, or where it
    /// is not somebody's words but a name or a word held with tongs.
    fn said(
        &self,
        frame: &Frame,
        at: usize,
        voiced: &[Voiced],
        leader: Option<Said>,
    ) -> Option<Said> {
        let reading = self.reading;
        let quotation = &reading.quotations[at];
        let split = voiced.partition_point(|own| own.cue.first < quotation.open);
        let before = || voiced[..split].iter().rev().take(NEAREST_CUES);
        let shape = QuoteShape::new(reading, frame, quotation);
        if shape.names {
            return None;
        }
        if self.cites_words(quotation, &voiced[..split]) {
            return None;
        }
        let introduced = before()
            .next()
            .filter(|own| {
                self.introduces(&own.cue, quotation) && shape.fits_introduced(&own.cue, quotation)
            })
            .and_then(|own| own.said);
        introduced
            .or_else(|| {
                self.followed(at, frame, &voiced[split..]).filter(|_| shape.fits_followed())
            })
            .or_else(|| {
                labels::before(reading, frame, quotation).filter(|said| {
                    let paper = said
                        .speaker
                        .mention
                        .is_some_and(|mention| reading.is_kind(mention, EntityKind::Organisation));
                    !(self.digest && paper)
                })
            })
            .or_else(|| labels::before_dash(reading, frame, quotation))
            .or_else(|| labels::after(reading, frame, quotation))
            .or_else(|| labels::in_brackets(reading, frame, quotation))
            .or_else(|| {
                before()
                    .filter(|own| !own.cue.relative && shape.fits_far(&own.cue, quotation))
                    .find_map(|own| own.said)
            })
            .or_else(|| {
                self.closed(frame, &voiced[split..]).filter(|_| shape.words >= 3 && !shape.title)
            })
            .or_else(|| leader.filter(|_| self.announced_behind(frame, quotation, &shape)))
            .or_else(|| {
                leader
                    .filter(|said| self.announced(frame, quotation, &shape) && !self.is_paper(said))
            })
    }

    /// `Roa said the letter ended with the words “…”`: what somebody reports are another's words, and the text does not
    /// say whose.
    fn cites_words(&self, quotation: &InMarks, before: &[Voiced]) -> bool {
        let reading = self.reading;
        let open = quotation.open;
        let named = |at: usize| reading.is_any(at, &["words", "phrase", "line", "sentence"]);
        let Some(the) = open.checked_sub(2).filter(|_| named(open - 1)) else { return false };
        let Some(with) = the.checked_sub(1).filter(|_| reading.is_any(the, &["the", "a"])) else {
            return false;
        };
        let of_a_text = |cue: &Cue| {
            (cue.end..with).any(|at| {
                reading.is(at, Part::DETERMINER)
                    && (at + 1..with.min(at + 4)).any(|noun| {
                        let text = ["remark", "remarks", "speech", "clip", "song", "text", "quote"];
                        reading.is(noun, Part::DOCUMENT) || reading.is_any(noun, &text)
                    })
            })
        };
        reading.is_any(with, &["with", "in", "by", "on"])
            && before.last().is_some_and(|own| of_a_text(&own.cue))
    }

    /// A newspaper in a list of headlines: what it quotes somebody else said.
    fn is_paper(&self, said: &Said) -> bool {
        let organisation = |mention| self.reading.is_kind(mention, EntityKind::Organisation);
        self.digest && said.speaker.mention.is_some_and(organisation)
    }

    /// Whether the words of saying lead to the quotation at once: `said: “…”`, `warned that “…”`.
    fn introduces(&self, cue: &Cue, quotation: &InMarks) -> bool {
        let reading = self.reading;
        let open = quotation.open;
        let last = open.saturating_sub(1);
        cue.end == open
            || reading.is_mark(last, &[':'])
            || cue.end == last
                && (reading.is_mark(last, &[',', '–', '—']) || reading.is(last, Part::THAT))
            || reading.is_mark(last, &[',']) && open - cue.end <= 10
    }

    /// `Peters was not amused: “…”`, `Peters spoke on Sky News, “…”`: a whole sentence, and the one
    /// around it is about somebody.
    fn announced(&self, frame: &Frame, quotation: &InMarks, shape: &QuoteShape) -> bool {
        let reading = self.reading;
        let least = match quotation.open.checked_sub(1).filter(|&mark| mark > frame.first) {
            Some(mark) if reading.is_mark(mark, &[':']) => 3,
            Some(mark) if reading.is_mark(mark, &[',']) && shape.ends => 6,
            _ => return false,
        };
        shape.sentence && !shape.title && shape.words >= least
    }

    /// `“…”: that was how Peters greeted the plan`: the sentence is about who said it.
    fn announced_behind(&self, frame: &Frame, quotation: &InMarks, shape: &QuoteShape) -> bool {
        let reading = self.reading;
        let colon = quotation.after;
        let pointed =
            ["that", "this", "so", "thus"].iter().any(|word| reading.is_any(colon + 1, &[*word]));
        quotation.open == frame.first
            && reading.is_mark(colon, &[':'])
            && pointed
            && shape.sentence
            && !shape.title
            && shape.words >= FEWEST_WORDS
    }

    /// `“…,” Peters said`, `“…,” said Peters`: the words of saying follow at once.
    fn followed(&self, at: usize, frame: &Frame, after: &[Voiced]) -> Option<Said> {
        let reading = self.reading;
        let quotation = &reading.quotations[at];
        let next = after.iter().take(NEAREST_CUES).find(|own| !own.cue.relative)?;
        let ceiling = reading.quotations.get(at + 1).map_or(frame.end, |next| next.open);
        let begins = match next.cue.subject {
            Some(subject) => subject.reach.min(next.cue.first),
            // `«…», recordó.`
            None if !reading.is_english() => next.cue.first,
            None => return None,
        };
        let near = begins <= quotation.after + FARTHEST_VERB
            && (quotation.after..begins).all(|at| {
                reading.is_mark(at, &[',', '–', '—', '-', '.'])
                    || reading.is(at, Part::ADVERB)
                    || reading.is_any(at, &["as", "and"])
                    || reading.passage.tokens[at].is_hyphen()
            });
        let pauses = reading
            .is_mark(reading.last(quotation), &[',', '.', '?', '!', '…', '–', '—', '-'])
            || reading.is_mark(quotation.after, &[',', '–', '—', '-']);
        let long = reading.words(quotation) >= 4;
        (near && next.cue.speaks() && next.cue.first < ceiling && (pauses || long))
            .then_some(next.said)
            .flatten()
    }

    /// Whether words of saying follow the quotation at once, whoever says them.
    fn trails(&self, cue: &Cue, quotation: &InMarks) -> bool {
        let reading = self.reading;
        let begins = cue.subject.map_or(cue.first, |subject| subject.reach.min(cue.first));
        cue.speaks()
            && !cue.relative
            && begins <= quotation.after + FARTHEST_VERB
            && (quotation.after..begins).all(|at| {
                reading.is_mark(at, &[',', '–', '—', '-']) || reading.is(at, Part::ADVERB)
            })
    }

    /// `The plan to sell “the jewel of the town” was wrong, Peters said.`
    fn closed(&self, frame: &Frame, after: &[Voiced]) -> Option<Said> {
        let reading = self.reading;
        after.iter().take(NEAREST_CUES).find_map(|own| {
            let subject = own.cue.subject?;
            let begins = subject.reach.min(own.cue.first);
            let comma = begins > frame.first && reading.is_mark(begins - 1, &[',', '”', '"', '’']);
            (comma && own.cue.speaks()).then_some(own.said).flatten()
        })
    }

    /// A quotation without words of saying: the one before it goes on, or a whole sentence of nobody's.
    /// `cued`, `trailed`: words of saying lead to it or follow it, but nobody could be found who says them.
    fn unsaid(
        &self,
        frame: &Frame,
        quotation: &InMarks,
        cued: bool,
        trailed: bool,
        leader: Option<Said>,
    ) -> Option<Said> {
        let reading = self.reading;
        let shape = QuoteShape::new(reading, frame, quotation);
        let opens = reading.paragraphs[frame.paragraph].first == quotation.open;
        let begins = quotation.open == frame.first
            || reading.is_quoted(quotation.open - 1)
            || reading.is_mark(quotation.open - 1, &[':', '•', '-', '–', '—'])
            || cued;
        let comma = reading.is_mark(reading.last(quotation), &[',']) && shape.words >= 4;
        // In other languages the full stop stands behind the marks.
        let led = quotation.open.checked_sub(1).is_some_and(|at| reading.is_mark(at, &[':']));
        let stop_behind = led && shape.words >= 4 && reading.is_mark(quotation.after, &['.']);
        let ends =
            reading.ends_sentence(quotation) || comma || stop_behind || trailed && shape.words >= 3;
        let whole = reading.starts_sentence(quotation) && ends && begins;
        if !whole || shape.names || shape.title && shape.words > 1 && !opens {
            return None;
        }
        let cried = self.is_of_nobody(frame, quotation, leader)
            || leader.is_none() && self.is_closed_by_nobody(quotation, frame);
        let continued = if cued || cried { None } else { self.continued(frame, quotation, opens) };
        if continued.is_some() {
            return continued;
        }
        let nobody = || self.of_stranger_before(frame, quotation).unwrap_or(Said::NOBODY);
        (shape.words >= 3 && !shape.title).then(nobody)
    }

    /// `One mother had made up her mind. “It is in the bin.”`: the sentence before is about somebody without a name.
    fn of_stranger_before(&self, frame: &Frame, quotation: &InMarks) -> Option<Said> {
        let frames = &self.reading.frames;
        let (before, said) = self.before?;
        let own = frames.get(before)?;
        let is_next = own.paragraph == frame.paragraph && own.end == frame.first;
        let is_plain = own.quotations.0 == own.quotations.1 && quotation.open == frame.first;
        let is_stranger = said.speaker.mention.is_none()
            && said.speaker.rule == QuoteRule::Role
            && said.span.is_some();
        (is_next && is_plain && is_stranger).then_some(said)
    }

    /// `From the back came a shout: “…”`: words of its own lead to the quotation, and they name nobody.
    fn is_of_nobody(&self, frame: &Frame, quotation: &InMarks, leader: Option<Said>) -> bool {
        let reading = self.reading;
        let Some(colon) = quotation.open.checked_sub(1).filter(|&at| at > frame.first) else {
            return false;
        };
        let own = frame.first..colon;
        let words = own.clone().filter(|&at| reading.passage.tokens[at].is_word()).count();
        let one_of_several = own.clone().any(|at| {
            reading.is_any(
                at,
                &["a", "an", "one", "un", "une", "una", "um", "uma", "een", "ein", "eine"],
            )
        });
        let person = |at: usize| gendered_pronoun(reading, at);
        leader.is_none()
            && reading.is_mark(colon, &[':'])
            && words >= FEWEST_WORDS
            && !own.clone().any(|at| reading.is_quoted(at) || person(at))
            && (one_of_several || own.clone().any(|at| is_strange(reading, frame, at)))
    }

    /// `“…”, grumbles the man at the pump`: words behind the quotation end its sentence, and they name nobody.
    fn is_closed_by_nobody(&self, quotation: &InMarks, frame: &Frame) -> bool {
        let reading = self.reading;
        let comma = reading.is_mark(reading.last(quotation), &[','])
            || reading.is_mark(quotation.after, &[',']);
        let behind = || quotation.after..frame.end;
        let words = behind().filter(|&at| reading.passage.tokens[at].is_word()).count();
        let first = behind().find(|&at| reading.passage.tokens[at].is_word());
        let opens = first.is_some_and(|at| {
            reading.passage.is_lower(at)
                && !reading.is(at, Part::CONJUNCTION | Part::PREPOSITION | Part::SAYING)
                && !reading.passage.word(at).ends_with("ing")
        });
        comma
            && opens
            && words >= 3
            && !behind().any(|at| reading.is_quoted(at) || gendered_pronoun(reading, at))
    }

    /// The speaker of the quotation before, or of what was reported before, where nothing parts them.
    fn continued(&self, frame: &Frame, quotation: &InMarks, opens: bool) -> Option<Said> {
        let parted = |said: &Said, token: usize| {
            let mention = said.speaker.mention;
            mention.is_some_and(|own| self.memory.others_after(self.reading, token, own))
        };
        if let Some(last) = self.found.last() {
            let next = opens && self.next_paragraph(last.paragraph) == frame.paragraph;
            if next && !last.quotation.is_closed() {
                return Some(last.said.continued(0.95));
            }
            if (next || last.paragraph == frame.paragraph)
                && !parted(&last.said, last.quotation.after)
            {
                return Some(last.said.continued(if next { 0.85 } else { 0.9 }));
            }
        }
        let Reported { paragraph, token, said } = self.reported?;
        let near = paragraph == frame.paragraph && quotation.open == frame.first
            || opens && paragraph + 1 == frame.paragraph;
        (near && !parted(&said, token)).then(|| said.continued(0.8))
    }

    /// The paragraph after this one, without a photo caption or what else the page put between them.
    fn next_paragraph(&self, paragraph: usize) -> usize {
        let next = paragraph + 1;
        if asides::is_aside(self.reading, next) { next + 1 } else { next }
    }

    /// The quotes, with the speakers of those whose attribution comes only later.
    fn finish(mut self) -> Vec<Quote> {
        for at in (1..self.found.len()).rev() {
            let (here, next) = (self.found[at - 1], self.found[at]);
            let unknown = here.said.speaker.rule == QuoteRule::Unattributed;
            let joined = here.paragraph == next.paragraph
                && here.quotation.after == next.quotation.open
                || !here.quotation.is_closed() && here.paragraph + 1 == next.paragraph;
            if unknown && joined {
                self.found[at - 1].said = next.said;
            }
        }
        let reading = self.reading;
        self.found
            .iter()
            .filter_map(|found| {
                quote(reading, found.quotation.first(), found.quotation.end, found.said)
            })
            .collect()
    }
}

/// `he`, `sie`: whoever was spoken of before may be meant. German `es` means nobody.
fn gendered_pronoun(reading: &Reading, at: usize) -> bool {
    reading.is(at, Part::PRONOUN) && !reading.is_any(at, &["it", "es", "ze", "they"])
}

/// A word with a capital inside the sentence that the recogniser took for no name: it may be one of which nothing is
/// known. In German it must be two of them, `Intendant Milan Tzelko`.
fn is_strange(reading: &Reading, frame: &Frame, at: usize) -> bool {
    let passage = reading.passage;
    let plain = |at: usize| {
        passage.tokens.get(at).is_some_and(|token| token.shape == Shape::Capital)
            && reading.owner(at).is_none()
            && !passage.is(at, Class::CALENDAR | Class::FUNCTION)
    };
    let inside = at > frame.first;
    match reading.table.capitalises_nouns {
        true => plain(at) && at + 1 < frame.end && plain(at + 1),
        false => inside && plain(at),
    }
}
