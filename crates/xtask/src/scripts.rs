//! Leaves out of a script what only those need who write it: remarks in lines of their own, indentation and empty lines. Each
//! statement keeps its line, so that a browser can show it as it was to whoever wants to check the page.

/// The bare script. No text of our scripts goes over several lines.
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
}
