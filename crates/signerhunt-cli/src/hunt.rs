//! What is hunted for, as it is typed: terms, rules and a window. The commands that hunt and the one that writes a query
//! for another engine take the same words.

use std::path::Path;

use clap::Args;
use signerhunt::{Bound, Hunt, Now, Rule, Window};
use signerhunt_catalogue::{Catalogue, CatalogueRule};

use crate::failure::Failure;
use crate::rule_files;
use crate::tabulate::NamedQuery;

/// The hunt.
#[derive(Debug, Args)]
pub(crate) struct HuntArguments {
    /// A term to look for in the signer, instead of the ConnectWise rule's or beside those of --rule; may be repeated.
    #[arg(short, long = "signer", value_name = "TERM", allow_hyphen_values = true)]
    pub(crate) signers: Vec<String>,

    /// A tool of the catalogue, as `signerhunt rules` lists them, or a file with a rule, .yaml or .kql; may be repeated
    /// [default: ConnectWise].
    #[arg(short, long = "rule", value_name = "RULE")]
    pub(crate) rules: Vec<String>,

    /// Every rule of the catalogue at once; sightings are attributed to their tools.
    #[arg(long, conflicts_with = "rules")]
    pub(crate) all_rules: bool,

    /// The first point in time inside the window: ISO 8601 (UTC unless it says otherwise), `all`, or
    /// before now, as -5d, -12h, -30m [default: the rule's, -5d].
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) from: Option<Bound>,

    /// The last point in time inside the window, likewise [default: now].
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) to: Option<Bound>,

    /// What now means: the newest row (but not later than the clock), the clock, or a time.
    #[arg(long, value_name = "newest|clock|TIME", default_value = "newest")]
    pub(crate) now: Now,
}

/// A rule, and the window it has by itself.
type Windowed = (Rule, [Bound; 2]);

impl HuntArguments {
    /// The hunt that they ask for.
    pub(crate) fn hunt(&self) -> Result<Hunt, Failure> {
        let rules = self.rules()?;
        let [from, to] = self.window_of(&rules)?;
        let window =
            Window { from: self.from.unwrap_or(from), to: self.to.unwrap_or(to), now: self.now };
        if rules.is_empty() {
            return Ok(Hunt::for_terms(self.signers.clone(), window));
        }
        let rules = rules.into_iter().map(|(rule, _)| rule).collect();
        let mut hunt = Hunt::for_rules(rules, window);
        for term in &self.signers {
            if !hunt.terms.contains(term) {
                hunt.terms.push(term.clone());
            }
        }
        Ok(hunt)
    }

    /// The query that they ask for instead of a hunt, if they do.
    pub(crate) fn query(&self) -> Result<Option<NamedQuery>, Failure> {
        let [name] = self.rules.as_slice() else { return Ok(None) };
        if Catalogue::new().rule(name).is_some() || !is_file_name(name) {
            return Ok(None);
        }
        let query = rule_files::query_of(Path::new(name)).map_err(Failure::Usage)?;
        if query.is_some() && (!self.signers.is_empty() || self.from.or(self.to).is_some()) {
            return Err(Failure::Usage(format!(
                "{name} is a query with terms and a window of its own; leave --signer, --from and --to out"
            )));
        }
        Ok(query.map(|query| NamedQuery { name: name.clone(), query }))
    }

    /// The window that the rules have, if it is the same for all, or is said for them.
    fn window_of(&self, rules: &[Windowed]) -> Result<[Bound; 2], Failure> {
        let usual = Window::default();
        let Some((_, window)) = rules.first() else { return Ok([usual.from, usual.to]) };
        let is_said = self.from.is_some() && self.to.is_some();
        if !is_said && rules.iter().any(|(_, other)| other != window) {
            return Err(Failure::Usage(
                "these rules have different windows; give --from and --to".to_owned(),
            ));
        }
        Ok(*window)
    }

    fn rules(&self) -> Result<Vec<Windowed>, Failure> {
        let catalogue = Catalogue::new();
        if self.all_rules {
            return Ok(catalogue.rules.iter().map(windowed).collect());
        }
        if self.rules.is_empty() && self.signers.is_empty() {
            return Ok(catalogue.rule(SEED).map(windowed).into_iter().collect());
        }
        self.rules.iter().map(|name| rule_named(name, &catalogue)).collect()
    }
}

