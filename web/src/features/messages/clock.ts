/** `HH:MM` of a moment in the hall (+08:00, no summer time). */
export function clock(moment: string): string {
  const at = Date.parse(moment);
  return Number.isNaN(at) ? "" : new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);
}
