//! Doing one thing at a time, although several of us may run at once on a machine. The system frees a lock whose holder has died.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::run::{Trouble, about_file};
use crate::say;

/// Waits until nobody else holds the lock, and holds it as long as the returned file lives.
pub(crate) fn hold(path: &Path, others: &str) -> Result<File, Trouble> {
    let file = File::create(path).map_err(about_file("write", path))?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => say::step(&format!("{others}; waiting for it.")),
        Err(TryLockError::Error(error)) => return Err(about_file("lock", path)(error)),
    }
    file.lock().map_err(about_file("lock", path))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;
    use std::{env, fs, process, thread};

    use super::*;

    #[test]
    fn the_second_waits_for_the_first() {
        let path = env::temp_dir().join(format!("signerhunt-lock-{}", process::id()));
        let first = hold(&path, "").unwrap();
        let (tell, told) = mpsc::channel();
        let shared = path.clone();
        let second = thread::spawn(move || {
            let held = hold(&shared, "The test holds the lock");
            tell.send(()).unwrap();
            held.map(drop)
        });
        assert!(told.recv_timeout(Duration::from_millis(100)).is_err(), "it is still held");
        drop(first);
        told.recv_timeout(Duration::from_secs(10)).unwrap();
        second.join().unwrap().unwrap();
        fs::remove_file(&path).unwrap();
    }
}
