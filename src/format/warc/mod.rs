//! WARC, the format of web archives: what a crawler or a browser recorded, record after record.
//!
//! `window` reads ahead, `cutter` finds the records, `selection` says which of them hold text,
//! `revisits` remembers what was given out, `http` undoes what the server did to a page on its way, and `reading` hands it to the reader of
//! its own format. ARC, which came before, shares all but the head of a record (`super::arc`). What
//! must stay true: a capture is one record as it stands in the file; memory is bounded by one record;
//! damage costs the record that has it, not those behind it.
//!
//! Sources: ISO 28500:2017 (WARC 1.1), and 0.17, 0.18 and 1.0 before it.

mod cutter;
mod header;
mod http;
mod reading;
mod revisits;
mod selection;
mod window;

use super::{Cutting, Format, Framing, Pieces, Source, members};

pub(super) use cutter::{ArchiveShape, cut_stream};
pub(super) use header::Header;
pub(super) use reading::read_as;

pub const FORMAT: Format = Format {
    name: "warc",
    version: 8,
    media_type: "application/warc",
    extensions: &["warc"],
    summary: "WARC: pages, feeds and texts in a web archive, each record a capture of its own",
    framing: Framing::Records(cut),
    sniff: |prefix| prefix.starts_with(b"WARC/"),
    read: |record| read_as(&SHAPE, record),
};

/// What is said of a web archive of nothing.
pub(super) const NO_RECORD: &str = "a web archive without records";

/// How a record of a WARC begins.
pub(super) const SHAPE: ArchiveShape = ArchiveShape {
    format: &FORMAT,
    starts: header::starts,
    head: header::read,
    has_separator: true,
    url_origin: "warc:WARC-Target-URI",
};

fn cut<'a>(source: Box<dyn Source + 'a>, _: &Cutting) -> Pieces<'a> {
    members::or_nothing(cut_stream(&SHAPE, Box::new(source)), NO_RECORD)
}
