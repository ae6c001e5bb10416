import type { CodeView } from "../../host/types";
import { Code } from "../../parts/Code";
import { useWords } from "../../words";
import { clockOf } from "./customer";

/** 手机扫码传: a large code, and what is done with it. Nothing is asked. */
export function PhonePage({ code, until }: { code: CodeView; until: string }) {
  const say = useWords();
  return (
    <div className="cs-two by-phone">
      <section className="cs-card cs-code">
        <Code code={code} label={say("scan.phone.code")} />
      </section>
      <section className="cs-card">
        <h1>{say("customer.phoneTitle")}</h1>
        <ol className="cs-how">
          <li>{say("customer.phoneScan")}</li>
          <li>{say("customer.phoneSend")}</li>
          <li>{say("customer.phoneTaken")}</li>
        </ol>
        <span className="sp" />
        <p className="cs-note">{say("customer.phoneOnly")}</p>
        <p className="cs-note">{say("customer.phoneUntil", { at: clockOf(until) })}</p>
      </section>
    </div>
  );
}
