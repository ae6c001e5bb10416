/** 手机扫码传: the code for the applicant's telephone, and what came from it. */
import type { PhoneView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Code } from "../../parts/Code";
import { Trouble } from "../../parts/Trouble";
import { useSentence, useWords } from "../../words";

export function Phone({ phone, onAgain, onClose }: { phone: PhoneView; onAgain: () => void; onClose: () => void }) {
  const say = useWords();
  const sentence = useSentence();
  if (phone.ended !== null)
    return (
      <div className="scan-phone" role="status" data-testid="scan-phone" data-state="ended">
        <Trouble trouble={phone.ended} testId="phone-ended" />
        <Button keys="M" testId="phone-again" onPress={onAgain}>
          {say("scan.phone.again")}
        </Button>
      </div>
    );
  return (
    <div className="scan-phone" role="status" data-testid="scan-phone" data-state={phone.opened ? "opened" : "shown"}>
      <Code code={phone.code} label={say("scan.phone.code")} />
      <p>{say(phone.opened ? "scan.phone.opened" : "scan.phone.how")}</p>
      <p data-testid="phone-came">
        {say("scan.phone.came", { n: phone.came })} {say("scan.phone.until", { at: phone.until.slice(11, 16) })}
      </p>
      {phone.refused === null ? null : (
        <p className="not-taken" data-testid="phone-refused">
          {phone.refused.name}：{sentence(phone.refused.trouble)} {phone.refused.trouble.code}
        </p>
      )}
      <p className="at" data-testid="phone-address">
        {phone.address}
      </p>
      <Button keys="M" testId="phone-close" onPress={onClose}>
        {say("scan.phone.close")}
      </Button>
    </div>
  );
}
