//! Keeps what was measured: in `docs/performance.md`, between the marks of its part, so that a run of one part leaves the
//! others as they are. Quick runs are for trying: theirs go into the compiler's folder.

use std::fs;
use std::path::PathBuf;

use crate::environment;
use crate::report::Section;
use crate::trouble::{Trouble, about_file};

/// Puts a section in its place.
pub(crate) fn keep(section: &Section, quick: bool) -> Result<(), Trouble> {
    let document = environment::own_file("../docs/performance.md");
    if quick {
        let path = environment::folder("")?.join(format!("quick-{}.md", section.name));
        fs::write(&path, section.body() + "\n").map_err(about_file("write", &path))?;
        eprintln!("   Kept in {}; only a whole run writes docs/performance.md.", path.display());
        return Ok(());
    }
    write(&document, section)?;
    eprintln!("   Written into docs/performance.md.");
    Ok(())
}

fn write(path: &PathBuf, section: &Section) -> Result<(), Trouble> {
    let text = fs::read_to_string(path).map_err(about_file("read", path))?;
    let text = replaced(&text, section.name, &section.body()).ok_or_else(|| {
        Trouble::new(format!(
            "{} has no line `{}` or no line `{}` behind it: put them where the figures belong.",
            path.display(),
            start(section.name),
            END
        ))
    })?;
    fs::write(path, text).map_err(about_file("write", path))
}

const END: &str = "<!-- until here -->";

fn start(name: &str) -> String {
    format!("<!-- measured: {name} -->")
}

/// The text with another body between the marks.
fn replaced(text: &str, name: &str, body: &str) -> Option<String> {
    let start = start(name);
    let (before, rest) = text.split_once(&start)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{start}\n\n{body}\n\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let text = "a\n<!-- measured: x -->\nold\n<!-- until here -->\nb\n<!-- measured: y -->\nc\n<!-- until here -->\n";
        let changed = replaced(text, "x", "new").unwrap();
        let expected = "a\n<!-- measured: x -->\n\nnew\n\n<!-- until here -->\nb\n<!-- measured: y -->\nc\n<!-- until here -->\n";
        assert_eq!(changed, expected);
        assert_eq!(replaced(text, "z", "new"), None);
    }
}
