import { useEffect, useState } from "react";
import type { TroubleView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";

/** Between two tries of a device that nobody stands at. */
const againMs = 5_000;
/** A session lasts twelve hours; a device is never without one. */
const renewMs = 6 * 60 * 60_000;

/** A kiosk or a wall display before the hall answers: it tries until it is in. */
export function DeviceSignIn() {
  const session = useSession();
  const say = useWords();
  const [why, setWhy] = useState<TroubleView | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let gone = false;
    const attempt = async (): Promise<void> => {
      const trouble = await session.signInDevice();
      if (gone) return;
      setWhy(trouble);
      timer = setTimeout(() => void attempt(), againMs);
    };
    void attempt();
    return () => {
      gone = true;
      if (timer !== null) clearTimeout(timer);
    };
  }, [session]);
  return (
    <>
      <h1>{say("posts.deviceTitle")}</h1>
      <p className="mut">{say("posts.deviceWhat")}</p>
      <Trouble trouble={why} testId="device-trouble" />
    </>
  );
}

/** Renews the session of a device for as long as its page stands. */
export function useDeviceSession(signedIn: boolean): void {
  const session = useSession();
  const post = useCell(session.start)?.post;
  const device = post === "kiosk" || post === "wall";
  useEffect(() => {
    if (!device || !signedIn) return;
    const timer = setInterval(
      () =>
        void session.signInDevice().then((trouble) => {
          if (trouble !== null) session.tell(trouble);
        }),
      renewMs,
    );
    return () => clearInterval(timer);
  }, [session, device, signedIn]);
}
