//! The way out to the web that commands share: who asks, what may be asked, and with which passwords, by the config file.

use std::time::Duration;

use super::{ExitCode, Failure};
use crate::config::{Config, Credentials, Fetch};
use crate::net::{Allowed, Client, Limits, Login, Options};
use crate::ops::fetch::Logins;

/// Longest that a request may be given, in seconds.
const MOST_SECONDS: u64 = 600;

/// A client, and what it tells servers that want to know who asks. Fails where the config file or that of the passwords is
/// wrong.
pub fn web() -> Result<(Client, Logins), Failure> {
    let config = Config::load()?;
    let allowed =
        Allowed::parse(&config.fetch.allow).map_err(|error| wrong("allow", &error.to_string()))?;
    let options =
        Options { user_agent: user_agent(&config.fetch)?, allowed, limits: limits(&config.fetch)? };
    let client = Client::new(options).map_err(|error| wrong("contact", &error.to_string()))?;
    Ok((client, logins(&config)?))
}

fn wrong(key: &str, reason: &str) -> Failure {
    Failure::new(ExitCode::Configuration, format!("config file: fetch.{key}: {reason}"))
}

fn user_agent(fetch: &Fetch) -> Result<String, Failure> {
    let program = format!("cuttings/{}", env!("CARGO_PKG_VERSION"));
    let Some(contact) = &fetch.contact else { return Ok(program) };
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    match is_plain(contact) && !contact.contains(['(', ')']) {
        true => Ok(format!("{program} (+{contact})")),
        false => Err(wrong("contact", "an address of mail or of a page is wanted")),
    }
}

fn limits(fetch: &Fetch) -> Result<Limits, Failure> {
    let mut limits = Limits::default();
    if let Some(seconds) = fetch.timeout_seconds {
        if !(1..=MOST_SECONDS).contains(&seconds) {
            let reason = format!("a number from 1 to {MOST_SECONDS} is wanted");
            return Err(wrong("timeout_seconds", &reason));
        }
        limits.overall = Duration::from_secs(seconds);
        limits.answer = limits.answer.max(limits.overall);
        limits.body = limits.body.max(limits.overall);
    }
    Ok(limits)
}

fn logins(config: &Config) -> Result<Logins, Failure> {
    let at_fault =
        |reason: String| Failure::new(ExitCode::Configuration, format!("credentials: {reason}"));
    let logins = config.credentials()?.into_iter().map(|(address, credentials)| {
        let login = match credentials {
            Credentials::Basic { user, password } => Login::basic(&user, &password),
            Credentials::Header { header, value } => Login::header(&header, &value),
        };
        let login = login.map_err(|error| at_fault(format!("`{address}`: {error}")))?;
        Ok((address, login))
    });
    Logins::new(logins.collect::<Result<_, Failure>>()?).map_err(at_fault)
}