/// The rule that is hunted by when nobody says which.
const SEED: &str = "ConnectWise";

/// A rule of the catalogue. They all have the usual window.
fn windowed(rule: &CatalogueRule) -> Windowed {
    let Window { from, to, .. } = Window::default();
    (rule.to_rule(), [from, to])
}

fn rule_named(name: &str, catalogue: &Catalogue) -> Result<Windowed, Failure> {
    if let Some(rule) = catalogue.rule(name) {
        return Ok(windowed(rule));
    }
    if is_file_name(name) {
        return rule_files::hunt_of(Path::new(name)).map_err(Failure::Usage);
    }
    let alike = match *catalogue.tools_like(name) {
        [] => String::new(),
        [last] => format!(" Did you mean {last}?"),
        [ref others @ .., last] => format!(" Did you mean {} or {last}?", others.join(", ")),
    };
    Err(Failure::Usage(format!(
        "there is no rule about `{name}` in the catalogue, and no such file.{alike} `signerhunt rules` lists the catalogue"
    )))
}

/// Whether a file is meant.
fn is_file_name(name: &str) -> bool {
    let path = Path::new(name);
    rule_files::is_named_so(path) || path.is_file()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::arguments::{Arguments, Command};

    /// Expected: the terms, and the tools of the rules; or words of the refusal.
    #[track_caller]
    fn check(arguments: &[&str], expected: Result<(&[&str], &[&str]), &str>) {
        let typed = [&["signerhunt", "scan"], arguments, &["a.csv"]].concat();
        let Command::Scan(scan) = Arguments::try_parse_from(typed).unwrap().command else {
            panic!("another command");
        };
        match (scan.hunt.hunt(), expected) {
            (Ok(hunt), Ok((terms, tools))) => {
                assert_eq!(hunt.terms, terms);
                let known: Vec<&str> = hunt.rules.iter().map(|rule| &*rule.tool).collect();
                assert_eq!(known, tools);
            }
            (Err(failure), Err(words)) => {
                let refused = failure.to_string();
                assert!(refused.contains(words), "{refused}");
            }
            (got, _) => panic!("{got:?}"),
        }
    }

    #[test]
    fn terms_and_rules() {
        let seed = ["ConnectWise", "CONTINUUM MANAGED", "ScreenConnect"];
        check(&[], Ok((&seed, &["ConnectWise"])));
        check(&["-s", "Acme"], Ok((&["Acme"], &[])));
        check(&["-r", "teamviewer"], Ok((&["TeamViewer"], &["TeamViewer"])));
        check(
            &["-r", "TeamViewer", "-r", "Zoho Assist", "-s", "Acme"],
            Ok((&["TeamViewer", "Zoho", "Acme"], &["TeamViewer", "ZohoAssist"])),
        );
        check(&["-r", "TeamVeiwer"], Err("Did you mean TeamViewer?"));
        check(&["-r", "Minesweeper"], Err("no such file. `signerhunt rules`"));
        check(&["-r", "missing.yaml"], Err("missing.yaml cannot be read"));
    }

    #[test]
    fn the_seed_is_in_the_catalogue() {
        assert!(Catalogue::new().rule(SEED).is_some());
    }

    #[test]
    fn the_catalogues_window_is_the_usual_one() {
        let (catalogue, usual) = (Catalogue::new(), Window::default());
        assert_eq!(catalogue.from.parse(), Ok(usual.from));
        assert_eq!(catalogue.to.parse(), Ok(usual.to));
    }

    #[test]
    fn all_rules() {
        let typed = ["signerhunt", "scan", "--all-rules", "--from", "-30d", "a.csv"];
        let Command::Scan(scan) = Arguments::try_parse_from(typed).unwrap().command else {
            panic!("another command");
        };
        let hunt = scan.hunt.hunt().unwrap();
        assert_eq!(hunt.rules.len(), 61);
        assert_eq!(hunt.window.from.to_string(), "-30d");
        assert!(
            Arguments::try_parse_from(["signerhunt", "scan", "--all-rules", "-r", "x"]).is_err()
        );
    }
}
