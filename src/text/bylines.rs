//! Author lines to authors' names.
//!
//! Conservative in both directions: a line is a byline only if it is nothing else, and a name is a
//! person's only if it looks like one; `By Our Foreign Staff` has no author. What must stay true:
//! names come out in printed order, in mixed case, each once.

use super::agencies::is_agency;

/// The longest line that is looked at, in bytes.
const LONGEST: usize = 400;

/// The longest byline that stands on a line of its own, in bytes.
const LONGEST_LINE: usize = 200;

/// Whether a line is an author line: `By` or a like word, then names, an agency or the staff, and
/// nothing that belongs to a sentence.
pub fn is_byline(line: &str) -> bool {
    let line = line.trim();
    let Some(names) = without_prefix(line) else { return false };
    if line.len() > LONGEST_LINE || ends_like_a_sentence(line) {
        return false;
    }
    let first = pieces(names).into_iter().next().unwrap_or_default();
    let is_prose = first.split_whitespace().any(|word| {
        word.starts_with(|c: char| c.is_lowercase())
            && !PARTICLES.contains(&word)
            && !LINKING.contains(&word)
    });
    !is_prose && (names_of(&first).is_some() || is_collective(names))
}

/// The people named by an author line, with or without its `By`; also `A; B` as programs write it.
pub fn authors(line: &str) -> Vec<String> {
    let line = line.trim();
    if line.len() > LONGEST {
        return Vec::new();
    }
    let mut authors: Vec<String> = Vec::new();
    for piece in pieces(without_prefix(line).unwrap_or(line)) {
        if let Some(name) = names_of(&piece)
            && !authors.contains(&name)
        {
            authors.push(name);
        }
    }
    authors
}

/// The reporters named by the line that agencies end a story with, `(Reporting by A in B; Editing
/// by C)`. `None` where the line is something else.
pub fn reporting_credit(line: &str) -> Option<Vec<String>> {
    let line = line.trim().trim_start_matches(['(', '[', '-', '—', '–', ' ', '*', '_']);
    if line.len() > LONGEST * 2
        || !STARTS_OF_CREDITS.iter().any(|start| starts_with_words(line, start))
    {
        return None;
    }
    let line = line.trim_end_matches([')', ']', '.', ' ', '*', '_']);
    let mut reporters = Vec::new();
    for part in line.split(';') {
        let part = part.trim();
        if let Some(names) = ["reporting by", "additional reporting by", "writing by"]
            .iter()
            .find_map(|start| after_words(part, start))
        {
            reporters.extend(authors(names));
        }
    }
    Some(reporters)
}

/// Whether a line is a person's name and nothing else, two to four words in mixed case.
pub fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=4).contains(&words.len()) && line.len() <= 50 && !line.ends_with('.') && is_person(&words)
}

/// Whether a line names authors as some papers do, without `By`: `Eva Corlett in Wellington`. Only
/// what stands around it can tell it from a short headline.
pub fn is_bare_byline(line: &str) -> bool {
    line.len() <= 80
        && line.split_whitespace().count() <= 10
        && !authors(line).is_empty()
        && is_byline(&format!("By {line}"))
}

/// Whether a line under a byline tells the author's post: `Political Editor`.
pub fn is_post(line: &str) -> bool {
    let line = line.trim();
    let words: Vec<&str> = line.split_whitespace().collect();
    line.len() <= 80
        && words.len() <= 8
        && !line.ends_with(['.', ':', '?', '!'])
        && words.iter().any(|word| POSTS.contains(&bare(word).to_lowercase().as_str()))
        && !words.iter().any(|word| FINITE.contains(word))
}

const STARTS_OF_CREDITS: &[&str] = &[
    "reporting by",
    "additional reporting by",
    "writing by",
    "editing by",
    "compiled by",
    "reporting and writing by",
    "reporting and editing by",
];

