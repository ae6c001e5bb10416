//! The line between a window and the hall, in the hands of the test: it is cut and mended.

use std::fs;
use std::sync::Arc;

use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::app::Home;

/// Passes on what goes between a window and the hall while it is whole.
pub struct Line {
    whole: Arc<watch::Sender<bool>>,
}

impl Line {
    /// Lays itself before the hall of this machine: programs that start from now on reach it through the line.
    pub async fn lay(home: &Home) -> Line {
        let place = home.room("data").join("yichuang/training/hall.line");
        let mut told: Value = serde_json::from_slice(&fs::read(&place).expect("the hall serves")).unwrap();
        let address = told["hall"].as_str().expect("its address");
        let hall = address.strip_prefix("http://").expect("on loopback").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        told["hall"] = format!("http://{}", listener.local_addr().unwrap()).into();
        fs::write(&place, told.to_string()).unwrap();
        let whole = Arc::new(watch::Sender::new(true));
        tokio::spawn(pass_on(listener, hall, whole.clone()));
        Line { whole }
    }

    pub fn cut(&self) {
        self.whole.send_replace(false);
    }

    pub fn mend(&self) {
        self.whole.send_replace(true);
    }
}

async fn pass_on(listener: TcpListener, hall: String, whole: Arc<watch::Sender<bool>>) {
    while let Ok((mut window, _)) = listener.accept().await {
        let mut cut = whole.subscribe();
        let hall = hall.clone();
        tokio::spawn(async move {
            let passing = async {
                let mut hall = TcpStream::connect(hall).await?;
                tokio::io::copy_bidirectional(&mut window, &mut hall).await
            };
            // A connection that comes over a cut line is closed at once.
            tokio::select! {
                biased;
                _ = cut.wait_for(|whole| !whole) => {}
                _ = passing => {}
            }
        });
    }
}
