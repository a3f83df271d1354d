//! The only sockets of the program: asking web servers, politely and without trust.
//!
//! What must stay true:
//! - Only `http` and `https` are spoken, only GET is asked, and nothing is kept between two requests: no
//!   connection, no cookie, no login.
//! - A connection goes only to an address that was checked (`addresses`), at every redirect again. A name is looked
//!   up once for each hop, and the addresses that were checked are those that are used: a name server that answers
//!   otherwise a second time changes nothing.
//! - Whatever a server does, a request ends: each phase has its time, the whole has one, and bytes are counted both
//!   as they come and as they are unpacked.
//! - What is not whole is an error and never a shorter text.
//!
//! `said` and `robots` read what servers say, and open no socket.

mod addresses;
mod answer;
mod body;
mod client;
mod error;
mod login;
mod resolve;
pub mod robots;
pub mod said;
mod wire;

pub use addresses::{Allowed, BadAllowance, why_private};
pub use answer::{Answer, Fields, Hop};
pub use client::{Accept, Client, Limits, Options, Request};
pub use error::{Error, Phase};
pub use login::Login;
pub use resolve::{Names, SystemNames};
