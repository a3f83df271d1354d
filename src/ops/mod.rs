//! The verbs: what commands do, without the terminal.

pub mod inputs;
