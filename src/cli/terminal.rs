//! What standard output and standard error are, and how plain lines reach them.
//!
//! A reader that closes early (`| head`) ends a command quietly; a full disk behind standard output
//! does not.

use std::io::{self, IsTerminal, Write};
use std::sync::LazyLock;

use super::{ExitCode, Failure};
use crate::output::safe;

/// Whether a person is watching: then a summary is welcome, else silence is.
pub fn is_watched() -> bool {
    // Asked for each input.
    static IS_TERMINAL: LazyLock<bool> = LazyLock::new(|| io::stderr().is_terminal());
    *IS_TERMINAL
}

/// Whether standard output is a terminal.
pub fn is_shown() -> bool {
    io::stdout().is_terminal()
}

/// Says something to the person on standard error. What came from outside cannot steer their terminal.
/// Nor does it matter here whether anybody still listens.
pub fn say(text: &str) {
    let text = if is_watched() { safe::for_terminal(text) } else { text.into() };
    let _ = writeln!(io::stderr(), "{text}");
}

/// `say`, put together like `format!`. `eprintln!` would end the program where nobody listens.
macro_rules! tell {
    ($($text:tt)*) => { $crate::cli::terminal::say(&format!($($text)*)) };
}

/// Text from an archive as it may be printed: on a terminal, nothing in it steers.
pub fn shown(text: &str) -> std::borrow::Cow<'_, str> {
    match is_shown() {
        true => safe::for_terminal(text),
        false => text.into(),
    }
}

/// Prints data; a closed pipe is success. Fails where standard output takes nothing, as on a full disk.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    written(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

/// Prints one JSON value on a line of its own. Fails as `print` does.
pub fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let mut line = serde_json::to_string(value)
        .map_err(|error| Failure::new(ExitCode::Failure, error.to_string()))?;
    line.push('\n');
    print(&line)
}

/// Adds the fields of one JSON object to another.
pub fn extend(object: &mut serde_json::Value, more: impl serde::Serialize) {
    if let (Some(object), Ok(serde_json::Value::Object(more))) =
        (object.as_object_mut(), serde_json::to_value(more))
    {
        object.extend(more);
    }
}

/// Sorts what writing to standard output came to. A closed pipe is success; all else fails.
pub fn written(outcome: io::Result<()>) -> Result<(), Failure> {
    match outcome {
        Err(error) if !Failure::is_broken_pipe(&error) => Err(Failure::new(
            ExitCode::InputOutput,
            format!("cannot write to standard output: {error}"),
        )),
        _ => Ok(()),
    }
}
