//! Tells cargo what the embedded folders depend on: without this a new migration, report or seed
//! list would go unnoticed until some Rust file changes.

fn main() {
    for folder in ["migrations", "seeds", "src/report"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
