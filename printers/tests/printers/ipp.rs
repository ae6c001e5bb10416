//! Papers to an IPP printer.

use ipp::model::StatusCode;
use printers::Fault;
use printers::ipp::{Id, Job, Media, Printer, Sides, Standing};

use printers::peer::{Odd, Peer};

fn job(key: &str) -> Job {
    Job {
        title: "受理通知书".to_owned(),
        key: key.to_owned(),
        pdf: b"%PDF-1.7 a page".to_vec(),
        copies: 2,
        sides: Sides::One,
        media: Media::A4,
    }
}

fn printer(peer: &Peer) -> Printer {
    Printer::at(&peer.address).unwrap()
}

/// Follows the job; at the n-th thing heard the peer is changed.
async fn followed(peer: &Peer, id: Id, steps: &mut dyn FnMut(&Peer, &Standing)) -> Result<(), Fault> {
    printer(peer).follow(id, |standing| steps(peer, standing)).await
}

#[tokio::test]
async fn a_paper_is_printed_when_the_printer_says_so() {
    let peer = Peer::new();
    let id = printer(&peer).print(&job("k1")).await.unwrap();
    let mut heard = Vec::new();
    followed(&peer, id, &mut |peer, standing| {
        heard.push(standing.clone());
        let mut inside = peer.inside();
        match standing {
            Standing::Waiting => (inside.jobs[0].state, inside.jobs[0].sheets) = (5, 1),
            _ => inside.jobs[0].state = 9,
        }
    })
    .await
    .unwrap();
    assert_eq!(heard, [Standing::Waiting, Standing::Printing { sheets: 1 }]);
    let inside = peer.inside();
    let job = &inside.jobs[0];
    assert_eq!(job.pdf, b"%PDF-1.7 a page");
    assert_eq!((job.copies, job.media.as_str()), (2, "iso_a4_210x297mm"));
    assert_eq!(job.name, "受理通知书 #k1");
}

#[tokio::test]
async fn one_key_is_one_paper_even_when_the_answer_was_lost() {
    let peer = Peer::new();
    // Two lists of jobs, the printer, then the job whose answer is cut.
    peer.inside().odd = vec![Odd::None, Odd::None, Odd::None, Odd::Cut];
    assert_eq!(printer(&peer).print(&job("k1")).await, Err(Fault::Lost));
    let id = printer(&peer).print(&job("k1")).await.unwrap();
    assert_eq!(peer.inside().jobs.len(), 1);
    peer.inside().jobs[0].state = 9;
    assert_eq!(printer(&peer).print(&job("k1")).await, Ok(id));
    printer(&peer).print(&job("k2")).await.unwrap();
    assert_eq!(peer.inside().jobs.len(), 2);
}

