//! What the documents of office programs have in common.
//!
//! `package` opens what is a zip inside, `elements` walks its XML, `builder` collects paragraphs,
//! `properties` holds what a document
//! says about itself, and `paragraphs` turns styled paragraphs into drafts. What must stay true: no
//! reader of documents divides or names an article by rules of its own.

pub mod builder;
pub mod elements;
pub mod package;
pub mod paragraphs;
pub mod properties;
