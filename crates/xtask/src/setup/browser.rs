//! A Chromium and the ChromeDriver that fits it: found, or installed from the system's packages. It does not start them.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

use super::apt;
use crate::look_up;
use crate::run::{self, Trouble};
use crate::say;

/// The pair that the end-to-end tests drive.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
}

const CHROMIUM: Kind = Kind {
    name: "Chromium",
    variable: "SIGNERHUNT_CHROMIUM",
    on_path: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    elsewhere: &[
        "/usr/lib/chromium/chromium",
        "/usr/lib/chromium-browser/chromium-browser",
        "/opt/google/chrome/chrome",
        "/snap/bin/chromium",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ],
};

const CHROMEDRIVER: Kind = Kind {
    name: "ChromeDriver",
    variable: "SIGNERHUNT_CHROMEDRIVER",
    on_path: &["chromedriver"],
    elsewhere: &[
        "/usr/lib/chromium/chromedriver",
        "/usr/lib/chromium-browser/chromedriver",
        "/snap/bin/chromium.chromedriver",
    ],
};

const ADVICE: &str = "\
The browser tests need Chromium (or Chrome) and the ChromeDriver of the same major version:
   Debian   apt-get install chromium chromium-driver   (as root)
   Ubuntu   snap install chromium   (as root; the packages of that name only point to this)
   Fedora   dnf install chromium chromedriver   (as root)
   macOS    brew install --cask google-chrome chromedriver
   others   npx @puppeteer/browsers install chrome@stable, and the same with chromedriver@stable
Where they are in an unusual place, name them with SIGNERHUNT_CHROMIUM and SIGNERHUNT_CHROMEDRIVER.
Then run this again.";

/// Finds the pair, or installs it where that is possible.
pub(super) fn ensure() -> Result<Browser, Trouble> {
    let first = match search() {
        Ok(browser) => return Ok(browser),
        Err(trouble) => trouble,
    };
    // Whoever names a browser wants that one: what we would install is not what is missing.
    let named = CHROMIUM.named().or(CHROMEDRIVER.named()).is_some();
    if named || !apt::may_install() {
        return Err(first.advise(ADVICE));
    }
    say::step(
        "Installing Chromium and its driver with apt-get: tests use the page in a real browser.",
    );
    say::detail("One or two minutes.");
    let installed = apt::install(&["chromium", "chromium-driver"]);
    search().map_err(|second| match installed {
        Ok(()) => second.advise(ADVICE),
        Err(failure) => failure.advise(ADVICE),
    })
}

/// The first browser and driver of the same major version.
fn search() -> Result<Browser, Trouble> {
    let browsers = CHROMIUM.candidates()?;
    let drivers = CHROMEDRIVER.candidates()?;
    match first_match(&browsers, &drivers) {
        Some((browser, driver)) => {
            Ok(Browser { chromium: browser.path.clone(), chromedriver: driver.path.clone() })
        }
        None => Err(Trouble::new(format!(
            "No Chromium and ChromeDriver that fit each other: {}; {}.",
            CHROMIUM.listed(&browsers),
            CHROMEDRIVER.listed(&drivers)
        ))),
    }
}

fn first_match<'found>(
    browsers: &'found [Found],
    drivers: &'found [Found],
) -> Option<(&'found Found, &'found Found)> {
    let running = browsers.iter().filter(|browser| browser.major().is_some());
    running
        .flat_map(|browser| drivers.iter().map(move |driver| (browser, driver)))
        .find(|(browser, driver)| browser.major() == driver.major())
}

/// A kind of program, and all the places where systems put it.
struct Kind {
    name: &'static str,
    variable: &'static str,
    on_path: &'static [&'static str],
    elsewhere: &'static [&'static str],
}

