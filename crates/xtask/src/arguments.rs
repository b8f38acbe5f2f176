//! What can be typed after `cargo xtask`, and the help about it. It reads arguments; the tasks are elsewhere.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

/// The text of `cargo xtask help`.
pub(crate) const HELP: &str = "\
Usage: cargo xtask <TASK>

  serve [--port N]   build the page, serve it on this machine and print its address (default port 8080);
                     builds it again when a source changes
  build              build the page into dist/
  test [--spark]     check and test everything, the page in a real browser included; with --spark the queries for Spark
                     too, which takes three minutes more and a Java (where CI is set and a Java is there, they are tested anyway)
  setup              only install what the other tasks need and this machine lacks
  bench [stages] [native] [browser] [growth] [--quick] [--rounds N]
                     measure it against DuckDB, Polars, simd-csv, DuckDB-Wasm and bare reading, write docs/performance.md;
                     all of it without names, and takes about an hour; --quick tries it in minutes and writes nothing there
  generate --rows N [--seed S] [--shape SHAPE] [--for-measuring] [-o FILE]
                     write a made-up export to FILE or the standard output; the same numbers give the same bytes
                     (default: seed 1, shape portal); for measuring, without broken rows and with as many signers and
                     devices however many rows there are
  embed              build the JavaScript API for other pages; `build` and `serve` do so by themselves
  readers            build the page's readers of archives, Parquet files and workbooks; likewise
  styles             join the style sheets of the page that is being built; likewise
  shrink             make the module and the scripts of the page that is being built smaller; likewise
  help               show this

SHAPE is one of: portal, portal-iso, log-analytics (tables); hunting-api (one JSON document), json-lines (one object a
line), streaming (records as a storage account holds them).

The first `serve` or `test` on a machine installs tools and takes several minutes; they say what they do.
Environment: SIGNERHUNT_TOOLS is the folder to keep tools in; SIGNERHUNT_CHROMIUM and SIGNERHUNT_CHROMEDRIVER name the browser to test with.";

/// A task with all it needs to know.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Serve { port: u16 },
    Build,
    Test { spark: bool },
    Setup,
    Generate(Wanted),
    Bench(Measuring),
    Embed,
    Readers,
    Styles,
    Shrink,
    Help,
}

/// What `bench` is to measure.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Measuring {
    /// Some of [`Measuring::PARTS`]; empty for all of them.
    pub(crate) parts: Vec<String>,
    pub(crate) quick: bool,
    pub(crate) rounds: Option<u32>,
}

impl Measuring {
    /// The parts in the order in which they are measured.
    pub(crate) const PARTS: [&'static str; 4] = ["stages", "native", "growth", "browser"];

    /// Whether this part is to be measured.
    pub(crate) fn has(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|named| named == part)
    }
}

/// The export that `generate` is to write.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) rows: u64,
    pub(crate) seed: u64,
    pub(crate) shape: String,
    /// An even one, to compare programs with.
    pub(crate) for_measuring: bool,
    /// The standard output where none is named.
    pub(crate) file: Option<PathBuf>,
}

/// Reads the arguments that follow `cargo xtask`.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Task, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let name = match parser.next()? {
        Some(Arg::Value(name)) => name.string()?,
        Some(Arg::Long("help") | Arg::Short('h')) | None => return Ok(Task::Help),
        Some(other) => return Err(other.unexpected()),
    };
    match name.as_str() {
        "serve" => serve(&mut parser),
        "build" => alone(&mut parser, Task::Build),
        "test" => test(&mut parser),
        "setup" => alone(&mut parser, Task::Setup),
        "generate" => generate(&mut parser),
        "bench" => bench(&mut parser),
        "embed" => alone(&mut parser, Task::Embed),
        "readers" => alone(&mut parser, Task::Readers),
        "styles" => alone(&mut parser, Task::Styles),
        "shrink" => alone(&mut parser, Task::Shrink),
        "help" => alone(&mut parser, Task::Help),
        _ => Err(format!("there is no task \"{name}\"; `cargo xtask help` lists them").into()),
    }
}

