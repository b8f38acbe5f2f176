//! What is hunted for, as it is typed: terms, rules and a window. The commands that hunt and the one that writes a query
//! for another engine take the same words.

use clap::Args;
use signerhunt::{Bound, Hunt, Now, Rule, Window, rule};
use signerhunt_catalogue::{Catalogue, CatalogueRule};

use crate::failure::Failure;

/// The hunt.
#[derive(Debug, Args)]
pub(crate) struct HuntArguments {
    /// A term to look for in the signer, instead of the ConnectWise rule's or beside those of --rule; may be repeated.
    #[arg(short, long = "signer", value_name = "TERM", allow_hyphen_values = true)]
    pub(crate) signers: Vec<String>,

    /// A tool of the catalogue, as `signerhunt rules` lists them; may be repeated [default: ConnectWise].
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

impl HuntArguments {
    /// The hunt that they ask for.
    pub(crate) fn hunt(&self) -> Result<Hunt, Failure> {
        let usual = Window::default();
        let window = Window {
            from: self.from.unwrap_or(usual.from),
            to: self.to.unwrap_or(usual.to),
            now: self.now,
        };
        let rules = self.rules()?;
        if rules.is_empty() {
            return Ok(Hunt::for_terms(self.signers.clone(), window));
        }
        let mut hunt = Hunt::for_rules(rules, window);
        for term in &self.signers {
            if !hunt.terms.contains(term) {
                hunt.terms.push(term.clone());
            }
        }
        Ok(hunt)
    }

    fn rules(&self) -> Result<Vec<Rule>, Failure> {
        let catalogue = Catalogue::new();
        if self.all_rules {
            return Ok(catalogue.rules.iter().map(CatalogueRule::to_rule).collect());
        }
        if self.rules.is_empty() && self.signers.is_empty() {
            return Ok(vec![rule::connectwise()]);
        }
        self.rules.iter().map(|name| rule_named(name, &catalogue)).collect()
    }
}

fn rule_named(name: &str, catalogue: &Catalogue) -> Result<Rule, Failure> {
    if let Some(rule) = catalogue.rule(name) {
        return Ok(rule.to_rule());
    }
    let alike = match *catalogue.tools_like(name) {
        [] => String::new(),
        [last] => format!(" Did you mean {last}?"),
        [ref others @ .., last] => format!(" Did you mean {} or {last}?", others.join(", ")),
    };
    Err(Failure::Usage(format!(
        "there is no rule about `{name}` in the catalogue.{alike} `signerhunt rules` lists them"
    )))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

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
        check(&["-r", "Minesweeper"], Err("catalogue. `signerhunt rules`"));
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
