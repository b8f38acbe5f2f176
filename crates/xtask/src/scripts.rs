//! What is done to the scripts of the page. Each statement keeps its line, so that a browser can show it as it was to whoever
//! wants to check the page.

/// Without what only those need who write it: remarks in lines of their own, indentation and empty lines. No text of our
/// scripts goes over several lines.
pub(crate) fn bare(script: &str) -> String {
    let mut bare = String::new();
    let mut is_remark = false;
    for line in script.lines().map(str::trim) {
        is_remark |= line.starts_with("/*");
        if !is_remark && !line.is_empty() && !line.starts_with("//") {
            bare.push_str(line);
            bare.push('\n');
        }
        is_remark &= !line.ends_with("*/");
    }
    bare
}

/// A page without remarks in lines of their own.
pub(crate) fn bare_page(page: &str) -> String {
    let is_remark = |line: &&str| line.trim_start().starts_with("<!--") && line.ends_with("-->");
    page.lines().filter(|line| !is_remark(line)).flat_map(|line| [line, "\n"]).collect()
}

/// A script that declares something, as the declaration of a function that makes it: `make_` and its name. The page runs the
/// function, and has its text for its workers, so that nothing is fetched twice.
pub(crate) fn as_function(script: &str, declared: &str) -> String {
    let head = format!("function make_{declared}() {{\n");
    match script.starts_with(&head) {
        true => script.to_owned(),
        false => format!("{head}{script}return {declared};\n}}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_for_those_who_write_the_script() {
        let check = |script, expected| assert_eq!(bare(script), expected);
        check(
            "// Of all.\n\nconst a = {\n  b: 1, // for now\n};\n",
            "const a = {\nb: 1, // for now\n};\n",
        );
        check("/**\n * Frees it.\n * @returns {x}\n */\nfree() {\n}", "free() {\n}\n");
        check("/* One line. */\nconst c = '//';\n", "const c = '//';\n");
        check("", "");
    }

    #[test]
    fn remarks_in_a_page_are_for_those_who_write_it() {
        let page = "<p>\n  <!-- Why. -->\n  <b>a</b> <!-- b -->\n</p>\n";
        assert_eq!(bare_page(page), "<p>\n  <b>a</b> <!-- b -->\n</p>\n");
    }

    #[test]
    fn what_a_script_declares_is_made_by_a_function() {
        let made = as_function("let a = 1;\n", "a");
        assert_eq!(made, "function make_a() {\nlet a = 1;\nreturn a;\n}\n");
        assert_eq!(as_function(&made, "a"), made);
    }
}
