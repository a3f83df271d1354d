//! Row numbers that cannot be mixed up.
//!
//! An id means something inside one archive only: it is never printed as identity, never part of a
//! digest, never exported as a key. Across archives a capture or article is named by its SHA-256
//! and an entity by its kind and key.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        pub struct $name(pub i64);
    )*};
}

ids! {
    /// A row of `captures`.
    CaptureId,
    /// A row of `articles`.
    ArticleId,
    /// A row of `publishers`.
    PublisherId,
    /// A row of `people`, `organisations` or `places`; which of them, the kind beside it says.
    EntityId,
    /// A row of `runs`.
    RunId,
    /// A row of `decisions`. Decisions are told apart by it inside their archive.
    DecisionId,
    /// A row of `feeds`.
    FeedId,
    /// A row of `watches`.
    WatchId,
    /// A row of `rules`.
    RuleId,
}
