//! What people type into a search, taken apart.
//!
//! ```text
//! search      = one or more parts, all of which must occur
//! part        = alternative                  it must occur
//!             | -alternative | NOT alternative    it must not
//! alternative = near { OR near }             any of them: OR binds closer than standing side by side
//! near        = piece { NEAR piece | NEAR/5 piece }   within ten words of each other, or five
//! piece       = [field:] word | [field:] "phrase" | [field:] ( search )
//! ```
//!
//! A star at the end of a word or behind a phrase stands for any ending; `AND` changes nothing. Fields are
//! headline, standfirst, byline, body and caption. Any quotation marks make a phrase: `"…"`, `“…”`, `„…“`,
//! `«…»`, and single ones where they stand around words.
//!
//! What must stay true: nothing is a syntax error. What does not fit is taken as words: an operator with
//! nothing beside it, a bracket without its other half, a colon behind any other word (`12:30`). Only what
//! has no meaning that could be searched for is refused, with a sentence.

/// Most words in one search: more is a text that was pasted by mistake.
const MOST_WORDS: usize = 100;

/// Brackets inside each other beyond which they are signs like any other.
const DEEPEST: usize = 20;

/// How many words may stand between two that are `NEAR`, unless a number says so.
const NEAR: u32 = 10;

/// Why words cannot be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    #[error("nothing to search for")]
    Nothing,
    #[error("more than {MOST_WORDS} words to search for")]
    TooMany,
    #[error("only words to leave out: a search needs one to find")]
    OnlyLeftOut,
    #[error("OR joins words to find, and not one to leave out")]
    LeftOutAlternative,
    #[error("NEAR joins words or phrases, and not what is in brackets or left out")]
    NearOthers,
}

/// A part of an article that can be searched alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchField {
    Headline,
    Standfirst,
    Byline,
    Body,
    Caption,
}

impl SearchField {
    const ALL: [Self; 5] =
        [Self::Headline, Self::Standfirst, Self::Byline, Self::Body, Self::Caption];

    /// As it is typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Byline => "byline",
            Self::Body => "body",
            Self::Caption => "caption",
        }
    }

    /// The column of the index.
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Caption => "captions",
            other => other.as_str(),
        }
    }

    fn by_name(name: &str) -> Option<Self> {
        let is_it = |field: &Self| name.eq_ignore_ascii_case(field.as_str());
        Self::ALL
            .into_iter()
            .find(is_it)
            .or_else(|| name.eq_ignore_ascii_case("captions").then_some(Self::Caption))
    }
}

/// A word, or words in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub text: String,
    pub is_prefix: bool,
    pub field: Option<SearchField>,
}

/// Something that an article must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Words(Words),
    /// One of the first, at most this number of words away from one of the second.
    Near(Vec<Words>, u32, Vec<Words>),
    Any(Vec<Node>),
    All(All),
}

/// What must occur, and what must not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct All {
    pub wanted: Vec<Node>,
    pub without: Vec<Node>,
}

