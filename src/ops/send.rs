//! Hands a text to a command on its standard input, and says whether the command took it.
//!
//! No shell reads the command. What must stay true: it is a success only where the command ended by itself with exit
//! status 0; a command that runs too long is ended with everything that it started; nothing of what it says is kept
//! beyond a few lines.

use std::io::{self, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

/// What a command says of its failure, in bytes.
const MOST_SAID: u64 = 4_000;

/// How often it is looked whether the command has ended.
const LOOK: Duration = Duration::from_millis(10);

/// How long it is waited for the rest of what an ended command said: something that it started may hold the pipe.
const REST: Duration = Duration::from_millis(500);

/// Why something was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error("no command is named")]
    NoCommand,
    #[error("cannot run `{command}`: {source}")]
    NotRun { command: String, source: io::Error },
    #[error("`{command}` {how}{}", said_after(.said))]
    Failed { command: String, how: String, said: String },
}

/// Hands a text to a command and waits until it ends. Fails where the command cannot be run, ends with another exit
/// status than 0, is ended by a signal, or runs longer than the limit.
pub fn send(command: &[String], text: &str, limit: Duration) -> Result<(), SendError> {
    let (name, arguments) = command.split_first().ok_or(SendError::NoCommand)?;
    let not_run = |source| SendError::NotRun { command: name.clone(), source };
    let mut child = Command::new(name)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .map_err(not_run)?;
    let said = listened(&mut child);
    if let Some(mut input) = child.stdin.take() {
        let text = text.to_owned();
        // A command that reads nothing may end well; whether it did, its exit status says.
        thread::spawn(move || {
            let _ = input.write_all(text.as_bytes());
        });
    }
    let ended = wait(&mut child, limit).map_err(not_run)?;
    let how = match ended {
        Some(status) if status.success() => return Ok(()),
        Some(status) => how_it_ended(status),
        None => format!("took longer than {} s and was ended", limit.as_secs()),
    };
    let said = said.recv_timeout(REST).unwrap_or_default();
    Err(SendError::Failed { command: name.clone(), how, said })
}

/// What a command says, once it has said all or enough.
fn listened(child: &mut Child) -> mpsc::Receiver<String> {
    let (tell, said) = mpsc::channel();
    if let Some(mut errors) = child.stderr.take() {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = errors.by_ref().take(MOST_SAID).read_to_end(&mut bytes);
            let _ = tell.send(String::from_utf8_lossy(&bytes).trim().to_owned());
            // It may go on speaking, and must not wait for a listener.
            let _ = io::copy(&mut errors, &mut io::sink());
        });
    }
    said
}

/// Waits for the end; `None`: it took too long, and is ended with all that it started.
fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(LOOK);
    }
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        // It may have ended in this moment.
        let _ = kill_process_group(group, Signal::KILL);
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

fn how_it_ended(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("ended with exit status {code}"),
        (None, Some(signal)) => format!("was ended by signal {signal}"),
        (None, None) => "did not end by itself".to_owned(),
    }
}

fn said_after(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!(": {said}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str, text: &str, limit: Duration) -> Result<(), String> {
        let command = ["sh", "-c", script].map(str::to_owned);
        send(&command, text, limit).map_err(|error| error.to_string())
    }

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn a_command_gets_the_text_and_says_how_it_went() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("got");
        let text = "long lines\n".repeat(100_000);
        sh(&format!("cat > '{}'", file.display()), &text, MINUTE).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
        assert_eq!(sh("exit 0", &text, MINUTE), Ok(()), "whoever reads nothing");
        assert_eq!(
            sh("echo no such user >&2; exit 67", "x", MINUTE),
            Err("`sh` ended with exit status 67: no such user".to_owned())
        );
        assert_eq!(sh("kill -9 $$", "x", MINUTE), Err("`sh` was ended by signal 9".to_owned()));
        // More than a pipe holds, and more than is kept.
        let error = sh("yes no | head -c 1000000 >&2; exit 1", "x", MINUTE).unwrap_err();
        assert!(error.len() < 5_000 && error.contains("no\nno"), "{}", error.len());
    }

    #[test]
    fn a_command_without_an_end_is_ended_with_what_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pid");
        let script = format!("sleep 1000 & echo $! > '{}'; wait", file.display());
        let error = sh(&script, "x", Duration::from_secs(1)).unwrap_err();
        assert!(error.contains("took longer than 1 s"), "{error}");
        let started = std::fs::read_to_string(&file).unwrap();
        let status = format!("/proc/{}/stat", started.trim());
        // Gone, or nobody has asked yet how it ended.
        let is_gone =
            || std::fs::read_to_string(&status).map_or(true, |stat| stat.contains(") Z "));
        let is_gone_soon = (0..500).any(|_| {
            thread::sleep(LOOK);
            is_gone()
        });
        assert!(is_gone_soon, "{status}");
    }

    #[test]
    fn what_cannot_be_run_is_said() {
        let command = ["no-such-command-anywhere".to_owned()];
        let error = send(&command, "x", MINUTE).unwrap_err().to_string();
        assert!(error.starts_with("cannot run `no-such-command-anywhere`: "), "{error}");
        assert!(matches!(send(&[], "x", MINUTE), Err(SendError::NoCommand)));
    }
}
