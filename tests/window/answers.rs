//! What the applicant says when no source knows: plain, valid, invented.

/// An invented number of region 350199 whose check digit fits.
pub const SOMEBODY: &str = "350199198803156214";

/// The text for a box of the form, by its key.
pub fn text_for(key: &str) -> &'static str {
    let ends = |endings: &[&str]| endings.iter().any(|ending| key.ends_with(ending));
    match key {
        _ if ends(&["IdNumber"]) => SOMEBODY,
        _ if ends(&["Phone", "Mobile"]) => "13905910826",
        _ if ends(&["To"]) => "2028-12-31",
        _ if ends(&["From", "Date"]) => "2026-09-01",
        _ if ends(&[
            "Staff", "Count", "Years", "Seats", "Clients", "Branches", "Distance",
        ]) =>
        {
            "3"
        }
        _ if ends(&["Area"]) => "86",
        _ if ends(&["Email"]) => "window@example.cn",
        _ if ends(&["Postcode"]) => "350000",
        _ if ends(&["Region", "Street"]) => "350199",
        _ if ends(&["Address", "Domicile", "Warehouse"]) => "示范区政务路1号",
        _ if ends(&["CertNo"]) => "JK202600086",
        _ if ends(&["Name", "Receiver"]) => "林思远",
        _ => "窗口核对无误",
    }
}

/// The digit for a box with a list: 1 是 for what the applicant declares, the first entry of other lists.
pub fn digit_for(key: &str) -> &'static str {
    match key {
        "foodIsNetwork"
        | "foodSelfSell"
        | "applyPromiseMode"
        | "foodIsCentralKitchen"
        | "foodIsCollective" => "2",
        _ => "1",
    }
}
