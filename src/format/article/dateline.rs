//! Datelines: place, day and agency before the first words of a story.
//!
//! Looked for at the start of the first paragraph only, and taken only where the shape leaves
//! little doubt: an agency in brackets before a dash, a place with a day, a place in capitals
//! before a dash, or a place that is known for its datelines. A label (`UPDATE - `, `OPINION: `)
//! and an organisation (`NATO - `) look much the same and are not.

mod shapes;

use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::text::agencies::is_agency;
use crate::text::normalise::name_key;
use shapes::{Seen, compile};

/// A dateline found at the start of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dateline<'t> {
    /// As printed, dash included: `WELLINGTON, March 4 (Reuters) -`.
    pub printed: &'t str,
    /// Byte offset of the first word of the story.
    pub story: usize,
    pub agency: Option<&'t str>,
    /// The day as printed, with or without its year.
    pub day: Option<&'t str>,
    /// Whether there is more to it than a place and a dash.
    pub is_certain: bool,
}

/// Datelines are shorter than this, in bytes.
const LONGEST: usize = 160;

/// The dateline at the start of `text`, which has no white space before it.
pub fn dateline(text: &str) -> Option<Dateline<'_>> {
    // Cheap first: no dateline starts in lower case, except the day.
    if !text.starts_with(|c: char| {
        c.is_uppercase() || matches!(c, '(' | '[' | '/') || c.is_ascii_digit()
    }) {
        return None;
    }
    let start = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text);
    let has_bracket = start.contains(['(', '[', '/']);
    let has_dash = ["--", "- ", ": "].iter().any(|dash| start.contains(dash))
        || start.contains(['—', '–', '―']);
    // The patterns cost microseconds each, and most lines have nothing that a dateline needs.
    if !has_bracket && !has_dash {
        return None;
    }
    let start = Seen::new(start);
    let found = has_bracket
        .then(|| with_agency(&start))
        .flatten()
        .or_else(|| has_dash.then(|| without_agency(&start)).flatten())?;
    let rest = text.get(found.story..)?;
    let opens = rest.starts_with(|c: char| !c.is_lowercase());
    (opens || found.is_certain).then_some(found)
}

fn without_agency<'t>(start: &Seen<'t>) -> Option<Dateline<'t>> {
    day_first(start)
        .or_else(|| in_brackets(start))
        .or_else(|| bare_agency(start))
        .or_else(|| with_place(start))
}

const MONTH: &str = r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|janv(?:ier)?|januari|gennaio|gen|enero|ene|janeiro|februar|févr(?:ier)?|febbraio|febrero|fevereiro|fev|märz|mars|marzo|março|maart|avr(?:il)?|aprile|abril|abr|mai|maggio|mag|mayo|maio|mei|juin|juni|giugno|giu|junio|junho|juil(?:let)?|juli|luglio|lug|julio|julho|août|agosto|ago|augustus|septembre|settembre|set|septiembre|setembro|okt(?:ober)?|octobre|ottobre|ott|octubre|outubro|out|novembre|noviembre|novembro|dez(?:ember|embro)?|déc(?:embre)?|dicembre|diciembre|dic)\.?";
const WEEKDAY: &str = r"(?:(?i:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?i:day)?\.?,?\s+)?";
const PLACE: &str = r"\p{Lu}[\p{L}\p{M}.'’\-]*(?:[ /](?:\p{Lu}[\p{L}\p{M}.'’\-]*|de|da|do|of|la|the|al|am|on|del|upon|and|sur)){0,4}?";
/// `, New Zealand`, `, D.C.`, ` [India]`.
const REGION: &str = r"(?:(?:,\s?|\s[(\[])\p{Lu}[\p{L}\p{M}.'’\- ]{1,28}[)\]]?){0,2}";
/// A dash, or what is printed for one.
const DASH: &str = r"(?:\s*(?:--+|—|–|―)\s*|\s+-\s+|-\s+|\s*\.\s*-\s*|:\s+)";

fn day() -> String {
    format!(
        r"{WEEKDAY}(?:{MONTH}\s+\d{{1,2}}|\d{{1,2}}\.?\s+(?:de\s+)?{MONTH})(?:(?:,|\s+de)?\s+\d{{4}})?"
    )
}

