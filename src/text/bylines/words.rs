//! The words of author lines: what is no name, posts, particles, what stands before and between.
//!
//! All lower case; those of other languages with their accents.

pub const STARTS_OF_CREDITS: &[&str] = &[
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
pub const FINITE: &[&str] = &[
    "is", "are", "was", "to", "says", "said", "will", "has", "resigns", "sacked", "named",
    "appointed", "quits", "warns",
];

/// Words that give away an organisation or a post where a person would stand.
#[rustfmt::skip]
pub const NOT_NAMES: &[&str] = &[
    "agencies", "agency", "analyst", "associated", "board", "bureau", "chief", "columnist",
    "contributor", "contributors", "correspondent", "correspondents", "desk", "editor", "editorial",
    "editors", "foreign", "freelance", "journalist", "media", "network", "news", "newspaper",
    "newsroom", "office", "opinion", "our", "political", "press", "producer", "reporter",
    "reporters", "service", "services", "special", "staff", "team", "times", "wire", "wires",
    "writer", "writers", "reuters", "bloomberg", "afp", "ap", "bbc", "cnn", "dpa", "guest",
    "university", "institute", "department", "ministry", "magazine", "website", "online", "read",
    "min", "updated", "published", "posted", "group", "inc", "ltd", "senior", "deputy",
    "the", "a", "an", "this", "that", "he", "she", "it", "they", "we", "you", "i", "his", "her",
    "their", "my", "your", "not", "all", "how", "why", "what", "when", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "newsletter", "weekly", "daily", "monthly", "morning", "evening",
    "brief", "briefing", "digest", "edition", "issue", "volume", "update", "exclusive", "analysis", "from",
    "admin", "administrator", "anonymous", "author", "unknown", "webmaster", "web", "blog", "tv", "radio",
    "photographer", "photo", "photos", "video", "picture", "pictures", "graphics", "reporting",
    "redaktion", "redaktionen", "redaktör", "redakteur", "redakteurin", "korrespondent",
    "korrespondentin", "chefredakteur", "volontär", "rédaction", "journaliste", "correspondant",
    "correspondante", "envoyé", "envoyée", "redacción", "periodista", "corresponsal", "redazione",
    "giornalista", "corrispondente", "inviato", "inviata", "redação", "redactie", "verslaggever",
    "verslaggeefster", "toimitus", "toimittaja", "redakcja", "redakce", "agence", "agencia",
    "agenzia", "agência", "agentur", "agenturen", "agences", "agencias", "avec", "unser", "unserem",
    "unserer", "gmbh", "kg", "e.v", "llc", "verlag", "verein", "fraktion", "universität", "zeitung",
    "université", "universidad", "company", "sponsored", "advertisement", "notre", "nuestro", "nuestra", "nostro", "nostra", "onze", "vår", "vores",
];

/// Words of an author's post.
#[rustfmt::skip]
pub const POSTS: &[&str] = &[
    "analyst", "chief", "columnist", "commentator", "contributor", "correspondent", "critic",
    "editor", "journalist", "reporter", "writer", "producer", "editor-in-chief", "reporters",
    "correspondents", "photographer", "redakteur", "redakteurin", "korrespondent", "korrespondentin",
    "chefredakteur", "journaliste", "correspondant", "correspondante", "periodista", "corresponsal",
    "giornalista", "corrispondente", "inviato", "inviata", "verslaggever", "redaktör", "toimittaja",
];

/// What a reporter reports on, where it stands between name and post without a comma.
#[rustfmt::skip]
pub const BEATS: &[&str] = &[
    "affairs", "africa", "agriculture", "asia", "australia", "berlin", "brussels", "china", "east",
    "europe", "london", "middle", "pacific", "paris", "uk", "us", "washington", "arts", "assignment", "assistant", "associate", "business", "city",
    "climate", "consumer", "court", "crime", "culture", "data", "defence", "defense", "diplomatic",
    "digital", "economics", "economy", "education", "energy", "entertainment", "environment",
    "executive", "fashion", "features", "finance", "financial", "food", "gallery", "general",
    "global", "health", "home", "housing", "immigration", "industry", "international",
    "investigative", "investigations", "justice", "law", "legal", "local", "managing", "music",
    "national", "parliamentary", "police", "policy", "politics", "property", "regional", "religion",
    "rural", "science", "security", "social", "sport", "sports", "tech", "technology", "trade",
    "transport", "travel", "whitehall", "world",
];

/// Lower-case words inside names.
#[rustfmt::skip]
pub const PARTICLES: &[&str] = &[
    "al", "bin", "binti", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "dos",
    "du", "e", "el", "ibn", "la", "le", "los", "ten", "ter", "van", "von", "y", "zu", "abu", "af",
    "av", "ben", "het", "op", "zum", "zur", "'t", "’t",
];

/// Lower-case words between or after names in an author line.
#[rustfmt::skip]
pub const LINKING: &[&str] = &[
    "and", "at", "by", "for", "from", "in", "of", "the", "with", "on", "to", "our", "staff",
    "reporter", "reporters", "writer", "writers", "editor", "correspondent", "political",
    "agencies", "und", "et", "y", "e", "en", "og", "och", "aus", "für", "à", "pour", "para", "per",
    "voor", "fra", "från", "i", "på", "sowie",
];

/// Words between two names that are nothing else.
pub const JOINING: &[&str] = &["and", "&", "with", "und", "sowie", "et", "og", "och", "+"];

/// Words between two names that may also belong to one of them, or stand before a place: `y` of
/// `Ortega y Gasset`, `en` of `en Madrid`.
pub const PERHAPS_JOINING: &[&str] = &["y", "e", "en", "i"];

/// Words behind which the name has ended, in any case.
pub const ENDING: &[&str] = &["in", "at", "for", "of", "from", "on", "by", "to", "is", "as"];

/// Such words of other languages, in lower case: `Per` is a name.
#[rustfmt::skip]
pub const ENDING_ELSEWHERE: &[&str] = &[
    "aus", "bei", "chez", "em", "en", "fra", "från", "für", "i", "para", "per", "pour", "på", "voor",
    "à",
];

/// What may stand before the names.
#[rustfmt::skip]
pub const PREFIXES: &[&str] = &[
    "by", "written by", "words by", "story by", "report by", "reported by", "reporting by",
    "analysis by", "opinion by", "posted by", "a report by", "commentary by", "byline:", "author:",
    "authors:", "by:", "text by", "interview by", "review by", "autor:", "autorin:", "autoren:",
    "auteur:", "auteurs:", "autore:", "autora:", "autores:", "text:", "tekst:", "texte:", "testo:",
    "texto:", "skribent:", "door:", "von:", "par:", "por:",
];

/// What may stand before the names in other languages; in English it may open a name.
pub const PREFIXES_ELSEWHERE: &[&str] = &["von", "par", "por", "door", "av", "af", "przez", "di"];

/// Author lines without an author.
#[rustfmt::skip]
pub const ANONYMOUS: &[&str] = &[
    "from our own correspondent", "from our correspondent", "from our special correspondent",
    "from our foreign staff", "from our correspondents", "von unserem korrespondenten",
    "von unserer redaktion", "von unserer korrespondentin", "de notre correspondant",
    "de notre envoyé spécial", "de nuestra redacción", "dal nostro inviato",
    "dal nostro corrispondente", "van onze correspondent", "van onze redactie", "av redaktionen",
];

/// What announces people who wrote, inside an author line.
#[rustfmt::skip]
pub const WRITING: &[&str] = &[
    "additional reporting by", "additional reporting from", "reporting by", "reporting from",
    "with reporting by", "additional reporting:", "words by", "words:", "text by", "text:",
    "texte:", "tekst:", "story by", "written by", "by",
];

/// What announces people who did not.
#[rustfmt::skip]
pub const NOT_WRITING: &[&str] = &[
    "photo by", "photos by", "photographs by", "photography by", "photographed by", "pictures by",
    "images by", "video by", "videos by", "illustration by", "illustrations by", "illustrated by",
    "graphics by", "graphic by", "edited by", "editing by", "produced by", "translated by",
    "narrated by", "photo:", "photos:", "photography:", "foto:", "fotos:", "pictures:", "video:",
    "bilder:", "bild:", "photo", "photos", "foto", "fotos", "illustration:", "illustrations:",
];
