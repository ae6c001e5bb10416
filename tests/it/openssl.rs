//! What we sign, OpenSSL verifies, and the reverse; with its keys and with ours.

use std::path::Path;
use std::process::Command;

use cases::crypto::{PublicKey, SecretKey, Suite};

/// 默认用户标识 of GM/T 0009.
const ID: &[&str] = &["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"];
const RAW: &[&str] = &["-rawin"];

fn openssl(folder: &Path, arguments: &[&str]) -> bool {
    let done = Command::new("openssl")
        .args(arguments)
        .current_dir(folder)
        .output();
    done.expect("OpenSSL runs").status.success()
}

#[test]
fn openssl_and_we_take_each_others_signatures() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    for (suite, algorithm, how) in [
        (Suite::Ed25519Sha256, &["-algorithm", "ED25519"][..], RAW),
        (Suite::Sm2Sm3, &["-algorithm", "SM2"][..], ID),
    ] {
        let make = [&["genpkey", "-out", "key.pem"], algorithm].concat();
        assert!(openssl(at, &make), "{suite:?}");
        assert!(openssl(
            at,
            &["pkey", "-in", "key.pem", "-pubout", "-out", "public.pem"]
        ));
        let read = |name: &str| std::fs::read(at.join(name)).expect("a file");
        let pem = String::from_utf8(read("key.pem")).expect("text");
        let key = SecretKey::from_pem(&pem).expect("a key");
        assert_eq!(key.suite(), suite);
        // Both see the same public key.
        let theirs = String::from_utf8(read("public.pem")).expect("text");
        let theirs = PublicKey::from_pem(&theirs).expect("a key");
        let ours = key.public().expect("a key");
        assert_eq!((&theirs.key_id, theirs.suite), (&ours.key_id, suite));
        std::fs::write(at.join("ours.pem"), &ours.pem).expect("written");
        for message in ["", "事项库版本 20261127-1", &"长".repeat(5_000)] {
            std::fs::write(at.join("message"), message).expect("written");
            // OpenSSL signs no empty file with -rawin before 3.2.
            if !message.is_empty() {
                let sign = [
                    &[
                        "pkeyutl", "-sign", "-inkey", "key.pem", "-in", "message", "-out", "signed",
                    ],
                    how,
                ]
                .concat();
                assert!(openssl(at, &sign), "{suite:?}");
                assert!(ours.verify(message.as_bytes(), &read("signed")), "{suite:?}");
                let mut bent = read("signed");
                let last = bent.len() - 1;
                bent[last] ^= 1;
                assert!(!ours.verify(message.as_bytes(), &bent));
            }
            let signed = key.sign(message.as_bytes()).expect("signed");
            assert!(ours.verify(message.as_bytes(), &signed));
            if message.is_empty() {
                continue;
            }
            std::fs::write(at.join("signed"), signed).expect("written");
            let verify = [
                &[
                    "pkeyutl", "-verify", "-pubin", "-inkey", "ours.pem", "-in", "message", "-sigfile",
                    "signed",
                ],
                how,
            ]
            .concat();
            assert!(openssl(at, &verify), "{suite:?}");
            std::fs::write(at.join("message"), format!("{message}.")).expect("written");
            assert!(!openssl(at, &verify), "{suite:?}");
        }
        // The digests, too.
        std::fs::write(at.join("message"), "事项").expect("written");
        let name = suite.crypto().digest_name();
        let told = Command::new("openssl")
            .args(["dgst", &format!("-{name}"), "-r", "message"])
            .current_dir(at)
            .output()
            .expect("OpenSSL runs");
        let told = String::from_utf8(told.stdout).expect("text");
        let hex = told.split(' ').next().expect("a digest");
        assert_eq!(suite.crypto().digest("事项".as_bytes()), format!("{name}:{hex}"));
    }
}
