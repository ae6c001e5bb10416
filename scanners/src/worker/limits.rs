//! What a child may use before the system ends it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Told to the child in its first ask, which lays them on itself before it looks at a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Of address space.
    pub memory_bytes: u64,
    pub cpu_s: u64,
    /// From its start; the window holds it, by killing the child.
    pub within: Duration,
}

impl Default for Limits {
    /// 2 GB: a 20 MB PDF may take sixty times its size while it is examined. 60 s of work.
    fn default() -> Self {
        Self {
            memory_bytes: 2 * 1024 * 1024 * 1024,
            cpu_s: 60,
            within: Duration::from_secs(60),
        }
    }
}

impl Limits {
    /// Lays the limits on this process: memory, CPU time, no file may be written, no core is dumped.
    ///
    /// # Errors
    /// When the system does not take them; a child without limits has to end.
    #[cfg(unix)]
    pub fn confine(&self) -> std::io::Result<()> {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let all = [
            (Resource::As, self.memory_bytes),
            (Resource::Cpu, self.cpu_s),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
        ];
        for (resource, most) in all {
            let limit = Rlimit {
                current: Some(most),
                maximum: Some(most),
            };
            setrlimit(resource, limit)?;
        }
        Ok(())
    }

    /// Elsewhere the window's patience is the only limit: it kills a child that is late.
    #[cfg(not(unix))]
    pub fn confine(&self) -> std::io::Result<()> {
        Ok(())
    }
}