#[tokio::test]
async fn what_stands_in_the_way_is_said_before_a_byte_is_sent() {
    let peer = Peer::new();
    let cases: [(&[&'static str], i32, Fault); 6] = [
        (&["media-empty-error"], 5, Fault::NoPaper),
        (&["media-jam"], 4, Fault::Jam),
        (&["cover-open-error", "media-empty"], 5, Fault::CoverOpen),
        (&["toner-empty-error"], 3, Fault::NoInk),
        (&["none"], 5, Fault::Paused),
        (&["connecting-to-device"], 4, Fault::Offline),
    ];
    for (reasons, state, fault) in cases {
        {
            let mut inside = peer.inside();
            inside.reasons = reasons.to_vec();
            inside.state = state;
        }
        assert_eq!(printer(&peer).print(&job("k1")).await, Err(fault));
    }
    {
        let mut inside = peer.inside();
        (inside.reasons, inside.state) = (vec!["toner-low-warning"], 3);
        inside.media_ready = vec!["iso_a5_148x210mm"];
    }
    assert_eq!(printer(&peer).print(&job("k1")).await, Err(Fault::WrongPaper));
    peer.inside().media_ready = Vec::new();
    peer.inside().formats = vec!["image/urf"];
    assert_eq!(printer(&peer).print(&job("k1")).await, Err(Fault::Unsupported));
    peer.inside().formats = vec!["application/pdf"];
    peer.inside().accepting = false;
    assert_eq!(printer(&peer).print(&job("k1")).await, Err(Fault::Busy));
    assert!(peer.inside().jobs.is_empty());
}

#[tokio::test]
async fn paper_that_ran_out_is_told_and_the_job_goes_on_by_itself() {
    let peer = Peer::new();
    let id = printer(&peer).print(&job("k1")).await.unwrap();
    {
        let mut inside = peer.inside();
        inside.jobs[0].state = 5;
        (inside.state, inside.reasons) = (5, vec!["media-empty-error"]);
    }
    let mut stuck = 0;
    followed(&peer, id, &mut |peer, standing| {
        let mut inside = peer.inside();
        match standing {
            Standing::Stuck(Fault::NoPaper) => {
                stuck += 1;
                (inside.state, inside.reasons) = (4, vec!["none"]);
            }
            _ => inside.jobs[0].state = 9,
        }
    })
    .await
    .unwrap();
    assert_eq!(stuck, 1);
}

#[tokio::test]
async fn how_a_job_ended_is_told_apart() {
    let cases: [(i32, &[&'static str], Result<(), Fault>); 7] = [
        (8, &["aborted-by-system"], Err(Fault::Aborted)),
        (8, &["document-format-error"], Err(Fault::Unsupported)),
        (7, &["job-canceled-by-user"], Err(Fault::Cancelled)),
        (9, &["job-completed-with-errors"], Err(Fault::Aborted)),
        (9, &["job-completed-with-warnings"], Ok(())),
        (9, &["job-completed-successfully"], Ok(())),
        (1, &["none"], Err(Fault::BadAnswer)),
    ];
    for (state, reasons, end) in cases {
        let peer = Peer::new();
        let id = printer(&peer).print(&job("k1")).await.unwrap();
        {
            let mut inside = peer.inside();
            (inside.jobs[0].state, inside.jobs[0].reasons) = (state, reasons.to_vec());
        }
        assert_eq!(followed(&peer, id, &mut |_, _| {}).await, end);
    }
    let peer = Peer::new();
    assert_eq!(
        followed(&peer, Id(7), &mut |_, _| {}).await,
        Err(Fault::Forgotten)
    );
}

#[tokio::test]
async fn a_wrong_tray_and_a_held_job_have_their_words() {
    let peer = Peer::new();
    let id = printer(&peer).print(&job("k1")).await.unwrap();
    {
        let mut inside = peer.inside();
        (inside.jobs[0].state, inside.jobs[0].reasons) = (6, vec!["resources-are-not-ready"]);
    }
    assert_eq!(
        printer(&peer).standing(id).await,
        Ok(Standing::Stuck(Fault::WrongPaper))
    );
    peer.inside().jobs[0].state = 4;
    assert_eq!(
        printer(&peer).standing(id).await,
        Ok(Standing::Stuck(Fault::Paused))
    );
}

#[tokio::test]
async fn a_job_is_taken_back_and_one_that_ended_stays_ended() {
    let peer = Peer::new();
    let id = printer(&peer).print(&job("k1")).await.unwrap();
    printer(&peer).cancel(id).await.unwrap();
    assert_eq!(followed(&peer, id, &mut |_, _| {}).await, Err(Fault::Cancelled));
    printer(&peer).cancel(id).await.unwrap();
    printer(&peer).cancel(Id(99)).await.unwrap();
}

#[tokio::test]
async fn nothing_at_the_address_is_said_and_a_printer_that_comes_back_is_followed_on() {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let dead = Printer::at(&format!("ipp://{closed}/ipp/print")).unwrap();
    assert_eq!(dead.print(&job("k1")).await, Err(Fault::NotFound));

    let peer = Peer::new();
    let id = printer(&peer).print(&job("k1")).await.unwrap();
    // It answers 503 for a while, as a restarting spooler does.
    peer.inside().odd = vec![Odd::Http(503); 9];
    peer.inside().jobs[0].state = 5;
    let mut busy = 0;
    followed(&peer, id, &mut |peer, standing| match standing {
        Standing::Stuck(Fault::Busy) => busy += 1,
        _ => peer.inside().jobs[0].state = 9,
    })
    .await
    .unwrap();
    assert_eq!(busy, 1);
}

#[tokio::test]
async fn answers_that_are_none_are_refused() {
    let peer = Peer::new();
    let rows = [
        (Odd::Bytes(Vec::new()), Fault::BadAnswer),
        (Odd::Bytes(b"<html>login</html>".to_vec()), Fault::BadAnswer),
        (Odd::Bytes(vec![2, 0, 0, 0, 0, 0, 0, 1]), Fault::BadAnswer),
        (Odd::Endless, Fault::BadAnswer),
        (Odd::Http(401), Fault::Denied),
        (Odd::Http(404), Fault::NotFound),
        (Odd::Http(302), Fault::Other("HTTP 302".to_owned())),
        (Odd::Status(StatusCode::ClientErrorNotAuthorized), Fault::Denied),
        (Odd::Status(StatusCode::ServerErrorBusy), Fault::Busy),
    ];
    for (odd, fault) in rows {
        peer.inside().odd = vec![odd];
        assert_eq!(printer(&peer).look().await, Err(fault));
    }
    // Taken, and nothing to follow it by.
    peer.inside().odd = vec![
        Odd::None,
        Odd::None,
        Odd::None,
        Odd::Status(StatusCode::SuccessfulOk),
    ];
    assert_eq!(printer(&peer).print(&job("k1")).await, Err(Fault::Lost));
}

#[tokio::test]
async fn a_printer_without_a_list_of_jobs_prints_all_the_same() {
    let peer = Peer::new();
    peer.inside().lists_jobs = false;
    printer(&peer).print(&job("k1")).await.unwrap();
    assert_eq!(peer.inside().jobs.len(), 1);
}

#[tokio::test]
async fn a_print_server_names_its_printers_the_default_first() {
    let peer = Peer::new();
    let all = Printer::of_server(&peer.address).await.unwrap();
    assert_eq!(
        all,
        [peer.address.as_str(), "ipp://localhost:631/printers/window-2"]
    );
}
