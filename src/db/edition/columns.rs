//! Every column of the schema, and what becomes of it in an edition without texts.
//!
//! Must stay true: no column is missing, `tests/it/editions.rs` compares the list with the schema; and a column that may
//! hold words of a text is never `Kept`.

/// What becomes of a column in an edition without texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// As it is: numbers, days, words of the program, hashes.
    Kept,
    /// A name: whole where the catalogue's lists have it, else like `Shortened`.
    Name,
    /// Up to 36 bytes as it is; of a longer one the beginning and eight digits of its SHA-256.
    Shortened,
    /// What stands before the first backtick, shortened; behind it reasons quote what they are about.
    BeforeQuoting,
    /// `sha256:` and the SHA-256 of what stands there.
    Hashed,
    /// An empty text; NULL stays NULL.
    Blanked,
    /// NULL.
    Dropped,
    /// Made anew from the other cells of the edition.
    MadeAnew,
    /// The headline where asked for, else `[article 12]` by the first article that has the same one.
    Headline,
    /// Nothing but as many words of each quotation as were asked for, each at its place.
    Body,
    /// No bytes.
    NoBytes,
    /// The value of a ruling: a name or a topic, and blank where it is a remark or a field's text.
    Value,
}

/// Every column of a table, and what becomes of it.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    pub table: &'static str,
    /// Columns that hold numbers.
    pub numbers: &'static [&'static str],
    /// Columns that hold text or bytes, what becomes of them, and why.
    pub texts: &'static [(&'static str, Treatment, &'static str)],
}

/// Tables that the program and SQLite fill from what the edition holds.
pub const FILLED_BY_THEMSELVES: &[&str] = &[
    "articles_fts",
    "articles_fts_config",
    "articles_fts_data",
    "articles_fts_docsize",
    "articles_fts_idx",
    "folded_names",
    "name_totals",
    "refinery_schema_history",
    "settings",
];

/// Tables of which an edition has no row: what the person who keeps the archive reads and looks for is in them, and
/// nothing that an article says.
pub const LEFT_OUT: &[&str] = &[
    "feeds",
    "feed_states",
    "host_pauses",
    "wanted_pages",
    "watches",
    "tellings",
    "told_items",
    "watch_marks",
];

use Treatment::{
    BeforeQuoting, Blanked, Body, Dropped, Hashed, Headline, Kept, MadeAnew, Name, NoBytes,
    Shortened, Value as RulingValue,
};

const OURS: &str = "a word of the program, not of a text";
const TIME: &str = "a day or an instant";
const HASH: &str = "a hash: whoever has the text can compare";
const OF_EDITION: &str = "the hash of the row, as it is in the edition";
const CAN_BE_LONG: &str = "short as a rule; a long one would be words of a text";
const ADDRESS: &str =
    "stands in captures, and says what was read; whoever has the address can compare";
const PRIVATE: &str = "a path of somebody's machine";
const WORDS: &str = "words of a text";
const PERSONAL: &str = "words of the person who ruled";
const SOUGHT: &str = "words that somebody looks for";
const NAMES: &str = "names are what an edition is for";
const LISTED: &str = "comes from the lists of the catalogue, not from a text";

macro_rules! entities {
    ($table:literal, $id:literal) => {
        Columns {
            table: $table,
            numbers: &[$id, "decision_id", "merged_into_id"],
            texts: &[
                ("key", Name, NAMES),
                ("name", Name, NAMES),
                ("sort_name", Name, NAMES),
                ("description", Kept, LISTED),
                ("country", Kept, LISTED),
                ("wikidata_id", Kept, LISTED),
                ("origin", Kept, OURS),
                ("former_name", Name, NAMES),
                ("row_sha256", MadeAnew, OF_EDITION),
            ],
        }
    };
}

macro_rules! in_articles {
    ($table:literal, $id:literal) => {
        Columns {
            table: $table,
            numbers: &["article_id", $id, "mention_count"],
            texts: &[("full_form", Name, NAMES)],
        }
    };
}