/// `WELLINGTON, March 4 (Reuters) - `, `(Bloomberg) -- `, `MOSCOW, March 4. /TASS/. `.
fn with_agency<'t>(start: &Seen<'t>) -> Option<Dateline<'t>> {
    static SHAPE: LazyLock<Regex> = LazyLock::new(|| {
        let day = day();
        compile(&format!(
            r"^(?:(?P<place>{PLACE})(?P<region>{REGION})(?:[,.]?\s+|--))?(?:(?P<day>{day})[,.]?\s*)?(?:[(\[](?P<agency>\p{{L}}[\p{{L}}\p{{M}}0-9 .,&'’/\-]{{1,39}})[)\]]|/(?P<slashed>\p{{L}}[\p{{L}} \-]{{1,30}})/)(?P<dash>{DASH}|\.\s+)?\s*"
        ))
    });
    let found = start.find(&SHAPE)?;
    let printed = found.name("agency").or(found.name("slashed"))?;
    // `(BSS/AFP)`: who passed it on, and who wrote it.
    let agency = printed.rsplit('/').find(|part| is_agency(part)).unwrap_or(printed);
    let has_dash = found.name("dash").is_some();
    let (place, day) = (found.name("place"), found.name("day"));
    let is_known = is_agency(agency);
    let is_believable = match place {
        // Without a dash `Foreign Minister (Reuters)` would do.
        Some(place) if is_known => {
            has_dash || day.is_some() || is_in_capitals(place) || is_place(place)
        }
        None if is_known => has_dash || day.is_some() || is_cable_news(agency),
        // `(Washington, D.C.) - ` is a place, see `in_brackets`.
        None => has_dash && day.is_none() && is_name_of_agency(agency) && !is_place(agency),
        Some(place) => {
            has_dash
                && is_name_of_agency(agency)
                && is_in_capitals(place)
                && (day.is_some() || is_place(place))
        }
    };
    is_believable.then(|| Dateline {
        printed: found.whole().trim_end(),
        story: found.end(),
        agency: Some(agency),
        day,
        is_certain: true,
    })
}

/// The old `(CNN)The president …`.
fn is_cable_news(agency: &str) -> bool {
    matches!(agency, "CNN" | "CNN Business" | "AP" | "Reuters" | "AFP" | "Bloomberg")
}

/// Whether unknown words in brackets may be an agency's name rather than a note to editors.
fn is_name_of_agency(agency: &str) -> bool {
    let first = agency.split_whitespace().next().unwrap_or_default().to_lowercase();
    agency.starts_with(|c: char| c.is_uppercase())
        && agency.split_whitespace().count() <= 4
        && !agency.contains([',', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        && !matches!(
            first.as_str(),
            "updates"
                | "updated"
                | "adds"
                | "recasts"
                | "corrects"
                | "corrected"
                | "repeats"
                | "refiles"
                | "new"
                | "opinion"
                | "analysis"
                | "editorial"
                | "commentary"
                | "exclusive"
                | "graphic"
                | "photo"
                | "file"
                | "the"
                | "a"
                | "an"
        )
}

/// `March 4, 2024 – Ottawa, Ontario – `.
fn day_first<'t>(start: &Seen<'t>) -> Option<Dateline<'t>> {
    if !start.text.bytes().take(20).any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    static SHAPE: LazyLock<Regex> = LazyLock::new(|| {
        let day = day();
        compile(&format!(r"^(?P<day>{day}){DASH}{PLACE}{REGION}{DASH}"))
    });
    let found = start.find(&SHAPE)?;
    Some(Dateline {
        printed: found.whole().trim_end(),
        story: found.end(),
        agency: None,
        day: found.name("day"),
        is_certain: true,
    })
}

/// `(Washington, D.C.) – `, `[Wellington] - `.
fn in_brackets<'t>(start: &Seen<'t>) -> Option<Dateline<'t>> {
    if !start.text.starts_with(['(', '[']) {
        return None;
    }
    static SHAPE: LazyLock<Regex> = LazyLock::new(|| {
        compile(&format!(r"^[(\[](?P<place>{PLACE})(?P<region>{REGION})[)\]]{DASH}"))
    });
    let found = start.find(&SHAPE)?;
    is_place(found.name("place")?).then(|| Dateline {
        printed: found.whole().trim_end(),
        story: found.end(),
        ..Dateline::default()
    })
}

