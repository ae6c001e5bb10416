//! Check characters of the numbers the province gives out. Written from the standards, apart from the product.

/// Check character of a resident number's first 17 digits (GB 11643, ISO 7064 MOD 11-2).
pub fn resident_check(first17: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first17
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize]
}

const USCC_ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Check character of an organisation code's first 8 characters (GB 11714).
pub fn organisation_check(first8: &str) -> char {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first8
        .chars()
        .zip(WEIGHTS)
        .map(|(c, weight)| c.to_digit(36).unwrap_or(0) * weight)
        .sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// Check character of a unified social credit code's first 17 characters (GB 32100).
pub fn uscc_check(first17: &str) -> char {
    let mut weight = 1_usize;
    let mut sum = 0_usize;
    for byte in first17.bytes() {
        sum += USCC_ALPHABET.iter().position(|&c| c == byte).unwrap_or(0) * weight;
        weight = weight * 3 % 31;
    }
    char::from(USCC_ALPHABET[(31 - sum % 31) % 31])
}

/// A whole credit code from its first 8 characters and the 8 characters of the organisation code.
pub fn uscc(first8: &str, organisation8: &str) -> String {
    let first17 = format!("{first8}{organisation8}{}", organisation_check(organisation8));
    let check = uscc_check(&first17);
    format!("{first17}{check}")
}

/// Check character of an e-licence identifier over type, issuer, serial and version (ISO 7064 MOD 37,36).
pub fn licence_check(text: &str) -> char {
    let mut product = 36_u32;
    for c in text.chars() {
        let sum = (product + c.to_digit(36).unwrap_or(0)) % 36;
        product = if sum == 0 { 36 } else { sum } * 2 % 37;
    }
    let check = (37 - product) % 36;
    char::from_digit(check, 36).unwrap_or('0').to_ascii_uppercase()
}

/// A bank card number: the given digits and their Luhn check.
pub fn card_number(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(digit - b'0');
            let value = if place % 2 == 0 { value * 2 } else { value };
            value / 10 + value % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_examples_come_out() {
        assert_eq!(resident_check("35019919900307001"), '1');
        assert_eq!(resident_check("35019919850615202"), '2');
        assert_eq!(organisation_check("D2143569"), 'X');
        assert_eq!(organisation_check("MA8DEM01"), '8');
        assert_eq!(uscc("91350199", "MA8DEM01"), "91350199MA8DEM0183");
        assert_eq!(uscc("92350199", "MA9T0001"), "92350199MA9T00018K");
        assert_eq!(uscc("11350199", "MB9A0006"), "11350199MB9A00065K");
        let parts = [
            "11100000MB0143028R001",
            "11350199MB9A00065K",
            "20260301000001",
            "001",
        ];
        assert_eq!(licence_check(&parts.concat()), 'M');
        assert_eq!(card_number("7992739871"), "79927398713");
    }
}