impl Kind {
    /// Everything that looks like it; whoever names one by the variable wants that one only.
    fn candidates(&self) -> Result<Vec<Found>, Trouble> {
        if let Some(named) = self.named() {
            let found = Found::ask(named);
            return match found.version {
                Ok(_) => Ok(vec![found]),
                Err(why) => Err(Trouble::new(format!(
                    "{} names {}, which does not run: {why}",
                    self.variable,
                    found.path.display()
                ))),
            };
        }
        let search_path = env::var_os("PATH").unwrap_or_default();
        let mut paths: Vec<PathBuf> = self
            .on_path
            .iter()
            .filter_map(|name| look_up::program_on(&search_path, name))
            .collect();
        paths.extend(
            self.elsewhere.iter().map(PathBuf::from).filter(|path| look_up::is_program(path)),
        );
        Ok(paths.into_iter().map(Found::ask).collect())
    }

    fn named(&self) -> Option<PathBuf> {
        env::var_os(self.variable).filter(|value| !value.is_empty()).map(PathBuf::from)
    }

    fn listed(&self, found: &[Found]) -> String {
        if found.is_empty() {
            return format!("{} is not installed", self.name);
        }
        let each: Vec<String> = found.iter().map(Found::to_string).collect();
        format!("{}: {}", self.name, each.join(", "))
    }
}

/// A program that is there, and what it says of itself.
struct Found {
    path: PathBuf,
    /// Or why it does not run: on Ubuntu the file is there, but only asks for the snap.
    version: Result<String, String>,
}

impl Found {
    fn ask(path: PathBuf) -> Self {
        let version = ask(&path);
        Self { path, version }
    }

    fn major(&self) -> Option<u32> {
        self.version.as_deref().ok().and_then(look_up::major_of)
    }
}

impl fmt::Display for Found {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.version {
            Ok(version) => write!(formatter, "{path} is version {version}"),
            Err(why) => write!(formatter, "{path} does not run ({why})"),
        }
    }
}

fn ask(path: &Path) -> Result<String, String> {
    if let Some(version) = version_without_asking(path) {
        return Ok(version);
    }
    let printed = run::ask_version(path).map_err(|trouble| trouble.to_string())?;
    let version = look_up::version_in(&printed);
    version.map(str::to_owned).ok_or_else(|| format!("it tells no version but \"{printed}\""))
}

/// Chrome for Windows opens a window when asked, but has the version in the name of something beside it.
fn version_without_asking(path: &Path) -> Option<String> {
    if !(cfg!(windows) && path.ends_with("chrome.exe")) {
        return None;
    }
    let names = path.parent()?.read_dir().ok()?.flatten().map(|entry| entry.file_name());
    names.filter_map(|name| name.into_string().ok()).find(|name| look_up::major_of(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, version: Result<&str, &str>) -> Found {
        Found { path: path.into(), version: version.map(str::to_owned).map_err(str::to_owned) }
    }

    #[test]
    fn a_browser_is_taken_only_with_a_driver_of_its_major_version() {
        let browsers = [
            found("stub", Err("asks for the snap")),
            found("old", Ok("120.0.1.2")),
            found("new", Ok("156.0.8078.73")),
        ];
        let drivers = [found("driver", Ok("156.0.1.1"))];
        let (browser, driver) = first_match(&browsers, &drivers).unwrap();
        assert_eq!((browser.path.to_str(), driver.path.to_str()), (Some("new"), Some("driver")));
        assert!(first_match(&browsers[..2], &drivers).is_none());
    }

    #[test]
    fn two_programs_that_do_not_run_are_no_pair() {
        assert!(first_match(&[found("a", Err("x"))], &[found("b", Err("y"))]).is_none());
    }

    #[test]
    fn what_is_wrong_is_told_of_each_program() {
        let listed = CHROMIUM
            .listed(&[found("/bin/a", Ok("120.0.1.2")), found("/bin/b", Err("asks for the snap"))]);
        assert_eq!(
            listed,
            "Chromium: /bin/a is version 120.0.1.2, /bin/b does not run (asks for the snap)"
        );
        assert_eq!(CHROMEDRIVER.listed(&[]), "ChromeDriver is not installed");
    }
}
