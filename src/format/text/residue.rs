//! Lines that belong to no article: links to other pieces, promotion, rules, copyright, captions
//! and photo credits.
//!
//! Every test is for a whole line of a fixed shape. Where a line might be a sentence of the story
//! it is one: a stray "Read more" in an archive does less harm than a lost sentence.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::is_url;
use crate::model::RegionRole;
use crate::text::agencies::is_agency;
use crate::text::bylines;
use crate::text::dates::copyright_mark;

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
    if is_copyright(line) {
        return Some(RegionRole::Copyright);
    }
    if is_url(line.trim_matches(['<', '>', '(', ')'])) || read_link(line).is_some() || is_link(line)
    {
        return Some(RegionRole::Link);
    }
    if is_furniture(line) {
        return Some(RegionRole::Furniture);
    }
    if bylines::reporting_credit(line).is_some() {
        return Some(RegionRole::Byline);
    }
    photo(line)
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
    matches!(
        inner,
        "ENDS"
            | "Ends"
            | "ends"
            | "END"
            | "End"
            | "30"
            | "more"
            | "MORE"
            | "###"
            | "# # #"
            | "##"
            | "0"
    ) && (inner.len() > 2 || line.len() > inner.len())
        && (inner != "0" || line.starts_with('-'))
        || line.starts_with("-0-") && line.len() <= 60
        || line == "Enditem"
}

/// `©2024 Bloomberg L.P.`, `Copyright 2024 …`, `All rights reserved.`
fn is_copyright(line: &str) -> bool {
    let line = line.trim_start_matches(['*', '_', ' ']);
    let lower_start = line.get(..line.floor_char_boundary(24)).unwrap_or(line).to_lowercase();
    let has_year = line.bytes().filter(u8::is_ascii_digit).count() >= 4;
    if lower_start.starts_with("all rights reserved") {
        return line.len() <= 200;
    }
    match copyright_mark(line) {
        Some(0) if line.starts_with('©') => line.len() <= 400,
        Some(0) => {
            let after = lower_start
                .trim_start_matches(['(', 'c', ')', ' '])
                .trim_start_matches("opyright")
                .trim_start();
            let has_mark = lower_start.contains('©') || lower_start.contains("(c)");
            let is_marked = has_mark
                || after.starts_with(|c: char| c.is_ascii_digit() || c == ':')
                || has_rights(line);
            line.len() <= 400 && is_marked
        }
        // `The Lagoon Times © 2024`
        Some(_) => {
            line.contains('©') && has_year && line.len() <= 120 && !line.ends_with(['”', '"'])
        }
        None => false,
    }
}

fn has_rights(line: &str) -> bool {
    line.to_lowercase().contains("rights reserved")
}

/// The holder named by a copyright line: `Bloomberg L.P.` of `©2024 Bloomberg L.P.`
pub fn copyright_holder(line: &str) -> Option<&str> {
    let rest = line.get(copyright_mark(line)?..)?;
    let is_edge = |c: char| !c.is_alphabetic() && c != '(';
    let mut rest = rest;
    loop {
        let before = rest.len();
        rest = rest.trim_start_matches(is_edge);
        for word in ["(c)", "(C)", "Copyright", "COPYRIGHT", "copyright", "by ", "By "] {
            rest = rest.strip_prefix(word).unwrap_or(rest);
        }
        if rest.len() == before {
            break;
        }
    }
    let end = rest
        .char_indices()
        .find(|&(place, c)| {
            c.is_ascii_digit()
                || matches!(c, '|' | '•' | '·' | '–' | '—')
                || (matches!(c, '.' | ',') && ends_the_name(rest, place))
        })
        .map_or(rest.len(), |(place, _)| place);
    let holder = rest.get(..end)?.trim().trim_end_matches([',', '-', ';', ':', '(']).trim();
    let lower = holder.to_lowercase();
    let is_name = !holder.is_empty()
        && holder.len() <= 60
        && holder.starts_with(char::is_uppercase)
        && !["all rights", "this ", "the author", "reserved", "no part"]
            .iter()
            .any(|start| lower.starts_with(start));
    is_name.then_some(holder)
}