/// Verbs that make a short line a headline rather than a post.
#[rustfmt::skip]
const FINITE: &[&str] = &[
    "is", "are", "was", "to", "says", "said", "will", "has", "resigns", "sacked", "named",
    "appointed", "quits", "warns",
];

/// Words that give away an organisation or a post where a person would stand. Lower case.
#[rustfmt::skip]
const NOT_NAMES: &[&str] = &[
    "agencies", "agency", "analyst", "associated", "board", "bureau", "chief", "columnist",
    "contributor", "contributors", "correspondent", "correspondents", "desk", "editor", "editorial",
    "editors", "foreign", "freelance", "journalist", "media", "network", "news", "newspaper",
    "newsroom", "office", "opinion", "our", "political", "press", "producer", "reporter",
    "reporters", "service", "services", "special", "staff", "team", "times", "wire", "wires",
    "writer", "writers", "reuters", "bloomberg", "afp", "ap", "bbc", "cnn", "dpa", "guest",
    "university", "institute", "department", "ministry", "magazine", "website", "online", "read",
    "min", "updated", "published", "posted", "company", "group", "inc", "ltd", "senior", "deputy",
    "the", "a", "an", "this", "that", "he", "she", "it", "they", "we", "you", "i", "his", "her",
    "their", "my", "your", "not", "all", "how", "why", "what", "when", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "newsletter", "weekly", "daily", "monthly", "morning", "evening",
    "brief", "briefing", "digest", "edition", "issue", "volume", "update", "exclusive", "analysis", "from",
];

/// Words of an author's post. Lower case.
#[rustfmt::skip]
const POSTS: &[&str] = &[
    "analyst", "chief", "columnist", "commentator", "contributor", "correspondent", "critic",
    "editor", "journalist", "reporter", "writer", "producer", "editor-in-chief", "reporters",
    "correspondents",
];

/// Lower-case words inside names.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "al", "bin", "binti", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "dos",
    "du", "e", "el", "ibn", "la", "le", "los", "ten", "ter", "van", "von", "y", "zu",
];

/// Lower-case words between or after names in an author line.
#[rustfmt::skip]
const LINKING: &[&str] = &[
    "and", "at", "by", "for", "from", "in", "of", "the", "with", "on", "to", "our", "staff",
    "reporter", "reporters", "writer", "writers", "editor", "correspondent", "political",
    "agencies",
];

/// What may stand before the names.
#[rustfmt::skip]
const PREFIXES: &[&str] = &[
    "by", "written by", "words by", "story by", "report by", "reported by", "reporting by",
    "analysis by", "opinion by", "posted by", "a report by", "commentary by", "byline:", "author:",
    "authors:", "by:", "author", "from",
];

/// A line without `By` or its like; `None` if it does not start so.
fn without_prefix(line: &str) -> Option<&str> {
    PREFIXES
        .iter()
        // `From` and `Author` without a colon start too many other lines.
        .filter(|prefix| !matches!(**prefix, "from" | "author"))
        .find_map(|prefix| after_words(line, prefix))
}

/// What follows `words` (lower case) at the start of a line, whatever its case there.
fn after_words<'l>(line: &'l str, words: &str) -> Option<&'l str> {
    let rest = line.get(words.len()..)?;
    let is_there = line.get(..words.len())?.eq_ignore_ascii_case(words);
    (is_there
        && (words.ends_with(':') || rest.starts_with(|c: char| c.is_whitespace() || c == ':')))
    .then(|| rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':'))
    .filter(|rest| !rest.is_empty())
}

fn starts_with_words(line: &str, words: &str) -> bool {
    after_words(line, words).is_some()
}

fn ends_like_a_sentence(line: &str) -> bool {
    line.ends_with(['?', '!', ':', ','])
        || (line.ends_with('.') && {
            let last = line.split_whitespace().next_back().unwrap_or_default();
            // `Jr.`, `J.`, `U.S.`
            !matches!(last.to_lowercase().as_str(), "jr." | "sr.")
                && last.chars().filter(|c| c.is_alphabetic()).count() > 2
        })
}

