//! Where quotations stand: which marks open, which close, and which belong to words.
//!
//! A quotation never leaves its paragraph; one that is left open ends with it. The marks of one
//! paragraph are read in one pass from left to right, and a quotation inside another is part of it.

use crate::names::passage::Passage;
use crate::names::sentences;
use crate::names::tokens::{Gap, Shape, Token};

/// What stands between two marks, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InMarks {
    /// The opening mark; what is inside follows it.
    pub open: usize,
    /// After the last token inside.
    pub end: usize,
    /// After the closing mark, or `end` where there is none.
    pub after: usize,
}

impl InMarks {
    /// The first token inside of the marks.
    pub fn first(&self) -> usize {
        self.open + 1
    }

    /// Whether it has its closing mark.
    pub fn is_closed(&self) -> bool {
        self.after > self.end
    }
}

/// Tokens `first..end`, and the quotations among them.
#[derive(Debug)]
pub struct Paragraph {
    pub first: usize,
    pub end: usize,
    pub quotations: Vec<InMarks>,
}

/// The paragraphs of a text; together they hold every token.
pub fn paragraphs(passage: &Passage) -> Vec<Paragraph> {
    let tokens = &passage.tokens;
    let border = if sentences::is_wrapped(tokens) { Gap::Blank } else { Gap::Line };
    let mut starts: Vec<usize> =
        (0..tokens.len()).filter(|&at| at == 0 || tokens[at].gap >= border).collect();
    starts.push(tokens.len());
    starts
        .windows(2)
        .map(|pair| {
            let reader = Reader { passage, first: pair[0], end: pair[1] };
            Paragraph { first: pair[0], end: pair[1], quotations: reader.quotations() }
        })
        .collect()
}

/// Reads the marks of one paragraph.
struct Reader<'p> {
    passage: &'p Passage<'p>,
    first: usize,
    end: usize,
}

/// What a double mark does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Opens,
    Closes,
}

