//! `paper://localhost/<handle>`: the picture of one page, once. A handle that was used, or never given, is 404.

use tauri::http::{Response, StatusCode, header};

use crate::shell::Shell;

pub const NAME: &str = "paper";

/// The page behind the address's path.
pub async fn answer(shell: &Shell, path: &str) -> Response<Vec<u8>> {
    let page = page(shell, path).await;
    let status = if page.is_some() {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    let page = page.unwrap_or_default();
    let kind = media_type(&page);
    let mut response = Response::new(page);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}

/// Papers are drawn as PNG, scanned pages are JPEG.
pub fn media_type(picture: &[u8]) -> &'static str {
    if picture.starts_with(&[0xFF, 0xD8]) {
        "image/jpeg"
    } else {
        "image/png"
    }
}

/// The picture behind a handle; taking it uses the handle up.
pub async fn page(shell: &Shell, path: &str) -> Option<Vec<u8>> {
    let handle = path.trim_start_matches('/');
    let desk = shell.desk().await.ok()?;
    desk.take_page(handle)
}