/// Takes apart what was typed. Fails where no words are wanted, there are too many, or OR and NEAR join
/// what they cannot.
pub(super) fn parse(typed: &str) -> Result<All, WordsError> {
    let tokens = matched(tokens(&typed.replace('\0', " ")));
    let count = tokens.iter().filter(|token| matches!(token, Token::Words(_))).count();
    let operators = tokens.iter().filter(|token| matches!(token, Token::Operator(..))).count();
    if count > MOST_WORDS || operators > MOST_WORDS {
        return Err(WordsError::TooMany);
    }
    let all = Parser { tokens: &tokens, at: 0 }.all()?;
    match (all.wanted.is_empty(), all.without.is_empty()) {
        (true, true) => Err(WordsError::Nothing),
        (true, false) => Err(WordsError::OnlyLeftOut),
        _ => Ok(all),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Words(Words),
    Open(Option<SearchField>),
    Close,
    Minus,
    Operator(Operator, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Not,
    Near(u32),
}

impl Operator {
    fn of(word: &str) -> Option<Self> {
        match word {
            "OR" => Some(Self::Or),
            "AND" => Some(Self::And),
            "NOT" => Some(Self::Not),
            "NEAR" => Some(Self::Near(NEAR)),
            _ => Some(Self::Near(word.strip_prefix("NEAR/")?.parse().ok()?)),
        }
    }
}

fn is_double_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '＂'
            | '〝'
            | '〞'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// Marks that close what this single one opens. They are apostrophes too.
fn closing(single: char) -> &'static [char] {
    match single {
        '\'' => &['\''],
        '‘' => &['’'],
        '‚' => &['‘', '’'],
        '‹' => &['›'],
        '›' => &['‹'],
        _ => &[],
    }
}

/// The words in quotes that a text starts with, and what is behind them. One that is never closed goes to
/// the end; a single mark is one only where another ends a word.
fn phrase(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let inside = text.get(open.len_utf8()..)?;
    if is_double_quote(open) {
        let end = inside.find(is_double_quote).unwrap_or(inside.len());
        let behind = inside.get(end..)?;
        let mark = behind.chars().next().map_or(0, char::len_utf8);
        return Some((inside.get(..end)?, behind.get(mark..)?));
    }
    let closes = closing(open);
    let end = inside.char_indices().find(|&(at, found)| {
        let mut behind = inside.get(at + found.len_utf8()..).unwrap_or_default().chars();
        let ends_word = behind.next().is_none_or(|next| !next.is_alphanumeric());
        let is_behind_word =
            inside.get(..at).is_some_and(|text| !text.ends_with(char::is_whitespace));
        closes.contains(&found) && at > 0 && ends_word && is_behind_word
    });
    let (end, close) = end?;
    Some((inside.get(..end)?, inside.get(end + close.len_utf8()..)?))
}

fn tokens(typed: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = typed.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == ')' {
            tokens.push(Token::Close);
            rest = rest.get(1..).unwrap_or_default().trim_start();
            continue;
        }
        if first == '-' {
            let behind = rest.get(1..).unwrap_or_default();
            let opens = |next: char| {
                next.is_alphanumeric()
                    || next == '('
                    || is_double_quote(next)
                    || !closing(next).is_empty()
            };
            if behind.starts_with(opens) {
                tokens.push(Token::Minus);
                rest = behind;
            }
        }
        let mut field = None;
        if let Some((name, behind)) = rest.split_once(':')
            && let Some(known) = SearchField::by_name(name)
            && behind.starts_with(|next: char| !next.is_whitespace())
        {
            (field, rest) = (Some(known), behind);
        }
        if let Some(behind) = rest.strip_prefix('(') {
            tokens.push(Token::Open(field));
            rest = behind.trim_start();
            continue;
        }
        let (text, behind, closes) = match phrase(rest) {
            Some((text, behind)) => (text, behind, 0),
            None => word(rest),
        };
        let (text, behind, is_prefix) = match (text.strip_suffix('*'), behind.strip_prefix('*')) {
            (Some(text), _) => (text.trim_end_matches('*'), behind, true),
            (None, Some(behind)) => (text, behind, true),
            (None, None) => (text, behind, false),
        };
        let operator = Operator::of(text).filter(|_| field.is_none() && !is_prefix);
        // Words of signs only have no tokens: FTS5 would find nothing at all.
        match operator.filter(|_| rest.starts_with(text)) {
            Some(operator) => tokens.push(Token::Operator(operator, text.to_owned())),
            None if text.chars().any(char::is_alphanumeric) => {
                tokens.push(Token::Words(Words { text: text.to_owned(), is_prefix, field }));
            }
            None => {}
        }
        tokens.extend(std::iter::repeat_n(Token::Close, closes));
        rest = behind.trim_start();
    }
    tokens
}

