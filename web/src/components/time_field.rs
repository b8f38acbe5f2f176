//! A field for one end of the window: typed, checked, and taken over as soon as it can be read.

use signerhunt::Bound;
use web_sys::{HtmlInputElement, InputEvent};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, component, html, use_effect_with,
    use_state_eq,
};

use crate::format::shortest;
use crate::text::spelled_out;

#[derive(Properties, PartialEq)]
pub(super) struct TimeFieldProps {
    pub(super) id: AttrValue,
    pub(super) label: AttrValue,
    pub(super) bound: Bound,
    pub(super) changed: Callback<Bound>,
}

/// The field. What is typed lives here until it is a time; then it is the window's too.
#[component]
pub(super) fn TimeField(props: &TimeFieldProps) -> Html {
    let typed = use_state_eq(|| spelled(props.bound));
    {
        // A link may change the bound. What was typed and means the same bound stays as typed.
        let typed = typed.clone();
        use_effect_with(props.bound, move |&bound| {
            if read(&typed) != Ok(bound) {
                typed.set(spelled(bound));
            }
        });
    }
    let value = (*typed).clone();
    let trouble = read(&value).err();
    let trouble_id = format!("{}-trouble", props.id);
    let changed = props.changed.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            let text = input.value();
            if let Ok(bound) = read(&text) {
                changed.emit(bound);
            }
            typed.set(text);
        }
    });
    html! {
        <div class="time-field">
            <label for={props.id.clone()}>{ props.label.clone() }</label>
            <input type="text" class="mono" id={props.id.clone()} {value} {oninput}
                autocomplete="off" spellcheck="false"
                aria-invalid={trouble.is_some().to_string()} aria-describedby={trouble_id.clone()} />
            <p class="field-trouble" id={trouble_id} role="status">{ trouble.unwrap_or_default() }</p>
        </div>
    }
}

fn spelled(bound: Bound) -> String {
    match bound {
        Bound::At(ticks) => shortest(ticks),
        relative => relative.to_string(),
    }
}

fn read(text: &str) -> Result<Bound, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("A time is needed here, or “all”.".to_owned());
    }
    text.parse().map_err(|_| {
        format!("{} is no time. Write 2026-11-15 09:12, or -5d, -12h, now, all.", spelled_out(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spelled_is_read_back() {
        for text in ["-5d", "now", "all", "2026-11-15 09:12", "2026-11-15 09:12:00.1234567"] {
            let bound = read(text).unwrap();
            assert_eq!(spelled(bound), text);
            assert_eq!(read(&spelled(bound)), Ok(bound));
        }
        assert_eq!(spelled(read("2026-11-15").unwrap()), "2026-11-15 00:00");
    }

    #[test]
    fn trouble_is_told_with_what_to_write() {
        assert!(read("").is_err());
        assert!(read("yester\u{202e}day").unwrap_err().contains("<U+202E>"));
        assert!(read("5/6/2026").unwrap_err().contains("Write 2026-11-15"));
    }
}
