//! Connections: how many, how long, and how large a head may be.
//!
//! What must stay true: memory is bounded by the connections that are held, each with `MOST_HEAD` bytes read ahead;
//! who comes when all are held waits in the system's queue; a client that sends its head or reads its answer slowly
//! holds one connection for at most `LONGEST`, and never a reader of the archive.

use std::io;
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time;

use super::site::Site;
use super::{READERS, routes};

/// Connections at once.
const CONNECTIONS: usize = 64;
/// Bytes of the head of a request.
const MOST_HEAD: usize = 16 * 1024;
const MOST_HEADERS: usize = 64;
/// How long the head of a request may take to come.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a connection is kept for further requests, and when it is cut.
const KEPT: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(120);
/// How often it is looked whether to stop.
const LOOK: Duration = Duration::from_millis(50);

/// Answers until `is_asked_to_stop`. Fails where the system refuses threads or timers.
pub fn run(
    listener: TcpListener,
    site: &Arc<Site>,
    is_asked_to_stop: impl Fn() -> bool,
) -> io::Result<()> {
    // One thread for sockets, and one for each reader of the archive.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(READERS)
        .build()?;
    runtime
        .block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let accepting = tokio::spawn(accept(listener, routes::router(site)));
            while !is_asked_to_stop() {
                time::sleep(LOOK).await;
            }
            accepting.abort();
            Ok(())
        })
        .inspect(|()| runtime.shutdown_background())
}

async fn accept(listener: tokio::net::TcpListener, router: axum::Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(hold(stream, router.clone(), place));
            }
            // The client is gone, or the process has too many files: neither ends the server.
            Err(_) => time::sleep(LOOK).await,
        }
    }
}

/// One connection, from its first byte to its last.
async fn hold(stream: TcpStream, router: axum::Router, _place: OwnedSemaphorePermit) {
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_buf_size(MOST_HEAD)
            .max_headers(MOST_HEADERS)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
    );
    // How it ended concerns the client alone.
    if time::timeout(KEPT, connection.as_mut()).await.is_err() {
        connection.as_mut().graceful_shutdown();
        let _ = time::timeout(LONGEST - KEPT, connection).await;
    }
}
