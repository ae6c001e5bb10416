import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { CaseNowView, DeliverForm, DeskView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Trouble } from "../../parts/Trouble";
import { useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import { deliveredLine, Results } from "./OnSpot";
import { handOut, isReady } from "./waiting";
import "./results.css";

const ways = ["direct", "mail", "electronic", "left", "announced"] as const;
type Way = (typeof ways)[number];

/** 送达 at any window: the way by its digit, who takes it, Enter. */
export function Deliver({ slip, desk, onClose }: { slip: string; desk: DeskView; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const person = desk.visit?.person ?? null;
  const [now, setNow] = useState<CaseNowView | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [way, setWay] = useState<Way>(person === null ? "mail" : "direct");
  const [byAgent, setByAgent] = useState(false);
  const [relation, setRelation] = useState("");
  const [authority, setAuthority] = useState("");
  const [copies, setCopies] = useState("1");
  const [proof, setProof] = useState("");
  const { attached } = desk.applicant;
  const [onPaper, setOnPaper] = useState(false);
  const onScreen = way === "direct" && attached && !onPaper;
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    session.host.caseNow(slip).then(setNow, (thrown: unknown) => setWhy(troubleOf(thrown)));
  }, [session, slip]);

  const off = now === null ? say("dialog.wait") : isReady(now) ? null : say("deliver.notYet");
  async function go(): Promise<void> {
    if (busy || off !== null) return;
    setBusy(true);
    setWhy(null);
    const form: DeliverForm = {
      way,
      agent: way === "direct" && byAgent ? { relation, authority } : null,
      copies: Number.parseInt(copies, 10) || 0,
      proof: way === "direct" ? "" : proof,
    };
    try {
      if (onScreen) {
        await session.askReceipt(slip, form);
      } else {
        const { handed, unprinted } = await handOut(session.host, slip, form);
        session.handedOut(handed, unprinted);
      }
      onClose();
    } catch (thrown) {
      const trouble = troubleOf(thrown);
      // Who stands here is not who applied: the agent's lines open.
      if (trouble.code === "YC-2855") setByAgent(true);
      setWhy(trouble);
      setBusy(false);
    }
  }

  const options: Option[] = ways.map((one, at) => ({
    digit: at + 1,
    label: say(`way.${one}`),
    chosen: way === one,
    testId: `way-${one}`,
    why: one === "direct" && person === null ? say("deliver.nobody") : null,
    act: () => setWay(one),
  }));
  const line = (word: Word, value: string, set: (text: string) => void, testId: string) => (
    <>
      <label htmlFor={testId}>{say(word)}</label>
      <input
        id={testId}
        className="line"
        value={value}
        maxLength={200}
        autoComplete="off"
        data-testid={testId}
        onKeyDown={(event) => {
          // What is written here is no choice of the list.
          if (!["Escape", "Enter", "F6", "F7"].includes(event.key)) event.stopPropagation();
        }}
        onChange={(event) => set(event.target.value)}
      />
    </>
  );
  return (
    <Dialog
      title={say("deliver.title")}
      sub={say("deliver.how")}
      wide
      testId="deliver"
      onClose={onClose}
      keys={{ ...optionKeys(options), F6: () => setByAgent(!byAgent), F7: () => setOnPaper(!onPaper), Enter: () => void go() }}
    >
      <div className="pb deliver">
        {now === null ? null : (
          <>
            <p>
              <b>{now.itemName}</b> <span className="num mut">{now.slip}</span> {now.applicant} · {now.stageWord}
              {now.deliverBy === null ? "" : ` · ${now.deliverBy}`}
            </p>
            <Results now={now} />
            {now.delivery === null ? null : <p>{deliveredLine(say, now.delivery)}</p>}
          </>
        )}
        <Options options={options} small />
        <div className="rows">
          {way === "direct" ? (
            <>
              <span>{say("deliver.receiver")}</span>
              <span data-testid="deliver-receiver">
                {person === null ? say("deliver.nobody") : `${person.name} ${person.maskedNumber} · `}
                {person === null ? "" : say(byAgent ? "deliver.agent" : "deliver.own")}{" "}
                {person === null ? null : (
                  <Button keys="F6" onPress={() => setByAgent(!byAgent)}>
                    {say(byAgent ? "deliver.own" : "deliver.agent")}
                  </Button>
                )}
              </span>
              <span>{say("deliver.signing")}</span>
              <span data-testid="deliver-signing">
                {say(onScreen ? "deliver.onScreen" : "deliver.onPaper")}{" "}
                <Button keys="F7" why={attached ? null : say("deliver.noScreen")} onPress={() => setOnPaper(!onPaper)}>
                  {say(onScreen ? "deliver.onPaper" : "deliver.onScreen")}
                </Button>
              </span>
              {byAgent ? line("deliver.relation", relation, setRelation, "deliver-relation") : null}
              {byAgent ? line("deliver.authority", authority, setAuthority, "deliver-authority") : null}
            </>
          ) : (
            line(`deliver.proof.${way}`, proof, setProof, "deliver-proof")
          )}
          {line("deliver.copies", copies, setCopies, "deliver-copies")}
        </div>
        <Trouble trouble={why} testId="deliver-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.back")}
        </Button>
        <Button tone="pri" keys="Enter" testId="deliver-go" why={busy ? say("dialog.wait") : off} onPress={() => void go()}>
          {say(busy ? "results.handingOver" : onScreen ? "deliver.sendScreen" : "deliver.go")}
        </Button>
      </div>
    </Dialog>
  );
}
