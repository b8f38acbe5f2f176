//! Dates that can be read two ways: what rows show of their order, when they are looked up together, is what each shows by
//! itself.

use std::ops::Range;

use signerhunt::{Export, Exports, Hunt, ReadOptions, Window};

use crate::cases::{clock, read_with};

#[test]
fn dates_with_two_readings_are_read_alike_however_they_come() {
    for seed in 0..300 {
        let mut random = fastrand::Rng::with_seed(seed);
        let n_rows = random.usize(1..150);
        // Up to the 12th there are two readings of each; few exports have nothing beyond it.
        let most = *random.choice(&[12, 13, 31]).unwrap();
        let odd_row = random.usize(0..600);
        let day_first = random.bool();
        let zone = if random.bool() { " [UTC]" } else { "" };
        let mut text = format!(
            "TenantId,\"Timestamp{zone}\",DeviceId,DeviceName,Signer,ReportId,\"Expires{zone}\"\r\n"
        );
        for row in 0..n_rows {
            let mut date = |most: u8| {
                let (day, month) = (random.u8(1..=most), random.u8(1..=12));
                let [first, second] =
                    if day_first == (row != odd_row) { [day, month] } else { [month, day] };
                let half = if random.bool() { "AM" } else { "PM" };
                let [hour, minute] = [random.u8(1..=12), random.u8(0..60)];
                format!(
                    "\"{first}/{second}/2026, {hour}:{minute:02}:07.{:03} {half}\"",
                    random.u16(0..1000)
                )
            };
            let (time, expires) = (date(most), date(31));
            let signer = if row % 3 == 0 { "ScreenConnect" } else { "Adobe Inc." };
            text += &format!("t,{time},d{},ws{},{signer},{row},{expires}\r\n", row % 5, row % 5);
        }
        let utc_offset_minutes = *random.choice(&[None, Some(-330), Some(i32::MAX)]).unwrap();
        let read = |cuts: Range<usize>| {
            let options = ReadOptions { utc_offset_minutes, ..ReadOptions::default() };
            read_with("query_data.csv", options, text.as_bytes(), cuts).unwrap()
        };
        let (whole, by_bytes) = (read(0..0), read(0..text.len()));
        assert_eq!(whole.source, by_bytes.source, "seed {seed}");
        assert_eq!(whole.rejected, by_bytes.rejected, "seed {seed}");
        let summary = |export: Export| {
            let all = "all".parse().unwrap();
            let window = Window { from: all, to: all, ..Window::default() };
            let hunt = Hunt::for_terms(vec!["ScreenConnect".to_owned()], window);
            Exports::from_iter([export]).summarize(&hunt, clock())
        };
        assert_eq!(summary(whole), summary(by_bytes), "seed {seed}");
    }
}
