//! One binary for all tests of the program as a whole.

mod formats;
mod read;
