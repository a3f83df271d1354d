//! The one test binary. Each module holds one part of the program to its promises; `support` is what
//! they share. Tests that need the evaluation data beside the repository say so and pass without it.

mod accounting;
mod corpora;
mod fixture;
mod support;

mod archive;
mod backup;
mod bad_input;
mod bounded;
mod changed_cells;
mod company;
mod crash;
mod damage;
mod decisions;
mod docs;
mod ends;
mod feeds;
mod forget;
mod formats;
mod fuzzed;
mod hostile_sql;
mod hurt;
mod layers;
mod mails;
mod mutated;
mod order;
mod packed;
mod pages;
mod power;
mod query;
mod questions;
mod quotes;
mod read;
mod reasons;
mod recognition;
mod restore;
mod schema;
mod stories;
mod terminal;
mod verify;
