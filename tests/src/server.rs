//! A web server for one test: serves the built page under the policy it has to live with, and notes every request.

use std::convert::Infallible;
use std::fs;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinSet};

use crate::environment;

/// Where the built page is: not at the root, because no wiki gives a tool its root.
pub(crate) const PAGE: &str = "/wiki/tools/signerhunt/";

/// The policy of the design, as a server sends it.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src blob:; connect-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types signerhunt";

/// Where browsers report what the policy forbade, from frames and workers too.
const VIOLATIONS: &str = "/policy-violation";

/// A running server, on the thread of its test. Dropping it ends it and all its connections.
pub(crate) struct Server {
    port: u16,
    site: Arc<Site>,
    serving: AbortHandle,
}

/// What a server has beyond the page.
#[derive(Default)]
pub(crate) struct Extras {
    /// Pages around the page, by path.
    pub(crate) hosts: Vec<(&'static str, String)>,
    /// Says that pages of any origin may read its files, which sandboxed frames need.
    pub(crate) shared: bool,
    /// The policy that it sends along.
    pub(crate) policy: Policy,
}

/// The policy that a server sends along with the page.
#[derive(Default)]
pub(crate) enum Policy {
    /// [`POLICY`]; what it forbids is reported.
    #[default]
    OfTheDesign,
    /// None: the page has to bring its own.
    Absent,
    /// One that forbids more.
    Stricter(&'static str),
}

struct Site {
    extras: Extras,
    /// A file of the page that it does not have for now.
    withheld: Mutex<Option<&'static str>>,
    requests: Mutex<Vec<String>>,
    violations: Mutex<Vec<String>>,
}

impl Server {
    /// Serves the page on a free port.
    pub(crate) async fn start() -> Server {
        Server::start_with(Extras::default()).await
    }

    /// Serves the page and more.
    pub(crate) async fn start_with(extras: Extras) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let site = Arc::new(Site {
            extras,
            withheld: Mutex::default(),
            requests: Mutex::default(),
            violations: Mutex::default(),
        });
        let serving = tokio::spawn(serve(listener, site.clone())).abort_handle();
        Server { port, site, serving }
    }

    /// The address of something it serves.
    pub(crate) fn address_of(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The same thing under a name that makes it another site to a browser.
    pub(crate) fn other_address_of(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// Everything that was asked for, in order, as `GET /path`.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.site.requests.lock().unwrap().clone()
    }

    /// From now on it has all files of the page but this.
    pub(crate) fn withhold(&self, file_name: &'static str) {
        self.site.withheld.lock().unwrap().replace(file_name);
    }

    /// From now on it has all files of the page.
    pub(crate) fn withhold_nothing(&self) {
        self.site.withheld.lock().unwrap().take();
    }

    /// Takes the network away.
    pub(crate) fn stop(&self) {
        self.serving.abort();
    }

    /// What the policy forbade, as the browser reported it.
    pub(crate) fn violations(&self) -> Vec<String> {
        self.site.violations.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn serve(listener: TcpListener, site: Arc<Site>) {
    // Ends the connections with itself.
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let site = site.clone();
        let service = service_fn(move |request| {
            let site = site.clone();
            async move { Ok::<_, Infallible>(site.answer(request).await) }
        });
        connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

impl Site {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path().to_owned();
        if path == VIOLATIONS {
            let report = request.into_body().collect().await.unwrap_or_default().to_bytes();
            self.violations.lock().unwrap().push(String::from_utf8_lossy(&report).into_owned());
            return status(StatusCode::NO_CONTENT);
        }
        self.requests.lock().unwrap().push(format!("{} {path}", request.method()));
        let mut response =
            if let Some((_, page)) = self.extras.hosts.iter().find(|host| host.0 == path) {
                // What is around the page has no policy: it is not ours.
                found(page.clone().into_bytes(), "text/html; charset=utf-8")
            } else if let Some(bytes) = self.built_file(&path) {
                let mut response = found(bytes, media_type(&path));
                if let Some(policy) = self.policy() {
                    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
                }
                response
            } else {
                return status(StatusCode::NOT_FOUND);
            };
        if self.extras.shared {
            let all = HeaderValue::from_static("*");
            response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, all);
        }
        response
    }

    /// A file of the built page. Browsers resolve `..` before they ask, so names are taken as they are.
    fn built_file(&self, path: &str) -> Option<Vec<u8>> {
        let name = path.strip_prefix(PAGE)?;
        if self.withheld.lock().unwrap().is_some_and(|withheld| withheld == name) {
            return None;
        }
        let index = if name.is_empty() || name.ends_with('/') { "index.html" } else { "" };
        fs::read(environment::dist().join(format!("{name}{index}"))).ok()
    }

    fn policy(&self) -> Option<HeaderValue> {
        let policy = match self.extras.policy {
            Policy::OfTheDesign => format!("{POLICY}; report-uri {VIOLATIONS}"),
            Policy::Absent => return None,
            Policy::Stricter(policy) => policy.to_owned(),
        };
        Some(policy.try_into().expect("policies are ASCII"))
    }
}

fn found(bytes: Vec<u8>, media_type: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(bytes));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

fn status(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "text/html; charset=utf-8",
    }
}