/// Every table that is copied, in the order of `migrations/SCHEMA.md`; the others are `LEFT_OUT`, or fill themselves.
pub const COLUMNS: &[Columns] = &[
    Columns {
        table: "runs",
        numbers: &["run_id", "exit_code", "stored", "duplicate", "revised", "refused", "skipped"],
        texts: &[
            ("command", Kept, OURS),
            ("program_version", Kept, OURS),
            ("started_at", Kept, TIME),
            ("finished_at", Kept, TIME),
            ("row_sha256", MadeAnew, OF_EDITION),
        ],
    },
    Columns {
        table: "captures",
        numbers: &["capture_id", "format_given", "reader_version", "byte_count", "text_byte_count"],
        texts: &[
            ("sha256", Kept, HASH),
            ("format", Kept, OURS),
            ("media_type", Shortened, CAN_BE_LONG),
            ("encoding", Shortened, CAN_BE_LONG),
            ("row_sha256", MadeAnew, OF_EDITION),
            ("body", NoBytes, "the capture itself"),
        ],
    },
    Columns {
        table: "sightings",
        numbers: &["sighting_id", "capture_id", "run_id"],
        texts: &[
            ("uri", Hashed, PRIVATE),
            ("seen_at", Kept, TIME),
            ("publisher_hint", Name, NAMES),
            ("published_hint", Shortened, CAN_BE_LONG),
            ("url_hint", Hashed, ADDRESS),
            ("date_order_hint", Kept, OURS),
            ("row_sha256", MadeAnew, OF_EDITION),
            ("topics_hint", Hashed, "the topics themselves are in received_topics"),
            ("path_hint", Hashed, PRIVATE),
        ],
    },
    Columns {
        table: "problems",
        numbers: &["problem_id", "run_id", "capture_id"],
        texts: &[
            ("uri", Hashed, PRIVATE),
            ("record", Hashed, PRIVATE),
            ("outcome", Kept, OURS),
            ("reason", BeforeQuoting, "quotes what was read"),
            ("row_sha256", MadeAnew, OF_EDITION),
        ],
    },
    Columns {
        table: "erasures",
        numbers: &["erasure_id", "run_id"],
        texts: &[
            ("subject", Kept, OURS),
            ("sha256", Kept, HASH),
            ("erased_at", Kept, TIME),
            ("erased_by", Shortened, CAN_BE_LONG),
            ("reason", Blanked, PERSONAL),
            ("row_sha256", MadeAnew, OF_EDITION),
        ],
    },
    Columns {
        table: "publishers",
        numbers: &["publisher_id"],
        texts: &[
            ("name", Name, NAMES),
            ("country", Kept, LISTED),
            ("origin", Kept, OURS),
            ("row_sha256", MadeAnew, OF_EDITION),
        ],
    },
    Columns {
        table: "publisher_domains",
        numbers: &["publisher_id"],
        texts: &[("domain", Shortened, CAN_BE_LONG)],
    },
    Columns {
        table: "articles",
        numbers: &[
            "article_id",
            "capture_id",
            "part",
            "publisher_id",
            "version",
            "published_offset_minutes",
            "modified_offset_minutes",
            "hint_count",
            "run_id",
        ],
        texts: &[
            ("sha256", Kept, HASH),
            ("kind", Kept, OURS),
            ("url", Hashed, ADDRESS),
            ("canonical_url", Hashed, ADDRESS),
            ("identifier", Shortened, CAN_BE_LONG),
            ("section", Shortened, CAN_BE_LONG),
            ("headline", Headline, "leaves where it is asked for"),
            ("standfirst", Dropped, WORDS),
            ("byline", Dropped, "its names are in article_authors"),
            ("dateline", Dropped, WORDS),
            ("published", Kept, TIME),
            ("published_on", Kept, TIME),
            ("published_at", Kept, TIME),
            ("published_precision", Kept, OURS),
            ("published_original", Shortened, CAN_BE_LONG),
            ("modified", Kept, TIME),
            ("modified_precision", Kept, OURS),
            ("modified_original", Shortened, CAN_BE_LONG),
            ("captured_at", Kept, TIME),
            ("language", Kept, OURS),
            ("reader", Kept, OURS),
            ("recogniser", Kept, OURS),
            ("ingested_at", Kept, TIME),
            ("row_sha256", Kept, "the hash of the row with its text: whoever has that can compare"),
            ("body", Body, "words of quotations leave where they are asked for"),
            ("captions", MadeAnew, "what is left of article_captions"),
        ],
    },
    Columns {
        table: "article_spans",
        numbers: &["capture_id", "start_byte", "end_byte", "article_id", "part"],
        texts: &[("role", Kept, OURS)],
    },
    Columns {
        table: "field_origins",
        numbers: &["article_id"],
        texts: &[("field", Kept, OURS), ("rule", Kept, OURS)],
    },
    Columns {
        table: "article_urls",
        numbers: &["capture_id", "part", "article_id"],
        texts: &[("canonical_url", Hashed, ADDRESS), ("url", Hashed, ADDRESS)],
    },
    Columns {
        table: "notices",
        numbers: &["capture_id", "version"],
        texts: &[("identifier", Shortened, CAN_BE_LONG), ("status", Kept, OURS)],
    },
    Columns {
        table: "article_captions",
        numbers: &["article_id", "number"],
        texts: &[("caption", Blanked, WORDS), ("credit", Blanked, WORDS)],
    },
    Columns {
        table: "article_authors",
        numbers: &["article_id", "position", "person_id"],
        texts: &[("name", Name, NAMES)],
    },
    Columns {
        table: "received_topics",
        numbers: &["capture_id", "part", "article_id"],
        texts: &[("topic", Shortened, CAN_BE_LONG)],
    },
    Columns {
        table: "topic_spellings",
        numbers: &[],
        texts: &[("spelling", Shortened, CAN_BE_LONG), ("topic", Shortened, CAN_BE_LONG)],
    },
    Columns {
        table: "near_duplicates",
        numbers: &["article_id", "other_article_id", "similarity", "containment"],
        texts: &[],
    },
    Columns { table: "near_duplicate_sketches", numbers: &["number", "article_id"], texts: &[] },
    Columns { table: "texts_without_sketch", numbers: &["article_id"], texts: &[] },
    Columns { table: "index_waits", numbers: &["waits"], texts: &[] },
    Columns { table: "stories", numbers: &["article_id", "first_article_id"], texts: &[] },
    entities!("people", "person_id"),
    entities!("organisations", "organisation_id"),
    entities!("places", "place_id"),
    Columns {
        table: "aliases",
        numbers: &[
            "alias_id",
            "person_id",
            "organisation_id",
            "place_id",
            "publisher_id",
            "decision_id",
        ],
        texts: &[("name", Name, NAMES), ("kind", Kept, OURS)],
    },
    Columns {
        table: "offices",
        numbers: &["person_id", "position", "from_year", "until_year"],
        texts: &[("office", Shortened, CAN_BE_LONG)],
    },
    Columns {
        table: "mentions",
        numbers: &[
            "article_id",
            "start_char",
            "end_char",
            "person_id",
            "organisation_id",
            "place_id",
            "antecedent_start_char",
            "confidence",
        ],
        texts: &[
            ("field", Kept, OURS),
            ("surface_form", Name, NAMES),
            ("rule", Kept, OURS),
            ("antecedent_field", Kept, OURS),
        ],
    },
    in_articles!("article_people", "person_id"),
    in_articles!("article_organisations", "organisation_id"),
    in_articles!("article_places", "place_id"),
    Columns {
        table: "quotes",
        numbers: &[
            "article_id",
            "start_char",
            "end_char",
            "speaker_start_char",
            "speaker_end_char",
            "mention_start_char",
            "person_id",
            "organisation_id",
            "place_id",
            "cue_start_char",
            "cue_end_char",
            "confidence",
            "word_count",
        ],
        texts: &[
            ("field", Kept, OURS),
            ("rule", Kept, OURS),
            ("words_sha256", Kept, HASH),
            ("speaker_gender", Kept, OURS),
        ],
    },
    Columns {
        table: "roles",
        numbers: &[
            "article_id",
            "start_char",
            "end_char",
            "person_start_char",
            "organisation_id",
            "place_id",
            "confidence",
            "person_id",
        ],
        texts: &[
            ("field", Kept, OURS),
            ("rule", Kept, OURS),
            ("title", Shortened, "reports count roles by their title"),
        ],
    },
    Columns {
        table: "decisions",
        numbers: &["decision_id", "start_char", "end_char", "undone_decision_id"],
        texts: &[
            ("decided_at", Kept, TIME),
            ("decided_by", Shortened, CAN_BE_LONG),
            ("reason", Dropped, PERSONAL),
            ("act", Kept, OURS),
            ("kind", Kept, OURS),
            ("key", Name, NAMES),
            ("name", Name, NAMES),
            ("other_key", Name, NAMES),
            ("other_name", Name, NAMES),
            ("article_sha256", Kept, HASH),
            ("field", Kept, OURS),
            ("surface_form", Shortened, CAN_BE_LONG),
            ("value", RulingValue, "a name or a topic; otherwise words of the person who ruled"),
            ("row_sha256", MadeAnew, OF_EDITION),
        ],
    },
    Columns { table: "unfit_decisions", numbers: &["decision_id", "article_id"], texts: &[] },
    // Without them the articles would lose topics.
    Columns {
        table: "rules",
        numbers: &["rule_id", "is_over_all"],
        texts: &[
            ("topic", Shortened, CAN_BE_LONG),
            ("kind", Kept, OURS),
            ("key", Name, NAMES),
            ("entity_name", Name, NAMES),
            ("words", Blanked, SOUGHT),
            ("added_at", Kept, TIME),
            ("added_by", Shortened, CAN_BE_LONG),
            ("removed_at", Kept, TIME),
            ("removed_by", Shortened, CAN_BE_LONG),
            ("row_sha256", MadeAnew, OF_EDITION),
        ],
    },
    Columns { table: "rule_topics", numbers: &["article_id", "rule_id"], texts: &[] },
];
