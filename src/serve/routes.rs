//! Which address is which page, and the way of a request to it and back.
//!
//! A new page is a file in `pages` and a line here. What must stay true: every request passes the guard; a page is
//! made in a thread of its own, at most `READERS` at once; every answer carries the same headers.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, RawPathParams, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time;

use super::answer::{self, Answer, NoPage};
use super::asked::PageAsked;
use super::site::Site;
use super::{READERS, guard, pages};

/// How long a request waits for a reader.
const PATIENCE: Duration = Duration::from_secs(20);

/// What makes a page.
type Make = fn(&PageAsked) -> Result<Answer, NoPage>;

/// Every page.
const PAGES: &[(&str, Make)] = &[
    ("", pages::start::page),
    ("search", pages::search::page),
    ("article/{article}", pages::article::page),
    ("capture/{capture}", pages::capture::page),
    ("open", pages::open::page),
    ("person", pages::entity::person),
    ("organisation", pages::entity::organisation),
    ("place", pages::entity::place),
    ("dossier", pages::dossier::page),
    ("quotations", pages::quotations::page),
    ("publishers", pages::report::publishers),
    ("reports", pages::reports::page),
    ("report/{report}", pages::report::page),
    ("report/{report}/{format}", pages::report::file),
    ("decide", pages::decide::page),
    ("watching", pages::watching::page),
    ("sql", pages::sql::page),
];

/// Where requests wait, and what is served.
#[derive(Clone)]
struct Desk {
    site: Arc<Site>,
    readers: Arc<Semaphore>,
}

/// Every page behind the guard.
pub fn router(site: &Arc<Site>) -> Router {
    let desk = Desk { site: Arc::clone(site), readers: Arc::new(Semaphore::new(READERS)) };
    let mut router = Router::new();
    for (path, make) in PAGES {
        let make = *make;
        let page = move |State(desk): State<Desk>, path: Path, query: Pairs| async move {
            answered(desk, make, path, query).await
        };
        router = router.route(&format!("{}/{path}", site.base), get(page));
    }
    router
        .fallback(|State(desk): State<Desk>| async move {
            answer::failed(&desk.site, &NoPage::NotThere("there is no such page".to_owned()))
        })
        .layer(from_fn_with_state(desk.clone(), guarded))
        .with_state(desk)
}

/// What stands in the path where a page has a name for it; not UTF-8.
type Path = Result<RawPathParams, axum::extract::rejection::RawPathParamsRejection>;

/// What stands behind `?`, in its order; not UTF-8, or no pairs.
type Pairs = Result<Query<Vec<(String, String)>>, axum::extract::rejection::QueryRejection>;

/// Lets a request through to its page, or refuses it; either way with the headers of all answers.
async fn guarded(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let allowed = guard::check(request.method(), request.uri(), request.headers(), &desk.site);
    let response = match allowed {
        Ok(()) => next.run(request).await,
        Err(refusal) => answer::refused(refusal),
    };
    answer::with_headers(response)
}

/// Has a page made.
async fn answered(desk: Desk, make: Make, path: Path, query: Pairs) -> Response {
    let (Ok(path), Ok(Query(mut pairs))) = (path, query) else {
        let words = "the address is not text in UTF-8".to_owned();
        return answer::failed(&desk.site, &NoPage::Usage(words));
    };
    pairs.extend(path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
    let readers = Arc::clone(&desk.readers);
    let Ok(Ok(place)) = time::timeout(PATIENCE, readers.acquire_owned()).await else {
        return answer::failed(&desk.site, &NoPage::Busy);
    };
    let site = Arc::clone(&desk.site);
    let made = spawn_blocking(move || {
        // Kept by the thread, not by the request: who hangs up does not make room for one more reader.
        let _place = place;
        match make(&PageAsked::new(&site, pairs)) {
            Ok(made) => answer::made(made),
            Err(failed) => answer::failed(&site, &failed),
        }
    });
    made.await
        .unwrap_or_else(|_| answer::plain(StatusCode::INTERNAL_SERVER_ERROR, "this page failed"))
}
