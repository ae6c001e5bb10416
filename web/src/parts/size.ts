import { useEffect, useRef, useState, type RefObject } from "react";

/** Width and height of a box in whole pixels, anew when it changes; nothing until it is on the screen. */
export function useSize(): [RefObject<HTMLDivElement | null>, { width: number; height: number } | null] {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  useEffect(() => {
    const node = box.current;
    if (node === null) return;
    const look = (): void => {
      const next = { width: node.clientWidth, height: node.clientHeight };
      setSize((now) => (now?.width === next.width && now.height === next.height ? now : next));
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(node);
    return () => sizes.disconnect();
  }, []);
  return [box, size];
}
