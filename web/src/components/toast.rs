//! A success, told for a moment at the page's foot.

use yew::{Html, html};

use super::icon::{Picture, icon};
use super::untrusted::untrusted;
use crate::state::{Notice, NoticeKind};

/// The place for it is always there, so that a screen reader notices what comes into it.
pub(super) fn toast(notices: &[Notice]) -> Html {
    let done = notices.iter().find(|notice| notice.kind == NoticeKind::Done);
    html! {
        <div class="toast-place" id="toast" role="status">
            if let Some(notice) = done {
                <p class="toast">{ icon(Picture::Check) }{ untrusted(&notice.text) }</p>
            }
        </div>
    }
}
