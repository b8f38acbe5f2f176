//! End-to-end tests: the built page in a real browser, beside the built command line, over the shared corpus.
//!
//! Each test is named as a sentence about a person. They see only what is built; what the engine makes of every odd
//! export is tested in `crates/signerhunt`, and how the page's state changes in `web`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::print_stdout,
    reason = "what a test prints is shown when it fails, or when it is asked for"
)]

// What the tests are written in: the page's words, and what is below them.
mod browser;
mod command_line;
mod corpus;
mod driver;
mod environment;
mod exports;
mod file_list;
mod packages;
mod page;
mod server;
mod shapes;
mod workers;

// The tests, by what a person is about.
mod appearance;
mod assuming;
mod comparing;
mod embedding;
mod expecting;
mod fitting;
mod hunting;
mod large;
mod leaving;
mod linking;
mod linking_rules;
mod looking;
mod opening;
mod overlapping;
mod pasting;
mod querying;
mod reading;
mod rules;
mod sharing;
mod showing;
mod sliding;
mod stalling;
mod surviving;
mod trusting;
mod unpacking;
mod weight;
