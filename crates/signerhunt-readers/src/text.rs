//! The text that tables become: comma, quotes as in RFC 4180, UTF-8, LF. It knows no format of files.

/// How large a piece grows before it is handed on: enough to be worth a trip between workers.
pub(crate) const PIECE_BYTES: usize = 512 * 1024;

/// Rows under way to the reader.
#[derive(Default)]
pub(crate) struct Text {
    bytes: Vec<u8>,
    /// Where the row that is being written starts.
    row_start: usize,
    n_cells: usize,
}

impl Text {
    /// Appends a cell of any content.
    pub(crate) fn cell(&mut self, content: &[u8]) {
        if self.n_cells > 0 {
            self.bytes.push(b',');
        }
        self.n_cells += 1;
        if !content.iter().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
            self.bytes.extend_from_slice(content);
            return;
        }
        self.bytes.push(b'"');
        for byte in content {
            if *byte == b'"' {
                self.bytes.push(b'"');
            }
            self.bytes.push(*byte);
        }
        self.bytes.push(b'"');
    }

    pub(crate) fn end_row(&mut self) {
        if self.n_cells == 1 && self.bytes.len() == self.row_start {
            // An empty line would not be a row at all.
            self.bytes.extend_from_slice(b"\"\"");
        }
        self.bytes.push(b'\n');
        self.row_start = self.bytes.len();
        self.n_cells = 0;
    }

    /// Drops the cells of a row that was not ended.
    pub(crate) fn drop_unfinished_row(&mut self) {
        self.bytes.truncate(self.row_start);
        self.n_cells = 0;
    }

    /// Whether there is enough for a piece. Asked between rows.
    pub(crate) fn is_full(&self) -> bool {
        self.bytes.len() >= PIECE_BYTES
    }

    /// What was written, or `None` when that is nothing. Asked between rows.
    pub(crate) fn take(&mut self) -> Option<Vec<u8>> {
        self.row_start = 0;
        let bytes = std::mem::take(&mut self.bytes);
        (!bytes.is_empty()).then_some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cells: &[&str], expected: &str) {
        let mut text = Text::default();
        for cell in cells {
            text.cell(cell.as_bytes());
        }
        text.end_row();
        assert_eq!(String::from_utf8(text.take().unwrap()).unwrap(), expected);
    }

    #[test]
    fn quotes_stand_where_they_must() {
        check(&["a", "", "b c"], "a,,b c\n");
        check(
            &["ConnectWise, LLC", "The \"Handy\" Co"],
            "\"ConnectWise, LLC\",\"The \"\"Handy\"\" Co\"\n",
        );
        check(&["two\nlines", "cr\r"], "\"two\nlines\",\"cr\r\"\n");
    }

    #[test]
    fn an_unfinished_row_leaves_nothing_behind() {
        let mut text = Text::default();
        text.cell(b"a");
        text.end_row();
        text.cell(b"b");
        text.drop_unfinished_row();
        assert_eq!(text.take().unwrap(), b"a\n");
        text.cell(b"c");
        text.drop_unfinished_row();
        assert_eq!(text.take(), None);
    }

    #[test]
    fn a_row_of_one_empty_cell_is_a_row() {
        check(&[""], "\"\"\n");
        check(&["", ""], ",\n");
    }
}