/// An author line in parts that each hold one name or more: cut at bars, bullets and dashes,
/// semicolons, commas, `and`, brackets left out.
fn pieces(names: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut depth = 0usize;
    let mut words = names.split_whitespace().peekable();
    let mut finish = |piece: &mut String| {
        if !piece.is_empty() {
            pieces.push(std::mem::take(piece));
        }
    };
    while let Some(word) = words.next() {
        depth += word.matches(['(', '[', '<']).count();
        let closing = word.matches([')', ']', '>']).count();
        let is_in_brackets = depth > 0;
        depth = depth.saturating_sub(closing);
        if is_in_brackets || word.contains('@') || word.contains("://") {
            continue;
        }
        let lower = word.to_lowercase();
        if matches!(
            lower.as_str(),
            "and" | "&" | "with" | "|" | "•" | "·" | "-" | "–" | "—" | "--" | "/"
        ) {
            finish(&mut piece);
            continue;
        }
        let bare = word.trim_end_matches([',', ';', '|']);
        if !piece.is_empty() {
            piece.push(' ');
        }
        piece.push_str(bare);
        // `A B, Jr.` is one name.
        let is_suffix_next = words.peek().is_some_and(|next| {
            matches!(
                next.trim_end_matches([',', '.', ';']).to_lowercase().as_str(),
                "jr" | "sr" | "iii"
            )
        });
        if bare.len() < word.len() && !(is_suffix_next && word.ends_with(',')) {
            finish(&mut piece);
        }
    }
    finish(&mut piece);
    pieces
}

/// The names of one piece: `Eva Corlett in Wellington`, `TOM KRISHER Associated Press`.
fn names_of(piece: &str) -> Option<String> {
    let mut words: Vec<&str> = piece.split_whitespace().collect();
    let stop = words.iter().position(|word| {
        let lower = word.to_lowercase();
        matches!(
            lower.as_str(),
            "in" | "at" | "for" | "of" | "from" | "on" | "by" | "to" | "is" | "as"
        )
    });
    words.truncate(stop.unwrap_or(words.len()));
    let is_honorific = |word: &&str| {
        matches!(
            word.trim_end_matches('.'),
            "Dr" | "Prof" | "Professor" | "Mr" | "Mrs" | "Ms" | "DR"
        )
    };
    if words.len() > 2 && words.first().is_some_and(is_honorific) {
        words.remove(0);
    }
    // A name in capitals ends where the capitals end: AP prints `TOM KRISHER Associated Press`.
    let capitals = words.iter().take_while(|word| is_all_capitals(word)).count();
    let whole_words = words.iter().take(capitals).filter(|word| !word.ends_with('.')).count();
    if whole_words >= 2 {
        words.truncate(capitals);
    }
    if let Some(post) = words.iter().position(|word| is_no_name(word))
        && post >= 2
    {
        words.truncate(post);
    }
    (words.len() >= 2 && is_person(&words)).then(|| mixed_case(&words))
}

/// Whether words make up a person's name.
fn is_person(words: &[&str]) -> bool {
    if words.len() > 6 || is_agency(&words.join(" ")) {
        return false;
    }
    let mut full = 0;
    for (place, word) in words.iter().enumerate() {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let is_clean = word.chars().all(|c| {
            c.is_alphabetic()
                || matches!(c, '.' | '-' | '\'' | '’' | 'ʼ' | '‐' | '\u{300}'..='\u{36f}')
        });
        if letters == 0 || !is_clean || is_no_name(word) {
            return false;
        }
        let starts_upper =
            word.starts_with(|c: char| c.is_uppercase() || !(c.is_lowercase() || c.is_uppercase()));
        let is_inner = place > 0 && PARTICLES.contains(word);
        // `de Blasio` and `al-Assad` may also open a name.
        let is_prefixed = word.split_once('-').is_some_and(|(prefix, rest)| {
            PARTICLES.contains(&prefix) && rest.starts_with(char::is_uppercase)
        });
        if !(starts_upper
            || is_inner
            || is_prefixed
            || (place == 0 && words.len() > 2 && PARTICLES.contains(word)))
        {
            return false;
        }
        full += usize::from(letters > 1 && starts_upper);
    }
    full >= 1
}

