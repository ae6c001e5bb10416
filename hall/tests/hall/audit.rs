use std::path::Path;

use hall::serve::verify_audit;
use hall::store::Store;
use hall::store::sqlite::SqliteStore;
use hall::{OutsideSource, config::is_loopback};
use rusqlite::Connection;

use crate::harness::{FRIDAY, NUMBER, Province, TestClock, TestHall, config};

const KEY: [u8; 32] = [7; 32];

/// A hall on disk in which one case was accepted; closed again.
async fn used(folder: &Path, key: Option<[u8; 32]>) {
    let province = Province::open().await;
    let clock = TestClock::at(FRIDAY);
    let mut config = config(&clock, OutsideSource::Fixed(province.outside()));
    config.data_dir = Some(folder.to_owned());
    config.key = key;
    assert!(is_loopback(&province.url));
    let hall = TestHall::open_with(config, province, clock).await;
    let window = hall.clerk().await;
    assert_eq!(
        window.accept(&window.complete("wj-parenting")).await["outcome"],
        "accepted"
    );
    hall.running.shutdown().await;
}

#[tokio::test]
async fn promise_09_any_edit_of_the_log_is_found() {
    let folder = tempfile::tempdir().unwrap();
    used(folder.path(), None).await;
    let file = folder.path().join("hall.db");
    let verify = async || {
        let store = SqliteStore::open_for_reading(folder.path(), None).unwrap();
        let verified = verify_audit(&store).await;
        store.close().await;
        verified
    };
    let head = verify().await.expect("whole as it was written");
    assert!(head.seq >= 14);

    let middle = head.seq / 2;
    let kept = std::fs::read(&file).unwrap();
    for edit in [
        format!("UPDATE audit SET actor = 'nobody@08' WHERE seq = {middle}"),
        format!("UPDATE audit SET at_ns = '0' WHERE seq = {middle}"),
        format!("DELETE FROM audit WHERE seq = {middle}"),
        format!(
            "UPDATE audit SET seq = 100000 WHERE seq = {middle}; UPDATE audit SET seq = {middle} WHERE seq = {middle} + 1"
        ),
        format!("UPDATE audit SET algorithm = 'md5' WHERE seq = {middle}"),
    ] {
        let connection = Connection::open(&file).unwrap();
        connection.execute_batch(&edit).unwrap();
        connection
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
            .unwrap();
        drop(connection);
        let trouble = verify().await.expect_err(&edit);
        assert!(trouble.code.starts_with("YC-116"), "{edit}: {trouble}");
        std::fs::write(&file, &kept).unwrap();
    }
    assert_eq!(verify().await.unwrap(), head);
}

#[tokio::test]
async fn promise_14_a_sealed_store_holds_no_number_that_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    used(folder.path(), Some(KEY)).await;
    let utf16: Vec<u8> = NUMBER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut files = 0;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(!holds(NUMBER.as_bytes()) && !holds(&utf16) && !holds("林试".as_bytes()));
        files += 1;
    }
    assert!(files > 0);

    assert!(SqliteStore::open_for_reading(folder.path(), Some(KEY)).is_ok());
    for wrong in [None, Some([8; 32])] {
        let fault = SqliteStore::open_for_reading(folder.path(), wrong).err().unwrap();
        assert_eq!(fault.code(), "YC-2002");
    }
    assert_eq!(
        SqliteStore::open_for_reading(&folder.path().join("nowhere"), None)
            .err()
            .unwrap()
            .code(),
        "YC-2012"
    );
}
