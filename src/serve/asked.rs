//! One request as its page sees it: what was asked, and what is left of its time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answer::NoPage;
use super::site::Site;
use crate::db::{Archive, Reader};

/// How long all questions of one page may work: as long as one `query`.
const TIME: Duration = Duration::from_secs(10);

/// A request.
pub struct PageAsked {
    pub site: Arc<Site>,
    pairs: Vec<(String, String)>,
    started: Instant,
}

impl PageAsked {
    /// A request that comes in now. What a form sends empty was not asked.
    pub fn new(site: &Arc<Site>, mut pairs: Vec<(String, String)>) -> Self {
        pairs.iter_mut().for_each(|(_, value)| *value = value.trim().to_owned());
        pairs.retain(|(_, value)| !value.is_empty());
        Self { site: Arc::clone(site), pairs, started: Instant::now() }
    }

    /// What was said of a name; empty where nothing was. Of several the last, as browsers do not send two.
    pub fn text(&self, name: &str) -> &str {
        self.given(name).unwrap_or_default()
    }

    /// The same, `None` where nothing was said.
    pub fn given(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A number within bounds. Fails where it is none.
    pub fn number(&self, name: &str, usual: u32, most: u32) -> Result<u32, NoPage> {
        let Some(text) = self.given(name) else { return Ok(usual) };
        match text.parse::<u32>() {
            Ok(number) if (1..=most).contains(&number) => Ok(number),
            _ => Err(NoPage::Usage(format!("`{name}` is a number from 1 to {most}, not `{text}`"))),
        }
    }

    /// The time that is left for questions.
    pub fn time(&self) -> Duration {
        // Not nothing: the question says itself that its time is over.
        TIME.saturating_sub(self.started.elapsed()).max(Duration::from_millis(1))
    }

    /// The archive, opened for this request alone, so that none is kept open when it is replaced. Fails where it
    /// cannot be opened.
    pub fn archive(&self) -> Result<Archive, NoPage> {
        Ok(Archive::open_to_read(&self.site.archive)?)
    }

    /// The same, for questions only. Fails as it does.
    pub fn reader(&self) -> Result<Reader, NoPage> {
        Ok(Reader::of(self.archive()?)?)
    }
}
