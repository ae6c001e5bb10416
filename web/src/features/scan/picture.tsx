/** A page's picture: its address is good for one fetch, so it is asked for anew whenever the page lies otherwise. */
import { useEffect, useState } from "react";
import type { ScanPageView } from "../../host/types";
import { useWords } from "../../words";
import { useSession } from "../desk/session";

export function Picture(props: {
  draft: string;
  page: ScanPageView;
  small: boolean;
  /** The picture is on the screen. */
  onShown?: (picture: HTMLImageElement) => void;
}) {
  const { draft, page, small } = props;
  const { host } = useSession();
  const say = useWords();
  const [address, setAddress] = useState<string | null>(null);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    let here = true;
    setLost(false);
    void host.scanPicture(draft, page.number, small).then(
      (given) => {
        if (here) setAddress(given);
      },
      () => {
        if (here) setLost(true);
      },
    );
    return () => {
      here = false;
    };
  }, [host, draft, page.number, page.quarters, small]);
  if (lost) return <span className="lost">{say("scan.noPicture")}</span>;
  return address === null ? null : (
    <img
      src={address}
      alt={say("scan.page", { n: page.number })}
      draggable={false}
      onLoad={(event) => props.onShown?.(event.currentTarget)}
      onError={() => setLost(true)}
      data-testid={small ? undefined : "scan-picture"}
    />
  );
}
