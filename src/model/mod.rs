//! The nouns, as plain data.
//!
//! Everything here is shared vocabulary: readers fill it in, recognition adds to it, `db` stores it
//! and `output` prints it. Nothing here opens a file, asks the clock or knows SQL; what must stay
//! true is that a value of one of these types means the same in every module.

mod article;
mod capture;
mod catalogue;
mod decision;
mod derived;
mod details;
mod dossier;
mod export;
mod feed;
mod ids;
mod likeness;
mod mention;
mod news;
mod permalink;
mod plot;
mod published;
mod quote;
mod received;
mod review;
mod role;
mod run;
mod table;
mod watch;

pub use article::{
    ArticleKind, Caption, Draft, Field, Head, Notice, Origins, PublicationStatus, Reading,
    RecordProblem, Region, RegionRole,
};
pub use capture::{Capture, DayOrder, Hints, PathFacts, Sha256, Sighting};
pub use catalogue::{Catalogue, Entry, Office, PublisherEntry};
pub use decision::{Act, Decision, Judged, Parts, Ruling, Span};
pub use derived::{
    ArticleRow, AuthorRow, CaptionRow, CaptureRow, DerivedArticle, DerivedCapture, MentionRow,
    OriginRow, QuoteRow, RoleRow, SpanRow, UrlRow,
};
pub use details::{
    ArticleDetails, CaptionDetails, CaptureDetails, MentionDetails, NearDuplicateDetails,
    OriginDetails, QuoteDetails, RemarkDetails, RevisionDetails, SightingDetails,
};
pub use dossier::{
    Basis, Cited, Companion, Companions, CompanionsFound, DatedWords, Dossier, DossierAsked,
    DossierFacts, LeftOut, OtherName, Period, Quotation, Quotations, RemarkSaid, RoleFound,
    RoleHeld, RulingSaid, Subject, Timeline, WordsAt, WordsShown, WordsSort,
};
pub use export::{
    CannedQuery, Chosen, CoMention, ColumnKind, DescribedTable, ExportedArticle, ExportedCaption,
    ExportedCapture, ExportedColumn, ExportedEntity, ExportedMention, ExportedName, ExportedQuote,
    ExportedRole, ExportedSighting, ExportedTable, ExportedTime, TableSink,
};
pub use feed::{Feed, FeedState};
pub use ids::{
    ArticleId, CaptureId, DecisionId, EntityId, FeedId, PublisherId, RuleId, RunId, WatchId,
};
pub use likeness::Likeness;
pub use mention::{EntityKind, EntityName, Mention, MentionField, Rule};
pub use news::{
    FailingFeed, News, NewsChange, NewsQuote, NewsRevision, NewsRole, NewsRows, NewsStory,
    NewsWords, SilentSource, WatchNews, Withdrawal,
};
pub use permalink::{Permalink, Place, Quoted, is_permalink};
pub use plot::{Plot, PlotKind};
pub use published::{Precision, Published};
pub use quote::{Gender, Quote, QuoteRule};
pub use received::{Candidate, Received, Recognised, StoredDraft};
pub use review::{
    Agency, NamedIn, PrintedArticle, ReadArticle, ReadQuote, Review, ReviewCopy, ReviewEntry,
    ReviewGroup, ReviewNote, ReviewQuote, ReviewSummary, ReviewTitle,
};
pub use role::{Role, RoleRule};
pub use run::{Counts, Ended, Outcome, Problem, ProblemOutcome, RunRecord};
pub use table::{Column, Flow, RowSink, Value};
pub use watch::{NewRule, Sought, Tagged, TaggedArticle, TopicRule, Watch};
