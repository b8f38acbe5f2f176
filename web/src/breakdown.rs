//! The last resort: when the page itself breaks down, it says so instead of standing still.
//!
//! A worker that breaks down is another matter, see [`crate::engine`]: it is replaced.

use std::panic;

use crate::browser;

/// From now on a breakdown of the page is shown at its top.
pub(crate) fn show_on_the_page() {
    panic::set_hook(Box::new(|breakdown| {
        let text = format!(
            "Signerhunt has broken down, which is a defect of the page and not of your files. \
             Nothing was sent anywhere. Reload the page to go on. ({breakdown})"
        );
        // What can fail here has nobody left to be told.
        let _ = put_on_top(&text);
    }));
}

fn put_on_top(text: &str) -> Option<()> {
    let document = browser::document()?;
    let body = document.body()?;
    let told = document.create_element("p").ok()?;
    told.set_class_name("breakdown");
    told.set_attribute("role", "alert").ok()?;
    told.set_text_content(Some(text));
    body.insert_before(&told, body.first_child().as_ref()).ok()?;
    Some(())
}