/// Whether a full stop or comma inside a copyright line ends the holder's name: `L.P.` and `Inc.,`
/// do not.
fn ends_the_name(text: &str, place: usize) -> bool {
    let word = text
        .get(..place)
        .and_then(|before| before.split([' ', '.']).next_back())
        .unwrap_or_default();
    let rest = text.get(place + 1..).unwrap_or_default().trim_start().to_lowercase();
    let next_is_form = ["inc", "ltd", "llc", "l.p", "lp", "p", "c"].iter().any(|form| {
        rest.strip_prefix(form).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    !(next_is_form || word.chars().count() <= 1 && !rest.starts_with("all"))
}

/// A line that only sends the reader on to the whole of the piece that it ends: `Read here`, `Read
/// more: https://…`. Gives its address, if it has one.
pub fn read_link(line: &str) -> Option<Option<&str>> {
    if line.len() > 300 {
        return None;
    }
    let (words, address) = whole_link(line).unwrap_or_else(|| without_address(line));
    let words = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if words.is_empty() {
        return address.is_some().then_some(address);
    }
    let is_full = ["read the full ", "read full ", "read the whole ", "read the rest of "]
        .iter()
        .any(|start| words.starts_with(start))
        && words.split(' ').count() <= 6;
    let is_bare = is_full || READ_LINKS.contains(&words.as_str());
    // `Read more at The Lagoon Times`, `Read the full story on lagoon.example`
    let is_at = words.len() <= 80
        && READ_LINKS.iter().any(|link| {
            words.strip_prefix(link).is_some_and(|rest| {
                [" at ", " on ", " in the ", " from ", " via "]
                    .iter()
                    .any(|join| rest.starts_with(join))
            })
        });
    let is_labelled = address.is_some()
        && matches!(
            words.as_str(),
            "link" | "source" | "url" | "via" | "web" | "original" | "article" | "story" | "more"
        );
    (is_bare || is_labelled || is_at && !line.ends_with('.')).then_some(address)
}

/// A line that is one Markdown link: `[Read here](https://…)`.
pub fn whole_link(line: &str) -> Option<(&str, Option<&str>)> {
    let (words, rest) = line.strip_prefix('[')?.split_once("](")?;
    let address = rest.strip_suffix(')')?.split_whitespace().next()?;
    is_url(address).then_some((words, Some(address)))
}

/// A line in two: its words, and the web address that it ends with.
fn without_address(line: &str) -> (&str, Option<&str>) {
    let Some((place, _)) =
        line.match_indices("http").next().or_else(|| line.match_indices("www.").next())
    else {
        return (line, None);
    };
    let address = line.get(place..).unwrap_or_default();
    let bare = address.trim_end_matches(['>', ')', ']', '.', ' ']);
    if is_url(bare) { (line.get(..place).unwrap_or_default(), Some(bare)) } else { (line, None) }
}

#[rustfmt::skip]
const READ_LINKS: &[&str] = &[
    "read here", "read more", "read more here", "read it here", "read on", "read full story",
    "read full article", "read full report", "read the full story", "read the full story here",
    "read the full article", "read the full article here", "read the full report",
    "read the full piece", "read the full text", "read the rest", "read the rest here",
    "read the story", "read the article", "read the report", "read story", "read article",
    "read in full", "read this story", "read this article", "continue reading", "keep reading",
    "full story", "full story here", "full article", "full article here", "full text",
    "full report", "the full story", "more here", "see more", "see here", "learn more",
    "find out more", "view article", "view story", "view online", "click here",
    "click here to read", "click here to read more", "click here for more",
    "click here for the full story", "open article", "go to article", "read now",
    "read the original", "read the original article", "read the original here", "story here",
];

/// A line that points to another piece: `Read More: New Zealand Expects …`, `Related: …`.
fn is_link(line: &str) -> bool {
    if line.len() > 250 {
        return false;
    }
    let lower = line.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if LINK_LABELS.iter().any(|label| {
        lower.strip_prefix(label).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty()
                || rest.starts_with([':', '|', '»', '→', '>', '▶'])
                || rest.starts_with("- ")
                || rest.starts_with("– ")
        })
    }) {
        return true;
    }
    let is_sentence = line.ends_with('.') && line.len() > 160;
    ([
        "click here",
        "tap here",
        "read more at ",
        "read more on ",
        "read more about ",
        "read more from ",
        "read more here",
        "read more stories",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
        && !is_sentence)
        || (lower.starts_with("for more ")
            && line.len() <= 200
            && ["click here", "visit ", "go to ", "http", "www."]
                .iter()
                .any(|sign| lower.contains(sign)))
}

/// Labels of links to other pieces; nothing, a colon, a bar or an arrow must follow.
#[rustfmt::skip]
const LINK_LABELS: &[&str] = &[
    "read more", "read also", "also read", "read next", "read", "see also", "see more", "related",
    "related story", "related stories", "related article", "related articles", "related content",
    "related coverage", "related links", "related news", "more on this", "more on this story",
    "more on this topic", "more", "watch", "watch live", "watch now", "listen", "listen now",
    "further reading", "recommended", "recommended for you", "in case you missed it", "icymi",
    "don't miss", "don’t miss", "you may also like", "you might also like", "explore",
    "explore more", "explore more on these topics", "topics", "tags", "related topics",
    "more in this section", "latest news", "latest stories", "up next", "next up", "most read", "most popular", "trending", "trending now",
    "read the full statement", "read the full statement here", "must read", "editor's picks",
    "editors' picks", "editor’s picks",
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
        || line.contains('|')
            && is_short
            && line.split('|').all(|part| FURNITURE.contains(&part.trim().to_lowercase().as_str()))
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
    matches!(
        first,
        "Adds"
            | "Updates"
            | "Recasts"
            | "Corrects"
            | "Repeats"
            | "Refiles"
            | "Rewrites"
            | "New"
            | "Writes"
            | "Releads"
            | "UPDATES"
            | "ADDS"
            | "RECASTS"
    ) && (first != "New" || inner.starts_with("New throughout"))
}

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
    "you’re receiving this", "this email was sent to", "if you no longer wish to receive", "forwarded by a friend", "was this email forwarded", "was this forwarded", "forwarded this email", "did someone forward", "thanks for reading", "read in browser",
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

/// Whether a line is a heading over links to other pieces: `Related articles`, `Explore more`.
pub fn is_heading_of_links(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words = lower.trim_matches(|c: char| !c.is_alphanumeric());
    !matches!(words, "read" | "read more" | "watch" | "listen" | "more")
        && LINK_LABELS.contains(&words)
}

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

/// Words that are found in captions and credits only where one of these stands.
#[rustfmt::skip]
const PHOTO_SIGNS: &[&str] = &[
    "Photo", "PHOTO", "photo", "Image", "IMAGE", "Picture", "PICTURE", "REUTERS/", "Getty", "GETTY",
    "AFP", "AAP", "EPA", "Credit", "CREDIT", "Shutterstock", "Caption", "CAPTION", "FILE", "File ",
    "(L-R)", "(l-r)", "(L to R)", "rom left", "eft to right", "Alamy", "Illustration", "Pictured",
    "NurPhoto", "Wikimedia", "Unsplash", "Flickr", "Handout",
];

/// A photo caption or credit.
fn photo(line: &str) -> Option<RegionRole> {
    if !PHOTO_SIGNS.iter().any(|sign| line.contains(sign)) {
        return None;
    }
    static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"^[(\[]?(?i:photos?|photograph|photography|picture|pictures|image|images|illustration|graphic|(?:photo|image|picture) credit|credit|photo courtesy of|photo courtesy)(?: by|:| ©|/)\s*[^.!?]{2,90}[.)\]]?$",
        )
    });
    static CAPTION_START: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"^[(\[]?(?:(?i:caption|photo caption|image caption|pictured|picture|photo|file photo|above|file image):|FILE\s?[-–—]+|FILE PHOTO|\(?(?i:l-r|l to r|from left|left to right)[,:)])",
        )
    });
    static CREDIT_END: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"(?x)
            (?: [(\[] (?:AP\ Photo|Photo|Photos|Pool\ Photo|File\ photo|Image|Picture|Credit|Supplied|Getty|REUTERS/|Reuters/|AFP/|AAP|EPA|Pool\ via) [^()\[\]]{0,100} [)\]] \.?
            |   (?:^|[\s.”]) (?:Photograph|Photo|Picture|Image|Photo\ credit|Image\ credit|Photo\ by|Pic|Credit|PHOTO|PHOTOGRAPH|IMAGE):? \s? [:/] \s? [^.:]{2,80} \.?
            |   (?:REUTERS|AFP|AP|AAP|EPA) / \p{Lu}[\p{L}.'’-]* (?:\ \p{Lu}[\p{L}.'’-]*){0,3} (?:/File\ Photo)? [.)]?
            |   (?: / | via\ | [–—-]\ ) (?:Getty(?:\ Images)?|GETTY\ IMAGES|AFP\ via\ Getty\ Images|Shutterstock|Alamy(?:\ Stock\ Photo)?|NurPhoto) [.)]?
            |   (?:AFP|AAP|AP|Pool)\ (?:via\ Getty\ Images|Images) [.)]?
            )$",
        )
    });
    static PHOTOGRAPHER_START: LazyLock<Regex> = LazyLock::new(|| {
        compile(
            r"^\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3} ?[–—/|-] ?(?:Getty Images|GETTY IMAGES|AFP|AAP|AP Photo|EPA|Shutterstock|NurPhoto|Reuters/|REUTERS/|Alamy|Pool|Flickr)\b",
        )
    });
    static GROUP: LazyLock<Regex> =
        LazyLock::new(|| compile(r"\((?i:l-r|l to r|from left|from l)\)"));
    let is_single = !line.ends_with(['”', '"', ',', ';']);
    if CREDIT.is_match(line) {
        return Some(RegionRole::Credit);
    }
    if PHOTOGRAPHER_START.is_match(line) && !line.ends_with(['.', '”']) {
        let rest = line
            .split_once("Images")
            .or_else(|| line.split_once("GETTY IMAGES"))
            .map_or("", |(_, rest)| rest);
        return Some(if rest.trim().is_empty() { RegionRole::Credit } else { RegionRole::Caption });
    }
    (is_single && (CAPTION_START.is_match(line) || CREDIT_END.is_match(line))
        || GROUP.is_match(line))
    .then_some(RegionRole::Caption)
}

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of our own")
}

