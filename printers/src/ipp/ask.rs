//! What is asked of a printer.

use http::Uri;
use ipp::attribute::{IppAttribute, IppAttributeName};
use ipp::model::{DelimiterTag, IppVersion, Operation};
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;

use super::about::About;
use super::job::{Id, Job};
use crate::Fault;

/// Of one list of jobs.
const MOST_JOBS: i32 = 500;
const USER: &str = "yichuang";

pub(super) fn about(address: &str) -> Result<IppRequestResponse, Fault> {
    let mut request = to(address, Operation::GetPrinterAttributes)?;
    wanted(
        &mut request,
        &[
            "printer-name",
            "printer-info",
            "printer-make-and-model",
            "printer-state",
            "printer-state-reasons",
            "printer-is-accepting-jobs",
            "document-format-supported",
            "media-ready",
            "media-supported",
            "sides-supported",
            "copies-supported",
        ],
    )?;
    Ok(request)
}

pub(super) fn print(address: &str, job: &Job, about: &About) -> Result<IppRequestResponse, Fault> {
    let mut request = to(address, Operation::PrintJob)?;
    operation(&mut request, IppAttributeName::JOB_NAME, name(&job.name())?);
    operation(
        &mut request,
        IppAttributeName::DOCUMENT_FORMAT,
        IppValue::new_mime_media_type("application/pdf").map_err(|_| Fault::Unsupported)?,
    );
    let mut of_job = vec![(IppAttributeName::MEDIA, keyword(job.media.word())?)];
    if job.copies > 1 {
        of_job.push((
            IppAttributeName::COPIES,
            IppValue::new_integer(i32::from(job.copies)),
        ));
    }
    if about.has_sides(job.sides) {
        of_job.push((IppAttributeName::SIDES, keyword(job.sides.word())?));
    }
    for (attribute, value) in of_job {
        request
            .attributes_mut()
            .add(DelimiterTag::JobAttributes, IppAttribute::new(attribute, value));
    }
    Ok(request)
}

pub(super) fn job(address: &str, id: Id) -> Result<IppRequestResponse, Fault> {
    let mut request = to(address, Operation::GetJobAttributes)?;
    operation(
        &mut request,
        IppAttributeName::JOB_ID,
        IppValue::new_integer(id.0),
    );
    wanted(
        &mut request,
        &[
            "job-id",
            "job-name",
            "job-state",
            "job-state-reasons",
            "job-media-sheets-completed",
            "job-impressions-completed",
        ],
    )?;
    Ok(request)
}

pub(super) fn jobs(address: &str, which: &str) -> Result<IppRequestResponse, Fault> {
    let mut request = to(address, Operation::GetJobs)?;
    operation(&mut request, IppAttributeName::WHICH_JOBS, keyword(which)?);
    operation(
        &mut request,
        IppAttributeName::LIMIT,
        IppValue::new_integer(MOST_JOBS),
    );
    wanted(&mut request, &["job-id", "job-name"])?;
    Ok(request)
}

pub(super) fn cancel(address: &str, id: Id) -> Result<IppRequestResponse, Fault> {
    let mut request = to(address, Operation::CancelJob)?;
    operation(
        &mut request,
        IppAttributeName::JOB_ID,
        IppValue::new_integer(id.0),
    );
    Ok(request)
}

pub(super) fn server_default() -> Result<IppRequestResponse, Fault> {
    of_server(Operation::CupsGetDefault)
}

pub(super) fn server_printers() -> Result<IppRequestResponse, Fault> {
    of_server(Operation::CupsGetPrinters)
}

fn of_server(operation: Operation) -> Result<IppRequestResponse, Fault> {
    let mut request =
        IppRequestResponse::new(IppVersion::v1_1(), operation, None).map_err(|_| Fault::Unsupported)?;
    wanted(&mut request, &["printer-uri-supported", "printer-name"])?;
    Ok(request)
}

fn to(address: &str, what: Operation) -> Result<IppRequestResponse, Fault> {
    let uri: Uri = address.parse().map_err(|_| Fault::NotFound)?;
    let mut request =
        IppRequestResponse::new(IppVersion::v2_0(), what, Some(uri)).map_err(|_| Fault::NotFound)?;
    operation(&mut request, IppAttributeName::REQUESTING_USER_NAME, name(USER)?);
    Ok(request)
}

fn operation(request: &mut IppRequestResponse, attribute: IppAttributeName, value: IppValue) {
    request.attributes_mut().add(
        DelimiterTag::OperationAttributes,
        IppAttribute::new(attribute, value),
    );
}

fn wanted(request: &mut IppRequestResponse, names: &[&str]) -> Result<(), Fault> {
    let names = names.iter().map(|name| keyword(name)).collect::<Result<_, _>>()?;
    operation(
        request,
        IppAttributeName::REQUESTED_ATTRIBUTES,
        IppValue::Array(names),
    );
    Ok(())
}

fn name(text: &str) -> Result<IppValue, Fault> {
    IppValue::new_name_without_language(text).map_err(|_| Fault::Unsupported)
}

fn keyword(word: &str) -> Result<IppValue, Fault> {
    IppValue::new_keyword(word).map_err(|_| Fault::Unsupported)
}