/// The word that a text starts with, what is behind it, and how many brackets close at its end: those that
/// it does not open itself, as `word(s)` does.
fn word(text: &str) -> (&str, &str, usize) {
    let (whole, behind) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    let bare = whole.trim_end_matches(')');
    let at_end = whole.len() - bare.len();
    let open = bare.matches('(').count().saturating_sub(bare.matches(')').count());
    let closes = at_end.saturating_sub(open);
    (whole.get(..whole.len() - closes).unwrap_or(whole), behind, closes)
}

/// The tokens without brackets that have no other half, hold nothing, or lie too deep in others.
fn matched(tokens: Vec<Token>) -> Vec<Token> {
    let mut keep = vec![true; tokens.len()];
    // Brackets that are open: where, and whether they hold something.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(_) => open.push((at, false)),
            Token::Close => {
                let opened = open.pop();
                let holds = opened.is_some_and(|(_, holds)| holds);
                if !holds || open.len() >= DEEPEST {
                    keep[at] = false;
                    if let Some((opened, _)) = opened {
                        keep[opened] = false;
                    }
                }
                if let Some((_, outer)) = open.last_mut() {
                    *outer |= holds;
                }
            }
            Token::Words(_) | Token::Operator(..) => {
                if let Some((_, holds)) = open.last_mut() {
                    *holds = true;
                }
            }
            Token::Minus => {}
        }
    }
    for (at, _) in open {
        keep[at] = false;
    }
    let kept = tokens.into_iter().zip(keep).filter(|(_, keep)| *keep);
    kept.map(|(token, _)| token).collect()
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    fn operator(&self) -> Option<Operator> {
        match self.peek(0) {
            Some(Token::Operator(operator, _)) => Some(*operator),
            _ => None,
        }
    }

    fn is_piece(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), Some(Token::Words(_) | Token::Open(_)))
    }

    /// Whether something is left out there: `-word`, `NOT word`.
    fn leaves_out(&self, ahead: usize) -> bool {
        let is_not =
            matches!(self.peek(ahead), Some(Token::Minus | Token::Operator(Operator::Not, _)));
        is_not && self.is_piece(ahead + 1)
    }

    /// Everything up to the end or the bracket that closes.
    fn all(&mut self) -> Result<All, WordsError> {
        let mut all = All::default();
        while let Some(token) = self.peek(0) {
            if *token == Token::Close {
                break;
            }
            let is_first = all == All::default();
            let joins = self.operator() == Some(Operator::And)
                && !is_first
                && (self.is_piece(1) || self.leaves_out(1));
            let is_left_out = self.leaves_out(usize::from(joins));
            self.at += usize::from(joins) + usize::from(is_left_out);
            if self.peek(0) == Some(&Token::Minus) {
                self.at += 1;
                continue;
            }
            match (self.any()?, is_left_out) {
                (Node::All(All { wanted, .. }), true) if wanted.is_empty() => {
                    return Err(WordsError::OnlyLeftOut);
                }
                (node, true) => all.without.push(node),
                (Node::All(inner), false) => {
                    all.wanted.extend(inner.wanted);
                    all.without.extend(inner.without);
                }
                (node, false) => all.wanted.push(node),
            }
        }
        Ok(all)
    }

    fn any(&mut self) -> Result<Node, WordsError> {
        let mut nodes = vec![self.near()?];
        while self.operator() == Some(Operator::Or) {
            if self.leaves_out(1) {
                return Err(WordsError::LeftOutAlternative);
            }
            if !self.is_piece(1) {
                break;
            }
            self.at += 1;
            match self.near()? {
                Node::Any(more) => nodes.extend(more),
                node => nodes.push(node),
            }
        }
        let leaves_all_out = |node: &Node| matches!(node, Node::All(all) if all.wanted.is_empty());
        if nodes.len() == 1 {
            return Ok(nodes.remove(0));
        }
        match nodes.iter().any(leaves_all_out) {
            true => Err(WordsError::LeftOutAlternative),
            false => Ok(Node::Any(nodes)),
        }
    }

    fn near(&mut self) -> Result<Node, WordsError> {
        let mut last = self.piece()?;
        let mut pairs = Vec::new();
        while let Some(Operator::Near(most)) = self.operator() {
            if self.leaves_out(1) {
                return Err(WordsError::NearOthers);
            }
            if !self.is_piece(1) {
                break;
            }
            self.at += 1;
            let next = self.piece()?;
            let (Some(one), Some(other)) = (alternatives(&last), alternatives(&next)) else {
                return Err(WordsError::NearOthers);
            };
            pairs.push(Node::Near(one, most, other));
            last = next;
        }
        Ok(match pairs.len() {
            0 => last,
            1 => pairs.remove(0),
            _ => Node::All(All { wanted: pairs, without: Vec::new() }),
        })
    }

    fn piece(&mut self) -> Result<Node, WordsError> {
        let token = self.peek(0).cloned();
        self.at += 1;
        match token {
            Some(Token::Open(field)) => {
                let mut all = self.all()?;
                self.at += 1;
                if let Some(field) = field {
                    within(&mut all, field);
                }
                Ok(match (all.wanted.len(), all.without.len()) {
                    (1, 0) => all.wanted.remove(0),
                    _ => Node::All(all),
                })
            }
            Some(Token::Words(words)) => Ok(Node::Words(words)),
            // An operator with nothing to join is a word.
            Some(Token::Operator(_, text)) => {
                Ok(Node::Words(Words { text, is_prefix: false, field: None }))
            }
            Some(Token::Close | Token::Minus) | None => Ok(Node::All(All::default())),
        }
    }
}

