/** Light, dark and high contrast, in turn. */
const themes = ["", "dark", "hc"] as const;

export function turnTheme(): void {
  const root = document.documentElement;
  const at = themes.indexOf((root.dataset["theme"] ?? "") as (typeof themes)[number]);
  setTheme(themes[(at + 1) % themes.length] ?? "");
}

export function setTheme(theme: string): void {
  if (theme === "") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
