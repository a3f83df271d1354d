//! What agencies send to editors: the formats of the International Press Telecommunications Council.
//!
//! `ninjs` is JSON; `newsml_g2`, `newsml_1` and `nitf` are XML, read by `xml` into a tree, of which
//! `content` takes the running text. What the four say of an item comes together in `item`, so that
//! each decides alike what is withheld, which time is the published one and what a draft owns.
//!
//! What must stay true: an item that its publisher withheld or canceled becomes a notice and never a
//! draft; no address or file that a document names is opened; names of XML elements are matched
//! without their namespace, because real feeds leave it out.
//!
//! Sources: ninjs 1.6, 2.2 and 3.1 (JSON schemas of the IPTC), NewsML-G2 2.3x, NewsML 1.2 and NITF 3.6.

mod content;
mod item;
pub mod newsml_1;
pub mod newsml_g2;
pub mod ninjs;
pub mod nitf;
mod topics;
mod xml;

#[cfg(test)]
mod hostile;
