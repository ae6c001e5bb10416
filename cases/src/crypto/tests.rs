//! The suites against the vectors of their standards. Against OpenSSL: `tests/it/openssl.rs`.

use super::ed25519::Ed25519Sha256;
use super::sm2::Sm2Sm3;
use super::*;

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

/// RFC 8032 §7.1, TEST 1 to 3 and TEST SHA(abc).
#[test]
fn ed25519_signs_as_rfc_8032_does() {
    let check = |secret: &str, message: &str, signature: &str| {
        let key = SecretKey::new(Suite::Ed25519Sha256, bytes(secret)).unwrap();
        let message = hex::decode(message).unwrap();
        let signed = key.sign(&message).unwrap();
        assert_eq!(hex::encode(&signed), signature);
        let public = key.public().unwrap();
        assert!(public.is_whole() && public.verify(&message, &signed));
        let mut other = message.clone();
        other.push(0);
        assert!(!public.verify(&other, &signed));
    };
    check(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    );
    check(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
    check(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    );
    check(
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    );
}

/// GM/T 0004-2012, appendix A: 示例1 and 示例2.
#[test]
fn sm3_digests_as_its_standard_does() {
    let check = |message: &str, digest: &str| {
        assert_eq!(Sm2Sm3.digest(message.as_bytes()), format!("sm3:{digest}"));
    };
    check(
        "abc",
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    );
    check(
        &"abcd".repeat(16),
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
    );
}

/// FIPS 180-4, "abc".
#[test]
fn sha_256_digests_as_its_standard_does() {
    assert_eq!(
        Ed25519Sha256.digest(b"abc"),
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

/// GM/T 0003.5-2012, appendix A.2: the recommended curve, ID 1234567812345678, "message digest".
#[test]
fn sm2_takes_the_signature_of_its_standard_and_no_other() {
    let secret = bytes("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
    let key = SecretKey::new(Suite::Sm2Sm3, secret).unwrap();
    let public = key.public().unwrap();
    // SubjectPublicKeyInfo ends with the point: 04, x, y.
    let body: String = public
        .pem
        .lines()
        .filter(|line| !line.starts_with("---"))
        .collect();
    let point = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
    assert!(hex::encode(from_base64(&body)).ends_with(point));
    let signature = concat!(
        "3046",
        "022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3",
        "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    );
    let signature = hex::decode(signature).unwrap();
    assert!(public.verify(b"message digest", &signature));
    assert!(!public.verify(b"message digesT", &signature));
    for at in 0..signature.len() {
        let mut bent = signature.clone();
        bent[at] ^= 1;
        assert!(!public.verify(b"message digest", &bent), "byte {at}");
    }
    assert!(!public.verify(b"message digest", &signature[..71]));
    // What we sign fits, and is the same each time.
    let ours = key.sign(b"message digest").unwrap();
    assert!(public.verify(b"message digest", &ours));
    assert_eq!(key.sign(b"message digest").unwrap(), ours);
}

#[test]
fn bytes_that_are_no_key_are_refused() {
    assert!(SecretKey::new(Suite::Sm2Sm3, [0; 32]).is_none());
    assert!(SecretKey::new(Suite::Sm2Sm3, [0xff; 32]).is_none());
    assert!(SecretKey::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").is_none());
    let mut key = SecretKey::new(Suite::Ed25519Sha256, [7; 32])
        .unwrap()
        .public()
        .unwrap();
    assert_eq!(Suite::of_digest(&key.key_id), Some(Suite::Ed25519Sha256));
    // A key is of one suite: its id is checked against it.
    key.suite = Suite::Sm2Sm3;
    assert!(!key.is_whole() && !key.verify(b"", &[0; 64]));
}

/// DER numbers that begin with zeros or with a sign are as short as they can be.
#[test]
fn every_sm2_signature_reads_back() {
    let public = |key: &SecretKey| key.public().unwrap();
    let key = SecretKey::new(Suite::Sm2Sm3, [9; 32]).unwrap();
    let mut lengths = std::collections::BTreeSet::new();
    for n in 0u32..600 {
        let message = n.to_be_bytes();
        let signed = key.sign(&message).unwrap();
        lengths.insert(signed.len());
        if n % 60 == 0 {
            assert!(public(&key).verify(&message, &signed), "{n}");
        }
        assert_eq!(usize::from(signed[1]) + 2, signed.len());
    }
    assert!(lengths.len() >= 3, "{lengths:?}");
}

fn from_base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = 0u32;
    let mut held = 0;
    let mut out = Vec::new();
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        let digit = DIGITS.iter().position(|digit| *digit == byte).unwrap();
        bits = (bits << 6) | u32::try_from(digit).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    out
}
