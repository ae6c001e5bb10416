import { useEffect, useRef } from "react";
import { useCell } from "../../parts/cell";
import { useWords } from "../../words";
import type { Customer } from "./customer";

/** Where one signs: strokes as points with time, drawn as they come. */
export function Pad({ customer, onAspect }: { customer: Customer; onAspect: (aspect: number) => void }) {
  const say = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pen = useRef<number | null>(null);
  const ink = useCell(customer.ink);

  useEffect(() => {
    const pad = canvas.current;
    if (pad === null) return;
    const fit = (): void => {
      const box = pad.getBoundingClientRect();
      pad.width = Math.max(1, Math.round(box.width * devicePixelRatio));
      pad.height = Math.max(1, Math.round(box.height * devicePixelRatio));
      onAspect(box.width / Math.max(1, box.height));
      draw(pad, customer.ink.get());
    };
    fit();
    const watch = new ResizeObserver(fit);
    watch.observe(pad);
    return () => watch.disconnect();
  }, [customer, onAspect]);

  useEffect(() => {
    if (canvas.current !== null) draw(canvas.current, ink);
  }, [ink]);

  const share = (event: React.PointerEvent): [number, number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, event.timeStamp];
  };
  return (
    <div className="cs-pad">
      <canvas
        ref={canvas}
        role="img"
        aria-label={say("customer.pad")}
        data-testid="pad"
        data-strokes={ink.length}
        onPointerDown={(event) => {
          if (pen.current !== null) return;
          pen.current = event.pointerId;
          event.currentTarget.setPointerCapture(event.pointerId);
          customer.penDown(...share(event));
        }}
        onPointerMove={(event) => {
          if (pen.current === event.pointerId) customer.penMove(...share(event));
        }}
        onPointerUp={(event) => {
          if (pen.current === event.pointerId) pen.current = null;
        }}
        onPointerCancel={(event) => {
          if (pen.current === event.pointerId) pen.current = null;
        }}
      />
      {ink.length === 0 ? (
        <span className="cs-hint">{say("customer.padHint")}</span>
      ) : (
        <button type="button" className="cs-chip" onClick={customer.clearInk} data-testid="pad-clear">
          {say("customer.padClear")}
        </button>
      )}
    </div>
  );
}

function draw(pad: HTMLCanvasElement, ink: readonly (readonly { x: number; y: number }[])[]): void {
  const pencil = pad.getContext("2d");
  if (pencil === null) return;
  pencil.clearRect(0, 0, pad.width, pad.height);
  pencil.lineWidth = Math.max(2, pad.height / 70);
  pencil.lineCap = "round";
  pencil.lineJoin = "round";
  pencil.strokeStyle = getComputedStyle(pad).color;
  for (const stroke of ink) {
    pencil.beginPath();
    stroke.forEach((point, at) => {
      const [x, y] = [(point.x / 10_000) * pad.width, (point.y / 10_000) * pad.height];
      if (at === 0) pencil.moveTo(x, y);
      pencil.lineTo(x, y);
    });
    pencil.stroke();
  }
}