/// `AP — `, `Reuters - `.
fn bare_agency<'t>(start: &Seen<'t>) -> Option<Dateline<'t>> {
    static SHAPE: LazyLock<Regex> =
        LazyLock::new(|| compile(&format!(r"^(?P<agency>[\p{{Lu}}][\p{{L}} ]{{1,24}}?){DASH}")));
    let found = start.find(&SHAPE)?;
    let agency = found.name("agency")?;
    (is_agency(agency) && !found.whole().contains(':')).then(|| Dateline {
        printed: found.whole().trim_end(),
        story: found.end(),
        agency: Some(agency),
        ..Dateline::default()
    })
}

/// `CANBERRA, Australia — `, `WASHINGTON – `, `Ottawa, March 4, 2024 - `, `KARACHI: `.
fn with_place<'t>(start: &Seen<'t>) -> Option<Dateline<'t>> {
    static SHAPE: LazyLock<Regex> = LazyLock::new(|| {
        let day = day();
        compile(&format!(
            r"^(?P<place>{PLACE})(?P<region>{REGION})(?:(?:[,.]|\s*[-–—])?\s+[(\[]?(?P<day>{day})[)\]]?)?(?P<dash>{DASH})"
        ))
    });
    let found = start.find(&SHAPE)?;
    let (place, day) = (found.name("place")?, found.name("day"));
    let region = found.name("region").unwrap_or_default();
    let is_colon = found.name("dash")?.contains(':');
    let is_believable = if day.is_some() {
        is_in_capitals(place) || is_place(place)
    } else if is_colon {
        is_place(place)
    } else {
        is_place(place)
            || (is_in_capitals(place)
                && is_unlike_a_label(place)
                && (region.is_empty() || !is_in_capitals(region) || region.len() <= 8))
    };
    is_believable.then(|| Dateline {
        printed: found.whole().trim_end(),
        story: found.end(),
        agency: None,
        day,
        is_certain: day.is_some(),
    })
}

/// Whether all letters are capitals, and there are some; ` and ` may join two places.
fn is_in_capitals(text: &str) -> bool {
    let mut capitals = 0;
    for word in text.split([' ', '/']).filter(|word| *word != "and") {
        if word.chars().any(|c| c.is_lowercase()) {
            return false;
        }
        capitals += word.chars().filter(|c| c.is_uppercase()).count();
    }
    capitals >= 2
}

/// Whether capitals before a dash may be a place: long enough not to be an acronym, and none of
/// the labels and organisations that stand there too.
fn is_unlike_a_label(capitals: &str) -> bool {
    let letters = capitals.chars().filter(|c| c.is_alphabetic()).count();
    let key = name_key(capitals);
    letters >= 4 && !key.split(' ').any(|word| NOT_PLACES.contains(&word))
}

/// Capitals before a dash that are no place. Keys as `name_key` makes them.
#[rustfmt::skip]
const NOT_PLACES: &[&str] = &[
    "alert", "analysis", "anzus", "apec", "asean", "aukus", "background", "breaking", "brexit",
    "brics", "brief", "column", "comment", "correction", "covid", "digest", "editorial", "editors",
    "exclusive", "explainer", "factbox", "feature", "focus", "graphic", "headlines", "imf",
    "insight", "interview", "just", "latest", "letter", "letters", "live", "market", "markets",
    "media", "nasa", "nato", "news", "newsmaker", "note", "obituary", "opec", "opinion", "photo",
    "photos", "poll", "press", "preview", "profile", "quad", "question", "quotes", "recap",
    "release", "report", "review", "roundup", "special", "summary", "timeline", "top", "unesco",
    "unicef", "update", "updates", "video", "watch", "why", "wrap", "wrapup", "answer", "speaker",
    "minister", "president", "senator", "host", "reporter", "moderator", "part", "chapter",
    "section",
];

/// Whether a place, in whatever case, is one that datelines use without saying more.
fn is_place(place: &str) -> bool {
    let key = name_key(place);
    PLACES.contains(&key.as_str())
        || key
            .split_once(" and ")
            .is_some_and(|(one, other)| PLACES.contains(&one) && PLACES.contains(&other))
        || place.contains('/')
            && place.split('/').all(|part| PLACES.contains(&name_key(part).as_str()))
}

