//! Lines that belong to no article: links to other pieces, promotion, rules, copyright, captions
//! and photo credits.
//!
//! Every test is for a whole line of a fixed shape; the words that it looks for are in `words`. Where a line
//! might be a sentence of the story it is one: a stray "Read more" in an archive does less harm than a lost
//! sentence.

mod copyright;
mod links;
mod pictures;
pub mod words;

pub use copyright::copyright_holder;
pub use links::{is_heading_of_links, leads_to_the_rest, read_link, whole_link};
pub use pictures::{caption_and_credit, is_list_of_people};

use super::date_lines;
use super::labels::is_url;
use crate::model::RegionRole;
use crate::text::agencies::{is_agency, is_surely_agency};
use crate::text::{bylines, dates};
use words::{
    ADDRESS_FIELDS, ADVERTISEMENTS, BOILERPLATE, BOILERPLATE_ALONE, CONTACTS, EMBEDDED, END_MARKS,
    FILMS_SHOWN, FOLLOW_ELSEWHERE, FURNITURE, FURNITURE_SENTENCES, FURNITURE_STARTS,
    FURTHER_INFORMATION, HEADINGS_OF_EVENTS, KICKERS, NAMES_OF_PAPERS, OFFERS_OF_LETTERS,
    PAGES_OF_PRINT, SECTIONS, SOCIAL_NETWORKS, SUBSCRIBED_ADDRESSES, SUBSCRIPTIONS, WIRE_NOTES,
    WORDS_OF_ISSUES,
};

/// Lines longer than this are paragraphs, in bytes.
const LONGEST: usize = 600;
/// A trail of sections is no longer, in bytes.
const LONGEST_TRAIL: usize = 80;

/// What a line is, if it belongs to no article.
pub fn role(line: &str) -> Option<RegionRole> {
    if line.len() > LONGEST || line.is_empty() {
        return None;
    }
    if is_rule(line) || is_end_mark(line) {
        return Some(RegionRole::Furniture);
    }
    if copyright::is_copyright(line) {
        return Some(RegionRole::Copyright);
    }
    if is_url(line.trim_matches(['<', '>', '(', ')']))
        || read_link(line).is_some()
        || links::is_link(line)
    {
        return Some(RegionRole::Link);
    }
    if is_furniture(line) {
        return Some(RegionRole::Furniture);
    }
    if bylines::reporting_credit(line).is_some() {
        return Some(RegionRole::Byline);
    }
    pictures::photo(line)
}

/// A rule or an ornament: marks and no letter.
pub fn is_rule(line: &str) -> bool {
    !line.is_empty()
        && line.chars().all(|c| "-–—―_=*#~•·.+▪■●◆⁂ \t".contains(c))
        && !matches!(line, "." | ".." | "...")
}

/// The mark under the last line of a press release or a wire story.
pub fn is_end_mark(line: &str) -> bool {
    let inner = line.trim_matches(|c: char| {
        matches!(c, '-' | '–' | '—' | '*' | '(' | ')' | '[' | ']' | ' ' | '.')
    });
    END_MARKS.contains(&inner)
        && (inner.len() > 2 || line.len() > inner.len())
        && (inner != "0" || line.starts_with('-'))
        || line.starts_with("-0-") && line.len() <= 60
        || line == "Enditem"
}

/// Promotion, buttons and notes to editors.
fn is_furniture(line: &str) -> bool {
    if line.len() > 240 {
        return false;
    }
    let lower = line.to_lowercase();
    let words = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let is_short = line.len() <= 120;
    is_button(words)
        || date_lines::is_reading_time(line)
        || date_lines::is_duration(line)
        || date_lines::is_count_of_comments(words)
        || is_short && words.contains("in your inbox") && starts_with_one(words, OFFERS_OF_LETTERS)
        || date_lines::is_time_without_day(line)
        || is_heading_of_events(line)
        || is_of_social_network(words)
        || is_short && !line.ends_with('.') && starts_with_one(words, FURNITURE_STARTS)
        || starts_with_one(words, FURNITURE_SENTENCES)
        || starts_with_one(words, SUBSCRIPTIONS)
        || starts_with_one(words, SUBSCRIBED_ADDRESSES)
        || is_wire_note(line)
        || is_short && is_issue(words)
        || line.contains('|')
            && is_short
            && line.split('|').all(|part| {
                let part = part.trim().to_lowercase();
                is_button(&part) || starts_with_one(&part, FURNITURE_STARTS)
            })
        || starts_with_one(words, PAGES_OF_PRINT)
            && words.ends_with(|c: char| c.is_ascii_digit())
            && line.len() <= 40
}

