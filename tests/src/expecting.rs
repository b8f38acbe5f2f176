//! What is there on purpose is marked as expected: told apart, never hidden; and signers that nearly match say why.

use std::fs;

use crate::browser::eventually;
use crate::page::on_the_page;

#[test]
fn a_device_that_is_marked_is_told_apart_from_the_others() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        page.wait_for_answer("6 devices, 88 sightings").await;
        let first = page.rows().await[0].clone();
        page.press(".device .expander").await;
        page.press(".device-details .details-list dd:first-of-type .mark").await;
        page.wait_for_text("#expected", "5 devices not expected, 1 expected.").await;
        // The answer is what it was.
        page.wait_for_answer("6 devices, 88 sightings").await;
        page.wait_for_text("#filtered", "6 of 6").await;

        page.choose_in_list("#expectation", "Not expected").await;
        page.wait_for_text("#filtered", "5 of 6").await;
        page.choose_in_list("#expectation", "Expected").await;
        page.wait_for_text("#filtered", "1 of 6").await;
        eventually("the marked device", vec![first], async || page.rows().await).await;

        page.press("#marks .icon-button").await;
        page.wait_until_gone("#expected").await;
        page.wait_for_text("#filtered", "6 of 6").await;
    });
}

#[test]
fn a_signer_that_is_marked_is_expected_everywhere() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        page.wait_for_answer("6 devices, 88 sightings").await;
        page.type_into("#filter", "hq-kiosk-03").await;
        page.wait_for_text("#filtered", "1 of 6").await;
        page.press(".device .expander").await;
        page.press(".signers .mark").await;
        page.wait_for_text("#marks", "ScreenConnect Software").await;
        page.wait_for_text("#expected", "5 devices not expected, 1 expected.").await;
    });
}

#[test]
fn marks_are_kept_in_a_file_and_come_back() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        page.wait_for_answer("6 devices, 88 sightings").await;
        page.press(".device .expander").await;
        page.press(".device-details .details-list dd:first-of-type .mark").await;
        page.wait_for_text("#expected", "1 expected.").await;
        page.press("#save-marks").await;
        let (name, text) = page.browser.download().await;
        assert_eq!(name, "signerhunt-expected.json");
        assert!(text.contains("\"format\": \"signerhunt.expected/1\""), "{text}");
        page.press("#marks .icon-button").await;
        page.wait_until_gone("#expected").await;

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(&name);
        fs::write(&file, &text).unwrap();
        page.choose_file("#load-marks", &file).await;
        page.wait_for_text("#expected", "1 expected.").await;

        fs::write(&file, "{}").unwrap();
        page.choose_file("#load-marks", &file).await;
        page.wait_for_text("#banners", "holds no marks of what is expected").await;
        page.wait_for_text("#expected", "1 expected.").await;
    });
}

#[test]
fn near_misses_say_in_what_way_they_nearly_match() {
    on_the_page(async |page| {
        page.try_the_sample().await;
        page.press("#near-misses summary").await;
        let text = page.wait_for_text("#near-misses", "MyConnectWiseTools Ltd").await;
        assert!(text.contains("4 signers nearly match"), "{text}");
        assert!(text.contains("but inside a longer word"), "{text}");
        assert!(text.contains("but is spelled with other letters"), "{text}");
    });
}
