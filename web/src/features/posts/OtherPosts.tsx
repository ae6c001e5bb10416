import { useState } from "react";
import type { PostView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import "./posts.css";

const others = ["supervisor", "helper", "kiosk", "wall"] as const satisfies PostView[];

/** Training only: the other kinds of window, each started as a program of its own on this machine. */
export function OtherPosts() {
  const session = useSession();
  const say = useWords();
  const [started, setStarted] = useState<(typeof others)[number] | null>(null);
  async function start(post: (typeof others)[number]): Promise<void> {
    setStarted(null);
    const done = await session.deed("openPost", async () => {
      await session.host.openPost(post);
      return true;
    });
    if (done !== null) setStarted(post);
  }
  return (
    <section className="others" aria-label={say("posts.others")}>
      <h2>{say("posts.others")}</h2>
      <div className="row">
        {others.map((post) => (
          <Button key={post} testId={`open-${post}`} onPress={() => void start(post)}>
            {say(`posts.${post}`)}
          </Button>
        ))}
      </div>
      <p className="mut" role="status">
        {started === null ? "" : say("posts.started", { name: say(`posts.${started}`) })}
      </p>
    </section>
  );
}