impl Reader<'_> {
    fn quotations(&self) -> Vec<InMarks> {
        let nests = self.nests();
        let mut found = Vec::new();
        let mut at = self.first;
        while at < self.end {
            let quotation = match self.turn(at) {
                Some(Turn::Opens) => Some(self.double(at, nests)),
                _ if self.opens_single(at) => self.single(at),
                _ => None,
            };
            let Some(quotation) = quotation else {
                at += 1;
                continue;
            };
            at = quotation.after.max(at + 1);
            if self.stands(&quotation) {
                found.push(quotation);
            }
        }
        found
    }

    fn token(&self, at: usize) -> Option<&Token> {
        self.passage.tokens.get(at).filter(|_| self.first <= at && at < self.end)
    }

    /// Whether words can begin directly after the mark at `at`.
    fn leads(&self, at: usize) -> bool {
        self.token(at + 1).is_some_and(|next| {
            let begins = next.shape != Shape::Mark
                || next.is_quote()
                || matches!(next.mark, '[' | '(' | '…' | '.' | '$' | '£' | '€' | '#' | '¿' | '¡');
            next.gap == Gap::None && begins
        })
    }

    /// Whether nothing that belongs to a word or a number stands directly before the mark.
    fn is_free(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.token(before));
        self.token(at).is_some_and(|token| token.gap != Gap::None)
            || before.is_none_or(|before| {
                before.is_quote()
                    || before.shape == Shape::Mark
                        && matches!(before.mark, '(' | '[' | '–' | '—' | '-' | '/' | ':' | '„')
            })
    }

    /// `l’«`: an article without its vowel stands directly before the mark.
    fn is_elided(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.token(before));
        before.is_some_and(|before| before.shape == Shape::Possessive)
    }

    /// What the double mark at `at` does, if there is one.
    fn turn(&self, at: usize) -> Option<Turn> {
        let token = self.token(at).filter(|token| token.shape == Shape::Mark)?;
        let opens = match token.mark {
            '„' | '‟' => true,
            // German also has them point inwards: `»…«`.
            '«' => self.is_free(at) || self.leads(at) || self.is_elided(at),
            '»' => self.is_free(at) && self.leads(at),
            // Some write the opening mark where the closing one belongs, and the other way round.
            '“' => self.token(at + 1).is_some() && (self.leads(at) || self.is_free(at)),
            '”' | '"' | '＂' => self.is_free(at) && self.leads(at),
            _ => return None,
        };
        Some(if opens { Turn::Opens } else { Turn::Closes })
    }

    /// Whether an opening mark inside a quotation opens another one in it: then marks come in pairs,
    /// but for a quotation that the next paragraph continues. Otherwise a closing mark was forgotten.
    fn nests(&self) -> bool {
        let (mut opening, mut closing) = (0_usize, 0_usize);
        for turn in (self.first..self.end).filter_map(|at| self.turn(at)) {
            match turn {
                Turn::Opens => opening += 1,
                Turn::Closes => closing += 1,
            }
        }
        let next = self.passage.tokens.get(self.end);
        opening == closing
            || opening == closing + 1
                && next.is_some_and(|next| next.is_quote() || next.mark == '„')
    }

    /// The quotation that the double mark at `open` begins.
    fn double(&self, open: usize, nests: bool) -> InMarks {
        let mut inside = 0;
        // `„…“` is closed by a mark that elsewhere opens.
        let low = self.passage.is_mark(open, '„');
        for at in open + 1..self.end {
            let closes_low = low && self.passage.is_mark(at, '“') && !self.is_free(at);
            match self.turn(at) {
                _ if closes_low => {}
                Some(Turn::Opens) if nests => {
                    inside += 1;
                    continue;
                }
                Some(Turn::Opens) => return InMarks { open, end: at, after: at },
                Some(Turn::Closes) if inside > 0 => {
                    inside -= 1;
                    continue;
                }
                Some(Turn::Closes) => {}
                None => continue,
            }
            return InMarks { open, end: at, after: at + 1 };
        }
        InMarks { open, end: self.end, after: self.end }
    }

    /// A single mark before a word, but not the one of `’90s`.
    fn opens_single(&self, at: usize) -> bool {
        let decade = || {
            let word = self.passage.word(at + 1);
            word.starts_with(|first: char| first.is_ascii_digit()) && word.ends_with('s')
        };
        self.token(at).is_some_and(|token| {
            token.shape == Shape::Mark
                && matches!(token.mark, '‘' | '\'' | '‚' | '‹' | '›')
                && self.is_free(at)
                && self.leads(at)
                && !decade()
        })
    }

    /// The quotation that the single mark at `open` begins. One that closes nothing was an apostrophe;
    /// after a plural (`the workers’ rights`) it may be one, so a surer mark further on is preferred.
    /// The search ends where another quotation begins: no mark is looked at twice for long.
    fn single(&self, open: usize) -> Option<InMarks> {
        let mut plural = None;
        for at in open + 1..self.end {
            let token = &self.passage.tokens[at];
            if self.opens_single(at) {
                break;
            }
            let closes = match token.shape {
                Shape::Mark => {
                    matches!(token.mark, '’' | '\'' | '›' | '‹')
                        || token.mark == '‘' && at > open + 1
                }
                Shape::Possessive => token.end_char - token.start_char == 1,
                _ => false,
            };
            let leaves = self
                .token(at + 1)
                .is_none_or(|next| next.gap != Gap::None || next.shape == Shape::Mark);
            if !closes || !leaves {
                continue;
            }
            if !self.may_be_plural(at) {
                return Some(InMarks { open, end: at, after: at + 1 });
            }
            plural = plural.or(Some(at));
        }
        plural.map(|at| InMarks { open, end: at, after: at + 1 })
    }

    /// `the workers’ rights`: a mark after a final `s` with a word after it.
    fn may_be_plural(&self, at: usize) -> bool {
        at > self.first
            && self.passage.word(at - 1).ends_with(['s', 'S'])
            && self.token(at + 1).is_some_and(|next| next.shape == Shape::Lower)
    }

    /// Whether it holds words, and was not left open by a mark that strayed.
    fn stands(&self, quotation: &InMarks) -> bool {
        let tokens = &self.passage.tokens;
        let words = tokens[quotation.first()..quotation.end.max(quotation.first())]
            .iter()
            .any(|token| token.shape != Shape::Mark && token.shape != Shape::Possessive);
        let open = quotation.open;
        let introduced = open == self.first
            || tokens[open - 1].shape == Shape::Mark
                && matches!(tokens[open - 1].mark, ':' | ',' | '.' | '?' | '!' | '”' | '"');
        words && (quotation.is_closed() || introduced)
    }
}
