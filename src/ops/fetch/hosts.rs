//! Many hosts at once, each by one thread: no host ever has more than one connection from us.
//!
//! What must stay true: answers wait in a short queue, so that memory does not grow with the feeds while what came
//! before them is taken in.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How many hosts are asked at once.
const AT_ONCE: usize = 8;

/// What is to be asked, by host; the host with the most first, because it takes longest.
pub fn by_host<T>(items: Vec<T>, host: impl Fn(&T) -> String) -> VecDeque<(String, Vec<T>)> {
    let mut hosts: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for item in items {
        hosts.entry(host(&item)).or_default().push(item);
    }
    let mut hosts: Vec<(String, Vec<T>)> = hosts.into_iter().collect();
    hosts.sort_by_key(|(_, items)| std::cmp::Reverse(items.len()));
    hosts.into()
}

/// Has `work` done for each host on a few threads, and hands on what it sends. A closed receiver ends it.
pub fn work<T: Send + 'static, R: Send + 'static>(
    hosts: VecDeque<(String, Vec<T>)>,
    work: impl Fn(&str, Vec<T>, &SyncSender<R>) + Send + Sync + 'static,
) -> Receiver<R> {
    let (sender, receiver) = sync_channel(AT_ONCE);
    let threads = hosts.len().min(AT_ONCE);
    let (hosts, work) = (Arc::new(Mutex::new(hosts)), Arc::new(work));
    for _ in 0..threads {
        let (hosts, work, sender) = (Arc::clone(&hosts), Arc::clone(&work), sender.clone());
        thread::spawn(move || {
            loop {
                // A thread that panicked took its host with it; the list itself is whole.
                let next = hosts.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                let Some((host, items)) = next else { return };
                work(&host, items, &sender);
            }
        });
    }
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn nothing_more_is_asked_while_enough_waits() {
        let sent = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&sent);
        let hosts = by_host((0..100).collect(), |_: &usize| "one".to_owned());
        let receiver = work(hosts, move |_, items, sender| {
            for item in items {
                sender.send(item).unwrap();
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        // Until it asks no more.
        let mut before = usize::MAX;
        while before != sent.load(Ordering::SeqCst) || before == 0 {
            before = sent.load(Ordering::SeqCst);
            thread::sleep(std::time::Duration::from_millis(50));
        }
        assert_eq!(before, AT_ONCE);
        assert_eq!(receiver.iter().count(), 100);
    }

    #[test]
    fn a_host_is_asked_by_one_thread_and_several_hosts_at_once() {
        let items: Vec<(usize, usize)> =
            (0..20).flat_map(|host| (0..=host).map(move |at| (host, at))).collect();
        let count = items.len();
        let hosts = by_host(items, |(host, _)| format!("h{host}"));
        assert_eq!(
            hosts.front().map(|(host, items)| (host.as_str(), items.len())),
            Some(("h19", 20))
        );
        let busy: Arc<Mutex<HashMap<String, usize>>> = Arc::default();
        let most = Arc::new(AtomicUsize::new(0));
        let (seen_busy, seen_most) = (Arc::clone(&busy), Arc::clone(&most));
        let receiver = work(hosts, move |host, items, sender| {
            let mut now = busy.lock().unwrap();
            assert!(now.insert(host.to_owned(), 1).is_none(), "{host} twice");
            most.fetch_max(now.len(), Ordering::SeqCst);
            drop(now);
            for item in items {
                thread::yield_now();
                sender.send(item).unwrap();
            }
            busy.lock().unwrap().remove(host);
        });
        let mut got: Vec<(usize, usize)> = receiver.iter().collect();
        got.sort_unstable();
        assert_eq!(got.len(), count);
        got.dedup();
        assert_eq!(got.len(), count);
        assert!(seen_busy.lock().unwrap().is_empty());
        assert!(seen_most.load(Ordering::SeqCst) <= AT_ONCE);
    }
}
