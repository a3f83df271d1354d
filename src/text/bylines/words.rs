//! The words of author lines: what is no name, posts, particles, what stands before and between; and the words
//! for pictures, whose makers author lines name too.
//!
//! All lower case; those of other languages with their accents. A word belongs in one list here, and holds for
//! author lines of text, mail, documents and pages alike.

#[rustfmt::skip]
pub const STARTS_OF_CREDITS: &[&str] = &[
    "reporting by", "additional reporting by", "writing by", "editing by", "compiled by", "reporting and writing by",
    "reporting and editing by", "with help from", "edited by",
];

/// Verbs that make a short line a headline rather than a post.
#[rustfmt::skip]
pub const FINITE: &[&str] = &[
    "is", "are", "was", "to", "says", "said", "will", "has", "resigns", "sacked", "named", "appointed", "quits",
    "warns",
];

/// Words of newsrooms, agencies and offices: a name that has one is no person's.
#[rustfmt::skip]
pub const NEWSROOMS: &[&str] = &[
    "agencies", "agency", "associated", "bureau", "contributor", "contributors", "correspondent", "correspondents",
    "desk", "editor", "editorial", "editors", "media", "network", "news", "newspaper", "newsroom", "office", "press",
    "reporter", "reporters", "service", "services", "staff", "team", "times", "wire", "wires", "guest", "university",
    "institute", "department", "ministry", "magazine", "website", "online", "group", "inc", "ltd", "admin",
    "administrator", "anonymous", "author", "unknown", "webmaster", "tv", "radio", "redaktion", "redaktionen",
    "rédaction", "redacción", "redazione", "redação", "redactie", "toimitus", "redakcja", "redakce", "agence",
    "agencia", "agenzia", "agência", "agentur", "agenturen", "agences", "agencias", "gmbh", "llc", "verlag", "verein",
    "fraktion", "universität", "zeitung", "université", "universidad", "company", "board", "redaction", "redaksjonen",
    "redaccion", "presse", "user", "gast", "post", "nachrichten", "guardian", "corporation", "stiftung", "verband",
    "institut", "ministerium", "fernsehen", "rundfunk", "welle", "fondation", "fundación", "foundation", "association",
    "pressestelle", "beiträge", "posts", "articles", "deutschland", "germany", "bund",
];

/// Other words that stand where a name would and are none, posts among them, which stand beside names.
#[rustfmt::skip]
pub const NOT_NAMES: &[&str] = &[
    "columnist", "freelance", "journalist", "producer", "foreign", "writer", "writers", "reuters", "bloomberg", "afp",
    "bbc", "cnn", "dpa", "redaktör", "redakteur", "redakteurin", "korrespondent", "korrespondentin", "chefredakteur",
    "volontär", "journaliste", "correspondant", "correspondante", "periodista", "corresponsal", "giornalista",
    "corrispondente", "verslaggever", "verslaggeefster", "toimittaja", "analyst", "chief", "opinion", "our",
    "political", "special", "ap", "read", "min", "updated", "published", "posted", "senior", "deputy", "the", "a",
    "an", "this", "that", "he", "she", "it", "they", "we", "you", "i", "his", "her", "their", "my", "your", "not",
    "all", "how", "why", "what", "when", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "newsletter", "weekly", "daily", "monthly", "morning", "evening", "brief", "briefing", "digest", "edition",
    "issue", "volume", "update", "exclusive", "analysis", "from", "web", "blog", "photographer", "photo", "photos",
    "video", "picture", "pictures", "graphics", "reporting", "envoyé", "envoyée", "inviato", "inviata", "avec",
    "unser", "unserem", "unserer", "kg", "e.v", "sponsored", "advertisement", "notre", "nuestro", "nuestra", "nostro",
    "nostra", "onze", "vår", "vores",
];

/// Words of an author's post.
#[rustfmt::skip]
pub const POSTS: &[&str] = &[
    "analyst", "chief", "columnist", "commentator", "contributor", "correspondent", "critic", "editor", "journalist",
    "reporter", "writer", "producer", "editor-in-chief", "reporters", "correspondents", "photographer", "redakteur",
    "redakteurin", "korrespondent", "korrespondentin", "chefredakteur", "journaliste", "correspondant",
    "correspondante", "periodista", "corresponsal", "giornalista", "corrispondente", "inviato", "inviata",
    "verslaggever", "redaktör", "toimittaja", "verslaggeefster", "envoyé", "envoyée", "enviado", "enviada", "redactor",
    "redactora", "redattore", "redattrice", "repórter", "jornalista", "correspondente", "redacteur", "reporterin",
    "journalistin", "autorin", "editorialista", "cronista", "reportero", "reportera", "blogger", "commentator",
];