/// Whether words, in lower case, are a button or an advertisement's label and nothing else.
pub fn is_button(words: &str) -> bool {
    let is_known = |words: &str| FURNITURE.contains(&words) || ADVERTISEMENTS.contains(&words);
    is_known(words) || words.contains('\'') && is_known(&words.replace('\'', "’"))
}

/// Whether a line is where readers are to enter their address.
pub fn asks_for_address(line: &str) -> bool {
    if line.len() > 80 {
        return false;
    }
    let lower = line.to_lowercase();
    ADDRESS_FIELDS.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether a line is the title of a film or a sound that was shown there: `Video: Watch the minister answer`.
pub fn is_label_of_film(line: &str) -> bool {
    let is_label = |label: &str| FILMS_SHOWN.contains(&label.trim().to_lowercase().as_str());
    line.len() <= 140
        && !line.ends_with(['.', '”', '"'])
        && line
            .split_once(':')
            .is_some_and(|(label, title)| is_label(label) && !title.trim().is_empty())
}

/// Whether a line is the heading over the list of what a live blog tells: `Key events`.
pub fn is_heading_of_events(line: &str) -> bool {
    let lower = line.to_lowercase();
    HEADINGS_OF_EVENTS.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// `A post shared by Ann Ng (@annng)`, `Follow the Lagoon Times on Facebook, X and Instagram.`
fn is_of_social_network(words: &str) -> bool {
    let networks = || SOCIAL_NETWORKS.iter().filter(|name| words.contains(*name)).count();
    words.starts_with("a post shared by ")
        || starts_with_one(words, EMBEDDED) && networks() >= 1
        || (words.starts_with("follow ") || starts_with_one(words, FOLLOW_ELSEWHERE))
            && networks() >= 2
}

/// Whether words start with one of `starts`.
pub fn starts_with_one(words: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| words.starts_with(start))
}

/// Whether a heading stands over what press offices, papers and newsletters put about the news: `About the
/// author`, `Notes:`.
pub fn is_boilerplate(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let words = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let behind = |start: &&str| words.strip_prefix(*start);
    let mut opened = BOILERPLATE.iter().filter_map(behind);
    let mut alone = BOILERPLATE_ALONE.iter().filter_map(behind);
    opened.any(|rest| !rest.starts_with(char::is_alphanumeric))
        || alone.any(|rest| rest.is_empty() || rest.starts_with(':'))
        || words.contains("unsubscribe")
        || words.contains("advertisement")
}

/// `Issue 12 | March 2024`, `Vol. 3 No. 4`: which number of a newsletter it is.
fn is_issue(words: &str) -> bool {
    let mut parts = words.split_whitespace();
    let is_counted =
        matches!(parts.next(), Some("issue" | "vol." | "vol" | "volume" | "no." | "edition"));
    let number = parts.next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    words.len() <= 60
        && is_counted
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && parts.all(is_word_of_issue)
}

/// What else stands in the line of an issue: its month, its year, its volume.
fn is_word_of_issue(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty()
        || bare.starts_with(|c: char| c.is_ascii_digit())
        || dates::is_month_or_weekday(bare)
        || WORDS_OF_ISSUES.contains(&bare)
}

/// `(Updates with comment from minister)`, as agencies mark another take of a story.
fn is_wire_note(line: &str) -> bool {
    // `((ann.ng@wire.example; +64 4 555 5555))`
    if line.starts_with("((") && line.ends_with("))") && line.contains(['@', '+']) {
        return true;
    }
    let Some(inner) = line.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
        return false;
    };
    let first = inner.split_whitespace().next().unwrap_or_default();
    WIRE_NOTES.contains(&first) && (first != "New" || inner.starts_with("New throughout"))
}

