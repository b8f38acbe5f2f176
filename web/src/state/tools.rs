//! The tools of a hunt by several rules: which were seen, and whether the table has a column for each of them. How often
//! they were seen is the engine's business.

use std::rc::Rc;

use signerhunt::ToolCount;

use super::State;

/// The columns of the table of devices.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Columns {
    /// Those of the rule.
    Plain,
    /// These, and one for the tools.
    WithTools,
    /// One for each of these tools.
    ByTool(Rc<[String]>),
}

impl State {
    /// The tools that were seen, those on most devices first; none unless the hunt has several rules.
    pub(crate) fn seen_tools(&self) -> Vec<&ToolCount> {
        let tools = self.answer.iter().flat_map(|answer| &answer.tools);
        let mut seen: Vec<&ToolCount> = Vec::new();
        // They are few; the library's sort is for many, and would be loaded for this alone.
        for tool in tools.filter(|tool| tool.rows > 0) {
            let place = seen.partition_point(|other| other.devices >= tool.devices);
            seen.insert(place, tool);
        }
        seen
    }

    /// Whether there is anything to tell apart by tool.
    pub(crate) fn has_several_tools(&self) -> bool {
        self.seen_tools().len() > 1
    }

    /// The columns of the table of devices.
    pub(crate) fn columns(&self) -> Columns {
        let has_tools = self.answer.as_ref().is_some_and(|answer| !answer.tools.is_empty());
        if self.by_tool && self.has_several_tools() {
            let tools = self.seen_tools().into_iter().map(|seen| seen.tool.clone());
            Columns::ByTool(tools.collect())
        } else if has_tools {
            Columns::WithTools
        } else {
            Columns::Plain
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permalink;
    use crate::state::{Action, samples};

    /// Expected: the columns of a table by tool, for tools that were seen on so many devices; nothing where there is no such
    /// table.
    #[track_caller]
    fn check(seen: &[(&str, u64)], expected: Option<&[&str]>) {
        let mut state = State::linked(permalink::read(""), false);
        let mut answer = samples::answer(9);
        answer.tools = seen
            .iter()
            .map(|&(tool, devices)| ToolCount { tool: tool.to_owned(), rows: devices, devices })
            .collect();
        state.answer = Some(Rc::new(answer));
        let plain = state.columns();
        let is_plain = if seen.is_empty() { Columns::Plain } else { Columns::WithTools };
        assert_eq!(plain, is_plain);
        state.apply(Action::TableChosen { by_tool: true });
        let by_tool = expected
            .map(|tools| Columns::ByTool(tools.iter().map(|tool| (*tool).to_owned()).collect()));
        assert_eq!(state.columns(), by_tool.unwrap_or(plain));
        assert_eq!(state.has_several_tools(), expected.is_some());
    }

    #[test]
    fn several_tools_that_were_seen_are_columns_the_most_common_first() {
        check(&[("A", 1), ("B", 0), ("C", 7)], Some(&["C", "A"]));
        check(&[("A", 3), ("B", 3)], Some(&["A", "B"]));
    }

    #[test]
    fn of_one_tool_there_is_no_such_table() {
        check(&[("A", 1), ("B", 0)], None);
        check(&[("A", 0), ("B", 0)], None);
        check(&[], None);
    }
}
