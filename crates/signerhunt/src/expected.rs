//! What is there on purpose: tools, signers and devices of which an analyst knows that their sightings are nothing to worry
//! about, such as the helpdesk's own ScreenConnect. It hides nothing: an answer says of each sighting whether it is expected.
//!
//! Names of signers and devices are data of a case. They never become part of a link unless somebody asks for that.

use serde::{Deserialize, Serialize};

use crate::hunt::Hunt;

/// Tools, signers and devices whose sightings are expected.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Expected {
    /// Tools. A sighting of several tools is expected when all of them are.
    #[serde(default)]
    pub tools: Vec<String>,
    /// Signers as they stand in the exports.
    #[serde(default)]
    pub signers: Vec<String>,
    /// Devices.
    #[serde(default)]
    pub devices: Vec<ExpectedDevice>,
}

/// A device whose sightings are expected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ExpectedDevice {
    /// DeviceId.
    pub device_id: String,
    /// DeviceName.
    pub device_name: String,
}

/// How much of an answer is expected.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExpectedCount {
    /// Devices with expected sightings only.
    pub devices: u64,
    /// Expected sightings.
    pub sightings: u64,
}

/// The file that the marks are kept in.
#[derive(Serialize)]
struct File<'a> {
    format: &'a str,
    tools: &'a [String],
    signers: &'a [String],
    devices: &'a [ExpectedDevice],
}

/// What says what a file is.
#[derive(Deserialize)]
struct Format {
    format: String,
}

impl Expected {
    /// The name and version of the file's shape.
    pub const FORMAT: &str = "signerhunt.expected/1";

    /// Whether nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.tools.is_empty() && self.signers.is_empty() && self.devices.is_empty()
    }

    /// The marks as JSON, shape [`Expected::FORMAT`].
    pub fn to_json(&self) -> String {
        let Expected { tools, signers, devices } = self;
        let file = File { format: Expected::FORMAT, tools, signers, devices };
        // Texts always have a JSON form.
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// Reads marks, or says in words what is wrong, to be read behind the file's name.
    pub fn from_json(text: &str) -> Result<Expected, String> {
        let ill = |error| format!("holds no marks of what is expected: {error}");
        let Format { format } = serde_json::from_str(text).map_err(ill)?;
        if format != Expected::FORMAT {
            return Err(format!(
                "has the format `{format}`; marks of what is expected have `{}`",
                Expected::FORMAT
            ));
        }
        serde_json::from_str(text).map_err(ill)
    }

    /// Whether sightings of this signer are expected on every device, when it has terms of these tools.
    pub(crate) fn has_signer(&self, signer: &str, tools: &[&str]) -> bool {
        let is_expected = |tool: &&str| self.tools.iter().any(|expected| expected == tool);
        self.signers.iter().any(|expected| expected == signer)
            || !tools.is_empty() && tools.iter().all(is_expected)
    }
}

impl Hunt {
    /// Whether all sightings of this device are expected.
    pub(crate) fn expects_device(&self, (id, name): (&str, &str)) -> bool {
        let is_it = |device: &ExpectedDevice| device.device_id == id && device.device_name == name;
        self.expected.devices.iter().any(is_it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected() -> Expected {
        Expected {
            tools: vec!["ConnectWise".to_owned()],
            signers: vec!["Acme, Inc.".to_owned()],
            devices: vec![ExpectedDevice {
                device_id: "1f3a".to_owned(),
                device_name: "ws-0142".to_owned(),
            }],
        }
    }

    #[test]
    fn marks_come_back() {
        assert_eq!(Expected::from_json(&expected().to_json()), Ok(expected()));
        let some = r#"{"format": "signerhunt.expected/1", "tools": ["AnyDesk"]}"#;
        assert_eq!(Expected::from_json(some).map(|expected| expected.tools.len()), Ok(1));
    }

    #[test]
    fn what_is_no_file_of_marks_is_said() {
        for (text, words) in [
            ("{", "holds no marks"),
            ("[]", "holds no marks"),
            (r#"{"format": "signerhunt.summary/1"}"#, "has the format `signerhunt.summary/1`"),
            (r#"{"format": "signerhunt.expected/1", "tools": 3}"#, "holds no marks"),
        ] {
            let refused = Expected::from_json(text).unwrap_err();
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn a_signer_of_several_tools_is_expected_when_all_are() {
        let expected = expected();
        assert!(expected.has_signer("ConnectWise, LLC", &["ConnectWise"]));
        assert!(!expected.has_signer("ConnectWise, LLC", &["AnyDesk", "ConnectWise"]));
        assert!(!expected.has_signer("ConnectWise, LLC", &[]));
        assert!(expected.has_signer("Acme, Inc.", &["AnyDesk"]));
    }
}
