//! A web server on loopback for tests, which answers as it is told to, also as no server should.
//!
//! What must stay true: it knows nothing of HTTP beyond what it needs to find the end of a request, so that what it
//! sends is what the test wrote; and all its threads end with it.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How often threads look whether the server is to end.
const TICK: Duration = Duration::from_millis(20);

/// A server that runs until it is dropped.
pub struct Web {
    address: SocketAddr,
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

struct State {
    answer: Box<dyn Fn(&Asked) -> Reply + Send + Sync>,
    asked: Mutex<Vec<Asked>>,
    is_over: AtomicBool,
    connections: AtomicUsize,
    most_connections: AtomicUsize,
}

/// A request that came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// With its query; `?` for what is no request.
    pub path: String,
    /// How often this path was asked before.
    pub before: usize,
    /// Names in lower case.
    headers: Vec<(String, String)>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What is sent back.
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    length: Length,
    manner: Manner,
    delay: Duration,
}

#[derive(Clone, Debug)]
enum Length {
    Right,
    Said(usize),
    Unsaid,
    Chunked,
}

#[derive(Clone, Debug)]
enum Manner {
    Whole,
    /// The body byte by byte.
    Drip(Duration),
    /// Only so many bytes of the body.
    Cut(usize),
    /// The body again and again.
    Endless,
    /// The body alone, as the whole of what is sent.
    Raw,
    /// Nothing, until whoever asked leaves.
    Silent,
}

impl Reply {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            length: Length::Right,
            manner: Manner::Whole,
            delay: Duration::ZERO,
        }
    }

    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body)
    }

    /// An answer without a body.
    pub fn status(status: u16) -> Self {
        Self::new(status, "")
    }

    /// A redirect.
    pub fn to(status: u16, location: impl Into<String>) -> Self {
        Self::new(status, "moved").header("Location", location)
    }

    /// Exactly these bytes, and the end of the connection.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { manner: Manner::Raw, ..Self::ok(bytes) }
    }

    /// The end of the connection without an answer.
    pub fn hung_up() -> Self {
        Self::raw("")
    }

    /// No answer, and no end.
    pub fn silent() -> Self {
        Self { manner: Manner::Silent, ..Self::ok("") }
    }

    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// With a wrong length.
    pub fn length(self, length: usize) -> Self {
        Self { length: Length::Said(length), ..self }
    }

    /// Ended by the end of the connection.
    pub fn without_length(self) -> Self {
        Self { length: Length::Unsaid, ..self }
    }

    pub fn chunked(self) -> Self {
        Self { length: Length::Chunked, ..self }
    }

    /// A byte at a time.
    pub fn drip(self, every: Duration) -> Self {
        Self { manner: Manner::Drip(every), ..self }
    }

    /// Only the start of the body, and the end of the connection.
    pub fn cut(self, bytes: usize) -> Self {
        Self { manner: Manner::Cut(bytes), ..self }
    }

    /// The body again and again, without end.
    pub fn endless(self) -> Self {
        Self { manner: Manner::Endless, ..self.without_length() }
    }

    /// After some time.
    pub fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    fn head(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} As Told\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        match self.length {
            // A 304 has the length of what it does not send, or none.
            Length::Right if self.status == 304 => {}
            Length::Right => head.push_str(&format!("Content-Length: {}\r\n", self.body.len())),
            Length::Said(length) => head.push_str(&format!("Content-Length: {length}\r\n")),
            Length::Chunked => head.push_str("Transfer-Encoding: chunked\r\n"),
            Length::Unsaid => {}
        }
        head.push_str("\r\n");
        head.into_bytes()
    }

    fn payload(&self) -> Vec<u8> {
        match self.length {
            Length::Chunked => {
                let mut chunks = Vec::new();
                for chunk in self.body.chunks(1000) {
                    chunks.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
                    chunks.extend_from_slice(chunk);
                    chunks.extend_from_slice(b"\r\n");
                }
                chunks.extend_from_slice(b"0\r\n\r\n");
                chunks
            }
            _ => self.body.clone(),
        }
    }

    /// Whether another request may follow on the same connection.
    fn is_kept(&self) -> bool {
        matches!(self.manner, Manner::Whole | Manner::Drip(_))
            && matches!(self.length, Length::Right | Length::Chunked)
    }
}