/// Ends of words that are posts: `Wirtschaftsredakteurin`.
#[rustfmt::skip]
pub const ENDS_OF_POSTS: &[&str] = &[
    "redakteur", "redakteurin", "korrespondent", "korrespondentin", "reporter", "reporterin", "verslaggever",
    "verslaggeefster", "redacteur", "correspondent", "redaktør", "redaktör", "journalist",
];

/// Words that end a post of two words: `envoyée spéciale`.
pub const ENDS_OF_PHRASES_OF_POSTS: &[&str] = &["spécial", "spéciale", "especial", "speciale"];

/// Words of courts, leagues, streets and other places and institutions that a line under a headline may be.
#[rustfmt::skip]
pub const OF_PLACES: &[&str] = &[
    "court", "courthouse", "tribunal", "assizes", "inquest", "inquiry", "hearing", "parliament", "assembly", "senate",
    "congress", "council", "committee", "commission", "palace", "stadium", "arena", "league", "premiership",
    "championship", "cup", "trophy", "series", "division", "nations", "conference", "summit", "festival", "airport",
    "station", "hospital", "prison", "cathedral", "square", "street", "road", "avenue", "quay", "harbour", "harbor",
    "park", "hotel", "theatre", "theater", "museum", "county", "island", "islands", "city", "town", "village", "bay",
    "beach", "coast", "state", "report", "match", "final", "finals", "round", "open", "grand", "tour", "world",
    "europe", "gericht", "landgericht", "amtsgericht", "oberlandesgericht", "verwaltungsgericht", "bundesgerichtshof",
    "bundestag", "landtag", "stadtrat", "rathaus", "bundesliga", "liga", "pokal", "stadion", "bahnhof", "platz",
    "straße", "ligue", "coupe", "stade", "cour", "palais", "assises", "rue", "mairie", "copa", "estadio", "juzgado",
    "audiencia", "ayuntamiento", "plaza", "calle", "serie", "coppa", "stadio", "tribunale", "corte", "piazza", "via",
    "taça", "estádio", "câmara", "praça", "rua", "rechtbank", "gerechtshof", "eredivisie", "beker", "straat", "plein",
    "gemeente",
];

/// First words of places' names that no person's name opens with.
#[rustfmt::skip]
pub const STARTS_OF_PLACES: &[&str] = &[
    "port", "old", "new", "san", "santa", "são", "saint", "st", "los", "las", "mount", "fort", "cape", "lower", "upper",
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "greater", "buenos",
    "bad", "sankt", "porto", "puerto", "villa", "ciudad", "royal", "high", "crown", "supreme", "premier", "champions",
    "downing", "capitol", "white", "formula", "number",
];

/// Words before a place's or an institution's name in a sentence, as no author's is spoken of there.
#[rustfmt::skip]
pub const BEFORE_PLACES: &[&str] = &[
    "at", "in", "near", "outside", "inside", "the", "im", "am", "beim", "vor", "aus", "dans", "à", "au", "du", "en",
    "del", "al", "nel", "alla", "na", "no", "bij", "het",
];

/// What a reporter reports on, where it stands between name and post without a comma.
#[rustfmt::skip]
pub const BEATS: &[&str] = &[
    "affairs", "africa", "agriculture", "asia", "australia", "berlin", "brussels", "china", "east", "europe", "london",
    "middle", "pacific", "paris", "uk", "us", "washington", "arts", "assignment", "assistant", "associate", "business",
    "city", "climate", "consumer", "court", "crime", "culture", "data", "defence", "defense", "diplomatic", "digital",
    "economics", "economy", "education", "energy", "entertainment", "environment", "executive", "fashion", "features",
    "finance", "financial", "food", "gallery", "general", "global", "health", "home", "housing", "immigration",
    "industry", "international", "investigative", "investigations", "justice", "law", "legal", "local", "managing",
    "music", "national", "parliamentary", "police", "policy", "politics", "property", "regional", "religion", "rural",
    "science", "security", "social", "sport", "sports", "tech", "technology", "trade", "transit", "transport", "transportation", "travel",
    "whitehall", "world",
];

/// Lower-case words inside names.
#[rustfmt::skip]
pub const PARTICLES: &[&str] = &[
    "al", "bin", "binti", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "e", "el", "ibn",
    "la", "le", "los", "ten", "ter", "van", "von", "y", "zu", "abu", "af", "av", "ben", "het", "op", "zum", "zur",
    "'t", "’t",
];

/// Lower-case words between or after names in an author line.
#[rustfmt::skip]
pub const LINKING: &[&str] = &[
    "and", "at", "by", "for", "from", "in", "of", "the", "with", "on", "to", "our", "staff", "reporter", "reporters",
    "writer", "writers", "editor", "correspondent", "political", "agencies", "und", "et", "y", "e", "en", "og", "och",
    "aus", "für", "à", "pour", "para", "per", "voor", "fra", "från", "i", "på", "sowie",
];

