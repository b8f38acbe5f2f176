//! Marks of what is expected in a link: `expected-tools=A,B`, `expected-signers=…`, and `expected-devices=` with DeviceId and
//! DeviceName of each, `id/name,id/name`. They are names of a case, so they become part of a link only when a person asks for
//! a link with them, and the page takes them out of its address.

use signerhunt::{Expected, ExpectedDevice};

use super::{decode, encode, encoded_list, items, read_list};

pub(super) const TOOLS: &str = "expected-tools";
pub(super) const SIGNERS: &str = "expected-signers";
pub(super) const DEVICES: &str = "expected-devices";

/// The parts of a hash.
pub(super) fn write(expected: &Expected) -> Vec<String> {
    let device = |device: &ExpectedDevice| {
        format!("{}/{}", encode(&device.device_id), encode(&device.device_name))
    };
    let devices: Vec<String> = expected.devices.iter().map(device).collect();
    let mut parts = Vec::new();
    for (key, value) in [
        (TOOLS, encoded_list(&expected.tools)),
        (SIGNERS, encoded_list(&expected.signers)),
        (DEVICES, devices.join(",")),
    ] {
        if !value.is_empty() {
            parts.push(format!("{key}={value}"));
        }
    }
    parts
}

/// Takes in one of the parts, or says what is wrong with it.
pub(super) fn read(key: &str, value: &str, expected: &mut Expected) -> Result<(), String> {
    match key {
        TOOLS => expected.tools = read_list(value, "marks")?,
        SIGNERS => expected.signers = read_list(value, "marks")?,
        _ => {
            let mut devices = Vec::new();
            for item in items(value, "marks")? {
                // Inside the two this sign is encoded.
                let (id, name) = item.split_once('/').unwrap_or((item, ""));
                devices.push(ExpectedDevice { device_id: decode(id)?, device_name: decode(name)? });
            }
            expected.devices = devices;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permalink;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().copied().map(str::to_owned).collect()
    }

    /// Writes, compares, and reads back.
    #[track_caller]
    fn check(tools: &[&str], signers: &[&str], devices: &[(&str, &str)], expected: &str) {
        let device = |&(id, name): &(&str, &str)| ExpectedDevice {
            device_id: id.to_owned(),
            device_name: name.to_owned(),
        };
        let devices = devices.iter().map(device).collect();
        let marks = Expected { tools: texts(tools), signers: texts(signers), devices };
        assert_eq!(write(&marks).join("&"), expected);
        assert_eq!(permalink::read(expected).marks, Some(marks));
    }

    #[test]
    fn marks_come_back_as_they_were() {
        check(&["AnyDesk"], &[], &[], "expected-tools=AnyDesk");
        check(
            &["A", "B"],
            &["Krämer, Söhne & Co"],
            &[("1f/3a", "ws-1,x"), ("", "ws-2")],
            "expected-tools=A,B&expected-signers=Kr%C3%A4mer%2C%20S%C3%B6hne%20%26%20Co\
             &expected-devices=1f%2F3a/ws-1%2Cx,/ws-2",
        );
    }

    #[test]
    fn without_marks_there_are_none() {
        assert!(write(&Expected::default()).is_empty());
        for hash in ["", "#terms=x", "#expected-tools=", "#expected=1"] {
            assert_eq!(permalink::read(hash).marks, None, "{hash}");
        }
    }

    #[test]
    fn what_is_damaged_is_told_and_the_other_marks_are_taken() {
        let linked = permalink::read("#expected-signers=%zz&expected-tools=A&from=-7d");
        assert_eq!(linked.marks.map(|marks| marks.tools), Some(texts(&["A"])));
        assert_eq!(linked.complaints.len(), 1);
        assert!(linked.complaints[0].ends_with("These marks are left out."));
        let crowded = format!("#expected-devices={}", "a/b,".repeat(2_000));
        let linked = permalink::read(&crowded);
        assert_eq!((linked.marks, linked.complaints.len()), (None, 1));
    }
}
