//! What is on the screen: components by name, each a function of its properties.
//!
//! None of them calls the browser or the engine: they say what a person wants as
//! [`crate::state::Action`] or [`crate::command::Command`].

mod answer;
mod app;
mod banners;
mod device_row;
mod device_table;
mod dialog;
mod dialogs;
mod effects;
mod empty;
mod expected_panel;
mod export_cards;
mod file_entry;
mod files_panel;
mod header;
mod icon;
mod kept_whole;
mod ledger_bar;
mod ledger_panel;
mod listeners;
mod menu;
mod near_misses;
mod pager;
mod pickers;
mod query_view;
mod recipe;
mod records;
mod rules_dialog;
mod section;
mod signers_panel;
mod time_field;
mod toast;
mod tool_matrix;
mod tools_panel;
mod untrusted;
mod warnings;
mod window_panel;
mod window_slider;
mod zone_picker;

pub(crate) use app::App;
