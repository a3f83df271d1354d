//! The verbs: what a command, a test or another program asks of an archive.
//!
//! An operation takes typed options, works through `format`, `text`, `names` and `db`, and tells how it
//! goes by events; it never prints, never asks the terminal, never holds SQL.

pub mod arrival;
pub mod backup;
pub mod curate;
pub mod derive;
pub mod diff;
pub mod dossier;
pub mod drift;
pub mod exchange;
pub mod export;
pub mod fetch;
pub mod filter;
pub mod forget;
pub mod head;
pub mod ingest;
pub mod inputs;
pub mod merge;
pub mod names_in_text;
pub mod news;
pub mod permalink;
pub mod quoted;
pub mod rebuild;
pub mod restore;
pub mod review;
pub mod rules;
pub mod samples;
pub mod schedule;
pub mod seed;
pub mod send;
pub mod smaller;
pub mod verify;