/// The words of which any may stand in that place; `None` if it is more than that.
fn alternatives(node: &Node) -> Option<Vec<Words>> {
    match node {
        Node::Words(words) => Some(vec![words.clone()]),
        Node::Any(nodes) => nodes
            .iter()
            .map(|node| match node {
                Node::Words(words) => Some(words.clone()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

/// Looks for everything that names no field of its own in this one.
fn within(all: &mut All, field: SearchField) {
    for node in all.wanted.iter_mut().chain(&mut all.without) {
        within_node(node, field);
    }
}

fn within_node(node: &mut Node, field: SearchField) {
    match node {
        Node::Words(words) => words.field = words.field.or(Some(field)),
        Node::Near(one, _, other) => {
            one.iter_mut().chain(other).for_each(|words| words.field = words.field.or(Some(field)));
        }
        Node::Any(nodes) => nodes.iter_mut().for_each(|node| within_node(node, field)),
        Node::All(all) => within(all, field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(all: &All) -> String {
        let wanted = all.wanted.iter().map(node);
        let without = all.without.iter().map(|one| format!("-{}", node(one)));
        wanted.chain(without).collect::<Vec<_>>().join(" ")
    }

    fn words(words: &Words) -> String {
        let field = words.field.map_or(String::new(), |field| format!("{}:", field.as_str()));
        let text = &words.text;
        let text = if text.contains(' ') { format!("“{text}”") } else { text.clone() };
        format!("{field}{text}{}", if words.is_prefix { "*" } else { "" })
    }

    fn node(one: &Node) -> String {
        let list = |all: &[Words]| all.iter().map(words).collect::<Vec<_>>().join("|");
        match one {
            Node::Words(one) => words(one),
            Node::Near(one, most, other) => format!("<{} {most} {}>", list(one), list(other)),
            Node::Any(nodes) => {
                format!("[{}]", nodes.iter().map(node).collect::<Vec<_>>().join("|"))
            }
            Node::All(all) => format!("({})", shown(all)),
        }
    }

    #[test]
    fn what_is_typed_is_taken_apart() {
        for (typed, expected) in [
            ("harbour bridge", "harbour bridge"),
            (r#""harbour bridge" suva"#, "“harbour bridge” suva"),
            (
                "“harbour bridge” „alte Brücke“ «vieux pont» »alt bro«",
                "“harbour bridge” “alte Brücke” “vieux pont” “alt bro”",
            ),
            (
                "‘harbour bridge’ 'old quay' ‚alte Brücke‘ ‹vieux pont›",
                "“harbour bridge” “old quay” “alte Brücke” “vieux pont”",
            ),
            (
                "‘don’t go’ O’Neill 'tis the sailors' club",
                "“don’t go” O’Neill “tis the sailors” club",
            ),
            ("’90s O'Neill", "’90s O'Neill"),
            ("harb*", "harb*"),
            (r#""harbour bri"*"#, "“harbour bri”*"),
            (r#""harbour bri*""#, "“harbour bri”*"),
            (r#""never closed"#, "“never closed”"),
            (r#"a"b 6" C++"#, "a\"b 6\" C++"),
            ("a\0b", "a b"),
            ("luxon OR wong tuvalu", "[luxon|wong] tuvalu"),
            ("luxon OR wong OR li", "[luxon|wong|li]"),
            ("tuvalu (luxon OR (wong li))", "tuvalu [luxon|(wong li)]"),
            ("luxon -wong", "luxon -wong"),
            ("luxon NOT wong", "luxon -wong"),
            ("luxon AND NOT wong AND li", "luxon li -wong"),
            (r#"luxon -"foreign minister" -(a b)"#, "luxon -“foreign minister” -(a b)"),
            ("a (-b -c)", "a -b -c"),
            ("peters NEAR/3 forum", "<peters 3 forum>"),
            ("peters NEAR forum", "<peters 10 forum>"),
            ("a NEAR b NEAR/2 c", "<a 10 b> <b 2 c>"),
            ("(a OR \"b c\") NEAR d", "<a|“b c” 10 d>"),
            (
                "headline:moon body:\"old quay\" CAPTION:x*",
                "headline:moon body:“old quay” caption:x*",
            ),
            ("headline:(a OR byline:b c)", "[headline:a|byline:b] headline:c"),
        ] {
            assert_eq!(shown(&parse(typed).unwrap()), expected, "{typed}");
        }
    }

    #[test]
    fn what_does_not_fit_is_words() {
        for (typed, expected) in [
            ("12:30 re:union headline: moon", "12:30 re:union headline: moon"),
            ("OR a", "OR a"),
            ("a OR", "a OR"),
            ("a NEAR", "a NEAR"),
            ("NOT", "NOT"),
            ("a OR OR b", "a [OR|b]"),
            ("a or b not c", "a or b not c"),
            ("\"OR\" x", "OR x"),
            ("word(s) f(x) (a", "word(s) f(x) a"),
            ("a) b", "a b"),
            ("() a ( - )", "a"),
            ("a -- - –b", "a –b"),
            ("NEAR/x a", "NEAR/x a"),
        ] {
            let found = shown(&parse(typed).unwrap());
            assert_eq!(found, expected, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (typed, error) in [
            ("", WordsError::Nothing),
            ("( \" *", WordsError::Nothing),
            ("-a", WordsError::OnlyLeftOut),
            ("NOT a -b", WordsError::OnlyLeftOut),
            ("a -(-b)", WordsError::OnlyLeftOut),
            ("a OR -b", WordsError::LeftOutAlternative),
            ("a OR (-b)", WordsError::LeftOutAlternative),
            ("a NEAR (b c)", WordsError::NearOthers),
            ("a NEAR -b", WordsError::NearOthers),
        ] {
            assert_eq!(parse(typed), Err(error), "{typed}");
        }
        assert_eq!(parse(&"a ".repeat(101)), Err(WordsError::TooMany));
        let deep = format!("{}a{}", "(".repeat(50_000), ")".repeat(50_000));
        assert_eq!(shown(&parse(&deep).unwrap()), "a");
    }
}
