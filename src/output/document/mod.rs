//! Documents: whole pages of HTML, and Markdown, from templates beside this file.
//!
//! A template is compiled (`askama.toml` says where templates lie), so a field that is not there is an error of the
//! compiler. What must stay true: every value goes through the escaper of its format (`escape`) unless a template
//! says `safe`, which is for the style and for drawings of ours alone; a page is one file without a script, fetches
//! nothing, and has a policy in its head that lets nothing of the kind happen; only addresses of the web become links
//! (`Address`); the same data gives the same bytes.
//!
//! Every page has `page.html` around it: the one head, the one style. A document is a struct with a `page: Page` and a
//! template that begins with `{% extends "page.html" %}`.

mod address;
pub mod escape;
pub mod mail;
mod page;
pub mod review;

pub use address::Address;
pub use page::Page;
