//! What is asked of an eSCL scanner: `ScanSettings`.

use crate::driver::{Colour, Options, Source};

const SCAN: &str = "http://schemas.hp.com/imaging/escl/2011/05/03";
const PWG: &str = "http://www.pwg.org/schemas/2010/12/sm";

/// The order of the elements is that of the schema: some devices read no other.
pub(super) fn settings(options: &Options, format: &str) -> String {
    let Options {
        source,
        colour,
        dpi,
        area,
    } = options;
    let input = match source {
        Source::Flatbed => "Platen",
        Source::Feeder | Source::Duplex => "Feeder",
    };
    let mode = match colour {
        Colour::BlackAndWhite => "BlackAndWhite1",
        Colour::Grey => "Grayscale8",
        Colour::Colour => "RGB24",
    };
    let duplex = match source {
        Source::Flatbed => String::new(),
        Source::Feeder | Source::Duplex => {
            format!("<scan:Duplex>{}</scan:Duplex>", *source == Source::Duplex)
        }
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <scan:ScanSettings xmlns:scan=\"{SCAN}\" xmlns:pwg=\"{PWG}\">\
         <pwg:Version>2.0</pwg:Version>\
         <scan:Intent>Document</scan:Intent>\
         <pwg:ScanRegions><pwg:ScanRegion>\
         <pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>\
         <pwg:Height>{}</pwg:Height><pwg:Width>{}</pwg:Width>\
         <pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>\
         </pwg:ScanRegion></pwg:ScanRegions>\
         <pwg:InputSource>{input}</pwg:InputSource>\
         <scan:ColorMode>{mode}</scan:ColorMode>\
         <scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution>\
         <pwg:DocumentFormat>{format}</pwg:DocumentFormat>\
         <scan:DocumentFormatExt>{format}</scan:DocumentFormatExt>\
         {duplex}</scan:ScanSettings>",
        area.height, area.width
    )
}
