//! A fault as an RFC 9457 document.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use cases::wire::Problem;
use serde::Serialize;

use crate::fault::Fault;

#[derive(Serialize)]
struct Body {
    #[serde(flatten)]
    problem: Problem,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    digests: Vec<String>,
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if self.status == 500 {
            tracing::error!(fault.code = %self.trouble.code, fault.cause = ?self.cause, "the hall failed");
        } else {
            tracing::debug!(
                fault.code = %self.trouble.code,
                fault.status = self.status,
                fault.cause = ?self.cause,
                "the hall refused"
            );
        }
        let body = Body {
            problem: Problem::new(self.status, self.trouble),
            digests: self.digests,
        };
        let json = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = (status, json).into_response();
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}