/// Words between two names that are nothing else.
#[rustfmt::skip]
pub const JOINING: &[&str] = &[
    "and", "&", "with", "und", "sowie", "mit", "et", "og", "och", "ja", "ve", "+",
];

/// Words between two names that may also belong to one of them, or stand before a place: `y` of
/// `Ortega y Gasset`, `en` of `en Madrid`.
pub const PERHAPS_JOINING: &[&str] = &["y", "e", "en", "i"];

/// Words behind which the name has ended, in any case.
pub const ENDING: &[&str] = &["in", "at", "for", "of", "from", "on", "by", "to", "is", "as"];

/// Such words of other languages, in lower case: `Per` is a name.
#[rustfmt::skip]
pub const ENDING_ELSEWHERE: &[&str] = &[
    "aus", "bei", "chez", "em", "en", "fra", "från", "für", "i", "para", "per", "pour", "på", "voor", "à",
];

/// What may stand before the names.
#[rustfmt::skip]
pub const PREFIXES: &[&str] = &[
    "by", "written by", "words by", "story by", "report by", "reported by", "reporting by", "analysis by",
    "opinion by", "posted by", "a report by", "commentary by", "text by", "interview by", "review by",
    "ein beitrag von", "ein artikel von", "eine analyse von", "ein kommentar von", "kommentar von", "text von",
    "geschrieben von", "artikel von", "publié par", "écrit par", "escrito por", "publicado por", "scritto da",
    "geschreven door", "skrevet av", "dal nostro inviato", "dalla nostra inviata", "dal nostro corrispondente",
    "interview:", "words:", "story:", "report:", "bericht:", "reportage:", "protokoll:", "intervista:", "entrevista:",
    "propos recueillis par", "aufgezeichnet von", "dalla nostra corrispondente", "de notre envoyé spécial", "de notre envoyée spéciale", "de notre correspondant",
    "de notre correspondante", "de nuestro corresponsal", "de nuestra corresponsal", "do nosso correspondente",
    "van onze correspondent", "van onze verslaggever", "von unserem korrespondenten", "von unserer korrespondentin",
];

/// What may stand before the names in other languages; in English it may open a name.
#[rustfmt::skip]
pub const PREFIXES_ELSEWHERE: &[&str] = &[
    "von", "par", "por", "door", "av", "af", "przez", "di", "text von", "texte de", "texto de", "testo di", "tekst van",
];

/// What may stand before the names with a colon; without one where a program says that it is an author's line.
#[rustfmt::skip]
pub const LABELS: &[&str] = &[
    "byline", "author", "authors", "by", "autor", "autorin", "autoren", "auteur", "auteurs", "autore", "autora",
    "autores", "text", "tekst", "texte", "testo", "texto", "skribent", "door", "von", "par", "por",
];

/// What may stand before the names only where a program says that it is an author's line.
pub const PREFIXES_OF_FIELDS: &[&str] = &["published by", "da"];

/// First words of author lines in which a day may part them from their `by`.
pub const PARTED_PREFIXES: &[&str] = &["posted", "written", "words", "publié", "kirjoittanut"];

/// Author lines without an author.
#[rustfmt::skip]
pub const ANONYMOUS: &[&str] = &[
    "from our own correspondent", "from our correspondent", "from our special correspondent", "from our foreign staff",
    "from our correspondents", "von unserem korrespondenten", "von unserer redaktion", "von unserer korrespondentin",
    "de notre correspondant", "de notre envoyé spécial", "de nuestra redacción", "dal nostro inviato",
    "dal nostro corrispondente", "van onze correspondent", "van onze redactie", "av redaktionen",
];

/// What announces people who wrote, inside an author line.
#[rustfmt::skip]
pub const WRITING: &[&str] = &[
    "additional reporting by", "additional reporting from", "reporting by", "reporting from", "with reporting by",
    "additional reporting:", "words by", "words:", "text by", "text:", "texte:", "tekst:", "story by", "written by",
    "by",
];

/// What announces people who did not, besides the words for pictures.
#[rustfmt::skip]
pub const NOT_WRITING: &[&str] = &[
    "photographed by", "illustrated by", "edited by", "editing by", "produced by", "translated by", "narrated by",
];

/// Words for pictures: `Photo by Ann Ng`, `Image: Ann Ng` say who made one.
#[rustfmt::skip]
pub const PICTURES: &[&str] = &[
    "photo", "photos", "photograph", "photographs", "photography", "picture", "pictures", "image", "images",
    "illustration", "illustrations", "graphic", "graphics", "infographic",
];

/// Such words of other languages: in a text they may be words of it, so that they count in author lines and
/// under pictures only.
#[rustfmt::skip]
pub const PICTURES_ELSEWHERE: &[&str] = &[
    "foto", "fotos", "fotografie", "fotoğraf", "fotografía", "bild", "bilder", "grafik",
];

/// The same for films, which have no captions here.
pub const FILMS: &[&str] = &["video", "videos"];
