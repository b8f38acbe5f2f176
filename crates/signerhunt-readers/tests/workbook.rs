//! Excel workbooks become text.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod made;

use made::{WORKBOOK_TEXT, archive, opened, opened_table, rows_before_trouble, text_of};
use rust_xlsxwriter::Workbook;
use signerhunt_readers::{Limits, TableKind, TroubleKind, open};

/// A workbook of these sheets, by name and rows.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write(row, column, *cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A workbook with one sheet of these rows, as other programs may write it.
fn by_hand(properties: &str, sheet_data: &str, texts: Option<&str>) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{sheet_data}</sheetData></worksheet>");
    of_sheet(properties, &sheet, texts)
}

/// The same from all of the sheet's XML.
fn of_sheet(properties: &str, sheet: &str, texts: Option<&str>) -> Vec<u8> {
    let book = format!(
        "<workbook xmlns:r=\"r\">{properties}<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"rId1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let (root, inner) = (
        relation("officeDocument", "xl/workbook.xml"),
        relation("worksheet", "worksheets/sheet1.xml"),
    );
    let styles =
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>";
    let mut files = vec![
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", inner.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    if let Some(texts) = texts {
        files.push(("xl/sharedStrings.xml", texts.as_bytes()));
    }
    archive(&files)
}

fn row(cells: &str) -> String {
    format!("<row>{cells}</row>")
}

fn text_cell(text: &str) -> String {
    format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn a_saved_export_beside_other_sheets() {
    let table = opened_table(&made::workbook());
    assert_eq!(table.kind(), TableKind::Workbook);
    assert_eq!(
        table.warnings(),
        ["only the sheet New query was read; others hold something else: Notes"]
    );
    assert_eq!(text_of(table).unwrap(), WORKBOOK_TEXT);
}

#[test]
fn of_several_tables_the_first_is_read_and_the_others_named() {
    let header: &[&str] = &["DeviceName", "Signer"];
    let file = workbook(&[
        ("One", &[header, &["a", "b"]]),
        ("Empty", &[]),
        ("Two", &[header, &["c", "d"]]),
    ]);
    let table = opened_table(&file);
    assert_eq!(
        table.warnings(),
        ["only the sheet One was read; others hold a table of the same kind, \
          save them as files of their own: Two"]
    );
    assert_eq!(text_of(table).unwrap(), "DeviceName,Signer\na,b\n");
}

#[test]
fn a_workbook_of_something_else_gives_its_names_and_no_rows() {
    let file = workbook(&[("S", &[&["Name", "Amount, gross"], &["a", "1"]]), ("T", &[&["x"]])]);
    let table = opened_table(&file);
    assert_eq!(table.warnings(), [""; 0]);
    assert_eq!(text_of(table).unwrap(), "Name,\"Amount, gross\"\n");
}

#[test]
fn a_summary_by_the_rule_is_found_like_a_table() {
    let rows: &[&[&str]] = &[
        &["Case 4711"],
        &["DeviceId", "DeviceName", "FirstSeen", "LastSeen", "Report", "Count"],
        &["d", "n", "a", "b", "[1]", "2"],
    ];
    let table = opened_table(&workbook(&[("S", rows)]));
    assert_eq!(
        text_of(table).unwrap(),
        "DeviceId,DeviceName,FirstSeen,LastSeen,Report,Count\nd,n,a,b,[1],2\n"
    );
}

#[test]
fn an_empty_workbook_says_so() {
    let trouble = opened(&workbook(&[("S", &[])])).err().unwrap();
    assert_eq!(trouble.kind, TroubleKind::Unsupported);
    assert!(trouble.message.contains("without any rows"), "{trouble}");
}

#[test]
fn dates_that_count_from_1904() {
    let header = row(&(text_cell("Timestamp") + &text_cell("DeviceId") + &text_cell("Signer")));
    let cells = row(&("<c s=\"1\"><v>44706.95834490741</v></c>".to_owned()
        + &text_cell("d")
        + &text_cell("a")));
    let is = |properties: &str, expected: &str| {
        let table = opened_table(&by_hand(properties, &(header.clone() + &cells), None));
        assert_eq!(text_of(table).unwrap(), format!("Timestamp,DeviceId,Signer\n{expected},d,a\n"));
    };
    is("<workbookPr date1904=\"1\"/>", "2026-05-26T23:00:01.000");
    is("<workbookPr/>", "2022-05-25T23:00:01.000");
}

#[test]
fn cells_of_every_kind() {
    let header = row(&["DeviceId", "Signer", "A", "B", "C", "D", "E"].map(text_cell).concat());
    let cells = row(
        "<c t=\"str\"><f>A1</f><v>d</v></c><c t=\"s\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c>\
         <c t=\"d\"><v>2026-05-26T23:00:01Z</v></c><c><v>1E-7</v></c><c t=\"inlineStr\"><is><t>two_x000D_\nlines</t></is></c>",
    );
    let texts = "<sst count=\"2\" uniqueCount=\"2\"><si><t>x</t></si><si><r><t>Krämer </t></r><r><t>&amp; Co</t></r></si></sst>";
    let table = opened_table(&by_hand("", &(header + &cells), Some(texts)));
    assert_eq!(
        text_of(table).unwrap(),
        "DeviceId,Signer,A,B,C,D,E\nd,Krämer& Co,FALSE,,2026-05-26T23:00:01Z,1E-07,\"two\r\nlines\"\n"
    );
}

#[test]
fn rows_before_the_end_of_a_cut_sheet_are_given() {
    let row_of = |number: u32| row(&(text_cell(&format!("device-{number}")) + &text_cell("a, b")));
    let mut sheet =
        "<worksheet><sheetData>".to_owned() + &row(&(text_cell("DeviceId") + &text_cell("Signer")));
    let header_end = sheet.len();
    let mut rows_ends = Vec::new();
    for number in 0..3000 {
        sheet.push_str(&row_of(number));
        rows_ends.push(sheet.len());
    }
    sheet.push_str("</sheetData></worksheet>");
    let whole = text_of(opened_table(&of_sheet("", &sheet, None))).unwrap();
    assert_eq!(whole.lines().count(), 3001);

    let across = (1..20).map(|part| header_end + (sheet.len() - header_end) * part / 20);
    let near_the_end = (rows_ends[2909]..=rows_ends[2911]).step_by(5);
    for cut in across.chain([sheet.len() * 97 / 100]).chain(near_the_end) {
        let table = opened_table(&of_sheet("", &sheet[..cut], None));
        let (text, trouble) = rows_before_trouble(table);
        assert_eq!(trouble.kind, TroubleKind::Damaged);
        assert!(whole.starts_with(&text), "cut at {cut}");
        // Whether a row has ended is only known by the next.
        let n_whole = rows_ends.iter().filter(|end| **end <= cut).count();
        let n_rows = text.lines().count() - 1;
        assert!(n_rows <= n_whole && n_rows + 1 >= n_whole, "cut at {cut}: {n_rows} of {n_whole}");
    }
}

#[test]
fn texts_that_are_promised_and_not_there_are_refused() {
    let header = row(&(text_cell("DeviceId") + &text_cell("Signer")));
    let file = by_hand("", &header, Some("<sst uniqueCount=\"99999999999999\"/>"));
    let trouble = opened(&file).err().unwrap();
    assert_eq!(trouble.kind, TroubleKind::Damaged);
}

#[test]
fn other_forms_of_spreadsheets_say_what_to_do() {
    for (path, what) in [("xl/workbook.bin", ".xlsb"), ("content.xml", "OpenDocument")] {
        let file = archive(&[("META-INF/manifest.xml", b"x"), (path, b"x")]);
        let trouble = opened(&file).err().unwrap();
        assert_eq!(trouble.kind, TroubleKind::Unsupported);
        assert!(
            trouble.message.contains(what) && trouble.message.contains("save it as .xlsx"),
            "{trouble}"
        );
    }
}

#[test]
fn a_workbook_that_is_large_is_a_question() {
    let limits = Limits { expanded_bytes: 100, ..Limits::default() };
    let open_with = |limits: Limits| open(std::io::Cursor::new(made::workbook()), &limits);
    let TroubleKind::TooLarge { bytes } = open_with(limits).err().unwrap().kind else {
        panic!("another kind of trouble");
    };
    assert!(open_with(Limits { expanded_bytes: bytes.max(10_000), ..limits }).is_ok());
}
