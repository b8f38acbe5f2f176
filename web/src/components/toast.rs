//! A success, told for a moment at the page's foot.

use yew::{Html, Properties, component, html};

use super::icon::{Icon, Picture};
use super::untrusted::Untrusted;
use crate::state::{Notice, NoticeKind};

#[derive(Properties, PartialEq)]
pub(super) struct ToastProps {
    pub(super) notices: Vec<Notice>,
}

/// The place for it is always there, so that a screen reader notices what comes into it.
#[component]
pub(super) fn Toast(props: &ToastProps) -> Html {
    let done = props.notices.iter().find(|notice| notice.kind == NoticeKind::Done);
    html! {
        <div class="toast-place" id="toast" role="status">
            if let Some(notice) = done {
                <p class="toast"><Icon picture={Picture::Check} /><Untrusted text={notice.text.clone()} /></p>
            }
        </div>
    }
}
