/** The scanners that are there; a digit chooses, or an address. Without one the ways that are left. */
import { useState } from "react";
import type { ScannerView } from "../../host/types";
import { Button } from "../../parts/Button";
import { composing } from "../../parts/keys";
import { Options, type Option } from "../../parts/Options";
import { useSentence, useWords, type Say } from "../../words";

export const scannerOptions = (all: ScannerView[], say: Say, choose: (id: string) => void): Option[] =>
  all.slice(0, 9).map((one, at) => ({
    digit: at + 1,
    label: one.name,
    note: <Standing scanner={one} />,
    chosen: one.chosen,
    testId: `scanner-${at + 1}`,
    mark: one.chosen ? <span>{say("scan.chosen")}</span> : undefined,
    act: () => choose(one.id),
  }));

function Standing({ scanner }: { scanner: ScannerView }) {
  const say = useWords();
  const sentence = useSentence();
  return <>{`${scanner.id} · ${scanner.trouble === null ? say("scan.ready") : sentence(scanner.trouble)}`}</>;
}

export function Scanners(props: {
  options: Option[];
  found: ScannerView[] | null;
  choose: (address: string) => void;
}) {
  const say = useWords();
  const [typed, setTyped] = useState("");
  const missing = typed.trim() === "" ? say("scan.addressFirst") : null;
  return (
    <div className="pb scan-pick" data-testid="scan-pick">
      <p className="mut sm">{say("scan.which")}</p>
      {props.found === null ? <p className="mut">{say("scan.finding")}</p> : null}
      {props.found?.length === 0 ? <p data-testid="scan-no-scanner">{say("scan.noScanner")}</p> : null}
      <Options options={props.options} />
      <p className="acts">
        <label>
          {say("scan.address")}{" "}
          <input
            value={typed}
            maxLength={200}
            placeholder="http://10.1.2.3"
            data-testid="scan-address"
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") return;
              event.stopPropagation();
              event.nativeEvent.stopPropagation();
              if (event.key !== "Enter" || composing(event) || missing !== null) return;
              event.preventDefault();
              props.choose(typed.trim());
            }}
          />
        </label>
        <Button keys="Enter" why={missing} onPress={() => props.choose(typed.trim())}>
          {say("scan.choose")}
        </Button>
      </p>
    </div>
  );
}