impl Web {
    pub fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at("127.0.0.1", answer)
    }

    /// At another address of loopback, such as `127.0.0.2`, which makes it another host.
    pub fn start_at(host: &str, answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((host, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            answer: Box::new(answer),
            asked: Mutex::default(),
            is_over: AtomicBool::new(false),
            connections: AtomicUsize::new(0),
            most_connections: AtomicUsize::new(0),
        });
        let thread = thread::spawn({
            let state = Arc::clone(&state);
            move || serve(&listener, &state)
        });
        Self { address, state, thread: Some(thread) }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// All requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.state.asked.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub fn count(&self, path: &str) -> usize {
        self.asked().iter().filter(|asked| asked.path == path).count()
    }

    /// How many connections there were at most at the same time.
    pub fn most_connections(&self) -> usize {
        self.state.most_connections.load(Ordering::SeqCst)
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        self.state.is_over.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(listener: &TcpListener, state: &Arc<State>) {
    let mut threads: Vec<JoinHandle<()>> = Vec::new();
    for stream in listener.incoming() {
        if state.is_over.load(Ordering::SeqCst) {
            break;
        }
        threads.retain(|thread| !thread.is_finished());
        let Ok(stream) = stream else { continue };
        let open = state.connections.fetch_add(1, Ordering::SeqCst) + 1;
        state.most_connections.fetch_max(open, Ordering::SeqCst);
        let state = Arc::clone(state);
        threads.push(thread::spawn(move || {
            // Whoever asks may leave at any time.
            let _ = talk(&stream, &state);
            state.connections.fetch_sub(1, Ordering::SeqCst);
            let _ = stream.shutdown(Shutdown::Both);
        }));
    }
    for thread in threads {
        let _ = thread.join();
    }
}

/// Answers the requests of one connection.
fn talk(stream: &TcpStream, state: &State) -> io::Result<()> {
    stream.set_read_timeout(Some(TICK))?;
    stream.set_write_timeout(Some(TICK))?;
    let mut reader = BufReader::new(Patient { stream, state });
    while let Some(asked) = request(&mut reader, state)? {
        let reply = (state.answer)(&asked);
        let is_kept = reply.is_kept() && asked.header("connection") != Some("close");
        send(&reply, Patient { stream, state })?;
        if !is_kept {
            break;
        }
    }
    Ok(())
}

/// The next request, noted down; `None` where the connection has ended.
fn request(reader: &mut impl BufRead, state: &State) -> io::Result<Option<Asked>> {
    let mut line = String::new();
    match reader.fill_buf()? {
        [] => return Ok(None),
        // No request, but perhaps the start of a secure connection: answered like one.
        [first, ..] if !first.is_ascii_alphabetic() => {
            let length = reader.fill_buf()?.len();
            reader.consume(length);
            return Ok(Some(noted("?".to_owned(), Vec::new(), state)));
        }
        _ => reader.read_line(&mut line)?,
    };
    let Some(path) = line.split(' ').nth(1).map(str::to_owned) else { return Ok(None) };
    let mut headers = Vec::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        match line.trim_end().split_once(':') {
            Some((name, value)) => {
                headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
            None => break,
        }
    }
    Ok(Some(noted(path, headers, state)))
}

fn noted(path: String, headers: Vec<(String, String)>, state: &State) -> Asked {
    let mut all = state.asked.lock().unwrap();
    let before = all.iter().filter(|asked| asked.path == path).count();
    let asked = Asked { path, before, headers };
    all.push(asked.clone());
    asked
}

fn send(reply: &Reply, mut to: Patient) -> io::Result<()> {
    to.wait(reply.delay)?;
    let (head, payload) = (reply.head(), reply.payload());
    match reply.manner {
        Manner::Whole => to.write_all(&[head, payload].concat()),
        Manner::Raw => to.write_all(&payload),
        Manner::Cut(bytes) => {
            let part = payload[..bytes.min(payload.len())].to_vec();
            to.write_all(&[head, part].concat())
        }
        Manner::Drip(every) => {
            to.write_all(&head)?;
            for byte in payload {
                to.write_all(&[byte])?;
                to.wait(every)?;
            }
            Ok(())
        }
        Manner::Endless => {
            to.write_all(&head)?;
            loop {
                to.write_all(&payload)?;
            }
        }
        Manner::Silent => loop {
            // Ends when the other side closes, or with the server.
            if to.read(&mut [0; 1])? == 0 {
                return Ok(());
            }
        },
    }
}

/// A connection that waits for as long as the server runs.
#[derive(Clone, Copy)]
struct Patient<'a> {
    stream: &'a TcpStream,
    state: &'a State,
}

impl Patient<'_> {
    fn wait(&self, mut time: Duration) -> io::Result<()> {
        while !time.is_zero() {
            self.check()?;
            let step = time.min(TICK);
            thread::sleep(step);
            time -= step;
        }
        Ok(())
    }

    fn check(&self) -> io::Result<()> {
        match self.state.is_over.load(Ordering::SeqCst) {
            true => Err(io::Error::other("the server ends")),
            false => Ok(()),
        }
    }

    fn again<T>(&self, mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
        loop {
            match act() {
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                    ) =>
                {
                    self.check()?;
                }
                done => {
                    self.check()?;
                    return done;
                }
            }
        }
    }
}

impl Read for Patient<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.again(|| (&mut &*self.stream).read(into))
    }
}

impl Write for Patient<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.again(|| (&mut &*self.stream).write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
