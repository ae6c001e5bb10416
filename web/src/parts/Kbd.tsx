import { Fragment } from "react";

/** `Alt+1` as key caps. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="keys">
      {keys.split("+").map((key, at) => (
        <Fragment key={key}>
          {at > 0 ? "+" : null}
          <kbd>{key}</kbd>
        </Fragment>
      ))}
    </span>
  );
}