/// Whether a paragraph is the caption of a group photo: people and their posts, separated by
/// semicolons, and no sentence.
pub fn is_list_of_people(line: &str) -> bool {
    if line.len() > 1200 || line.contains(['“', '”', '"', '?', '!']) {
        return false;
    }
    let parts: Vec<&str> = line
        .trim_end_matches('.')
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let has_verb = line.split_whitespace().any(|word| {
        matches!(
            word,
            "is" | "are"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "will"
                | "would"
                | "said"
                | "says"
                | "told"
                | "met"
                | "can"
                | "could"
                | "may"
                | "should"
                | "did"
                | "does"
        )
    });
    let people = parts
        .iter()
        .filter(|part| {
            part.split_once(',')
                .is_some_and(|(name, _)| bylines::is_name(name.trim_start_matches("and ")))
        })
        .count();
    parts.len() >= 3 && !has_verb && people * 10 >= parts.len() * 6
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

    #[test]
    fn read_links_give_their_address() {
        for (line, expected) in [
            ("Read here", Some(None)),
            ("Read more: https://lagoon.example/a.", Some(Some("https://lagoon.example/a"))),
            ("https://lagoon.example/a", Some(Some("https://lagoon.example/a"))),
            ("Read more at The Lagoon Times", Some(None)),
            ("Read More: Harbour Tolls to Rise", None),
            ("See https://lagoon.example/a for the rest of it", None),
            ("Nothing here", None),
        ] {
            assert_eq!(read_link(line), expected, "{line:?}");
        }
    }

    #[test]
    fn copyright_lines_name_their_holder() {
        for (line, holder) in [
            ("©2024 Bloomberg L.P.", Some("Bloomberg L.P.")),
            ("© 2024 The Lagoon Times. All rights reserved.", Some("The Lagoon Times")),
            (
                "Copyright (c) 2024, Lagoon Media, Inc. All rights reserved.",
                Some("Lagoon Media, Inc"),
            ),
            ("© Lagoon Wire 2024.", Some("Lagoon Wire")),
            ("Copyright 2024 by The Lagoon Times", Some("The Lagoon Times")),
            ("© 2024. All rights reserved.", None),
            ("All rights reserved.", None),
        ] {
            assert_eq!(copyright_holder(line), holder, "{line:?}");
        }
    }

    #[test]
    fn a_group_photo_is_no_sentence() {
        assert!(is_list_of_people(
            "Lagoon partners; Ann Ng, Minister of Ports; Cy Roe, Minister of Fish; Di Poe, Secretary."
        ));
        for line in [
            "Three ministers came: Ann Ng, of Ports; Cy Roe, who said no; and Di Poe, who was late.",
            "The ports were shut; the boats lay idle; the crews went home.",
            "Ann Ng, Minister of Ports.",
        ] {
            assert!(!is_list_of_people(line), "{line:?}");
        }
    }
}
