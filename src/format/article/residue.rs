//! Lines that belong to no article: links to other pieces, promotion, rules, copyright, captions
//! and photo credits.
//!
//! Every test is for a whole line of a fixed shape. Where a line might be a sentence of the story
//! it is one: a stray "Read more" in an archive does less harm than a lost sentence.

mod copyright;
mod links;
mod pictures;

pub use copyright::copyright_holder;
pub use links::{is_heading_of_links, read_link, whole_link};
pub use pictures::{caption_and_credit, is_list_of_people};

use super::labels::is_url;
use crate::model::RegionRole;
use crate::text::agencies::is_agency;
use crate::text::bylines;

/// Lines longer than this are paragraphs, in bytes.
const LONGEST: usize = 600;

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

#[rustfmt::skip]
const END_MARKS: &[&str] = &[
    "ENDS", "Ends", "ends", "END", "End", "30", "more", "MORE", "###", "# # #", "##", "0",
];

/// Promotion, buttons and notes to editors.
fn is_furniture(line: &str) -> bool {
    if line.len() > 240 {
        return false;
    }
    let lower = line.to_lowercase();
    let words = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let is_short = line.len() <= 120;
    FURNITURE.contains(&words)
        || is_short
            && !line.ends_with('.')
            && FURNITURE_STARTS.iter().any(|start| words.starts_with(start))
        || FURNITURE_SENTENCES.iter().any(|start| words.starts_with(start))
        || is_wire_note(line)
        || is_short && is_issue(words)
        || line.contains('|')
            && is_short
            && line.split('|').all(|part| FURNITURE.contains(&part.trim().to_lowercase().as_str()))
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
        && parts.all(|part| part.len() <= 12)
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

#[rustfmt::skip]
const WIRE_NOTES: &[&str] = &[
    "Adds", "Updates", "Recasts", "Corrects", "Repeats", "Refiles", "Rewrites", "New", "Writes",
    "Releads", "UPDATES", "ADDS", "RECASTS",
];

#[rustfmt::skip]
const FURNITURE: &[&str] = &[
    "advertisement", "advertising", "ad", "sponsored", "sponsored content", "promoted",
    "story continues below advertisement", "story continues below",
    "article continues below advertisement", "article continues below",
    "article continues after ad", "continue below", "share", "share this", "share this article",
    "share this story", "share this page", "share on facebook", "share on twitter", "share on x",
    "share on linkedin", "share via email", "share on whatsapp", "tweet", "tweet this", "email",
    "e-mail", "print", "print this page", "save", "copy link", "link copied", "facebook", "twitter",
    "linkedin", "whatsapp", "reddit", "gift this article", "subscribe", "subscribe now",
    "subscribe today", "subscribe here", "sign up", "sign up now", "sign up here", "sign in",
    "log in", "register", "register now", "comments", "comment", "view comments", "leave a comment",
    "join the conversation", "skip to content", "skip to main content", "skip advertisement",
    "skip past newsletter promotion", "after newsletter promotion", "loading", "loading...",
    "newsletter", "unsubscribe", "manage preferences", "view in browser", "view in your browser",
    "view this email in your browser", "view as a web page", "forward to a friend",
    "update your preferences", "privacy policy", "terms of use", "terms and conditions",
    "contact us", "back to top", "for immediate release", "press release", "media release",
    "news release", "media statement", "press statement", "for release", "immediate release",
    "image", "video", "photo", "audio", "gallery", "photo gallery", "play", "play video",
    "enlarge image", "toggle caption", "hide caption", "breaking news", "live", "live updates",
    "support us", "donate", "donate now", "page 1 of 2", "page 2 of 2", "menu", "search", "home",
    "top stories", "in this issue", "in this edition", "contents",
];

/// Starts of short lines without a full stop.
#[rustfmt::skip]
const FURNITURE_STARTS: &[&str] = &[
    "follow us on", "follow @", "sign up for", "sign up to", "subscribe to", "share this with",
    "download our app", "download the app", "get the latest", "get our", "join our", "like us on",
    "tags:", "filed under", "topics:", "image source", "embargoed until", "not for release before",
    "for immediate release", "more from ", "sent from my", "email sign-up", "newsletter sign-up",
    "view this email", "to unsubscribe", "unsubscribe from",
];

/// Starts of whole sentences that no story holds.
#[rustfmt::skip]
const FURNITURE_SENTENCES: &[&str] = &[
    "to contact the reporter on this story", "to contact the reporters on this story",
    "to contact the editor responsible", "to contact the editors responsible",
    "sign up for our newsletter", "sign up for our daily", "sign up to our newsletter",
    "you are receiving this", "you received this email", "you're receiving this",
    "you’re receiving this", "this email was sent to", "if you no longer wish to receive", "forwarded by a friend", "was this email forwarded", "was this forwarded", "forwarded this email", "did someone forward", "more stories like this", "thanks for reading", "read in browser",
    "to unsubscribe", "subscribe to our newsletter",
    "our standards: the thomson reuters trust principles", "our standards", "follow us on twitter",
    "follow us on facebook", "get the app", "this material may not be published",
    "with assistance from ", "--with assistance",
];

/// Sections of a paper that stand over a headline, lower case.
#[rustfmt::skip]
const SECTIONS: &[&str] = &[
    "africa", "americas", "analysis", "arts", "asia", "asia pacific", "asia-pacific", "australia",
    "books", "breaking", "business", "climate", "comment", "commentary", "companies", "culture",
    "defence", "defense", "diplomacy", "economy", "editorial", "education", "energy",
    "entertainment", "environment", "europe", "exclusive", "explainer", "feature", "features",
    "finance", "foreign affairs", "foreign policy", "geopolitics", "health", "home", "indo-pacific",
    "international", "interview", "investigation", "justice", "law", "letters", "lifestyle",
    "local", "markets", "media", "middle east", "money", "national", "national security",
    "new zealand", "news", "opinion", "opinions", "other news", "pacific", "perspective",
    "politics", "profile", "property", "regional", "religion", "review", "rural", "science",
    "security", "society", "special report", "sport", "sports", "tech", "technology", "top stories",
    "trade", "transport", "travel", "uk", "uk news", "us", "us news", "us politics", "uk politics",
    "world", "world news",
];

/// Whether a line is the name of a section, or a trail of them: `World | Asia`.
pub fn is_section(line: &str) -> bool {
    line.len() <= 60
        && line.split(['|', '>', '/', '›', '»', '•']).all(|part| {
            SECTIONS.contains(&part.trim().trim_end_matches(':').to_lowercase().as_str())
        })
}

/// Whether a line over a headline is a paper's name: short, and with a word that papers are named
/// by.
pub fn is_masthead(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_named = words.iter().any(|word| NAMES_OF_PAPERS.contains(&word.to_lowercase().as_str()));
    let is_name = words.iter().all(|word| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '&')
            || matches!(*word, "of" | "the" | "and" | "de")
    });
    words.len() <= 5
        && line.len() <= 50
        && !line.ends_with(['.', '?', '!', ':'])
        && is_name
        && (is_named || is_agency(line))
}

