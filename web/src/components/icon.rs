//! The few pictures of the page, as drawings: no file has to be loaded for them.

use yew::{Html, html};

/// A picture.
#[derive(Clone, Copy)]
pub(super) enum Picture {
    /// Opens and closes; turned by the style sheet.
    Chevron,
    /// Removes.
    Cross,
    /// Adds.
    Plus,
    /// It adds up, it is done.
    Check,
    /// To be known.
    Warning,
    /// Nothing leaves.
    Lock,
    /// An export.
    File,
    /// Into the page.
    Drop,
}

/// A picture beside words that say the same; by itself it says nothing to a screen reader.
pub(super) fn icon(picture: Picture) -> Html {
    let path = match picture {
        Picture::Chevron => "M6 3.5 10.5 8 6 12.5",
        Picture::Cross => "M4 4l8 8M12 4l-8 8",
        Picture::Plus => "M8 3v10M3 8h10",
        Picture::Check => "M3 8.5 6.5 12 13 4.5",
        Picture::Warning => "M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.2",
        Picture::Lock => "M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
        Picture::File => "M4 1.5h5L12.5 5v9.5H4zM9 1.5V5h3.5",
        Picture::Drop => "M8 2v7.5M4.8 6.6 8 9.8l3.2-3.2M2.5 10.5v3h11v-3",
    };
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d={path} fill="none" stroke="currentColor" stroke-width="1.5"
                stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
}

/// The sign of the page: a signature under a glass.
pub(super) fn emblem() -> Html {
    html! {
        <svg class="emblem" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
            <circle class="emblem-glass" cx="10.5" cy="10.5" r="7.5" />
            <path class="emblem-handle" d="M16.2 16.2 21.5 21.5" />
            <path class="emblem-signature" d="M6.2 12.2c1.3-3.6 2.6-4.4 3.1-3.6.6 1-1.4 3.6-.4 3.7.9.1 1.4-2 2.2-1.9.7.1.1 1.6.9 1.7.8.1 1.3-.8 2.3-1" />
        </svg>
    }
}
