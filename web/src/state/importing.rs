//! Rules and queries of one's own: what their texts asked for, taken in.

use signerhunt::{Bound, Rule};

use super::{Asked, NoticeKind, State};
use crate::format::counted;

/// So many imported rules are named in the notice.
const RULES_NAMED: usize = 3;

impl State {
    /// Takes the rules that can be hunted for, all together, and says what became of each text.
    pub(super) fn import(&mut self, told: Vec<(String, Result<Asked, String>)>) {
        let mut rules = Vec::new();
        let mut ends: Option<(Bound, Bound)> = None;
        let mut query = None;
        for (name, told) in told {
            match told {
                Ok(Asked::Terms { mut rule, from, to }) => {
                    if rule.tool.is_empty() {
                        // A query alone has no name but its file's; the answer names the rule by it.
                        rule.tool =
                            if rule.name.is_empty() { name.clone() } else { rule.name.clone() };
                    }
                    let first = *ends.get_or_insert((from, to));
                    if first != (from, to) {
                        self.notify(NoticeKind::Warning, other_window(&name, first));
                    }
                    rules.push(rule);
                }
                Ok(Asked::Query { text }) => {
                    if let Some(before) = query.replace((name, text)) {
                        self.notify(NoticeKind::Warning, one_at_a_time(&before.0));
                    }
                }
                Err(trouble) => self.notify(NoticeKind::Error, format!("{name}: {trouble}")),
            }
        }
        match query {
            Some((name, text)) => self.take_query(name, text),
            // Whoever brings a hunt along wants to see it.
            None if ends.is_some() => self.query = None,
            None => {}
        }
        let Some((from, to)) = ends else { return };
        self.custom_window = false;
        self.window.from = from;
        self.window.to = to;
        let said = imported(&rules);
        self.hunt_for(rules);
        self.notices.retain(|notice| notice.kind != NoticeKind::Done);
        self.notify(NoticeKind::Done, said);
    }
}

fn imported(rules: &[Rule]) -> String {
    let names: Vec<String> = rules.iter().take(RULES_NAMED).map(|rule| rule.tool.clone()).collect();
    let mut n_terms = 0;
    for (idx, rule) in rules.iter().enumerate() {
        let is_new = |term: &&String| !rules[..idx].iter().any(|rule| rule.terms.contains(term));
        n_terms += rule.terms.iter().filter(is_new).count();
    }
    let n_terms = counted(n_terms as u64, "term");
    if rules.len() > names.len() {
        return format!("Imported {} with {n_terms}", counted(rules.len() as u64, "rule"));
    }
    format!("Imported the rule for {}, with {n_terms}", crate::wording::list(&names))
}

fn other_window(name: &str, (from, to): (Bound, Bound)) -> String {
    format!(
        "{name}: this rule has another window than the first one. All are hunted for from {from} to {to}, the window of the first."
    )
}

fn one_at_a_time(name: &str) -> String {
    format!(
        "{name}: this query has columns of its own, and one such query is shown at a time; the last one is."
    )
}

#[cfg(test)]
mod tests {
    use signerhunt::{Hunt, Window};

    use super::super::samples::rule;
    use super::super::{Action, RuleAction};
    use super::*;
    use crate::permalink;

    /// The page after these were imported, one after another.
    fn after(imported: impl IntoIterator<Item = Vec<(String, Result<Asked, String>)>>) -> State {
        let mut state = State::linked(permalink::read(""), false);
        for told in imported {
            state.apply(Action::Rules(RuleAction::Imported(told)));
        }
        state
    }

    fn asked(file: &str, rule: Rule, from: &str, to: &str) -> (String, Result<Asked, String>) {
        let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
        (file.to_owned(), Ok(Asked::Terms { rule, from, to }))
    }

    fn anydesk() -> (String, Result<Asked, String>) {
        asked("a.yaml", rule("AnyDesk", &["AnyDesk", "philandro"]), "-7d", "now")
    }

    fn notices(state: &State) -> Vec<(NoticeKind, &str)> {
        state.notices.iter().map(|notice| (notice.kind, notice.text.as_str())).collect()
    }

    #[test]
    fn an_imported_rule_sets_terms_and_window() {
        let state = after([vec![anydesk()]]);
        assert_eq!(state.terms, ["AnyDesk", "philandro"]);
        let own = Window::default();
        let from = "-7d".parse().unwrap();
        assert_eq!(state.window, Window { from, ..own });
        assert_eq!(state.tools_hunted(), ["AnyDesk"]);
        let said = "Imported the rule for AnyDesk, with 2 terms";
        assert_eq!(notices(&state), [(NoticeKind::Done, said)]);
    }

    #[test]
    fn rules_imported_together_are_hunted_for_together() {
        let query = asked("b.kql", rule("", &["x"]), "all", "all");
        let refused = ("c.kql".to_owned(), Err("line 2, column 3: no".to_owned()));
        let all = vec![anydesk(), refused, query];
        let state = after([all]);
        assert_eq!(state.terms, ["AnyDesk", "philandro", "x"]);
        assert_eq!(state.tools_hunted(), ["AnyDesk", "b.kql"]);
        let kinds: Vec<NoticeKind> = state.notices.iter().map(|notice| notice.kind).collect();
        assert_eq!(kinds, [NoticeKind::Error, NoticeKind::Warning, NoticeKind::Done]);
        assert_eq!(state.notices[0].text, "c.kql: line 2, column 3: no");
        assert_eq!(state.window.from.to_string(), "-7d");
    }

    #[test]
    fn a_query_for_other_columns_stands_in_the_place_of_the_hunt() {
        let query = |name: &str| (name.to_owned(), Ok(Asked::Query { text: name.into() }));
        let state = after([vec![query("a.kql"), query("b.kql")]]);
        assert_eq!(state.hunt(), Hunt::default());
        assert_eq!(state.asked, 0);
        assert_eq!(state.query.map(|query| query.name).as_deref(), Some("b.kql"));
        let [notice] = &state.notices[..] else { panic!("{:?}", state.notices) };
        assert!(notice.text.starts_with("a.kql: "), "{}", notice.text);
        let state = after([vec![query("a.kql")], vec![anydesk()]]);
        assert_eq!(state.query, None, "a hunt was brought along");
    }

    #[test]
    fn a_link_has_the_rule_it_would_open_with() {
        let mut state = after([vec![anydesk()]]);
        state.apply(Action::LinkFollowed(permalink::read("")));
        assert_eq!(state.hunt(), Hunt::default());
    }
}
