/**
 * The keyboard: one listener on the window, a stack of layers above it. A key goes to the topmost layer; a
 * modal layer keeps what it does not use from those below. Keys that an input method is using are never seen
 * here, nor are keys a control has already used (`preventDefault`).
 */
import { useEffect, useRef } from "react";

/** `Ctrl+Alt+Shift+Key` in this order; letters in upper case, digits also from the number pad. */
export function comboOf(event: KeyboardEvent | React.KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  const named = digit !== undefined && (event.altKey || event.ctrlKey) ? digit : key;
  const held = (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "");
  const shift = event.shiftKey && (key.length > 1 || held !== "") ? "Shift+" : "";
  return held + shift + named;
}

/** Whether an input method owns this key: nothing may act on it, an Enter that ends a composition least of all. */
export function composing(event: KeyboardEvent | React.KeyboardEvent): boolean {
  const native = "nativeEvent" in event ? event.nativeEvent : event;
  return native.isComposing || native.keyCode === 229;
}

/** `1` … `9`, `0` as a number if the key is a bare digit. */
export function digitOf(event: KeyboardEvent | React.KeyboardEvent): number | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  return /^\d$/.test(event.key) ? Number(event.key) : null;
}

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

interface Layer {
  modal: boolean;
  keys: () => KeyMap;
}

const layers: Layer[] = [];

/** Keys the web view would otherwise take for itself: find, print, reload, new window, help, history. */
const taken = new Set(
  "F1 F2 F3 F4 F5 F6 F7 F8 F9 Ctrl+N Ctrl+P Ctrl+F Ctrl+G Ctrl+R Ctrl+H Ctrl+E Ctrl+B Ctrl+J Ctrl+K Ctrl+L Ctrl+M Ctrl+O Ctrl+U Ctrl+T Ctrl+D Ctrl+Y Ctrl+I Ctrl+Shift+Y Ctrl+Shift+Z Shift+F2 Shift+F6 Shift+F9 Alt+ArrowLeft Alt+ArrowRight Alt+ArrowDown".split(
    " ",
  ),
);

/** Keys that reach the desk through any dialog: whoever leaves it locks it, whoever is threatened raises the quiet alarm. */
const throughDialogs = new Set(["Ctrl+L", "Ctrl+Shift+Y"]);

function onKey(event: KeyboardEvent): void {
  if (composing(event) || event.defaultPrevented) return;
  const combo = comboOf(event);
  // A button that has the focus is what Enter means, in a dialog too.
  if (combo === "Enter" && event.target instanceof HTMLButtonElement) return;
  if (taken.has(combo) || /^(Ctrl|Alt)\+\d$/.test(combo)) event.preventDefault();
  const modal = layers.filter((layer) => layer.modal).at(-1);
  for (const layer of modal === undefined || throughDialogs.has(combo) ? [...layers].reverse() : [modal]) {
    const act = layer.keys()[combo];
    if (act === undefined) continue;
    event.preventDefault();
    act(event);
    return;
  }
}

/** Lays a layer of keys on top for as long as the component is on the screen. */
export function useKeys(keys: KeyMap, options: { modal?: boolean; when?: boolean } = {}): void {
  const latest = useRef(keys);
  latest.current = keys;
  const { modal = false, when = true } = options;
  useEffect(() => {
    if (!when) return;
    if (layers.length === 0) window.addEventListener("keydown", onKey);
    const layer: Layer = { modal, keys: () => latest.current };
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) window.removeEventListener("keydown", onKey);
    };
  }, [modal, when]);
}

/** Whether the key would write into what has the focus. */
export function writing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !["checkbox", "radio", "file", "button"].includes(target.type))
  );
}
