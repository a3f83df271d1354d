//! The one test binary. Each module holds one part of the program to its promises; `support` is what
//! they share. Tests that need the evaluation data beside the repository say so and pass without it.

mod accounting;
mod corpora;
mod fixture;
mod support;

mod archive;
mod bad_input;
mod changed_cells;
mod company;
mod crash;
mod damage;
mod decisions;
mod docs;
mod feeds;
mod formats;
mod fuzzed;
mod hostile_sql;
mod layers;
mod mails;
mod mutated;
mod order;
mod packed;
mod pages;
mod query;
mod quotes;
mod read;
mod recognition;
mod schema;
mod stories;
mod terminal;
mod verify;
