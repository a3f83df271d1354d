//! From what a reader hands over to what is stored: characters, dates, language, fingerprints.
//!
//! Pure: text in, text out. Nothing here knows which format a text came in or who is named in it.

pub mod agencies;
pub mod alike;
pub mod anchor;
pub mod bylines;
pub mod dates;
pub mod decode;
pub mod fingerprint;
pub mod given_names;
pub mod language;
mod mojibake;
pub mod near;
pub mod normalise;
pub mod papers;
pub mod passage;
pub mod placed;
pub mod publishers;
pub mod shortened;
pub mod urls;
pub mod wide;