fn alone(parser: &mut Parser, task: Task) -> Result<Task, lexopt::Error> {
    match parser.next()? {
        None => Ok(task),
        Some(Arg::Long("help") | Arg::Short('h')) => Ok(Task::Help),
        Some(other) => Err(other.unexpected()),
    }
}

fn serve(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut port = 8080;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("port") | Arg::Short('p') => port = parser.value()?.parse()?,
            Arg::Long("help") | Arg::Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Serve { port })
}

fn test(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut spark = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("spark") => spark = true,
            Arg::Long("help") | Arg::Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Test { spark })
}

fn bench(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut measuring = Measuring::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(part) => {
                let part = part.string()?;
                if !Measuring::PARTS.contains(&part.as_str()) {
                    let parts = Measuring::PARTS.join(", ");
                    return Err(
                        format!("`bench` has no part \"{part}\"; choose from {parts}").into()
                    );
                }
                measuring.parts.push(part);
            }
            Arg::Long("quick") => measuring.quick = true,
            Arg::Long("rounds") => measuring.rounds = Some(parser.value()?.parse()?),
            Arg::Long("help") | Arg::Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    if measuring.rounds == Some(0) {
        return Err("`bench` needs at least one round".into());
    }
    Ok(Task::Bench(measuring))
}

fn generate(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut rows = None;
    let mut wanted =
        Wanted { rows: 0, seed: 1, shape: "portal".to_owned(), for_measuring: false, file: None };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("rows") => rows = Some(parser.value()?.parse()?),
            Arg::Long("seed") => wanted.seed = parser.value()?.parse()?,
            Arg::Long("shape") => wanted.shape = parser.value()?.string()?,
            Arg::Long("for-measuring") => wanted.for_measuring = true,
            Arg::Long("output") | Arg::Short('o') => wanted.file = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    wanted.rows = rows.ok_or("`generate` needs --rows and a number")?;
    wanted.file = wanted.file.filter(|file| file.as_os_str() != "-");
    Ok(Task::Generate(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn tasks_are_known_by_name() {
        assert_eq!(parsed("test"), Ok(Task::Test { spark: false }));
        assert_eq!(parsed("test --spark"), Ok(Task::Test { spark: true }));
        assert_eq!(parsed("serve"), Ok(Task::Serve { port: 8080 }));
        assert_eq!(parsed("serve --port 9000"), Ok(Task::Serve { port: 9000 }));
        assert_eq!(parsed(""), Ok(Task::Help));
        assert_eq!(parsed("build --help"), Ok(Task::Help));
    }

    #[test]
    fn an_export_is_described_by_its_options() {
        let Ok(Task::Generate(wanted)) =
            parsed("generate --rows 2000 --seed 7 --shape log-analytics -o out.csv")
        else {
            panic!("it is a complete description")
        };
        assert_eq!((wanted.rows, wanted.seed, wanted.shape.as_str()), (2000, 7, "log-analytics"));
        assert_eq!(wanted.file, Some("out.csv".into()));
        let Ok(Task::Generate(wanted)) = parsed("generate --rows 1 -o -") else {
            panic!("the rest has defaults")
        };
        assert_eq!((wanted.seed, wanted.shape.as_str(), wanted.file), (1, "portal", None));
    }

    #[test]
    fn parts_of_the_benchmarks_are_known_by_name() {
        let Ok(Task::Bench(all)) = parsed("bench --rounds 2") else { panic!("it needs no part") };
        assert!(Measuring::PARTS.iter().all(|part| all.has(part)) && all.rounds == Some(2));
        let Ok(Task::Bench(some)) = parsed("bench growth native --quick") else {
            panic!("parts may be named")
        };
        let chosen: Vec<&str> =
            Measuring::PARTS.into_iter().filter(|part| some.has(part)).collect();
        assert_eq!((chosen, some.quick), (vec!["native", "growth"], true));
        assert!(parsed("bench everything").unwrap_err().contains("\"everything\""));
        assert!(parsed("bench --rounds 0").is_err());
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(parsed("tset").unwrap_err().contains("\"tset\""));
        assert!(parsed("test --fast").unwrap_err().contains("--fast"));
        assert!(parsed("generate").unwrap_err().contains("--rows"));
        assert!(parsed("serve --port 99999").is_err());
    }
}
