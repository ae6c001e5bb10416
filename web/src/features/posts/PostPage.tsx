import { Layers } from "../../app/Layers";
import type { DeskView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { useKeys } from "../../parts/keys";
import { useWords } from "../../words";
import { waiting } from "../approvals/approvals";
import { Banners, TopBar } from "../desk/Frame";
import { useSession } from "../desk/session";
import "./posts.css";

/** The page of a post: its frame and the state of the hall. */
export function PostPage({ desk }: { desk: DeskView }) {
  const session = useSession();
  const say = useWords();
  const post = useCell(session.start)?.post;
  const layer = useCell(session.layer);
  const asked = useCell(session.approvals.all);
  useKeys(
    {
      F6: () => session.layer.set({ kind: "compose", to: null }),
      F9: () => session.layer.set({ kind: "inbox" }),
    },
    { when: post === "supervisor" },
  );
  const signsOut = post !== "kiosk" && post !== "wall";
  return (
    <div className="app bare">
      <div>
        <TopBar desk={desk} />
        <Banners realm={desk.realm} link={desk.link} unsent={desk.unsent} />
      </div>
      <main className="post" data-testid={`post-${session.host.window}`}>
        <section className="panel">
          <b>{say("posts.empty")}</b>
          <span className="mut">{say("posts.waiting", { n: desk.queue.waiting.length })}</span>
          {post === "supervisor" ? (
            <Button
              tone="pri"
              keys="F9"
              testId="open-inbox"
              onPress={() => session.layer.set({ kind: "inbox" })}
            >
              {say("inbox.open", { n: waiting(asked).length })}
            </Button>
          ) : null}
          {signsOut ? (
            <Button testId="sign-out" onPress={() => void session.signOut()}>
              {say("rail.signOut")}
            </Button>
          ) : null}
        </section>
      </main>
      <Layers layer={layer} desk={desk} form={null} editing={false} commands={[]} onBlocked={() => undefined} />
    </div>
  );
}
