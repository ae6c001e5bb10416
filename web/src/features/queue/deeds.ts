/** Deeds of the queue and the window: each gives the whole desk back. */
import type { Host } from "../../host/host";
import type { DeskView, TransferChoice } from "../../host/types";
import type { Session } from "../desk/session";

export interface QueueDeeds {
  recall(): void;
  miss(): void;
  resume(): void;
  takeShift(): void;
  takeUp(id: string): void;
  rejoin(id: string): void;
  pause(why: string): Promise<boolean>;
  park(why: string): Promise<boolean>;
  transfer(to: TransferChoice): Promise<boolean>;
}

export function queueDeeds(session: Session): QueueDeeds {
  async function run(name: string, ask: (host: Host) => Promise<DeskView>): Promise<boolean> {
    await session.form.get()?.settled();
    const view = await session.deed(name, () => ask(session.host));
    if (view !== null) session.show(view);
    return view !== null;
  }
  return {
    recall: () => void run("recall", (host) => host.recallTicket()),
    miss: () => void run("miss", (host) => host.missTicket()),
    resume: () => void run("resumeWindow", (host) => host.resumeWindow()),
    takeShift: () => void run("takeShift", (host) => host.takeShift()),
    takeUp: (id) => void run("takeUp", (host) => host.takeUpTicket(id)),
    rejoin: (id) => void run("rejoin", (host) => host.rejoinTicket(id)),
    pause: (why) => run("pauseWindow", (host) => host.pauseWindow(why)),
    park: (why) => run("parkVisit", (host) => host.parkVisit(why)),
    transfer: (to) => run("transfer", (host) => host.transferVisit(to)),
  };
}
