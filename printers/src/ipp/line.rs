//! HTTP to one printer.

use std::io::Cursor;
use std::time::Duration;

use ipp::model::StatusCode;
use ipp::parser::IppParser;
use ipp::reader::IppReader;
use ipp::request::IppRequestResponse;
use reqwest::{Client, Url, header};

use crate::Fault;

const CONNECT: Duration = Duration::from_secs(5);
const CALL: Duration = Duration::from_secs(15);
/// A paper of many pages to a slow printer.
const JOB: Duration = Duration::from_secs(120);
const MAX_ANSWER: usize = 4 * 1024 * 1024;
const PORT: u16 = 631;

#[derive(Debug, Clone)]
pub(super) struct Line {
    client: Client,
    url: Url,
    address: String,
}

impl Line {
    pub fn to(address: &str) -> Result<Line, Fault> {
        Line::with_path(address, "/ipp/print")
    }

    /// To a print server, which takes questions about all its printers at its root.
    pub fn to_server(address: &str) -> Result<Line, Fault> {
        Line::with_path(address, "/")
    }

    fn with_path(address: &str, path: &str) -> Result<Line, Fault> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let address = address.trim();
        let written = if address.contains("://") {
            address.to_owned()
        } else {
            format!("ipp://{address}")
        };
        let (scheme, rest) = written.split_once("://").ok_or(Fault::NotFound)?;
        let (web, safe) = match scheme.to_ascii_lowercase().as_str() {
            "ipp" | "http" => ("http", false),
            "ipps" | "https" => ("https", true),
            _ => return Err(Fault::NotFound),
        };
        let mut url = Url::parse(&format!("{web}://{rest}")).map_err(|_| Fault::NotFound)?;
        if url.host_str().is_none_or(str::is_empty) {
            return Err(Fault::NotFound);
        }
        // IPP's port is 631 under each of its schemes; `http` written out keeps its own.
        if url.port().is_none() && matches!(scheme.to_ascii_lowercase().as_str(), "ipp" | "ipps") {
            url.set_port(Some(PORT)).map_err(|()| Fault::NotFound)?;
        }
        if matches!(url.path(), "" | "/") {
            url.set_path(path);
        }
        url.set_query(None);
        url.set_fragment(None);
        let mut bare = url.clone();
        let _ = bare.set_username("");
        let _ = bare.set_password(None);
        let port = bare.port_or_known_default().unwrap_or(PORT);
        let address = format!(
            "{}://{}:{port}{}",
            if safe { "ipps" } else { "ipp" },
            bare.host_str().unwrap_or_default(),
            bare.path()
        );
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            // A printer of the hall is never behind the hall's proxy.
            .no_proxy()
            .build()
            .map_err(|_| Fault::Unsupported)?;
        Ok(Line { client, url, address })
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// One question with what may follow it; the answer's status is judged here.
    pub async fn ask(
        &self,
        request: IppRequestResponse,
        document: Option<&[u8]>,
    ) -> Result<IppRequestResponse, Fault> {
        let mut body = request.to_bytes().to_vec();
        body.extend_from_slice(document.unwrap_or_default());
        let time = if document.is_some() { JOB } else { CALL };
        let sent = self
            .client
            .post(self.url.clone())
            .header(header::CONTENT_TYPE, "application/ipp")
            .body(body)
            .timeout(time)
            .send();
        let mut answer = sent.await.map_err(broken)?;
        match answer.status().as_u16() {
            200 => {}
            401 | 403 => return Err(Fault::Denied),
            404 => return Err(Fault::NotFound),
            503 => return Err(Fault::Busy),
            other => return Err(Fault::Other(format!("HTTP {other}"))),
        }
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(broken)? {
            if bytes.len() + piece.len() > MAX_ANSWER {
                return Err(Fault::BadAnswer);
            }
            bytes.extend_from_slice(&piece);
        }
        let reply = IppParser::new(IppReader::new(Cursor::new(bytes)))
            .parse()
            .map_err(|_| Fault::BadAnswer)?;
        judged(reply)
    }
}

fn judged(reply: IppRequestResponse) -> Result<IppRequestResponse, Fault> {
    let status = reply.header().status_code();
    match status {
        _ if status.is_success() => Ok(reply),
        StatusCode::ClientErrorForbidden
        | StatusCode::ClientErrorNotAuthenticated
        | StatusCode::ClientErrorNotAuthorized => Err(Fault::Denied),
        StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone => Err(Fault::Forgotten),
        // A job that ended cannot be cancelled.
        StatusCode::ClientErrorNotPossible => Err(Fault::Forgotten),
        StatusCode::ClientErrorDocumentFormatNotSupported
        | StatusCode::ClientErrorAttributesOrValuesNotSupported
        | StatusCode::ServerErrorOperationNotSupported
        | StatusCode::ServerErrorVersionNotSupported => Err(Fault::Unsupported),
        StatusCode::ServerErrorNotAcceptingJobs
        | StatusCode::ServerErrorBusy
        | StatusCode::ServerErrorServiceUnavailable
        | StatusCode::ServerErrorTemporaryError => Err(Fault::Busy),
        other => Err(Fault::Other(other.to_string())),
    }
}

fn broken(error: reqwest::Error) -> Fault {
    if error.is_connect() {
        Fault::NotFound
    } else if error.is_timeout() {
        Fault::Timeout
    } else {
        Fault::Lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_write_it() {
        let of = |written: &str| Line::to(written).map(|line| line.address().to_owned());
        assert_eq!(of("10.1.2.3").unwrap(), "ipp://10.1.2.3:631/ipp/print");
        assert_eq!(
            of(" ipp://printer.local ").unwrap(),
            "ipp://printer.local:631/ipp/print"
        );
        assert_eq!(
            of("ipp://localhost:631/printers/window-3").unwrap(),
            "ipp://localhost:631/printers/window-3"
        );
        assert_eq!(
            of("http://10.1.2.3:8631/ipp/print").unwrap(),
            "ipp://10.1.2.3:8631/ipp/print"
        );
        assert_eq!(
            of("ipps://user:word@10.1.2.3/x?y#z").unwrap(),
            "ipps://10.1.2.3:631/x"
        );
    }

    #[test]
    fn what_is_no_address_is_said() {
        for wrong in ["", "ftp://10.1.2.3", "ipp://", "ipp://a b/", "ipp://[::1"] {
            assert_eq!(Line::to(wrong).unwrap_err(), Fault::NotFound, "{wrong}");
        }
    }
}
