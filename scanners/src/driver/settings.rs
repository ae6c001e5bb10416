//! What a scanner can do, what is asked of it, and what it will really do.

use serde::{Deserialize, Serialize};

/// Where the paper lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// 平板
    Flatbed,
    /// 自动进纸器, one side
    Feeder,
    /// 自动进纸器, both sides
    Duplex,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Colour {
    BlackAndWhite,
    Grey,
    Colour,
}

/// In 1/300 inch: an A4 sheet is 2480 by 3508.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Area {
    pub width: u32,
    pub height: u32,
}

impl Area {
    pub const A4: Area = Area {
        width: 2480,
        height: 3508,
    };

    /// No larger than `most` either way.
    pub fn within(self, most: Area) -> Area {
        Area {
            width: self.width.min(most.width),
            height: self.height.min(most.height),
        }
    }
}

/// Dots per inch that a source knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Resolutions {
    /// Ascending.
    Some(Vec<u32>),
    Between {
        least: u32,
        most: u32,
        step: u32,
    },
}

impl Resolutions {
    /// The nearest that is not below, or the highest there is: letters do not come back once they are blurred.
    pub fn nearest(&self, dpi: u32) -> Option<u32> {
        match self {
            Resolutions::Some(all) => all
                .iter()
                .copied()
                .find(|one| *one >= dpi)
                .or(all.last().copied()),
            Resolutions::Between { least, most, step } => {
                let over = dpi.clamp(*least, *most) - least;
                let steps = over.div_ceil((*step).max(1));
                Some((least + steps * (*step).max(1)).min(*most))
            }
        }
    }
}

/// One source with the word its maker uses: profiles keep both, since names like `DP` mean what they like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceCapabilities {
    pub source: Source,
    pub named: String,
    /// Ascending.
    pub colours: Vec<Colour>,
    pub resolutions: Resolutions,
    pub most: Area,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Capabilities {
    pub sources: Vec<SourceCapabilities>,
}

impl Capabilities {
    pub fn of(&self, source: Source) -> Option<&SourceCapabilities> {
        self.sources.iter().find(|one| one.source == source)
    }
}

/// What is asked of a scanner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Options {
    pub source: Source,
    pub colour: Colour,
    pub dpi: u32,
    pub area: Area,
}

impl Default for Options {
    /// A grey A4 sheet from the glass at 300 dpi.
    fn default() -> Self {
        Self {
            source: Source::Flatbed,
            colour: Colour::Grey,
            dpi: 300,
            area: Area::A4,
        }
    }
}

impl Options {
    /// What of it `source` can really do: the next richer colour, the next finer resolution, no more than its glass.
    pub fn on(self, source: &SourceCapabilities) -> Options {
        let richer = source.colours.iter().find(|one| **one >= self.colour);
        Options {
            source: source.source,
            colour: richer.or(source.colours.last()).copied().unwrap_or(self.colour),
            dpi: source.resolutions.nearest(self.dpi).unwrap_or(self.dpi),
            area: self.area.within(source.most),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolution_is_never_below_what_was_asked_while_there_is_one() {
        let some = Resolutions::Some(vec![75, 150, 300, 600]);
        assert_eq!(
            [200, 300, 333, 9999].map(|dpi| some.nearest(dpi)),
            [Some(300), Some(300), Some(600), Some(600)]
        );
        assert_eq!(Resolutions::Some(vec![]).nearest(300), None);
        let between = Resolutions::Between {
            least: 100,
            most: 600,
            step: 50,
        };
        assert_eq!(
            [1, 100, 301, 9999].map(|dpi| between.nearest(dpi)),
            [Some(100), Some(100), Some(350), Some(600)]
        );
        let stepless = Resolutions::Between {
            least: 100,
            most: 600,
            step: 0,
        };
        assert_eq!(stepless.nearest(301), Some(301));
    }

    #[test]
    fn options_become_what_the_source_can_do() {
        let source = SourceCapabilities {
            source: Source::Feeder,
            named: "Adf".to_owned(),
            colours: vec![Colour::Grey, Colour::Colour],
            resolutions: Resolutions::Some(vec![150, 300]),
            most: Area {
                width: 2550,
                height: 3300,
            },
        };
        let asked = Options {
            source: Source::Feeder,
            colour: Colour::BlackAndWhite,
            dpi: 200,
            area: Area::A4,
        };
        assert_eq!(
            asked.on(&source),
            Options {
                source: Source::Feeder,
                colour: Colour::Grey,
                dpi: 300,
                area: Area {
                    width: 2480,
                    height: 3300
                },
            }
        );
    }
}
