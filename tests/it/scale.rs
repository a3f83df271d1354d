//! The worker's half of `scale/`, whose own tests run against this program: records in, rows out, and what fails is said.

use std::process::Command;

use crate::support::{Ran, program, root};

#[test]
fn the_workers_half_answers_and_fails_loudly() {
    let python = root().join("target/tools/bin/python");
    if !python.exists() {
        crate::support::skipped!("there is no {}; tests/tools/install makes it", python.display());
        return;
    }
    let mut command = Command::new(python);
    command.args(["-B", "-m", "unittest", "discover", "scale/tests"]).current_dir(root());
    let ran = Ran::from(command.env("CUTTINGS", program()).output().unwrap()).expect(0);
    // Python says how many there were; none found would be no failure to it.
    assert!(ran.stderr.contains("Ran 5 tests"), "{}", ran.stderr);
}
