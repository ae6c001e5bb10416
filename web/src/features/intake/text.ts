/** Typed text in the normal form of its kind, as far as it is only a way of typing. Judging is the host's. */
export function normal(kind: string, typed: string): string {
  const text = typed.trim();
  switch (kind) {
    case "text":
    case "textarea":
    case "address":
    case "table":
    case "enum":
    case "multi":
      return text;
    case "date": {
      const half = text.normalize("NFKC");
      const digits = half.replace(/[年月/.]/g, "-").replace(/日$/, "");
      const run = /^(\d{4})(\d{2})(\d{2})$/.exec(digits);
      if (run !== null) return `${run[1]}-${run[2]}-${run[3]}`;
      const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(digits);
      return parts === null
        ? half
        : `${parts[1]}-${parts[2]?.padStart(2, "0")}-${parts[3]?.padStart(2, "0")}`;
    }
    case "month": {
      const half = text.normalize("NFKC");
      const run = /^(\d{4})[-/.年]?(\d{1,2})月?$/.exec(half);
      return run === null ? half : `${run[1]}-${run[2]?.padStart(2, "0")}`;
    }
    case "idNumber":
    case "uscc":
      return text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
    default:
      return text.normalize("NFKC");
  }
}