/// Whether a line is the name of a section, or a trail of them: `World | Asia`.
pub fn is_section(line: &str) -> bool {
    if line.len() > LONGEST_TRAIL {
        return false;
    }
    let parts: Vec<&str> = line.split(['|', '>', '/', '›', '»', '•', '·']).map(str::trim).collect();
    let is_known = |part: &&str| {
        let lower =
            part.trim_end_matches(':').trim_matches(['[', ']', '(', ')', '*']).to_lowercase();
        SECTIONS.contains(&lower.as_str()) || KICKERS.contains(&lower.as_str())
    };
    // `Home › News › Skerry`: what lies deepest may be anything short.
    let is_trail = line.contains(['›', '>', '»']);
    let is_short = |part: &&str| part.split_whitespace().count() <= if is_trail { 4 } else { 2 };
    let Some((first, rest)) = parts.split_first() else { return false };
    let is_opened = is_known(first)
        && parts.len() > 1
        && rest
            .iter()
            .all(|part| !part.is_empty() && is_short(part) && !part.ends_with(['.', '?', '!']));
    parts.iter().all(is_known) || is_opened
}

/// Whether a line over a headline is a paper's name: short, and with a word that papers are named
/// by.
pub fn is_masthead(line: &str) -> bool {
    if line.len() > 50 || line.ends_with(['.', '?', '!', ':']) {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_name = words.iter().all(|word| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '&')
            || matches!(*word, "of" | "the" | "and" | "de")
    });
    if !is_name || words.len() > 5 {
        return false;
    }
    let is_of_papers = |word: &str| NAMES_OF_PAPERS.contains(&word.to_lowercase().as_str());
    let is_named = || words.iter().any(|word| word.split('-').any(is_of_papers));
    // `Home  News  Sport` are the sections of one.
    let are_sections = || words.len() > 1 && words.iter().all(|word| is_section(word));
    (is_named() || is_agency(line)) && !are_sections()
}

/// Whether a line is an agency's name alone, with or without a dash: `Reuters`, `– AAP`.
pub fn agency_line(line: &str) -> Option<&str> {
    let name = line.trim_matches(|c: char| {
        matches!(c, '-' | '–' | '—' | '(' | ')' | '[' | ']' | '.' | ' ' | '/')
    });
    // `THE SCOOP` is a kicker, `– Scoop` an agency.
    let is_said = is_surely_agency(name) || is_agency(name) && name.len() < line.len();
    (line.len() <= 40 && is_said).then_some(name)
}

/// Whom the press may call.
pub fn is_contact(line: &str) -> bool {
    if line.len() > 300 {
        return false;
    }
    let lower = line.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    starts_with_one(&lower, CONTACTS)
        || (starts_with_one(&lower, FURTHER_INFORMATION)
            && (["contact", "call ", "email", "phone"].iter().any(|word| lower.contains(word))
                || lower.ends_with(':')
                || is_reachable(line)))
}

/// Whether a short line holds a telephone number or an e-mail address.
pub fn is_reachable(line: &str) -> bool {
    if line.len() > 160 {
        return false;
    }
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let has_number = digits >= 7
        && line.chars().filter(|c| c.is_alphabetic()).count() < 80
        && !line.contains(['$', '£', '€', '%']);
    line.contains('@') && line.contains('.') || has_number
}

#[cfg(test)]
mod tests {
    use super::*;
    use RegionRole as R;

