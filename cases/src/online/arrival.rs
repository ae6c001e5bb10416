//! Two revisions of one application: which stands. Pushes are repeated and overtake each other.

/// What became of a revision that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Nothing was known, or an older one.
    Stands,
    /// The same again.
    Again,
    /// One that came later stands already.
    Overtaken,
    /// The same number with another content: one of the two is wrong, and nobody can say which.
    Contradicts,
}

/// Judges a revision that came by the one that is known. Contents are compared by digest.
pub fn judge(known: Option<(u64, &str)>, came: (u64, &str)) -> Arrival {
    match known {
        None => Arrival::Stands,
        Some((known, _)) if came.0 > known => Arrival::Stands,
        Some((known, _)) if came.0 < known => Arrival::Overtaken,
        Some((_, digest)) if digest == came.1 => Arrival::Again,
        Some(_) => Arrival::Contradicts,
    }
}
