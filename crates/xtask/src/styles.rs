//! Joins the page's style sheets into one file: one request instead of many, and they pack better together. What only
//! those need who write them is left out. Trunk runs this while it bundles (`Trunk.toml`); which sheets there are, and their order, stands in `index.html`.

use std::fs;

use crate::run::{Trouble, about_file};
use crate::workspace;

/// The file that they become.
const JOINED: &str = "signerhunt.css";

/// What Trunk writes around the name of a sheet.
const LINK: [&str; 2] = [r#"<link rel="stylesheet" href="./"#, r#""/>"#];

/// Joins the sheets of the page that is being built.
pub(crate) fn join() -> Result<(), Trouble> {
    let folder = workspace::page_under_way();
    let page = folder.join("index.html");
    let html = fs::read_to_string(&page).map_err(about_file("read", &page))?;
    let (html, names) = with_one_link(&html);
    let mut joined = String::new();
    for name in names.iter().filter(|name| **name != JOINED) {
        let sheet = folder.join(name);
        joined += &fs::read_to_string(&sheet).map_err(about_file("read", &sheet))?;
        fs::remove_file(&sheet).map_err(about_file("remove", &sheet))?;
    }
    if joined.is_empty() {
        // They were joined before.
        return Ok(());
    }
    let sheet = folder.join(JOINED);
    fs::write(&sheet, without_remarks(&joined)).map_err(about_file("write", &sheet))?;
    fs::write(&page, html).map_err(about_file("write", &page))
}

/// The page with one link in place of the first to a sheet, and which sheets there were.
fn with_one_link(html: &str) -> (String, Vec<&str>) {
    let [before, behind] = LINK;
    let mut names = Vec::new();
    let mut changed = String::new();
    for line in html.lines() {
        match line.trim().strip_prefix(before).and_then(|rest| rest.strip_suffix(behind)) {
            Some(name) => {
                if names.is_empty() {
                    changed += &line.replace(name, JOINED);
                    changed.push('\n');
                }
                names.push(name);
            }
            None => {
                changed += line;
                changed.push('\n');
            }
        }
    }
    (changed, names)
}

/// The sheet without comments, indentation and empty lines. None of our texts in quotes has a comment's mark in it.
fn without_remarks(sheet: &str) -> String {
    let mut parts = sheet.split("/*");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare += part.split_once("*/").map_or("", |(_, behind)| behind);
    }
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_for_those_who_write_the_sheets() {
        let sheet =
            "/* Of a row,\n   at rest. */\n.row {\n  color: red; /* for now */\n}\n\n/**/.end {}\n";
        assert_eq!(without_remarks(sheet), ".row {\ncolor: red;\n}\n.end {}\n");
    }

    #[test]
    fn the_first_link_stays_and_leads_to_all() {
        let html = "<head>\n  <link rel=\"icon\" href=\"./icon.svg\"/>\n  <link rel=\"stylesheet\" href=\"./theme.css\"/>\n\
            \x20 <link rel=\"stylesheet\" href=\"./narrow.css\"/>\n</head>\n";
        let expected = "<head>\n  <link rel=\"icon\" href=\"./icon.svg\"/>\n\
            \x20 <link rel=\"stylesheet\" href=\"./signerhunt.css\"/>\n</head>\n";
        assert_eq!(with_one_link(html), (expected.to_owned(), vec!["theme.css", "narrow.css"]));
    }
}
