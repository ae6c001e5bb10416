/**
 * Light, dark and high contrast, in turn. The choice is kept on this machine and nothing else with it: the desk has it
 * after a restart, and the applicant's screen beside it follows at once.
 */
import { useSyncExternalStore } from "react";

const themes = ["", "dark", "hc"] as const;
export type Theme = (typeof themes)[number];

const name = "theme";

export function turnTheme(): void {
  setTheme(themes[(themes.indexOf(keptTheme()) + 1) % themes.length] ?? "");
}

/** Chooses a theme for this machine. */
export function setTheme(theme: string): void {
  localStorage.setItem(name, theme);
  wear(keptTheme());
}

export function keptTheme(): Theme {
  const kept = localStorage.getItem(name);
  return themes.find((theme) => theme === kept) ?? "";
}

/** Shows a theme in this window alone. */
export function wear(theme: Theme): void {
  if (theme === "") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** The theme that another window of this machine chooses, as it is chosen. */
export function useKeptTheme(): Theme {
  return useSyncExternalStore(watch, keptTheme);
}

function watch(changed: () => void): () => void {
  window.addEventListener("storage", changed);
  return () => window.removeEventListener("storage", changed);
}
