import { useState } from "react";
import { Dialog } from "../../parts/Dialog";
import { Kbd } from "../../parts/Kbd";
import { composing } from "../../parts/keys";
import { inBothLanguages, useWords } from "../../words";
import { fittingCommands, type Command } from "../desk/commands";
import "./search.css";

/** Ctrl+K: every command by its words or their initials. ↑↓ mark, Enter does it. */
export function Commands({ commands, onClose }: { commands: Command[]; onClose: () => void }) {
  const say = useWords();
  const [text, setText] = useState("");
  const [marked, setMarked] = useState(0);
  const found = fittingCommands(commands, text, (command) => inBothLanguages(command.word));

  function run(command: Command | undefined): void {
    if (command === undefined || command.why !== null) return;
    onClose();
    // After the dialog has given the focus back.
    setTimeout(command.act, 0);
  }

  function mark(step: 1 | -1): void {
    const next = (marked + step + found.length) % Math.max(1, found.length);
    setMarked(next);
    document.getElementById(`command-${next}`)?.scrollIntoView({ block: "nearest" });
  }

  return (
    <Dialog title={say("commands.title")} sub={say("commands.how")} testId="commands" onClose={onClose}>
      <div className="pb">
        <input
          className="box"
          data-first
          data-testid="commands-input"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls="commands-list"
          aria-activedescendant={found.length > 0 ? `command-${marked}` : undefined}
          aria-label={say("commands.title")}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setMarked(0);
          }}
          onKeyDown={(event) => {
            if (composing(event)) return;
            if (event.key === "ArrowDown") mark(1);
            else if (event.key === "ArrowUp") mark(-1);
            else if (event.key === "Enter") run(found[marked]);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <div
        id="commands-list"
        role="listbox"
        aria-label={say("commands.title")}
        className="hits"
        data-testid="commands-list"
        tabIndex={-1}
      >
        {found.map((command, at) => (
          <div
            key={command.id}
            id={`command-${at}`}
            role="option"
            aria-selected={at === marked}
            aria-disabled={command.why !== null || undefined}
            className={`hit${at === marked ? " on" : ""}${command.why === null ? "" : " off"}`}
            data-testid={`command-${command.id}`}
            onClick={() => run(command)}
          >
            <span />
            <span>
              <b className="nm">{say(command.word)}</b>{" "}
              {command.why === null ? null : <span className="mut sm">{say(command.why)}</span>}
            </span>
            {command.keys === "" ? <span /> : <Kbd keys={command.keys} />}
          </div>
        ))}
        {found.length === 0 ? <p className="none mut">{say("search.none")}</p> : null}
      </div>
    </Dialog>
  );
}
