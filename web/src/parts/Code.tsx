/** A QR code: dark on white in every theme, with the quiet zone of four modules that readers want. */
import type { CodeView } from "../host/types";

const quiet = 4;

export function Code({ code, label }: { code: CodeView; label: string }) {
  const side = code.side + 2 * quiet;
  return (
    <svg className="qr" viewBox={`${-quiet} ${-quiet} ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect x={-quiet} y={-quiet} width={side} height={side} fill="#fff" />
      <path d={code.path} fill="#000" />
    </svg>
  );
}
