/** What the camera (高拍仪) sees, with the outline of the paper that it found, and what it waits for. */
import { useEffect, useRef, useState } from "react";
import type { SightView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Pill, type Tone } from "../../parts/Pill";
import { useWords, type Word } from "../../words";

const moments: Record<string, [Tone, Word]> = {
  noPaper: ["mute", "scan.camera.noPaper"],
  moving: ["info", "scan.camera.moving"],
  settling: ["info", "scan.camera.settling"],
  ready: ["ok", "scan.camera.ready"],
  taken: ["ok", "scan.camera.taken"],
};

export function Camera(props: {
  sight: SightView | null;
  automatic: boolean;
  onTake: () => void;
  onAutomatic: () => void;
}) {
  const say = useWords();
  const { sight } = props;
  const glass = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(0);
  // The last picture stands until the next one is whole.
  useEffect(() => {
    if (sight === null) return;
    let here = true;
    const picture = new Image();
    picture.src = sight.picture;
    picture.decode().then(
      () => {
        const canvas = glass.current;
        if (!here || canvas === null) return;
        draw(canvas, picture, sight.corners);
        setDrawn((count) => count + 1);
      },
      // The next one comes.
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [sight]);
  const [tone, word] = moments[sight?.moment ?? ""] ?? ["mute", "scan.camera.opens"];
  return (
    <>
      <div className="sheet">
        <canvas
          ref={glass}
          role="img"
          aria-label={say("scan.camera.sees")}
          hidden={drawn === 0}
          data-testid="camera-sight"
          data-drawn={drawn}
          data-moment={sight?.moment ?? ""}
        />
      </div>
      <div className="worth" role="status" data-testid="camera-moment">
        <Pill tone={tone}>{say(word)}</Pill>
        <span className="sp" />
        <Button tone="pri" keys="空格" testId="camera-take" onPress={props.onTake}>
          {say("scan.camera.take")}
        </Button>
        <Button keys="C" testId="camera-automatic" onPress={props.onAutomatic}>
          {say(props.automatic ? "scan.camera.byHand" : "scan.camera.byItself")}
        </Button>
      </div>
    </>
  );
}

/** The outline is drawn in the picture: it moves with it. */
function draw(canvas: HTMLCanvasElement, picture: HTMLImageElement, corners: [number, number][]): void {
  const { naturalWidth: wide, naturalHeight: high } = picture;
  // Setting it clears the canvas.
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  pen.drawImage(picture, 0, 0);
  if (corners.length === 0) return;
  pen.beginPath();
  for (const [x, y] of corners) pen.lineTo((x * wide) / 1000, (y * high) / 1000);
  pen.closePath();
  pen.lineWidth = Math.max(3, wide / 250);
  pen.strokeStyle = getComputedStyle(canvas).color;
  pen.stroke();
}
