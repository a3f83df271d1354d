//! The Model Context Protocol on standard input and output: an assistant asks, and can only quote what is there.
//!
//! ```text
//! line ──wire──▶ bytes ──message──▶ request ──session──▶ a method of its era ──tools──▶ db::Reader
//!                                                          text ◀──answer── rows, each with its permalink
//! ```
//!
//! What must stay true: nothing is written to the archive, and nothing but protocol to standard output; text of articles
//! is foreign, so it leaves only inside the fence of `answer` and stands in no name, error or instruction; every text that
//! leaves carries its permalink; what is cut says so. Each request opens the archive anew, so that a restored or migrated
//! one is never answered from the file that it replaced. Requests are answered one after the other; each has the limits
//! of time and memory that `query` has.

mod answer;
mod arguments;
mod message;
mod names;
mod rows;
mod session;
mod shape;
mod source;
mod tools;
mod wire;

use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use self::session::Session;
use self::wire::Line;

/// What the server serves.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The archive.
    pub archive: PathBuf,
}

/// Answers requests until the input ends. Fails where input or output do.
pub fn serve(setting: &Setting, mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut session = Session::new(setting);
    loop {
        let answer = match wire::next(&mut input)? {
            Line::End => return Ok(()),
            Line::TooLong => Some(message::too_long()),
            Line::Whole(bytes) => session.answer_line(&bytes),
        };
        if let Some(answer) = answer {
            wire::write(&mut output, &answer)?;
        }
    }
}
