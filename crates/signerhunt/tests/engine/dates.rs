//! Dates that can be read two ways: what rows show of their order, when they are looked up together, is what each shows by
//! itself.

use signerhunt::{Export, Exports, Hunt, Window};

use crate::cases::{clock, read_in_pieces, read_whole};

#[test]
fn dates_with_two_readings_are_read_alike_however_they_come() {
    for seed in 0..300 {
        let mut random = fastrand::Rng::with_seed(seed);
        let n_rows = random.usize(1..150);
        // Up to the 12th there are two readings of each; few exports have nothing beyond it.
        let most = *random.choice(&[12, 13, 31]).unwrap();
        let odd_row = random.usize(0..600);
        let day_first = random.bool();
        let mut text = "TenantId,\"Timestamp [UTC]\",DeviceId,DeviceName,Signer,ReportId,\"Expires [UTC]\"\r\n".to_owned();
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
        let whole = read_whole("query_data.csv", text.as_bytes());
        let by_bytes = read_in_pieces("query_data.csv", text.as_bytes(), 0..text.len());
        let (whole, by_bytes) = (whole.unwrap(), by_bytes.unwrap());
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