/// Capitals of states and cities that stand alone in datelines. Keys as `name_key` makes them.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "abidjan", "abu dhabi", "abuja", "accra", "addis ababa", "adelaide", "albany", "algiers",
    "almaty", "amman", "amsterdam", "ankara", "apia", "astana", "athens", "atlanta", "auckland",
    "austin", "baghdad", "baku", "bangkok", "barcelona", "beijing", "beirut", "belfast", "belgrade",
    "berlin", "bern", "bogota", "boston", "brasilia", "bratislava", "brisbane", "brussels",
    "bucharest", "budapest", "buenos aires", "cairo", "calgary", "canberra", "cape town", "caracas",
    "cardiff", "chicago", "christchurch", "colombo", "copenhagen", "dakar", "dallas", "damascus",
    "darwin", "davos", "denver", "detroit", "dhaka", "dili", "doha", "dubai", "dublin", "dunedin",
    "edinburgh", "edmonton", "frankfurt", "gaza", "gaza city", "geneva", "glasgow",
    "guatemala city", "hamburg", "hamilton", "hanoi", "harare", "havana", "helsinki",
    "ho chi minh city", "hobart", "hong kong", "honiara", "honolulu", "houston", "hyderabad",
    "islamabad", "istanbul", "jakarta", "jerusalem", "johannesburg", "juba", "kabul", "kampala",
    "karachi", "kathmandu", "khartoum", "kiev", "kigali", "kinshasa", "kolkata", "kuala lumpur",
    "kuwait city", "kyiv", "lagos", "lahore", "las vegas", "lima", "lisbon", "ljubljana", "london",
    "los angeles", "luanda", "lusaka", "luxembourg", "lviv", "macau", "madrid", "majuro", "manama",
    "manchester", "manila", "maputo", "melbourne", "mexico city", "miami", "milan", "milwaukee",
    "minneapolis", "minsk", "mogadishu", "monaco", "montevideo", "montreal", "moscow", "mumbai",
    "munich", "muscat", "nairobi", "nauru", "new delhi", "new orleans", "new york", "nicosia",
    "noumea", "nukualofa", "osaka", "oslo", "ottawa", "palo alto", "panama city", "papeete",
    "paris", "perth", "philadelphia", "phnom penh", "phoenix", "pittsburgh", "port au prince",
    "port moresby", "port vila", "prague", "pretoria", "pristina", "pyongyang", "quebec city",
    "queenstown", "quito", "rabat", "ramallah", "rangoon", "reykjavik", "riga", "rio de janeiro",
    "riyadh", "rome", "rotterdam", "salt lake city", "san antonio", "san diego", "san francisco",
    "sanaa", "santiago", "sao paulo", "sarajevo", "seattle", "seoul", "shanghai", "shenzhen",
    "singapore", "skopje", "sofia", "st louis", "st petersburg", "stockholm", "strasbourg", "suva",
    "sydney", "taipei", "tallinn", "tashkent", "tauranga", "tbilisi", "tegucigalpa", "tehran",
    "tel aviv", "hague", "tirana", "tokyo", "toronto", "tripoli", "tunis", "ulaanbaatar",
    "united nations", "valletta", "vancouver", "vatican city", "vienna", "vientiane", "vilnius",
    "waitangi", "warsaw", "washington", "washington dc", "wellington", "windhoek", "winnipeg",
    "yangon", "yaounde", "yerevan", "zagreb", "zurich",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, printed: &str, agency: Option<&str>, day: Option<&str>) {
        let found = dateline(text).unwrap_or_else(|| panic!("{text:?} has a dateline"));
        assert_eq!((found.printed, found.agency, found.day), (printed, agency, day), "{text:?}");
        assert!(
            text[found.story..].starts_with("The ") || text[found.story..].starts_with('“'),
            "{text:?}"
        );
    }

    #[test]
    fn datelines_as_agencies_and_press_offices_print_them() {
        for (printed, agency, day) in [
            ("(Bloomberg) --", Some("Bloomberg"), None),
            ("(Bloomberg Opinion) --", Some("Bloomberg Opinion"), None),
            ("(Reuters) -", Some("Reuters"), None),
            ("(Lagoon Wire) --", Some("Lagoon Wire"), None),
            ("WELLINGTON, March 4 (Reuters) -", Some("Reuters"), Some("March 4")),
            ("WELLINGTON (Reuters) -", Some("Reuters"), None),
            ("LONDON (AP) —", Some("AP"), None),
            ("FORT WORTH, Texas (AP) —", Some("AP"), None),
            ("BEIJING, Oct. 12 (Xinhua) --", Some("Xinhua"), Some("Oct. 12")),
            ("Wellington, Mar 4, 2024 (AFP) -", Some("AFP"), Some("Mar 4, 2024")),
            ("New Delhi [India], March 4 (ANI):", Some("ANI"), Some("March 4")),
            ("New Delhi, Mar 4 (PTI)", Some("PTI"), Some("Mar 4")),
            ("MOSCOW, March 4. /TASS/.", Some("TASS"), Some("March 4")),
            (
                "AUCKLAND, New Zealand, March 4, 2024 /PRNewswire/ --",
                Some("PRNewswire"),
                Some("March 4, 2024"),
            ),
            ("SAN FRANCISCO--(BUSINESS WIRE)--", Some("BUSINESS WIRE"), None),
            (
                "NEW YORK, March 04, 2024 (GLOBE NEWSWIRE) --",
                Some("GLOBE NEWSWIRE"),
                Some("March 04, 2024"),
            ),
            ("BEIJING/SHANGHAI, 4 March (Reuters) -", Some("Reuters"), Some("4 March")),
            ("TOKYO, Monday, March 4 (Kyodo) --", Some("Kyodo"), Some("March 4")),
            ("SYDNEY, Aug 15, 2024 (BSS/AFP) -", Some("AFP"), Some("Aug 15, 2024")),
            ("Berlin (dpa) -", Some("dpa"), None),
            ("March 4 (Reuters) -", Some("Reuters"), Some("March 4")),
            ("(CNN) —", Some("CNN"), None),
            ("(CNN)", Some("CNN"), None),
            ("AP —", Some("AP"), None),
            ("CANBERRA, Australia —", None, None),
            ("WASHINGTON, D.C. –", None, None),
            ("Washington, DC –", None, None),
            ("WASHINGTON —", None, None),
            ("TIMARU, New Zealand —", None, None),
            ("Wellington -", None, None),
            ("ISLAMABAD, March 4:", None, Some("March 4")),
            ("KARACHI:", None, None),
            ("OTTAWA, Ontario, March 4, 2024 –", None, Some("March 4, 2024")),
            ("March 4, 2024 – Ottawa, Ontario –", None, Some("March 4, 2024")),
            ("(Washington, D.C.) –", None, None),
            ("[Wellington] -", None, None),
        ] {
            check(&format!("{printed} The minister said no."), printed, agency, day);
            check(&format!("{printed} “No,” the minister said."), printed, agency, day);
        }
        check("LONDON—The minister said no.", "LONDON—", None, None);
        check("(CNN)The minister said no.", "(CNN)", Some("CNN"), None);
    }

    #[test]
    fn labels_and_sentences_are_no_datelines() {
        for text in [
            "",
            "The minister said no.",
            "UPDATES: New Zealand's foreign minister said no.",
            "UPDATE 1 - The minister said no.",
            "OPINION: The minister said no.",
            "EXCLUSIVE - The minister said no.",
            "NATO - The alliance said no.",
            "AUKUS — The pact is far off.",
            "PETERS: The answer is no.",
            "Washington — which knew — said no.",
            "Peters (left) - The minister - said no.",
            "(Updates with comment) -- The minister said no.",
            "AUKUS (Australia, UK, US) – The pact is far off.",
            "NATO (North Atlantic Treaty Organization) – The pact is far off.",
            "Foreign Minister Winston Peters - The man himself - said no.",
            "The minister (Reuters) said no.",
            "Foreign Minister Winston Peters (BBC) said no.",
            "2024 - The year of votes.",
            "Q: The minister said no?",
            "( - The",
        ] {
            assert_eq!(dateline(text), None, "{text:?}");
        }
    }
}
