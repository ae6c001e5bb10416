import { useEffect, useRef, type ReactNode } from "react";
import { useKeys, type KeyMap } from "./keys";

/**
 * A modal dialog on the native element: the focus stays inside and goes back where it came from. Esc closes it
 * and is the only key every dialog has; the other keys of the desk sleep meanwhile.
 */
export function Dialog(props: {
  title: ReactNode;
  sub?: ReactNode;
  wide?: boolean;
  /** As large as the window allows, its body as one column. */
  full?: boolean;
  testId: string;
  keys?: KeyMap;
  onClose: () => void;
  children: ReactNode;
}) {
  const box = useRef<HTMLDialogElement>(null);
  useKeys({ Escape: props.onClose, ...props.keys }, { modal: true });
  useEffect(() => {
    const dialog = box.current;
    if (dialog === null) return;
    const before = document.activeElement;
    if (!dialog.open) dialog.showModal();
    (dialog.querySelector<HTMLElement>("[data-first]") ?? dialog).focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      className={`dlg${props.wide === true ? " wide" : ""}${props.full === true ? " full" : ""}`}
      tabIndex={-1}
      data-testid={props.testId}
      onCancel={(event) => event.preventDefault()}
    >
      <div className="ph">
        {props.title}
        {props.sub === undefined ? null : <span className="sub">{props.sub}</span>}
      </div>
      {props.children}
    </dialog>
  );
}
