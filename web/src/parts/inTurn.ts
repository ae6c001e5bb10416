/** One run at a time: whoever asks while one is on its way gets one more run after it, however many ask. */
export function inTurn(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;

  async function runs(): Promise<void> {
    do {
      again = false;
      await run();
    } while (again);
    running = null;
  }

  return () => {
    if (running === null) running = runs();
    else again = true;
    return running;
  };
}