    #[test]
    fn residue_is_told_by_its_shape() {
        for (line, expected) in [
            ("Read More: Harbour Tolls to Rise as Port Fills", R::Link),
            ("READ MORE | Harbour tolls to rise", R::Link),
            ("Read here", R::Link),
            ("Read more »", R::Link),
            ("Read more at The Lagoon Times", R::Link),
            ("Continue reading…", R::Link),
            ("Click here to see the minister's speech", R::Link),
            ("Related: Tolls explained", R::Link),
            ("RELATED ARTICLES", R::Link),
            ("https://lagoon.example/a?b=c", R::Link),
            ("<https://lagoon.example/a>", R::Link),
            ("Full story: https://lagoon.example/a", R::Link),
            ("For more information, visit www.lagoon.example", R::Link),
            ("ADVERTISEMENT", R::Furniture),
            ("- Advertisement -", R::Furniture),
            ("Share this", R::Furniture),
            ("Subscribe", R::Furniture),
            ("Sign up for the Morning Tide newsletter", R::Furniture),
            ("FOR IMMEDIATE RELEASE", R::Furniture),
            ("(Adds details, background)", R::Furniture),
            ("----------", R::Furniture),
            ("* * *", R::Furniture),
            ("###", R::Furniture),
            ("-30-", R::Furniture),
            ("ENDS", R::Furniture),
            ("-ENDS-", R::Furniture),
            ("[ends]", R::Furniture),
            (
                "To contact the reporter on this story: Ann Ng in Wellington at ann@wire.example",
                R::Furniture,
            ),
            ("©2024 Lagoon L.P.", R::Copyright),
            ("© 2024 The Lagoon Times. All rights reserved.", R::Copyright),
            ("Copyright 2024 The Lagoon Times", R::Copyright),
            ("(c) 2024 The Lagoon Times", R::Copyright),
            ("Copyright © Lagoon", R::Copyright),
            ("(c) Copyright Lagoon 2024.", R::Copyright),
            ("The Lagoon Times © 2024", R::Copyright),
            ("All rights reserved.", R::Copyright),
            ("(Reporting by Ann Ng; Editing by Cy Roe)", R::Byline),
            ("Photo: Ann Ng / Lagoon Times", R::Credit),
            ("Photo by Ann Ng", R::Credit),
            ("Ann Ng – Getty Images Secretary of State Cy Roe", R::Caption),
            ("Ann Ng/Getty Images", R::Credit),
            ("Cy Roe speaks in Suva. Photograph: Ann Ng/AAP", R::Caption),
            ("Cy Roe speaks in Suva on March 4, 2024. REUTERS/Ann Ng", R::Caption),
            ("Cy Roe speaks in Suva, Monday, March 4, 2024. (AP Photo/Ann Ng)", R::Caption),
            ("FILE - Cy Roe speaks in Suva", R::Caption),
            ("FILE PHOTO: Cy Roe speaks in Suva", R::Caption),
            ("Ministers (L-R) Cy Roe and Di Poe in Suva", R::Caption),
            ("One of the boats Image: Ann Ng.", R::Caption),
            ("Foto: Ein Boot liegt am Dienstag im Hafen. (Keystone)", R::Caption),
            ("Archivado en:", R::Furniture),
            ("Get the day’s news in your inbox", R::Furniture),
        ] {
            assert_eq!(role(line), Some(expected), "{line:?}");
        }
    }

    #[test]
    fn sentences_of_a_story_stay() {
        for line in [
            "Read more broadly, the ruling means that tolls will rise.",
            "Copyright law is to change, the minister said.",
            "The photo was taken by a passer-by, police said.",
            "Related party deals are to be disclosed, she said.",
            "More than a hundred boats lay idle.",
            "Subscribers to the paper were told on Monday.",
            "“Read my lips,” he said.",
            "Getty Images said it would sue.",
            "He told AFP that he would resign.",
            "The agreement (see below) was signed on Monday.",
            "End of an era",
            "Watchers of the pact were not surprised.",
            "Contact with the boat was lost.",
            "...",
            "Sign up or lose your seat, the minister told voters.",
            "“It was in your inbox,” she said.",
            "Archivado en mayo, el caso se reabre.",
            "The firm, © of the old map, was sold.",
            "Image rights are worth millions, the club said.",
        ] {
            assert_eq!(role(line), None, "{line:?}");
        }
    }
}