/// Lower case.
#[rustfmt::skip]
const NAMES_OF_PAPERS: &[&str] = &[
    "times", "herald", "post", "news", "guardian", "journal", "tribune", "chronicle", "gazette",
    "observer", "telegraph", "independent", "standard", "mail", "examiner", "courier", "sentinel",
    "express", "mirror", "broadcasting", "radio", "magazine", "newsroom", "newswire", "review",
    "inquirer", "globe", "sun", "star",
];

/// Whether a line is an agency's name alone, with or without a dash: `Reuters`, `– AAP`.
pub fn agency_line(line: &str) -> Option<&str> {
    let name = line.trim_matches(|c: char| {
        matches!(c, '-' | '–' | '—' | '(' | ')' | '[' | ']' | '.' | ' ' | '/')
    });
    (line.len() <= 40 && is_agency(name)).then_some(name)
}

/// Whom the press may call.
pub fn is_contact(line: &str) -> bool {
    if line.len() > 300 {
        return false;
    }
    let lower = line.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    #[rustfmt::skip]
    const STARTS: &[&str] = &[
        "contact:", "contacts:", "media contact", "press contact", "media enquir", "media inquir",
        "press enquir", "press inquir", "press office:", "to contact the reporter", "to contact the editor", "for media enquiries", "for media inquiries",
        "media relations:", "for interviews",
    ];
    STARTS.iter().any(|start| lower.starts_with(start))
        || ([
            "for further information",
            "for more information",
            "for further details",
            "to arrange an interview",
        ]
        .iter()
        .any(|start| lower.starts_with(start))
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
            "The firm, © of the old map, was sold.",
            "Image rights are worth millions, the club said.",
        ] {
            assert_eq!(role(line), None, "{line:?}");
        }
    }
}
