//! Why a request gave no answer, each kind with one sentence for people.
//!
//! What must stay true: no sentence has a login in it. Addresses are shown without user names and passwords, which
//! are refused anyway.

use std::net::IpAddr;

/// Where the time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Resolve,
    Connect,
    Send,
    Answer,
    Body,
    /// All of them together, with every redirect.
    Overall,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("`{url}` is no web address: {reason}")]
    Address { url: String, reason: String },
    #[error("`{url}` is refused: `{scheme}:` is neither `http:` nor `https:`")]
    Scheme { url: String, scheme: String },
    #[error("an address with a user name or password in it is refused: `{url}`")]
    UserInAddress { url: String },
    #[error("`{host}` is refused: {address} is {why}")]
    Refused { host: String, address: IpAddr, why: &'static str },
    #[error("the header `{name}` cannot be sent: {reason}")]
    Header { name: String, reason: &'static str },
    #[error("the name `{host}` cannot be found: {reason}")]
    NotFound { host: String, reason: String },
    #[error("cannot connect to `{host}`: {reason}")]
    Connect { host: String, reason: String },
    #[error("no secure connection to `{host}`: {reason}")]
    Tls { host: String, reason: String },
    #[error("{}", too_slow(*.phase, *.seconds))]
    Timeout { phase: Phase, seconds: u64 },
    #[error("redirected in a circle: `{url}` leads back to itself")]
    Loop { url: String },
    #[error("redirected more than {limit} times")]
    TooManyHops { limit: usize },
    #[error("the server redirects ({status}) and does not say where to")]
    NoTarget { status: u16 },
    #[error("the answer is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the answer is larger than {limit} bytes when unpacked")]
    TooLargeUnpacked { limit: u64 },
    #[error("the head of the answer is too large")]
    HeadTooLarge,
    #[error("the answer ends early")]
    Cut,
    #[error("the answer is longer than its head says")]
    Longer,
    #[error("the answer is packed with {coding} and cannot be unpacked: {reason}")]
    Damaged { coding: &'static str, reason: String },
    #[error("the answer is packed in a manner that is not known: `{coding}`")]
    UnknownCoding { coding: String },
    #[error("the server does not speak HTTP as it should: {reason}")]
    Protocol { reason: String },
}

impl Error {
    /// Whether the same request may go well later without anybody changing anything: trouble of a network or a
    /// server that is busy, not a wrong address or a wrong certificate.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::NotFound { .. }
            | Self::Connect { .. }
            | Self::Timeout { .. }
            | Self::Cut
            | Self::Longer
            | Self::Damaged { .. }
            | Self::Protocol { .. } => true,
            Self::Address { .. }
            | Self::Scheme { .. }
            | Self::UserInAddress { .. }
            | Self::Refused { .. }
            | Self::Header { .. }
            | Self::Tls { .. }
            | Self::Loop { .. }
            | Self::TooManyHops { .. }
            | Self::NoTarget { .. }
            | Self::TooLarge { .. }
            | Self::TooLargeUnpacked { .. }
            | Self::HeadTooLarge
            | Self::UnknownCoding { .. } => false,
        }
    }

    /// Whether we did not ask, because of the address or of what was to be sent.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Address { .. }
                | Self::Scheme { .. }
                | Self::UserInAddress { .. }
                | Self::Refused { .. }
                | Self::Header { .. }
        )
    }
}

fn too_slow(phase: Phase, seconds: u64) -> String {
    let what = match phase {
        Phase::Resolve => "the name was not found",
        Phase::Connect => "no connection came about",
        Phase::Send => "the request could not be sent",
        Phase::Answer => "no answer came",
        Phase::Body => "the answer did not come whole",
        Phase::Overall => "the request was not done",
    };
    format!("{what} within {seconds} s")
}