/// Whether a word stands for an organisation or a post; `A.` is an initial, `a` is not.
fn is_no_name(word: &str) -> bool {
    !word.ends_with('.') && NOT_NAMES.contains(&bare(word).to_lowercase().as_str())
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_all_capitals(word: &str) -> bool {
    let mut letters = 0;
    for letter in word.chars().filter(|c| c.is_alphabetic()) {
        if letter.is_lowercase() {
            // `McDONALD` is how capitals are printed too.
            return word
                .strip_prefix("Mc")
                .or(word.strip_prefix("Mac"))
                .is_some_and(is_all_capitals);
        }
        letters += 1;
    }
    letters > 0
}

/// A name in mixed case. Only a name wholly in capitals is changed.
fn mixed_case(words: &[&str]) -> String {
    let has_long_word =
        words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
    if !words.iter().all(|word| is_all_capitals(word)) || !has_long_word {
        return words.join(" ");
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut mixed = Vec::with_capacity(words.len());
    for (place, word) in words.iter().enumerate() {
        let is_first = place == 0;
        let is_last = place + 1 == words.len();
        let this = lower.get(place).map(String::as_str).unwrap_or_default();
        let next = lower.get(place + 1).map(String::as_str).unwrap_or_default();
        let before = place
            .checked_sub(1)
            .and_then(|before| lower.get(before))
            .map(String::as_str)
            .unwrap_or_default();
        // `VAN` and `LA` alone are as often Van Hollen and La Rue; with a second particle they are not.
        let is_particle = match this {
            "van" | "von" if matches!(next, "der" | "den" | "de" | "het" | "dem") => true,
            "der" | "den" | "het" | "dem" => matches!(before, "van" | "von" | "in" | "auf"),
            "la" | "las" | "los" | "le" => before == "de",
            "von" | "de" | "del" | "dos" | "das" | "bin" | "binti" | "bint" | "ibn" | "du"
            | "y" | "e" => true,
            _ => false,
        };
        mixed.push(if is_particle && !is_first && !is_last {
            this.to_owned()
        } else {
            mixed_word(word, is_first)
        });
    }
    mixed.join(" ")
}

fn mixed_word(word: &str, is_first: bool) -> String {
    let upper = word.trim_end_matches('.');
    if matches!(upper, "II" | "III" | "IV")
        || (is_first && INITIALS.contains(&upper))
        || (word.contains('.') && !matches!(upper, "JR" | "SR" | "ST"))
    {
        return word.to_owned();
    }
    // After a hyphen, and after `O'`, `D'` or `L'`, a new capital; the apostrophe of possession
    // or of Hawaiian names starts no new word.
    let mut mixed = String::with_capacity(word.len());
    let mut at_start = true;
    let mut since_start = 0;
    for letter in word.chars() {
        if at_start {
            mixed.push(letter);
        } else {
            mixed.extend(letter.to_lowercase());
        }
        since_start += 1;
        at_start = match letter {
            '-' | '‐' => true,
            '\'' | '’' | 'ʼ' => {
                since_start == 2 && matches!(word.chars().next(), Some('O' | 'D' | 'L' | 'M'))
            }
            _ => false,
        };
        if letter == '-' {
            since_start = 0;
        }
    }
    for prefix in ["Mc", "Mac"] {
        if let Some(rest) = mixed.strip_prefix(prefix)
            && (prefix == "Mc" || MAC_NAMES.contains(&rest))
            && let Some(first) = rest.chars().next()
        {
            return format!(
                "{prefix}{}{}",
                first.to_uppercase(),
                rest.get(first.len_utf8()..).unwrap_or_default()
            );
        }
    }
    mixed
}

/// Pairs of letters that are initials where a given name would stand; others are short names.
#[rustfmt::skip]
const INITIALS: &[&str] = &[
    "AJ", "BJ", "CJ", "DJ", "EJ", "JB", "JC", "JD", "JF", "JJ", "JM", "JP", "JR", "JT", "KC", "KD",
    "KJ", "KT", "LJ", "MJ", "PJ", "RJ", "TC", "TJ", "TK", "VJ", "WG",
];

/// What follows a Mac that keeps its capital; Macron, Mackay and Macias do not.
#[rustfmt::skip]
const MAC_NAMES: &[&str] = &[
    "arthur", "aulay", "bride", "callum", "cormack", "dermott", "diarmid", "donald", "dougall",
    "dowell", "farlane", "gillivray", "gregor", "innes", "intosh", "intyre", "iver", "kinnon",
    "lachlan", "laren", "lean", "lellan", "lennan", "leod", "mahon", "manus", "millan", "nab",
    "namara", "naughton", "neil", "neill", "nicol", "pherson", "queen", "rae", "taggart",
];

/// Whether the names of an author line are those of an agency or of the staff.
fn is_collective(names: &str) -> bool {
    let first = pieces(names).into_iter().next().unwrap_or_default();
    let words: Vec<&str> = first.split_whitespace().collect();
    is_agency(&first)
        || (words.len() <= 6
            && words.iter().any(|word| {
                matches!(
                    bare(word).to_lowercase().as_str(),
                    "staff"
                        | "agencies"
                        | "reporter"
                        | "reporters"
                        | "correspondent"
                        | "correspondents"
                        | "editors"
                        | "editor"
                        | "newsroom"
                        | "desk"
                        | "bureau"
                        | "editorial"
                        | "writer"
                        | "writers"
                )
            }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, names: &[&str]) {
        assert_eq!(authors(line), names, "{line:?}");
    }

    #[test]
    fn names_come_out_in_order_and_mixed_case() {
        check("By Eva Corlett", &["Eva Corlett"]);
        check("BY KATHLEEN BENOZA AND JESSE JOHNSON", &["Kathleen Benoza", "Jesse Johnson"]);
        check("By Ann Ng and Cy Roe in Washington", &["Ann Ng", "Cy Roe"]);
        check("By Ann Ng in London and Cy Roe in Paris", &["Ann Ng", "Cy Roe"]);
        check("BY ANN NG IN LONDON", &["Ann Ng"]);
        check("By Ann Ng, Cy Roe and Di Poe", &["Ann Ng", "Cy Roe", "Di Poe"]);
        check("By Ann Ng, Cy Roe, and Di Poe", &["Ann Ng", "Cy Roe", "Di Poe"]);
        check("By Ann Ng, Political Editor", &["Ann Ng"]);
        check("By Ann Ng, The Harbour Times", &["Ann Ng"]);
        check("By Ann Ng for the Harbour Times", &["Ann Ng"]);
        check("By Ann Ng | Reuters | March 4, 2024", &["Ann Ng"]);
        check("By Ann Ng • 3 min read", &["Ann Ng"]);
        check("By Ann Ng (ann@paper.example)", &["Ann Ng"]);
        check("By Ann Ng ann@paper.example @annng", &["Ann Ng"]);
        check("By TOM KRIS Associated Press", &["Tom Kris"]);
        check("TOM KRIS, Auto", &["Tom Kris"]);
        check("Tom Kris; Ap Auto Writer", &["Tom Kris"]);
        check("Ann Ng; Cy Roe", &["Ann Ng", "Cy Roe"]);
        check("By Ann Ng, Jr. and Cy Roe", &["Ann Ng Jr.", "Cy Roe"]);
        check("By J. R. R. Tolk", &["J. R. R. Tolk"]);
        check("By A. J. Ng", &["A. J. Ng"]);
        check("Written by José Muñoz", &["José Muñoz"]);
        check("By Ann Ng and Ann Ng", &["Ann Ng"]);
        check("By Bill de Blas", &["Bill de Blas"]);
        check("Analysis by Dr Ann Ng", &["Ann Ng"]);
    }

    #[test]
    fn capitals_become_names_as_people_write_them() {
        check("BY JAN VAN DER BERG", &["Jan van der Berg"]);
        check("BY CHRIS VAN HOLL", &["Chris Van Holl"]);
        check("BY MARY MCDONALD AND TIM MACDONALD", &["Mary McDonald", "Tim MacDonald"]);
        check("BY EMMA MACRON", &["Emma Macron"]);
        check("BY PETER O'NEILL AND ANNE-MARIE O’BRIEN", &["Peter O'Neill", "Anne-Marie O’Brien"]);
        check("BY MIRA RAPP-HOOP", &["Mira Rapp-Hoop"]);
        check("BY J.R. SMITH JR.", &["J.R. Smith Jr."]);
        check("BY JD VANE", &["JD Vane"]);
        check("BY JOSÉ DE LA CRUZ", &["José de la Cruz"]);
        check("BY ED DAVEY", &["Ed Davey"]);
        check("BY ELENA ZOË", &["Elena Zoë"]);
    }

    #[test]
    fn agencies_and_staff_are_nobody() {
        for line in [
            "By Our Foreign Staff",
            "Staff",
            "Reuters",
            "By AP",
            "By The Associated Press",
            "By Staff Reporter",
            "By Reuters Staff",
            "",
            "By",
            "By Guardian staff and agencies",
            "By Bloomberg News",
            "By Cher",
            "By the Editorial Board",
            "By He Did It",
        ] {
            check(line, &[]);
        }
    }

    #[test]
    fn only_author_lines_are_bylines() {
        for line in [
            "By Eva Corlett",
            "BY KATHLEEN BENOZA AND JESSE JOHNSON",
            "by Ann Ng",
            "By Reuters",
            "By Our Foreign Staff",
            "By Ann Ng in Washington",
            "By Ann Ng, Political Editor",
            "By Ann Ng, Jr.",
            "Written by Ann Ng",
            "By Jan van der Berg",
            "By Guardian staff and agencies",
            "By Ann Ng | March 4, 2024 | 9:15am",
        ] {
            assert!(is_byline(line), "{line:?}");
        }
        for line in [
            "By Wednesday, the talks had stalled",
            "By then it was too late.",
            "By land and sea",
            "By Design",
            "By The Numbers",
            "Bypass opens",
            "By",
            "By Monday",
            "By Ann Ngo.",
            "By Ann Ng said the minister",
            "By 2030, Emissions Must Fall",
            "New Zealand steps up",
            "By Winston Peters’ own account the pact is far off",
            "From Ann Ng",
        ] {
            assert!(!is_byline(line), "{line:?}");
        }
    }

    #[test]
    fn tail_credits_name_reporters_but_not_editors() {
        let reporters = |line| reporting_credit(line);
        assert_eq!(
            reporters("(Reporting by Ann Ng in Wellington; Editing by Cy Roe)"),
            Some(vec!["Ann Ng".to_owned()])
        );
        assert_eq!(
            reporters(
                "Reporting by Ann Ng and Cy Roe; Additional reporting by Di Poe; Editing by Ed Fox"
            ),
            Some(vec!["Ann Ng".to_owned(), "Cy Roe".to_owned(), "Di Poe".to_owned()])
        );
        assert_eq!(reporters("(Editing by Cy Roe)"), Some(vec![]));
        assert_eq!(reporters("Reporting by the ministry was late."), Some(vec![]));
        assert_eq!(reporters("He was reporting by phone"), None);
    }
}
